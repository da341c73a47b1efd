"""Check which outputs of a source are in place, by their records."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.jobs import Job
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record import Entry
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest
from augcli.storage.remote.scheme import is_url
from augcli.storage.spellings import Spellings


@dataclass(frozen=True)
class InPlace:
    """Checks outputs in OUT that were made of a dataset.

    An output is in place if its size is what its record says, and the source is still the one that
    it was made from. A server is not asked for sizes, which would take a request each.
    """

    dataset: Dataset
    out: Path

    @cached_property
    def _outputs(self) -> Spellings:
        """The files in OUT."""
        return Spellings(self.out)

    @cached_property
    def _labels(self) -> Mapping[str, Sequence[str]]:
        """The labels of sources that have any number of them."""
        sources = (source for folder in self.dataset.folders() for source in folder.sources)
        return {one.name: one.labels for one in sources if one.labels is not None}

    def left(self, job: Job, manifest: Manifest, *, verify: bool = False) -> Job:
        """Return what is left of a job; with ``verify`` the content of outputs is compared too."""
        if not manifest.entries:
            return job
        check = _Check(self, manifest, job.source, verify=verify)
        missing = [n for n in job.missing if not check.in_place(job.name.copy(n), n)]
        original = job.original and not check.in_place(job.name.original, 0)
        # _replace() takes three times as long.
        return Job(job.source, job.name, tuple(missing), original, job.found, job.copies)

    def path(self, file: str) -> str:
        """Return the path of an output as it is spelled in OUT."""
        return self._outputs.path(file)

    def is_of(self, entry: Entry, digest: str) -> bool:
        """Return True if an output was made of the source, partners and labels of now.

        ``digest`` is that of the source.
        """
        if digest != entry.source_digest.hex():
            return False
        if entry.labels and any(self._labels.get(name) != of for name, of in entry.labels):
            return False
        return not entry.partners or all(
            self.dataset.digests.of(name) == partner.hex() for name, partner in entry.partners
        )


class _Check:
    """Checks the outputs of one source."""

    def __init__(
        self, all_of_them: InPlace, manifest: Manifest, source: Source, *, verify: bool
    ) -> None:
        self._all = all_of_them
        self._manifest = manifest
        self._source = source
        self._verify = verify
        self._digest = ""

    def in_place(self, file: str, copy: int) -> bool:
        entry = self._manifest.claim(file)
        if entry is None or entry[:2] != (self._source.name, copy):
            return False
        path = self._all.path(file)
        if not (is_url(path) or _has_size(path, entry.size)) or not self._is_of(entry):
            return False
        return not self._verify or find_digest(path, Limits.bytes) == entry.digest.hex()

    def _is_of(self, entry: Entry) -> bool:
        source, digests = self._source, self._all.dataset.digests
        # Once for all copies of a source.
        self._digest = self._digest or digests.of(source.name, source.path, source.version)
        return self._all.is_of(entry, self._digest)


def _has_size(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size  # noqa: PTH116, Path costs as much as the call itself
    except OSError:
        return False
