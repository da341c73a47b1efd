"""Advise what to do about what an inspection found, in plain words with the command to type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from augcli.expansion.summary import unread_names
from augcli.imaging.codec.unread import by_name
from augcli.inspection.inspection import Inspection
from augcli.inspection.words import aspect_of, count_of
from augcli.text import printable, shell_command


class Advice(NamedTuple):
    """What was found and what follows from it, and the command to type, if there is one."""

    text: str
    command: str = ""


Rule = Callable[[Inspection], Iterator[Advice]]

_DIGITS = 64  # pixels: the longest side of what digits and letters are scanned at
_UNEQUAL_ASPECT = 3.0  # times: wide pictures against narrow ones
_FEW = 0.05  # of the pictures at each end, whose shape does not count
_LARGE = 1000  # pixels: more than networks take
_TURNED_TAGS = range(2, 9)
_ENOUGH_TO_SPLIT = 10


def advise(found: Inspection) -> list[Advice]:
    """Return the advice on a dataset, what matters most first."""
    return [one for rule in _RULES for one in rule(found)]


def _two_labels(found: Inspection) -> Iterator[Advice]:
    if groups := found.two_labels:
        pictures = count_of(len(groups), "picture stands", "pictures stand")
        first = " and ".join(printable(name) for name in groups[0].names[:2])
        yield Advice(
            f"{pictures} under two labels, such as {first}: no model can learn both; keep each "
            "under the right one"
        )


def _leaks(found: Inspection) -> Iterator[Advice]:
    if groups := found.leaks:
        pictures = count_of(len(groups), "picture stands", "pictures stand")
        splits = groups[0].splits
        yield Advice(
            f"{pictures} in more than one split, such as {' and '.join(splits)}: scores come out "
            f"too good; remove {_them(len(groups))} from one side",
            shell_command(["augcli", "check-leak", *(str(found.data / one) for one in splits)]),
        )


def _unread(found: Inspection) -> Iterator[Advice]:
    for kind, names in unread_names(found.skipped).items():
        files = count_of(len(names), f"{kind} file is", f"{kind} files are")
        way_out = by_name(kind).way_out
        if way_out.startswith("pip "):
            yield Advice(f"{files} not read here: install what reads them", way_out)
        else:
            yield Advice(f"{files} not read: {way_out}")


def _bad(found: Inspection) -> Iterator[Advice]:
    if bad := [one for one in found.skipped if not one.kind]:
        files = count_of(len(bad), "file", "files")
        first = printable(bad[0].source)
        them = _them(len(bad))
        yield Advice(
            f"{files} could not be read, such as {first}: replace or remove {them}; expand passes "
            f"{them} over"
        )


def _unsplit(found: Inspection) -> Iterator[Advice]:
    if found.is_out or found.splits or len(found.pictures) < _ENOUGH_TO_SPLIT:
        return
    if alike := len({name for one in found.alike for name in one.names}):
        yield Advice(
            f"there is no val split, and {alike} pictures are alike: split before augmenting, and "
            "keep those on one side: --split, --group-near-duplicates",
            _expand(found, "--split", "val=0.2", "--group-near-duplicates"),
        )
    else:
        yield Advice(
            "there is no val split: split before augmenting, as copies of one photo on both sides "
            "make scores too good: --split val=0.2",
            _expand(found, "--split", "val=0.2"),
        )


def _imbalance(found: Inspection) -> Iterator[Advice]:
    if len(found.training) < 2:
        return
    ((largest, most),) = found.training.most_common(1)
    small = sorted((n, label) for label, n in found.training.items() if 2 * n < most)
    if small:
        least, smallest = small[0]
        classes = count_of(len(small), "class has", "classes have")
        yield Advice(
            f"{classes} fewer than half the images of the largest ({printable(smallest)} has "
            f"{least}, {printable(largest)} has {most}): --balance",
            _expand(found, "--balance"),
        )


def _digits(found: Inspection) -> Iterator[Advice]:
    sizes = found.count(lambda one: one.measures.size)
    small = all(max(one.measures.width, one.measures.height) <= _DIGITS for one in found.pictures)
    gray = all(one.measures.is_gray for one in found.pictures)
    if found.is_out or len(sizes) != 1 or not small or not gray:
        return
    yield Advice(
        f"all pictures are {next(iter(sizes))} gray: if they are digits or letters, --preset "
        "digits, which mirrors none",
        _expand(found, "--preset", "digits"),
    )


def _sizes(found: Inspection) -> Iterator[Advice]:
    sizes = found.count(lambda one: one.measures.size)
    if found.is_out or len(sizes) < 2:
        return
    aspects = found.spread("aspect")
    narrow, wide = aspects.quantile(_FEW), aspects.quantile(1 - _FEW)
    if wide / narrow > _UNEQUAL_ASPECT:
        yield Advice(
            f"the pictures have {len(sizes)} sizes, from {aspect_of(narrow)} to "
            f"{aspect_of(wide)}: cut to one shape they would lose much: --size 224 --fit "
            "contain keeps all of them",
            _expand(found, "--size", "224", "--fit", "contain"),
        )
    else:
        yield Advice(
            f"the pictures have {len(sizes)} sizes, and a batch needs one: --size 224 --fit cover",
            _expand(found, "--size", "224", "--fit", "cover"),
        )


def _large(found: Inspection) -> Iterator[Advice]:
    sizes = found.count(lambda one: one.measures.size)
    large = all(min(one.measures.width, one.measures.height) > _LARGE for one in found.pictures)
    if not found.is_out and len(sizes) == 1 and large:
        yield Advice(
            f"all pictures are {next(iter(sizes))}, more than most networks take: --size 224 makes "
            "copies small and fast to load",
            _expand(found, "--size", "224", "--fit", "cover"),
        )


def _gps(found: Inspection) -> Iterator[Advice]:
    if names := found.names(lambda one: one.measures.gps):
        photos = count_of(len(names), "photo carries a GPS position", "photos carry GPS positions")
        yield Advice(
            f"{photos}, which tell where people live: expand drops them",
            _expand(found, "--originals", "copy"),
        )


def _turned(found: Inspection) -> Iterator[Advice]:
    if names := found.names(lambda one: one.measures.orientation in _TURNED_TAGS):
        photos = count_of(len(names), "photo is", "photos are")
        yield Advice(
            f"{photos} upright only by the orientation tag, which many loaders ignore: expand "
            "turns the pixels",
            _expand(found, "--originals", "copy"),
        )


def _deep(found: Inspection) -> Iterator[Advice]:
    names = found.names(lambda one: one.measures.depth == 16)
    if names and not found.is_out:
        pictures = count_of(len(names), "picture has", "pictures have")
        yield Advice(
            f"{pictures} 16 bits: PNG and TIFF copies keep them; if the data fills a small part of "
            "full scale, --depth-range data",
            _expand(found, "--depth-range", "data"),
        )


def _transparent(found: Inspection) -> Iterator[Advice]:
    names = found.names(lambda one: one.measures.transparent)
    if names and not found.is_out:
        pictures = count_of(len(names), "picture has", "pictures have")
        yield Advice(
            f"{pictures} transparent parts, and most loaders show the hidden colours there: "
            "--format jpg lays copies on white",
            _expand(found, "--format", "jpg"),
        )


def _stand_out(found: Inspection) -> Iterator[Advice]:
    if names := {name for far in found.outliers.values() for name, _ in far}:
        pictures = count_of(len(names), "picture stands", "pictures stand")
        yield Advice(
            f"{pictures} out by brightness, contrast, sharpness or colour: look at "
            f"{_them(len(names))} before training: --html",
            shell_command(["augcli", "inspect", str(found.data), "--html", "inspect.html"]),
        )


_RULES: Sequence[Rule] = (
    _two_labels,
    _leaks,
    _unread,
    _bad,
    _unsplit,
    _imbalance,
    _digits,
    _sizes,
    _large,
    _deep,
    _transparent,
    _turned,
    _gps,
    _stand_out,
)


def _expand(found: Inspection, *flags: str) -> str:
    """Return the command that expands the dataset into a folder beside it; none for an OUT.

    An OUT is not expanded again: the flags belong to the command that made it.
    """
    if found.is_out:
        return ""
    data = found.data
    name = data if data.name not in ("", "..") else data.resolve()
    return shell_command(["augcli", "expand", str(data), str(_beside(name)), *flags])


def _beside(data: Path) -> Path:
    return data.with_name(f"{data.name}-augmented")


def _them(number: int) -> str:
    return "it" if number == 1 else "them"
