"""The marker of a shard: a small file that says that the shard is whole, and what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from augcli.expansion.jobs import Problem
from augcli.expansion.output.manifest import INDEX
from augcli.storage.files import write_whole
from augcli.storage.read import open_record


@dataclass(frozen=True)
class Marker:
    """What is known of a shard that is whole.

    ``file`` is its name, ``samples`` the number of its images, ``bytes`` its size and ``sha256``
    its digest; ``records_sha256`` is that of its records. ``key`` stands for all that decides its
    content. ``skipped`` has the problems of the sources without copies, by name.
    """

    file: str
    samples: int
    bytes: int
    sha256: str
    records_sha256: str
    key: str
    skipped: Mapping[str, Problem]

    def write(self, out: Path) -> None:
        """Write the marker, which commits the shard. Raises EnvironmentFailure."""
        write_whole(marker_path(out, Path(self.file).stem), _content(self), durable=True)


def marker_path(out: Path, shard: str) -> Path:
    """Return the path of the marker of a shard."""
    return out / INDEX / f"{shard}.json"


def records_path(out: Path, shard: str) -> Path:
    """Return the path of the records of a shard, in the order of its samples."""
    return out / INDEX / f"{shard}.jsonl"


def read_marker(out: Path, shard: str) -> Marker | None:
    """Return the marker of a shard; None if there is none, or it is damaged."""
    try:
        with open_record(marker_path(out, shard)) as stream:
            content = stream.read()
        marker = _marker_of(json.loads(content), shard)
        return marker if _content(marker) == content else None
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _content(marker: Marker) -> bytes:
    return (json.dumps(asdict(marker), indent=2) + "\n").encode()


def _marker_of(found: dict[str, Any], shard: str) -> Marker:
    """Make a marker of JSON. Raises ValueError, TypeError, KeyError or AttributeError."""
    skipped = {name: Problem(**problem) for name, problem in found.pop("skipped").items()}
    marker = Marker(**found, skipped=skipped)
    numbers = (marker.samples, marker.bytes)
    texts = (marker.sha256, marker.records_sha256, marker.key)
    sound = all(type(one) is int for one in numbers) and all(type(one) is str for one in texts)
    if not sound or marker.file.rpartition(".")[0] != shard:
        raise ValueError
    return marker


def shards_in(out: Path) -> Iterator[str]:
    """Yield the names of the shards that were begun in a folder, without endings, in order.

    A shard gets its records before its own name, so none is missing here.
    """
    names: Iterable[Path] = (out / INDEX).glob("*.jsonl") if (out / INDEX).is_dir() else ()
    yield from sorted(path.stem for path in names)
