"""Advise on what pictures are like: sizes, depth, transparency, orientation, positions."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.inspection.advice.advice import Advice, advise_to_expand, them
from augcli.inspection.inspection import Inspection
from augcli.inspection.words import aspect_of
from augcli.text import count_of

_DIGITS = 64  # pixels: the longest side of what digits and letters are scanned at
_UNEQUAL_ASPECT = 3.0  # times: wide pictures against narrow ones
_FEW = 0.05  # of the pictures at each end, whose shape does not count
_LARGE = 1000  # pixels: more than networks take
_TURNED_TAGS = range(2, 9)


def digits(found: Inspection) -> Iterator[Advice]:
    """Advise on scanned characters."""
    sizes = found.count(lambda one: one.measures.size)
    small = all(max(one.measures.width, one.measures.height) <= _DIGITS for one in found.pictures)
    gray = all(one.measures.is_gray for one in found.pictures)
    if found.is_out or len(sizes) != 1 or not small or not gray:
        return
    yield advise_to_expand(
        found,
        f"all pictures are {next(iter(sizes))} gray: if they are digits or letters, --preset "
        "digits, which mirrors none",
        "--preset",
        "digits",
    )


def sizes(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures of many sizes."""
    sizes = found.count(lambda one: one.measures.size)
    if found.is_out or len(sizes) < 2:
        return
    aspects = found.spread("aspect")
    narrow, wide = aspects.quantile(_FEW), aspects.quantile(1 - _FEW)
    if wide / narrow > _UNEQUAL_ASPECT:
        yield advise_to_expand(
            found,
            f"the pictures have {len(sizes)} sizes, from {aspect_of(narrow)} to "
            f"{aspect_of(wide)}: cut to one shape they would lose much: --size 224 --fit "
            "contain keeps all of them",
            "--size",
            "224",
            "--fit",
            "contain",
        )
    else:
        yield advise_to_expand(
            found,
            f"the pictures have {len(sizes)} sizes, and a batch needs one: --size 224 --fit cover",
            "--size",
            "224",
            "--fit",
            "cover",
        )


def large(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures larger than networks take."""
    sizes = found.count(lambda one: one.measures.size)
    large = all(min(one.measures.width, one.measures.height) > _LARGE for one in found.pictures)
    if not found.is_out and len(sizes) == 1 and large:
        yield advise_to_expand(
            found,
            f"all pictures are {next(iter(sizes))}, more than most networks take: --size 224 makes "
            "copies small and fast to load",
            "--size",
            "224",
            "--fit",
            "cover",
        )


def deep(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures with 16 bits."""
    names = found.names(lambda one: one.measures.depth == 16)
    if names and not found.is_out:
        pictures = count_of(len(names), "picture has", "pictures have")
        yield advise_to_expand(
            found,
            f"{pictures} 16 bits: PNG and TIFF copies keep them; if the data fills a small part of "
            "full scale, --depth-range data",
            "--depth-range",
            "data",
        )


def transparent(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures with alpha."""
    names = found.names(lambda one: one.measures.transparent)
    if names and not found.is_out:
        pictures = count_of(len(names), "picture has", "pictures have")
        yield advise_to_expand(
            found,
            f"{pictures} transparent parts, and most loaders show the hidden colours there: "
            "--format jpg lays copies on white",
            "--format",
            "jpg",
        )


def turned(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures that are upright only by a tag."""
    if names := found.names(lambda one: one.measures.orientation in _TURNED_TAGS):
        photos = count_of(len(names), "photo is", "photos are")
        yield advise_to_expand(
            found,
            f"{photos} upright only by the orientation tag, which many loaders ignore: expand "
            "turns the pixels",
            "--originals",
            "copy",
        )


def gps(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures that tell where they were taken."""
    if names := found.names(lambda one: one.measures.gps):
        photos = count_of(len(names), "photo carries a GPS position", "photos carry GPS positions")
        yield advise_to_expand(
            found,
            f"{photos}: expand drops {them(len(names))}",
            "--originals",
            "copy",
        )
