"""Do the job of one source: read it, make its copies, write and record them."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from augcli.dataset.partners import partner_pool
from augcli.errors import EnvironmentFailure, SourceProblem, is_lack_of_memory
from augcli.expansion.clipping import Clipped, clipped
from augcli.expansion.findings import Findings, is_stretched, wastes_full_scale
from augcli.expansion.jobs import FIGURE_REASON, Job, Outcome, Problem
from augcli.expansion.opened import Opened
from augcli.expansion.output.record import Content, Line, OutputOf
from augcli.expansion.output.settings import Settings
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.figure_mark import has_mark
from augcli.imaging.depth_range import white_level
from augcli.pipeline.clock import clock
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.distinct import repeats
from augcli.pipeline.partners import Partners
from augcli.pipeline.quality import REDRAWS, Attempt, Gate, Rejected, choose, redraws
from augcli.pipeline.steps import Recipe
from augcli.storage.digests import version_of
from augcli.storage.files import write_whole
from augcli.storage.limits import Limits
from augcli.storage.links import link_to
from augcli.storage.names import Spellings
from augcli.storage.read import read_hashed
from augcli.storage.remote.backends import modules_of
from augcli.storage.remote.reading import expect
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.contents import status_of
from augcli.storage.tree import Tree

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
        pool = partner_pool(self.root, self.partners)
        return self.settings.copy_maker(pool, self.limits.pixels)

    @cached_property
    def _tree(self) -> Tree:
        """The folders below OUT."""
        return Tree(self.out)

    @cached_property
    def _sources(self) -> Spellings:
        return Spellings(self.root)

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return (*_LATE, *modules_of(self.root), *modules_of(self.out))

    @property
    def foresee(self) -> Callable[[Job], None] | None:
        """What begins to read the source of a job ahead, if that is on a server."""
        far = is_url(self.root)
        return (lambda job: expect(job.source.path, job.source.listed)) if far else None

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
            return outcome.with_remark(said) if (said := output.take()) else outcome

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
        version, seen = _version(path), job.source.listed or version_of(path)
        with clock("read"):
            data, digest = read_hashed(path, self.limits.bytes)
        if has_mark(data):
            raise SourceProblem("skipped", FIGURE_REASON, "is a figure of augcli")
        maker = self._maker.of_class(job.source.label)
        opened = Opened(job, maker, maker.open(data, job.name.ending), digest)
        recipes = maker.draw(job.source.name, job.missing)
        self._tree.close()  # look folders up anew: a link may be in their place now
        chosen: list[Chosen] = []
        few = self._maker.at_once(opened.source)
        for first in range(0, len(recipes), few):
            chosen += self._copies(opened, dict(islice(recipes.items(), first, first + few)))
        lines = [one.line for one in chosen]
        if job.original:
            lines.append(self._original(opened))
        if _version(path) != version:
            raise SourceProblem("bad", "changed", "changed while its copies were made: run again")
        never_repeats = maker.pipeline.never_repeats
        findings = Findings(
            self._changes(opened),
            tuple(one.fault for one in chosen if one.fault),
            0 if never_repeats else repeats(list(recipes.values())),
            tuple(one.clipped for one in chosen if one.clipped),
            wastes_full_scale(opened.source.canvas.image, self.settings),
            is_stretched(opened.source.canvas.image.frame, self.settings.output),
        )
        return Outcome(job, tuple(lines), None, findings, read=(seen, digest))

    def _changes(self, opened: Opened) -> tuple[str, ...]:
        changes = opened.source.canvas.image.changes
        source, pool = opened.job.source, self._maker.pool
        if pool and not source.carried and pool.is_alone(source.name):
            return (*changes, "left unmixed: there is no other picture to mix with")
        return changes

    def _copies(self, opened: Opened, recipes: Mapping[int, Recipe]) -> list[Chosen]:
        """Make some copies, write them, and record them."""
        made = self._maker.make(opened.source, list(recipes.values()))
        chosen = [
            self._choose(opened, copy, Attempt(0, one))
            for copy, one in zip(recipes, made, strict=True)
        ]
        with clock("write"):
            for copy, (attempt, _) in zip(recipes, chosen, strict=True):
                self.write(opened.job.name.copy(copy), attempt.made.data)
        return [self._chosen(opened, copy, *one) for copy, one in zip(recipes, chosen, strict=True)]

    def write(self, file: str, data: bytes) -> None:
        """Write an output to its path below OUT. Raises EnvironmentFailure."""
        folder = self._tree.open(file.rpartition("/")[0])
        write_whole(f"{self.out}/{file}", data, durable=self.durable, folder=folder)

    def wait(self) -> None:
        """Wait until all outputs are written. Raises EnvironmentFailure."""

    def _chosen(
        self, opened: Opened, copy: int, attempt: Attempt, fault: Rejected | None
    ) -> Chosen:
        line = self._line(opened, copy, attempt, fault)
        return Chosen(line, fault, self._clipped(opened, copy, attempt))

    def _choose(self, opened: Opened, copy: int, first: Attempt) -> tuple[Attempt, Rejected | None]:
        if not self.settings.reject:
            return first, None
        if opened.gate is None:
            opened.gate = Gate(self._maker.render(opened.source.canvas, [[]])[0])
        later = redraws(opened.maker, opened.source, opened.job.source.name, copy)
        return choose(chain([first], later), opened.gate)

    def _clipped(self, opened: Opened, copy: int, attempt: Attempt) -> Clipped | None:
        source, depth_range = opened.source.canvas.image, self.settings.depth_range
        white = white_level(depth_range, [source]) if source.depth == 16 else source.top
        return clipped(opened.job.name.copy(copy), attempt.made, source, white)

    def _line(self, opened: Opened, copy: int, attempt: Attempt, fault: Rejected | None) -> Line:
        made, job = attempt.made, opened.job
        content = Content(made.image.frame, len(made.data), hashlib.sha256(made.data).hexdigest())
        extra: dict[str, Any] = {"attempt": attempt.number} if attempt.number else {}
        if self._maker.pool:
            draw, tries = opened.maker.draw, (attempt.number or REDRAWS) + 1 if fault else 0
            others = (draw(job.source.name, [copy], n)[copy] for n in range(tries))
            extra |= self._maker.pool.record_fields(
                made.recipe, job.source.classes, opened.source.canvas, others
            )
        name, source = job.name.copy(copy), job.source
        output = OutputOf(name, job.label(copy), source, copy, opened.digest)
        return output.line(made.recipe, content, extra)

    def _original(self, opened: Opened) -> Line:
        source, file = opened.job.source, opened.job.name.original
        if self.settings.originals == "link" and not source.carried:
            with clock("write"):
                path, folder = Path(self._sources.path(source.name)), file.rpartition("/")[0]
                link_to(path, self.out / file, self._tree.open(folder))
            frame, data = opened.source.canvas.image.frame, opened.source.data
        else:
            made = self._maker.original(opened.source)
            with clock("write"):
                self.write(file, made.data)
            frame, data = made.image.frame, made.data
        content = Content(frame, len(data), hashlib.sha256(data).hexdigest())
        output = OutputOf(file, source.label, source, 0, opened.digest)
        return output.line([], content)


class Chosen(NamedTuple):
    """The record of a copy, why its first draw was rejected, and whether it is mostly clipped."""

    line: Line
    fault: Rejected | None
    clipped: Clipped | None


def _version(path: str) -> tuple[int, ...]:
    """Return numbers that change when a file is written or replaced."""
    try:
        status = status_of(path)
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _is_clash(error: BaseException | None) -> bool:
    """Return True if a copy and a folder of the dataset need the same name."""
    if isinstance(error, FileExistsError):  # any other file in the way is a problem of the machine
        path = Path(error.filename)
        return "_aug" in path.name and path.is_file()
    return isinstance(error, IsADirectoryError)
