"""Make a whole shard: the copies of its sources, streamed to a file, and its marker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from augcli.engines.deadline import deadline
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.key import key_of
from augcli.expansion.shards.marker import Marker, marker_path, records_path
from augcli.expansion.worker import Worker
from augcli.pipeline.clock import clock
from augcli.storage.files import cannot, write_streamed, write_whole
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
        """Write the records, the shard and its marker. Raises EnvironmentFailure."""
        out, layout = self.samples.out, layout_of(self.sharding.layout)
        outcomes: list[Outcome] = []
        records: list[bytes] = []
        hashed: list[HashingStream] = []

        def write(stream: BinaryIO) -> None:
            hashed.append(HashingStream(stream))
            writer = layout.writer(hashed[0], self.classes)
            for outcome in self._outcomes(job, work):
                with clock("write"):
                    for sample in self._samples_of(outcome):
                        writer.add(sample)
                        records.append(f"{sample.record}\n".encode())
                outcomes.append(replace(outcome, lines=()))
            writer.close()
            # Not sooner: a worker that comes too late, since a cluster took it for dead, may end in
            # the middle of a shard that another has made.
            _remove(marker_path(out, job.name))
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
            skipped=_problems(job, outcomes),
        )
        marker.write(out)
        return ShardOutcome(job, tuple(outcomes), marker)

    def _outcomes(self, job: ShardJob, work: Callable[[Job], Outcome]) -> Iterator[Outcome]:
        """Do the jobs of the sources, each in its time."""
        for each in job.jobs:
            if not each.problem:
                with deadline(self.seconds):
                    outcome = work(each)
                yield outcome

    def _samples_of(self, outcome: Outcome) -> Iterator[Sample]:
        """Yield the samples of the source that was done last."""
        made = self.samples.made if outcome.lines else ()
        for line, data in zip(outcome.lines, made, strict=True):
            number = self._numbers.get(json.loads(line.json)["label"])
            yield Sample(line.file, data, number, line.json)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot("remove", path, error) from error


def _problems(job: ShardJob, outcomes: Iterable[Outcome]) -> dict[str, Problem]:
    """Return the problems of the sources that a shard is without, sorted by name."""
    known = {each.source.name: each.found for each in job.jobs if each.found}
    met = {one.job.source.name: one.problem for one in outcomes if one.problem}
    return dict(sorted({**known, **met}.items()))
