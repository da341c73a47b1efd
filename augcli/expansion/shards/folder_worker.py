"""Make a shard whose images are files of their own: those that are missing, and its records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from augcli.errors import EnvironmentFailure
from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.output.listed_files import remove_files
from augcli.expansion.output.record_files import lines_of, record_of, records_path
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.key import key_of
from augcli.expansion.shards.maker import ShardMaker, problems_of
from augcli.expansion.shards.marker import Marker
from augcli.storage.files import CAN_FLUSH, flush, write_whole
from augcli.storage.zst_lines import compressed

Lines = dict[str, bytes]
"""Lines of records, by the file that each describes."""


@dataclass(frozen=True)
class FolderWorker(ShardMaker):
    """Makes shards whose images are files in class folders; those in place keep their records."""

    def make(self, job: ShardJob, work: Callable[[Job], Outcome]) -> ShardOutcome:
        """Write the images that are missing, the records, and the marker.

        The shard has no marker yet, unless another worker has made it meanwhile, since a cluster
        took this one for dead. Both write the same bytes, each file whole.

        Raises:
            EnvironmentFailure: something can't be written, or the records have changed.
        """
        out = self.worker.out
        before = read_lines(out, job.name)
        records = {file: line for file, line in before.items() if file not in job.taken}
        _check_recorded(out, job, records)
        outcomes: list[Outcome] = []
        digests: dict[str, str] = {}
        for outcome in self.outcomes(job, work):
            if outcome.problem:
                self.worker.wait()
                remove_unrecorded(out, outcome.job, before)
            digests[outcome.job.source.name] = _digest(outcome, records)
            records |= {one.file: f"{one.json}\n".encode() for one in outcome.lines}
            outcomes.append(replace(outcome, lines=()))
        self.worker.wait()
        problems = problems_of(job, outcomes)
        sources = [each for each in job.jobs if each.source.name not in problems]
        if outcomes and CAN_FLUSH:
            flush(out)
        marker = write_records(out, job.name, records)
        marker = replace(
            marker,
            key=key_of(
                self.basis,
                ((one, digests.get(one.source.name) or _known(one, records)) for one in sources),
            ),
            skipped=problems,
            stale=sorted({*job.stale, *_of(problems, records)}),
        )
        marker.write(out, job.name)
        return ShardOutcome(job, tuple(outcomes), marker)


def _check_recorded(out: Path, shard: ShardJob, records: Container[str]) -> None:
    """Raise EnvironmentFailure if outputs that were found in place have no records any more."""
    for job in shard.jobs:
        in_place = {*job.outputs}.difference(job.unmade) if not job.problem else ()
        if not all(file in records for file in in_place):
            raise EnvironmentFailure(
                f"{records_path(out, shard.name)} has changed while it was used",
                "type the same command again, which goes on; use OUT for one run at a time",
            )


def remove_unrecorded(out: Path, job: Job, recorded: Container[str]) -> None:
    """Remove outputs of a source that failed after some were written."""
    made = (file for file in job.unmade if file not in recorded)
    # Only those that are there: removing one takes its folder along if that is empty then.
    remove_files(out, (file for file in made if (out / file).is_file()))


def read_lines(out: Path, shard: str) -> Lines:
    """Return the lines of the sound records of a shard; the last one of a file counts."""
    found = {}
    for line in lines_of(records_path(out, shard)):
        if record := record_of(line):
            found[record["file"]] = line.strip() + b"\n"
    return found


def write_records(out: Path, shard: str, records: Lines) -> Marker:
    """Write the records of a shard, sorted by file, and return what a marker says of them.

    Raises:
        EnvironmentFailure: they can't be written.
    """
    data = b"".join(records[file] for file in sorted(records))
    packed, path = compressed(data), records_path(out, shard)
    write_whole(path, packed, durable=True)
    return Marker(
        file=path.name,
        samples=len(records),
        bytes=len(packed),
        sha256=hashlib.sha256(packed).hexdigest(),
        records_sha256=hashlib.sha256(data).hexdigest(),
        key="",
        skipped={},
    )


def _digest(outcome: Outcome, records: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the source that was read; of that of copies in place, if it is another.

    The next run then notices that the source has changed in between.
    """
    job = outcome.job
    made = {*job.unmade}
    in_place = next((file for file in job.outputs if file not in made), "")
    return _source_digest(records[in_place]) if in_place in records else outcome.read[1]


def _known(job: Job, records: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a source whose outputs are in place."""
    return _source_digest(records[job.outputs[0]])


def _source_digest(line: bytes) -> str:
    return str(json.loads(line)["source_sha256"])


def _of(sources: Collection[str], records: Mapping[str, bytes]) -> list[str]:
    """Return the files that are of some sources."""
    if not sources:
        return []
    return [file for file, line in records.items() if json.loads(line)["source"] in sources]
