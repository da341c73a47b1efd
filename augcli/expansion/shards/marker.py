"""The marker of a shard: a small file that says that the shard is whole, and what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from augcli.expansion.jobs import Problem
from augcli.expansion.output.record_files import marker_path, shards_in
from augcli.storage.at_once import at_once
from augcli.storage.files import write_whole
from augcli.storage.read import open_record


@dataclass(frozen=True)
class Marker:
    """What is known of a shard that is whole.

    ``file`` is its name, ``samples`` the number of its images, ``bytes`` its size and ``sha256``
    its digest; ``records_sha256`` is that of its records. ``key`` stands for all that decides its
    content. ``skipped`` has the problems of the sources without copies, by name.

    If its images are files of their own, the shard is the file of their records, and ``stale``
    names those that no source gives any more.
    """

    file: str
    samples: int
    bytes: int
    sha256: str
    records_sha256: str
    key: str
    skipped: Mapping[str, Problem]
    stale: Sequence[str] = ()

    def write(self, out: Path, shard: str) -> None:
        """Write the marker, which commits a shard. Raises EnvironmentFailure."""
        write_whole(marker_path(out, shard), _content(self), durable=True)


def read_marker(out: Path, shard: str) -> Marker | None:
    """Return the marker of a shard; None if there is none, or it is damaged."""
    try:
        with open_record(marker_path(out, shard)) as stream:
            content = stream.read()
        marker = _marker_of(json.loads(content), shard)
        return marker if _content(marker) == content else None
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def read_markers(out: Path) -> dict[str, Marker | None]:
    """Return the marker of each shard that was begun in a folder, by the name of the shard."""
    paths = [marker_path(out, shard) for shard in shards_in(out)]
    markers = at_once(lambda path: read_marker(out, path.stem), paths)
    return dict(zip((path.stem for path in paths), markers, strict=True))


def _content(marker: Marker) -> bytes:
    """Return the content of a marker, sealed: a flipped bit could name a sound file as stale."""
    facts = asdict(marker)
    if not marker.stale:
        del facts["stale"]
    seal = hashlib.sha256(_as_text(facts).encode()).hexdigest()
    return (_as_text({**facts, "seal": seal}) + "\n").encode()


def _as_text(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, indent=2)


def _marker_of(found: dict[str, Any], shard: str) -> Marker:
    """Make a marker of JSON, without its seal, which its content is compared with.

    Raises ValueError, TypeError, KeyError or AttributeError.
    """
    del found["seal"]
    skipped = {name: Problem(**problem) for name, problem in found.pop("skipped").items()}
    marker = Marker(**found, skipped=skipped)
    numbers = (marker.samples, marker.bytes)
    texts = (marker.sha256, marker.records_sha256, marker.key)
    sound = all(type(one) is int for one in numbers)
    sound = sound and all(type(one) is str for one in (*texts, *marker.stale))
    if not (sound and marker.file.startswith(f"{shard}.")):
        raise ValueError
    return marker
