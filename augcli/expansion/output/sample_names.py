"""Name the samples of shards, which loaders tell apart by what stands before the first dot.

A sample is named as its file in a folder would be, with two differences: there is no dot in its
name but that of the ending, and names that differ in their ending alone count as the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from augcli.dataset.source import Folder, Source
from augcli.expansion.output.naming import OutputName, distinct_stem, folded, too_long
from augcli.expansion.output.settings import Originals
from augcli.imaging.codec.formats import format_of, output_ending

_LIKE_A_COPY = re.compile(r".*_aug\d+", re.DOTALL | re.IGNORECASE)


def name_samples(
    folder: Folder, wanted: str, originals: Originals = "none"
) -> Iterator[tuple[Source, OutputName]]:
    """Yield the sources of a folder with the names of their outputs.

    ``wanted`` is ``same`` or a format's name. Sources that keep their stem get their names first.
    """
    names: dict[str, OutputName] = {}
    taken: set[str] = set()
    for source in sorted(folder.sources, key=lambda one: "." in one.stem):
        ending = format_of(output_ending(source.ending, wanted)).endings[0]
        above, stem, digits = source.base.removesuffix(source.stem), source.stem, 8
        base = f"{above}{without_dots(stem)}"
        like_a_copy = originals != "none" and _LIKE_A_COPY.fullmatch(stem)
        while like_a_copy or too_long(stem, ending) or folded(base) in taken:
            like_a_copy = None
            stem = distinct_stem(source, ending, digits)
            base = f"{above}{without_dots(stem)}"
            digits += 8  # a source has just that name
        taken.add(folded(base))
        original = f"{base}.{ending}" if originals != "none" else ""
        names[source.name] = OutputName(base, ending, original)
    for source in folder.sources:
        yield source, names[source.name]


def without_dots(path: str) -> str:
    """Return a path with no dot in its last part; folders keep theirs."""
    above, slash, name = path.rpartition("/")
    return f"{above}{slash}{name.replace('.', '_')}"
