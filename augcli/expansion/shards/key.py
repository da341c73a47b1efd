"""The key of a shard: a hash of all that decides its content, to know it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from augcli.dataset.scan import Dataset
from augcli.expansion.jobs import Job
from augcli.pipeline.partners import Partners


def key_of(basis: str, sources: Iterable[tuple[Job, str]]) -> str:
    """Return the key of a shard, in hex.

    ``sources`` are the jobs of those that are in it, in order, with the SHA-256 of their files;
    ``basis`` is what all shards of a run depend on.
    """
    found = hashlib.sha256(basis.encode())
    for job, digest in sources:
        source, name = job.source, job.name._replace(mirrored=frozenset())
        facts = (source.name, digest, source.label, source.split, source.group, source.labels)
        outputs = (job.copies, sorted(job.name.mirrored), *name[:3], *name[4:])
        found.update(json.dumps([*facts, *outputs]).encode() + b"\n")
    return found.hexdigest()


def basis_of(
    common: Sequence[str], jobs: Iterable[Job], partners: Partners | None, dataset: Dataset
) -> str:
    """Return what all shards of a run depend on beside their sources and the settings.

    ``common`` are names that all of them depend on. ``jobs`` are those of all sources, some of
    which may be ``partners`` of others. Which copy gets which is known only once it is drawn, so
    all shards are made again if one of these changes.
    """
    if partners is None:
        return json.dumps([common])
    pool = [
        (job.source.name, job.source.label, job.source.labels, dataset.digests.of(job.source.name))
        for job in jobs
        if job.source.name in partners
    ]
    return json.dumps([common, pool, sorted(partners.left_out)])
