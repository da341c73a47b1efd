"""Find which source each image was made from, by the manifests of augcli expand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from augcli.expansion.output.record_files import lines_of, record_of, records_of_files
from augcli.leaks.sides import Side
from augcli.similarity.equal import across
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest


def pairs_of_one_source(
    sides: Sequence[Side], outs: Sequence[Path] = ()
) -> Iterator[tuple[Path, Path]]:
    """Yield the pairs of images of two sides that were made from one source, or one from the other.

    ``outs`` are folders with a manifest; those that are sides, or right above them, count too.
    Images and sources are known by the SHA-256 of their files, so they may have been moved. A
    picture that was mixed into a copy is one of its sources.
    """
    sources = _sources([*outs, *(place for side in sides for place in _near(side.folder))])
    if not sources:
        return
    by_source = [_by_source(side, sources) for side in sides]
    for number, one in enumerate(by_source):
        for other in by_source[number + 1 :]:
            for source in sorted(one.keys() & other.keys()):
                yield from across(one[source], other[source])


def _near(folder: Path) -> tuple[Path, Path]:
    return folder, folder.resolve().parent


def _sources(outs: Sequence[Path]) -> dict[str, set[str]]:
    """Return the digests of the sources of each output, by its own digest."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for out in dict.fromkeys(outs):
        for path in (one for one in records_of_files(out) if one.is_file()):
            for record in filter(None, map(record_of, lines_of(path))):
                partners = record.get("partners", {}).values()
                found[record["sha256"]].update((record["source_sha256"], *partners))
    return found


def _by_source(side: Side, sources: dict[str, set[str]]) -> dict[str, list[Path]]:
    """Return the images by source; one that no manifest names may be a source itself."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted(side.labels):
        digest = find_digest(path, Limits.bytes)
        for source in sources.get(digest, {digest}):
            found[source].append(path)
    found.pop("", None)  # of files that can't be read
    return found
