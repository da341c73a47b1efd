"""Time a rerun with nothing to do on a bucket that lists a million objects, none of which is there.

It scans DATA, and reads the markers of OUT, which were written without making any image.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.memory import MemoryFileSystem

import augcli
from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.shards.folder_worker import FolderWorker, write_records
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.key import key_of

CLASSES = 100
DATA = "memory://bucket/data"
FLAGS = "--rotation 15"


class Bucket(MemoryFileSystem):  # type: ignore[misc]  # fsspec has no types
    """A bucket with many images in its class folders, so far as its listing tells."""

    images = 0

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:  # noqa: ARG002, as fsspec has it
        label = self._strip_protocol(path).removeprefix("/bucket/data").removeprefix("/")
        if not label:
            return [_facts(f"{number:03}", "directory") for number in range(CLASSES)]
        if not label.isdecimal():
            raise FileNotFoundError(path)
        names = range(int(label), self.images, CLASSES)
        return [_facts(f"{label}/{number:08}.jpg", "file") for number in names]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        raise FileNotFoundError(path)

    def cat_file(self, path: str, *_: Any, **__: Any) -> bytes:
        raise FileNotFoundError(path)


def _facts(name: str, kind: str) -> dict[str, Any]:
    content = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return {"name": f"/bucket/data/{name}", "type": kind, "size": 50_000, "ETag": content}


class Pretending:
    """An engine that writes the records and markers of shards alone, as if they were whole."""

    deaths = 0

    def __init__(self, work: Any, *_: object) -> None:
        self._maker: FolderWorker = work.work  # without the check of each process

    def run(self, shards: Iterable[ShardJob]) -> Iterator[ShardOutcome]:
        for shard in shards:
            read = [(job, job.source.listed.partition(" ")[2] * 2) for job in shard.jobs]
            key = key_of(self._maker.basis, read)
            marker = write_records(self._maker.worker.out, shard.name, {})
            marker = replace(marker, key=key, samples=len(read))
            marker.write(self._maker.worker.out, shard.name)
            yield ShardOutcome(shard, tuple(_outcome(*one) for one in read), marker)


def _outcome(job: Job, digest: str) -> Outcome:
    return Outcome(job, read=(job.source.version, digest))


def main() -> None:
    """Print the seconds of processor time and the peak memory of such a rerun."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)  # of a run in its own process
    given = parser.parse_args()
    if given.out:
        _expand(given.images, given.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        own = [sys.executable, __file__, "--images", f"{given.images}", "--out", f"{folder}/out"]
        for what in ("plan and write markers", "nothing to do"):
            done = subprocess.run(
                own, env={**os.environ, "XDG_CACHE_HOME": folder}, capture_output=True, check=True
            )
            print(f"{given.images:,} listed objects, {what}: {done.stdout.decode().strip()}")


def _expand(images: int, out: Path) -> None:
    Bucket.images = images
    fsspec.register_implementation("memory", Bucket, clobber=True)
    pipeline = augcli.Pipeline.from_flags(FLAGS)
    count = max(1, images // 10_000)
    summary = augcli.expand(DATA, out, pipeline, copies=1, shard_count=count, engine=Pretending)
    if summary.written not in (0, images):
        raise SystemExit(f"{summary.written} images written, not 0 or {images}")
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    print(
        f"{seconds:.1f} s of processor time, {used.ru_maxrss / 1000:.0f} MB, {summary.written} made"
    )


if __name__ == "__main__":
    main()
