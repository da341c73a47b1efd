"""Do the job of one source: read it, make its copies, write and record them."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

from augcli.dataset.partners import partner_pool
from augcli.errors import EnvironmentFailure, SourceProblem, is_lack_of_memory
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.output.record import Content, Line, OutputOf
from augcli.expansion.output.settings import Settings
from augcli.expansion.quality import Attempt, Gate, Rejected, choose, redraws
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.pipeline.clock import clock
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.pipeline.partners import Partners
from augcli.pipeline.steps import Recipe
from augcli.storage.digests import version_of
from augcli.storage.files import copy_file, link_to, make_folders, write_whole
from augcli.storage.limits import Limits
from augcli.storage.names import Spellings
from augcli.storage.read import read_hashed

# Heavy libraries, and modules that load Pillow: --help and drawing never need them.
_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")


@dataclass(frozen=True)
class Worker:
    """Makes the outputs of one source after another. It is small to pickle and holds no pixels."""

    root: Path
    out: Path
    settings: Settings
    limits: Limits = Limits()  # noqa: RUF009, it is frozen, so one for all is safe
    durable: bool = False
    partners: Partners | None = None

    @cached_property
    def _maker(self) -> CopyMaker:
        pool = partner_pool(self.root, self.partners, self.limits)
        return self.settings.copy_maker(pool, self.limits.pixels)

    @cached_property
    def _sources(self) -> Spellings:
        return Spellings(self.root)

    @cached_property
    def _known_folders(self) -> set[str]:
        """The folders below OUT that this worker has made or found."""
        return set()

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[Job], Outcome]:
        """Prepare a process of its own, and return the function that does the jobs there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(self.limits.memory)
        # Now, because loading takes longer than a small job, which has a time limit.
        for name in _LATE:
            importlib.import_module(name)
        output = DecoderOutput()

        def work(job: Job) -> Outcome:
            outcome = self(job)
            said = output.take()
            return outcome.with_remark(said) if said else outcome

        return work

    def __call__(self, job: Job) -> Outcome:
        """Do a job.

        Raises:
            EnvironmentFailure: an output can't be written.
        """
        try:
            return self._expand(job)
        except SourceProblem as problem:
            return Outcome(job, problem=Problem.of(problem))
        except EnvironmentFailure as error:
            if not _is_clash(error.__cause__):
                raise
            text = f"a folder and a copy would have the same name: {error.problem}"
            return Outcome(job, problem=Problem("refused", "name", text))
        except Exception as error:
            if not is_lack_of_memory(error):
                raise
            text = "needs more memory than a worker may take"
            return Outcome(job, problem=Problem("refused", "memory", text))

    def _expand(self, job: Job) -> Outcome:
        path = self._sources.path(job.source.name)
        version, seen = _version(path), version_of(path)
        with clock("read"):
            data, digest = read_hashed(path, self.limits.bytes)
        opened = _Opened(job, self._maker.open(data, job.name.ending), digest)
        recipes = self._maker.draw(job.source.name, job.missing)
        self._make_folders({job.name.copy(copy).rpartition("/")[0] for copy in job.missing})
        chosen: list[tuple[Line, Rejected | None]] = []
        few = self._maker.at_once(opened.source)
        for first in range(0, len(recipes), few):
            chosen += self._copies(opened, dict(islice(recipes.items(), first, first + few)))
        lines = [line for line, _ in chosen]
        if job.original:
            lines.append(self._original(opened))
        if _version(path) != version:
            raise SourceProblem("bad", "changed", "changed while its copies were made: run again")
        rejected = tuple(fault for _, fault in chosen if fault)
        changes = self._changes(opened)
        return Outcome(job, tuple(lines), None, changes, rejected, read=(seen, digest))

    def _changes(self, opened: _Opened) -> tuple[str, ...]:
        changes = opened.source.canvas.image.changes
        if self._maker.pool and self._maker.pool.is_alone(opened.job.source.name):
            return (*changes, "left unmixed: there is no other picture to mix with")
        return changes

    def _make_folders(self, folders: Iterable[str]) -> None:
        for folder in folders:
            if folder not in self._known_folders:
                with clock("write"):
                    make_folders(self.out / folder, inside=self.out)
                self._known_folders.add(folder)

    def _copies(
        self, opened: _Opened, recipes: Mapping[int, Recipe]
    ) -> list[tuple[Line, Rejected | None]]:
        """Make some copies, write them, and record them."""
        made = self._maker.make(opened.source, list(recipes.values()))
        chosen = [
            self._choose(opened, copy, Attempt(0, one))
            for copy, one in zip(recipes, made, strict=True)
        ]
        with clock("write"):
            for copy, (attempt, _) in zip(recipes, chosen, strict=True):
                path = f"{self.out}/{opened.job.name.copy(copy)}"
                write_whole(path, attempt.made.data, durable=self.durable)
        return [
            (self._line(opened, copy, attempt), fault)
            for copy, (attempt, fault) in zip(recipes, chosen, strict=True)
        ]

    def _choose(
        self, opened: _Opened, copy: int, first: Attempt
    ) -> tuple[Attempt, Rejected | None]:
        if not self.settings.reject:
            return first, None
        if opened.gate is None:
            opened.gate = Gate(self._maker.render(opened.source.canvas, [[]])[0])
        later = redraws(self._maker, opened.source, opened.job.source.name, copy)
        return choose(chain([first], later), opened.gate)

    def _line(self, opened: _Opened, copy: int, attempt: Attempt) -> Line:
        made, job = attempt.made, opened.job
        content = Content(made.image.frame, len(made.data), hashlib.sha256(made.data).hexdigest())
        extra: dict[str, Any] = {"attempt": attempt.number} if attempt.number else {}
        if self._maker.pool:
            label, frame = job.source.label, made.image.frame
            extra |= self._maker.pool.record_fields(made.recipe, label, frame)
        output = OutputOf(
            job.name.copy(copy), job.label(copy), job.source.name, copy, opened.digest
        )
        return output.line(made.recipe, content, extra)

    def _original(self, opened: _Opened) -> Line:
        source = opened.job.source
        put = link_to if self.settings.originals == "link" else copy_file
        with clock("write"):
            make_folders(self.out / source.folder, inside=self.out)
            put(Path(self._sources.path(source.name)), self.out / source.name)
        content = Content(opened.source.canvas.image.frame, source.size, opened.digest)
        output = OutputOf(source.name, source.label, source.name, 0, opened.digest)
        return output.line([], content)


@dataclass
class _Opened:
    """The decoded source of a job, the SHA-256 of its file, and the gate for its copies."""

    job: Job
    source: OpenSource
    digest: str
    gate: Gate | None = None


def _version(path: str) -> tuple[int, ...]:
    """Return numbers that change when a file is written or replaced."""
    try:
        status = os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _is_clash(error: BaseException | None) -> bool:
    """Return True if a copy and a folder of the dataset need the same name."""
    if isinstance(error, FileExistsError):  # any other file in the way is a problem of the machine
        path = Path(error.filename)
        return "_aug" in path.name and path.is_file()
    return isinstance(error, IsADirectoryError)
