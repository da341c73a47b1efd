"""Put the shards of parts into OUT, where parts or OUT are on a server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.merging.place import Placed, changed
from augcli.expansion.output.manifest import INDEX
from augcli.expansion.shards.marker import Marker, marker_path, read_marker, records_path
from augcli.storage.at_once import at_once
from augcli.storage.files import cannot, make_folders, remove
from augcli.storage.sizes import file_sizes
from augcli.storage.transfer import copies_alone, transfer

_FILES = 3  # of a shard: its records, itself, and its marker


@dataclass(frozen=True)
class FarPlacer:
    """Puts the shards of parts into OUT. A part's files are never written to, moved or removed.

    One server copies them by itself, many at once; otherwise each is read and compared with its
    record on the way.
    """

    out: Path
    placed: Placed

    def put(self, part: FinishedPart) -> None:
        """Put the shards of a part into OUT.

        Raises:
            EnvironmentFailure: a shard isn't what its marker says, or can't be read or written.
        """
        make_folders(self.out / INDEX, inside=self.out)
        markers = part.shards.markers if part.shards else {}
        sizes = file_sizes(part.path)

        def put_shard(path: Path) -> bool:
            marker = markers[path.stem]
            if sizes.get(marker.file) != marker.bytes:
                raise changed(part, marker.file)
            return self._put(part, path.stem, marker)

        paths = [marker_path(part.path, shard) for shard in markers]
        # Not at once through this machine: it has no room for many shards.
        alone = copies_alone(part.path, self.out)
        try:
            for copied in at_once(put_shard, paths) if alone else map(put_shard, paths):
                if copied:
                    self.placed.copied += _FILES
                else:
                    self.placed.in_place += _FILES
        except OSError as error:
            raise cannot("read", error.filename or part.path, error) from error

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return file_sizes(self.out)

    def _put(self, part: FinishedPart, shard: str, marker: Marker) -> bool:
        """Put a shard into OUT, its marker last; return False if an earlier merge has done so."""
        there = read_marker(self.out, shard)
        if there == marker and self._sizes.get(marker.file) == marker.bytes:
            return False
        if there:
            remove(marker_path(self.out, shard), self.out)
        own = records_path(part.path, shard), part.path / marker.file
        for path, digest in zip(own, (marker.records_sha256, marker.sha256), strict=True):
            file = path.relative_to(part.path).as_posix()
            if not transfer(path, self.out / file, digest):
                raise changed(part, file)
        marker.write(self.out)
        return True
