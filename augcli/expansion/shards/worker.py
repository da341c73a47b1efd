"""Make a shard that is one file: the copies of its sources, streamed to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import BinaryIO

from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.output.record_files import records_path
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.key import key_of
from augcli.expansion.shards.maker import ShardMaker, problems_of
from augcli.expansion.shards.marker import Marker
from augcli.expansion.worker import Worker
from augcli.pipeline.clock import clock
from augcli.storage.files import write_streamed, write_whole
from augcli.storage.hashing import HashingStream
from augcli.storage.shards.layouts import ShardLayout, layout_of
from augcli.storage.shards.sample import Sample


@dataclass(frozen=True)
class SampleWorker(Worker):
    """Makes the outputs of sources, and keeps those of its last jobs in memory, by file."""

    made: dict[str, bytes] = field(default_factory=dict, compare=False)

    def write(self, file: str, data: bytes) -> None:
        """Keep an output."""
        self.made[file] = data

    def __call__(self, job: Job) -> Outcome:
        """Do a job. Raises EnvironmentFailure."""
        self.made.clear()
        return super().__call__(job)

    def together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Do jobs whose copies are small. Raises as the worker does."""
        self.made.clear()
        return super().together(jobs)


@dataclass(frozen=True)
class ShardWorker(ShardMaker):
    """Makes shards that are one file each.

    ``classes`` are the names of the classes, by number.
    """

    worker: SampleWorker
    layout: ShardLayout
    classes: tuple[str, ...]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {label: number for number, label in enumerate(self.classes)}

    def make(self, job: ShardJob, work: Callable[[Job], Outcome]) -> ShardOutcome:
        """Write the records, the shard and its marker. Raises EnvironmentFailure."""
        out, layout = self.worker.out, layout_of(self.layout)
        outcomes: list[Outcome] = []
        records: list[bytes] = []
        hashed: list[HashingStream] = []

        def write(stream: BinaryIO) -> None:
            hashed.append(HashingStream(stream))
            writer = layout.writer(hashed[0], self.classes)
            for outcome in self.outcomes(job, work):
                with clock("write"):
                    for sample in self._samples_of(outcome):
                        writer.add(sample)
                        records.append(f"{sample.record}\n".encode())
                outcomes.append(replace(outcome, lines=()))
            writer.close()
            # Before the shard gets its name, so that no shard is without records.
            write_whole(records_path(out, job.name), b"".join(records), durable=True)

        path = out / f"{job.name}.{layout.ENDING}"
        write_streamed(path, write)
        marker = Marker(
            file=path.name,
            samples=len(records),
            bytes=hashed[0].size,
            sha256=hashed[0].digest,
            records_sha256=hashlib.sha256(b"".join(records)).hexdigest(),
            key=key_of(self.basis, ((o.job, o.read[1]) for o in outcomes if not o.problem)),
            skipped=problems_of(job, outcomes),
        )
        marker.write(out, job.name)
        return ShardOutcome(job, tuple(outcomes), marker)

    def _samples_of(self, outcome: Outcome) -> Iterator[Sample]:
        """Yield the samples of a source that was done last."""
        for line in outcome.lines:
            number = self._numbers.get(json.loads(line.json)["label"])
            yield Sample(line.file, self.worker.made[line.file], number, line.json)
