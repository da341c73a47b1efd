"""Put the shards of parts into OUT, where parts or OUT are on a server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.merging.piece import Piece
from augcli.expansion.merging.place import Placed, changed
from augcli.expansion.output.record_files import INDEX, marker_path, records_path
from augcli.expansion.shards.marker import Marker, read_marker
from augcli.storage.at_once import at_once
from augcli.storage.files import make_folders, remove
from augcli.storage.local_files import cannot
from augcli.storage.sizes import file_sizes
from augcli.storage.transfer import copies_alone, transfer

_FILES = 3  # of a shard that is one file: its records, itself, and its marker
_AT_ONCE = 1000  # images of a shard


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
        if part.packs:
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
        many = part.packs and copies_alone(part.path, self.out)
        try:
            found = at_once(put_shard, paths) if many else map(put_shard, paths)
            for marker, copied in zip(markers.values(), found, strict=True):
                files = _FILES if part.packs else marker.samples + _FILES - 1
                if copied:
                    self.placed.copied += files
                else:
                    self.placed.in_place += files
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
        records, file = records_path(part.path, shard), part.path / marker.file
        if not part.packs:
            self._put_images(part, records)
        # The records are the shard, if its images are files of their own.
        for path, digest in {records: marker.records_sha256, file: marker.sha256}.items():
            self._transfer(part, path.relative_to(part.path).as_posix(), digest)
        marker.write(self.out, shard)
        return True

    def _put_images(self, part: FinishedPart, records: Path) -> None:
        """Put the images that the records of a shard name into OUT, many at once."""
        pieces = part.images(records)
        while some := {part.path / one.file: one for one in islice(pieces, _AT_ONCE)}:

            def put(path: Path, some: dict[Path, Piece] = some) -> None:
                make_folders((self.out / some[path].file).parent, inside=self.out)
                self._transfer(part, some[path].file, some[path].sha256)

            for _ in at_once(put, [*some]):
                pass

    def _transfer(self, part: FinishedPart, file: str, digest: str) -> None:
        path = part.find(file)
        try:
            same = path is not None and transfer(path, self.out / file, digest)
        except FileNotFoundError:  # gone since it was listed
            same = False
        if not same:
            raise changed(part, file)
