"""Check one shard after the other, in a worker process."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from augcli.engines.deadline import deadline
from augcli.expansion.deep_check import Deep, DeepCheck
from augcli.expansion.output.record import Record
from augcli.expansion.output.record_files import INDEX, lines_of, record_of, records_path
from augcli.expansion.output_check import differences_of, odd_recipe
from augcli.expansion.shards.marker import Marker
from augcli.expansion.verify_report import Difference
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.storage.fetch import fetched
from augcli.storage.hashing import digest_of
from augcli.storage.limits import Limits
from augcli.storage.remote.backends import modules_of
from augcli.storage.shards.layouts import ShardLayout, layout_of
from augcli.storage.shards.sample import Sample

_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")


class CheckedShard(NamedTuple):
    """The differences of a shard, and the number of its images that were checked."""

    file: str
    samples: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ShardChecker:
    """Checks the shards in a folder by their markers."""

    out: Path
    layout: ShardLayout
    deep: Deep | None

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return (*_LATE, *modules_of(self.out))

    def start(self) -> Callable[[Marker], CheckedShard]:
        """Prepare a process of its own, and return the function that checks shards there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(Limits.memory)
        for name in _LATE:
            importlib.import_module(name)
        output = DecoderOutput()
        deep = DeepCheck(self.deep) if self.deep else None

        def check(marker: Marker) -> CheckedShard:
            found = tuple(self._differences(marker, deep))
            output.take()  # what decoders print about an image is in its difference, if it has one
            return CheckedShard(marker.file, marker.samples, found)

        return check

    def _differences(self, marker: Marker, deep: DeepCheck | None) -> Iterator[Difference]:
        try:
            with fetched(self.out / marker.file) as path:
                if digest_of(path) != marker.sha256:
                    yield Difference(marker.file, "hash", "has other content than its marker says")
                yield from self._of_samples(marker, layout_of(self.layout).read(path), deep)
        except FileNotFoundError:
            yield Difference(marker.file, "missing", "has a marker but is not there")
        except OSError as error:
            yield Difference(marker.file, "unreadable", f"cannot be read: {error.strerror}")
        except ValueError as error:
            yield Difference(marker.file, "damaged", f"is damaged: {error}")

    def _of_samples(
        self, marker: Marker, samples: Iterable[Sample], deep: DeepCheck | None
    ) -> Iterator[Difference]:
        name = Path(marker.file).stem
        lines = lines_of(records_path(self.out, name))
        for number, (sample, line) in enumerate(zip_longest(samples, lines)):
            record = record_of(line) if line else None
            if sample is None or record is None or not _is_of(sample, record, line):
                text = f"image {number + 1} of {marker.file} and its record in this file differ"
                yield Difference(f"{INDEX}/{name}.jsonl", "records", text)
                return
            with deadline(Limits.seconds):
                odd = odd_recipe(record)
                yield from [odd] if odd else list(differences_of(record, sample.data, deep))


def _is_of(sample: Sample, record: Record, line: bytes) -> bool:
    """Return True if a sample has the name and the text of a record."""
    return sample.file == record["file"] and sample.record.encode() == line.strip()
