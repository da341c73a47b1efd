"""Name the outputs so that no two of them share a name.

A copy is ``<stem>_aug001.<ending>``. Where two sources of a folder would share that (``a.jpg`` and
``a.png`` turned into the same format; ``a.jpg`` and ``A.jpg`` where case doesn't count), the first
by name keeps it, sources that keep their ending before others, and the others get
``<stem>~<hash>_aug001.<ending>``, the hash being that of their own path. So does one that would
share it with a folder, and one that is too long for a file system, its stem cut short.

An original is ``<stem>.<ending>``, or else ``<stem>~<hash>.<ending>`` in the same way. A link has
the name of its source.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from augcli.dataset.source import Folder, Source
from augcli.expansion.output.settings import Originals
from augcli.imaging.codec.formats import output_ending
from augcli.storage.names import canonical

_LONGEST_NAME = 255  # bytes, on every file system in common use
_LONGEST_NUMBER = len("_aug") + 6


class OutputName(NamedTuple):
    """The names of the outputs of one source: ``base`` is the path below OUT up to ``_aug``.

    ``original`` is the path of the original, if there is one. Copies whose number is in
    ``mirrored`` have the path ``elsewhere``, in the class ``other``.
    """

    base: str
    ending: str
    original: str = ""
    mirrored: frozenset[int] = frozenset()
    elsewhere: str = ""
    other: str = ""

    def copy(self, number: int) -> str:
        """Return the path of a copy below OUT, with ``/``."""
        base = self.elsewhere if number in self.mirrored else self.base
        return f"{base}_aug{number:03d}.{self.ending}"


_Named = tuple[Source, OutputName]


def name_outputs(folder: Folder, wanted: str, originals: Originals = "none") -> Iterator[_Named]:
    """Name the outputs of the sources of a folder, each as soon as its name is known.

    ``wanted`` is ``same`` or a format's name.
    """
    named = _without_originals(folder, wanted, originals)
    match originals:
        case "link":
            named = _with_links(named, folder)
        case "copy":
            named = _with_originals(named, folder)
    early: dict[str, OutputName] = {}
    for source in folder.sources:
        while source.name not in early:
            other, name = next(named)
            early[other.name] = name
        yield source, early.pop(source.name)


def _without_originals(folder: Folder, wanted: str, originals: Originals) -> Iterator[_Named]:
    # A folder or an original may look like a copy (a_aug001.jpg). Then the copies make way, for
    # all numbers: that's known from the part before _aug.
    own = [] if originals == "none" else [_own(each, wanted, originals) for each in folder.sources]
    taken = {key for name in (*folder.folders, *own) if (key := _copy_key(name))}
    if originals == "copy":  # a converted one may also have the name of a folder
        taken |= {folded(name) for name in folder.folders}
    for source, ending in _in_turn(folder.sources, wanted):
        stem = source.stem
        above = f"{source.out_folder}/" if source.out_folder else ""
        key, digits = _key(f"{above}{stem}", ending), 8
        while too_long(stem, ending) or key in taken:
            stem = distinct_stem(source, ending, digits)
            key = _key(f"{above}{stem}", ending)
            digits += 8  # a source has just that name
        taken.add(key)
        yield source, OutputName(f"{above}{stem}", ending)


def _in_turn(sources: Iterable[Source], wanted: str) -> Iterator[tuple[Source, str]]:
    """Yield sources with the ending of their copies, in the order in which they get names.

    First come those that keep their ending, so that a new a.gif doesn't take the name from a.png.
    """
    later = []
    for source in sources:
        own = source.ending
        ending = output_ending(own, wanted)
        if ending == own and not source.content:
            yield source, ending
        else:
            later.append((source, ending))
    yield from later


def _own(source: Source, wanted: str, originals: Originals) -> str:
    """Return the path of the original of a source unless another file has it."""
    if originals == "link":
        return _own_name(source)
    return f"{source.base}.{output_ending(source.ending, wanted)}"


def _own_name(source: Source) -> str:
    """Return the path below OUT of a file with the name of its source."""
    return source.base.removesuffix(source.stem) + source.name.rpartition("/")[2]


def _with_links(named: Iterable[_Named], folder: Folder) -> Iterator[_Named]:
    """Add the path of the link to each name. Loaders need an ending, so one that lacks it gets it.

    The source of such a link may not share its name with another source.
    """
    others = {folded(_own_name(source)) for source in folder.sources}
    taken: set[str] = set()
    for source, name in named:
        link = own = _own_name(source)
        if source.content:
            link = f"{own}.{source.content}"
        is_other = source.content and (folded(link) in others or _bytes(link) > _LONGEST_NAME)
        if is_other or link in taken:
            above = own.rpartition("/")[0]
            stem = distinct_stem(source, source.ending)
            link = f"{above}/{stem}.{source.ending}".lstrip("/")
        taken.add(link)
        yield source, name._replace(original=link)


def _with_originals(named: Iterable[_Named], folder: Folder) -> Iterator[_Named]:
    """Add the path of the original to each name."""
    beside = {folded(name) for name in folder.folders}
    for source, name in named:
        original = f"{source.base}.{name.ending}"
        if folded(original) in beside or _bytes(original) > _LONGEST_NAME:
            original = f"{name.base}.{name.ending}"
        beside.add(folded(original))
        yield source, name._replace(original=original)


def _copy_key(name: str) -> str | None:
    """Return the key of a name that looks like that of a copy, else None."""
    before, _, ending = name.rpartition(".")
    base, mark, number = before.casefold().rpartition("_aug")
    return _key(base, ending) if mark and number.isdecimal() else None


def _key(base: str, ending: str) -> str:
    return folded(f"{base}.{ending}")


def folded(name: str) -> str:
    """Return a key that is equal for names that some file system treats as the same."""
    return canonical(name).casefold()


def too_long(stem: str, ending: str) -> bool:
    """Return True if the copies of a source would have names too long for a file system."""
    return _bytes(stem) + len(f".{ending}") + _LONGEST_NUMBER > _LONGEST_NAME


def _bytes(path: str) -> int:
    """Return the length of the name of a file, without its folders."""
    name = path.rpartition("/")[2]
    return len(name if name.isascii() else os.fsencode(name))


def distinct_stem(source: Source, ending: str, digits: int = 8) -> str:
    """Return the stem of a source with ``digits`` digits of the hash of its path."""
    digest = hashlib.sha256(source.name.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    room = _LONGEST_NAME - _LONGEST_NUMBER - len(f"~{digest}.{ending}")
    stem = source.stem
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return f"{stem}~{digest}"
