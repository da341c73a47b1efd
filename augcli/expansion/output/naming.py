"""Name the outputs so that no two of them share a name.

A copy is ``<stem>_aug001.<ending>``. Where two sources of a folder would share that (``a.jpg`` and
``a.png`` turned into the same format; ``a.jpg`` and ``A.jpg`` where case doesn't count), the first
by name keeps it, sources that keep their ending before others, and the others get
``<stem>~<hash>_aug001.<ending>``, the hash being that of their own path. So does one that would
share it with a folder, and one that is too long for a file system, its stem cut short.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from augcli.dataset.scan import Folder, Source
from augcli.imaging.codec.formats import output_ending

_LONGEST_NAME = 255  # bytes, on every file system in common use
_LONGEST_NUMBER = len("_aug") + 6


@dataclass(frozen=True)
class OutputName:
    """The names of the outputs of one source: ``base`` is the path below OUT up to ``_aug``.

    Copies whose number is in ``mirrored`` have the path ``elsewhere``, in another class.
    """

    base: str
    ending: str
    mirrored: frozenset[int] = frozenset()
    elsewhere: str = ""

    def copy(self, number: int) -> str:
        """Return the path of a copy below OUT, with ``/``."""
        base = self.elsewhere if number in self.mirrored else self.base
        return f"{base}_aug{number:03d}.{self.ending}"


def name_outputs(
    folder: Folder, wanted: str, *, originals: bool
) -> Iterator[tuple[Source, OutputName]]:
    """Name the outputs of the sources of a folder.

    ``wanted`` is ``same`` or a format's name. With ``originals`` the sources' own names are taken.
    """
    sources = folder.sources
    # A folder or an original may look like a copy (a_aug001.jpg). Then the copies make way, for
    # all numbers: that's known from the part before _aug.
    there = [*folder.folders, *(source.name for source in sources if originals)]
    taken = {key for name in there if (key := _copy_key(name))}
    names: dict[str, OutputName] = {}
    # First those that keep their ending, so that a new a.gif doesn't take the name from a.png.
    for source in sorted(sources, key=lambda source: _changes_ending(source, wanted)):
        ending = output_ending(source.ending, wanted)
        above = f"{source.folder}/" if source.folder else ""
        stem = source.stem
        key, digits = _key(f"{above}{stem}", ending), 8
        while _too_long(stem, ending) or key in taken:
            stem = distinct_stem(source, ending, digits)
            key = _key(f"{above}{stem}", ending)
            digits += 8  # a source has just that name
        taken.add(key)
        names[source.name] = OutputName(f"{above}{stem}", ending)
    return ((source, names[source.name]) for source in sources)


def _changes_ending(source: Source, wanted: str) -> bool:
    return output_ending(source.ending, wanted) != source.ending


def _copy_key(name: str) -> str | None:
    """Return the key of a name that looks like that of a copy, else None."""
    before, _, ending = name.rpartition(".")
    base, mark, number = before.casefold().rpartition("_aug")
    return _key(base, ending) if mark and number.isdecimal() else None


def _key(base: str, ending: str) -> str:
    """Return a key that is equal for names that some file system treats as the same."""
    return unicodedata.normalize("NFC", f"{base}.{ending}").casefold()


def _too_long(stem: str, ending: str) -> bool:
    return len(os.fsencode(f"{stem}.{ending}")) + _LONGEST_NUMBER > _LONGEST_NAME


def distinct_stem(source: Source, ending: str, digits: int = 8) -> str:
    """Return the stem of a source with ``digits`` digits of the hash of its path."""
    digest = hashlib.sha256(source.name.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    room = _LONGEST_NAME - _LONGEST_NUMBER - len(f"~{digest}.{ending}")
    stem = source.stem
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return f"{stem}~{digest}"
