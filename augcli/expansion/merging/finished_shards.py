"""Read the shards of a finished part: their markers, and the names of all classes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from augcli.expansion.merging.piece import Piece
from augcli.expansion.output.record_files import marker_path, records_path, shards_in
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.finish import INDEX_FILE, are_classes, index_of
from augcli.expansion.shards.marker import Marker, read_marker
from augcli.storage.hashing import digest_of
from augcli.storage.read import open_record


class DamagedError(Exception):
    """A file of a part, whose path this holds, is not as augcli has written it."""


@dataclass(frozen=True)
class FinishedShards:
    """The shards of a part: ``classes`` are the names of all classes, ``markers`` are by shard."""

    path: Path
    classes: tuple[str, ...]
    markers: dict[str, Marker]

    @classmethod
    def read(cls, path: Path, sharding: Sharding, totals: Mapping[str, Any]) -> Self:
        """Read the markers of a part and its index, which must agree with each other and with the
        ``totals`` of the run. Raises DamagedError.

        There is no index, and no number of a class, if images are files of their own.
        """
        markers = {}
        for shard in shards_in(path):
            marker = read_marker(path, shard)
            if marker is None:
                raise DamagedError(marker_path(path, shard))
            markers[shard] = marker
        if not sharding.packs:
            return cls(path, (), markers)
        try:
            with open_record(path / INDEX_FILE) as stream:
                index = stream.read()
            classes = json.loads(index)["classes"]
            same = index == index_of(sharding, classes, markers.values())
            same = same and are_classes(classes, totals)
        except (FileNotFoundError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise DamagedError(path / INDEX_FILE) from error
        if not same:
            raise DamagedError(path / INDEX_FILE)
        return cls(path, tuple(classes), markers)

    def pieces(self, name: str) -> Iterator[Piece]:
        """Yield the files of a shard: its records, itself, and its marker, which commits it.

        Raises OSError if one can't be read.
        """
        marker, own = self.markers[name], marker_path(self.path, name)
        records, file = records_path(self.path, name), self.path / marker.file
        if records != file:  # the shard is not its records alone
            yield self._piece(records, records.stat().st_size, marker.records_sha256)
        yield self._piece(file, marker.bytes, marker.sha256)
        yield self._piece(own, own.stat().st_size, digest_of(own))

    def _piece(self, path: Path, size: int, digest: str) -> Piece:
        return Piece(path.relative_to(self.path).as_posix(), size, digest)
