"""Make a whole shard: the copies of its sources, streamed to a file, and its marker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from augcli.engines.deadline import deadline
from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.key import key_of
from augcli.expansion.shards.marker import Marker, marker_path, records_path
from augcli.expansion.worker import Worker
from augcli.storage.files import write_streamed, write_whole
from augcli.storage.hashing import HashingStream
from augcli.storage.shards.layouts import layout_of
from augcli.storage.shards.sample import Sample


@dataclass(frozen=True)
class SampleWorker(Worker):
    """Makes the outputs of one source after another, and keeps those of the last in memory."""

    made: list[bytes] = field(default_factory=list, compare=False)

    def write(self, file: str, data: bytes) -> None:  # noqa: ARG002, the records name the files
        """Keep an output."""
        self.made.append(data)

    def __call__(self, job: Job) -> Outcome:
        """Do a job. Raises EnvironmentFailure."""
        self.made.clear()
        return super().__call__(job)


@dataclass(frozen=True)
class ShardWorker:
    """Makes one shard after another.

    ``classes`` are the names of the classes, by number; ``basis`` goes into the key of each shard.
    A source that takes more than ``seconds`` ends the process.
    """

    samples: SampleWorker
    sharding: Sharding
    classes: tuple[str, ...]
    basis: str
    seconds: float

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return self.samples.modules

    def start(self) -> Callable[[ShardJob], ShardOutcome]:
        """Prepare a process of its own, and return the function that does the jobs there."""
        work = self.samples.start()
        return lambda job: self._make(job, work)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {label: number for number, label in enumerate(self.classes)}

    def _make(self, job: ShardJob, work: Callable[[Job], Outcome]) -> ShardOutcome:
        """Write the shard, its records and its marker. Raises EnvironmentFailure."""
        out, layout = self.samples.out, layout_of(self.sharding.layout)
        path = out / f"{job.name}.{layout.ENDING}"
        marker_path(out, job.name).unlink(missing_ok=True)  # the shard is about to be another
        outcomes: list[Outcome] = []
        records: list[str] = []
        hashed: list[HashingStream] = []

        def write(stream: BinaryIO) -> None:
            hashed.append(HashingStream(stream))
            writer = layout.writer(hashed[0], self.classes)
            for outcome, samples in self._outcomes(job, work):
                outcomes.append(outcome)
                for sample in samples:
                    writer.add(sample)
                    records.append(f"{sample.record}\n")
            writer.close()
            self._write_records(out, job.name, records)

        write_streamed(path, write)
        skipped = {each.source.name: each.found for each in job.jobs if each.found}
        skipped |= {one.job.source.name: one.problem for one in outcomes if one.problem}
        sources = ((one.job, one.read[1]) for one in outcomes if not one.problem)
        (stream,) = hashed
        marker = Marker(
            path.name,
            len(records),
            stream.size,
            stream.digest,
            key_of(self.basis, sources),
            dict(sorted(skipped.items())),
        )
        marker.write(out)
        return ShardOutcome(job, tuple(outcomes), marker)

    def _outcomes(
        self, job: ShardJob, work: Callable[[Job], Outcome]
    ) -> Iterator[tuple[Outcome, list[Sample]]]:
        """Yield the outcome of each source, without its records, and its samples."""
        for each in job.jobs:
            if each.problem:
                continue
            with deadline(self.seconds):
                outcome = work(each)
            made = zip(outcome.lines, self.samples.made if outcome.lines else (), strict=True)
            samples = [
                Sample(line.file, data, self._number(line.json), line.json) for line, data in made
            ]
            yield replace(outcome, lines=()), samples

    def _number(self, record: str) -> int | None:
        return self._numbers.get(json.loads(record)["label"])

    @staticmethod
    def _write_records(out: Path, shard: str, records: Iterable[str]) -> None:
        data = "".join(records).encode()
        write_whole(records_path(out, shard), data, durable=True)
