"""Do jobs in a worker process: read sources, make their copies, write and record them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from augcli.dataset.partners import partner_pool
from augcli.errors import EnvironmentFailure, SourceProblem, is_lack_of_memory
from augcli.expansion.jobs import FIGURE_REASON, Job, Outcome, Problem
from augcli.expansion.opened import Drawn, Opened, file_version
from augcli.expansion.output.record import Line
from augcli.expansion.output.settings import Settings
from augcli.expansion.recording import Recorded, Recorder
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.figure_mark import has_mark
from augcli.pipeline.clock import clock
from augcli.pipeline.copy_maker import CopyMaker, MadeCopy
from augcli.pipeline.partners import Partners
from augcli.pipeline.quality import Attempt, Gate, Rejected, choose, redraws
from augcli.storage.files import write_whole
from augcli.storage.limits import Limits
from augcli.storage.links import link_to
from augcli.storage.read import read_hashed
from augcli.storage.remote.backends import modules_of
from augcli.storage.remote.reading import expect
from augcli.storage.remote.scheme import is_url
from augcli.storage.spellings import Spellings
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
    def _recorder(self) -> Recorder:
        return Recorder(self.settings, self._maker.pool)

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
        return _expect if is_url(self.root) else None

    def start(self) -> StartedWorker:
        """Prepare a process of its own, and return what does the jobs there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(self.limits.memory)
        # Now, because loading takes longer than a small job, which has a time limit.
        for name in _LATE:
            importlib.import_module(name)
        return StartedWorker(self, DecoderOutput())

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
        opened = self._open(job)
        drawn = opened.draw()
        self._tree.close()  # look folders up anew: a link may be in their place now
        recorded: list[Recorded] = []
        few = self._maker.at_once(opened.source)
        for first in range(0, len(drawn), few):
            recorded += self._copies(drawn[first : first + few])
        return self._outcome(opened, drawn, recorded)

    def together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Do jobs whose copies are small, each step for all of them before the next step.

        For pictures of 32x32 pixels this takes a quarter less time than one source after the other,
        since the code of a step stays in the processor's cache.

        Raises:
            Exception: one of them can't be done, or their copies are too large. Do each alone.
        """
        opened: list[Opened] = []
        filled = 0.0  # of what caches hold
        for job in jobs:
            opened.append(self._open(job))
            filled += len(job.missing) / self._maker.at_once(opened[-1].source)
            if filled > 1:
                raise ValueError("too large to be made together")
        drawn = [one.draw() for one in opened]
        self._tree.close()
        recorded = iter(self._copies(list(chain.from_iterable(drawn))))
        return [
            self._outcome(one, own, list(islice(recorded, len(own))))
            for one, own in zip(opened, drawn, strict=True)
        ]

    def _open(self, job: Job) -> Opened:
        """Read and decode the source of a job. Raises SourceProblem."""
        path = self._sources.path(job.source.name)
        version, seen = file_version(path), job.source.version
        with clock("read"):
            data, digest = read_hashed(path, self.limits.bytes)
        if has_mark(data):
            raise SourceProblem("skipped", FIGURE_REASON, "is a figure of augcli")
        maker = self._maker.of_class(job.source.label)
        source = maker.open(data, job.name.ending)
        return Opened(job, maker, source, path, version, (seen, digest))

    def _copies(self, drawn: Sequence[Drawn]) -> list[Recorded]:
        """Make some copies, write them, and record them."""
        made = self._maker.make_all([(one.opened.source, one.recipe) for one in drawn])
        chosen = list(map(self._choose, drawn, made))
        with clock("write"):
            for one, (attempt, _) in zip(drawn, chosen, strict=True):
                self.write(one.file, attempt.made.data)
        record = self._recorder.copy
        return [record(one, *each) for one, each in zip(drawn, chosen, strict=True)]

    def write(self, file: str, data: bytes) -> None:
        """Write an output to its path below OUT. Raises EnvironmentFailure."""
        folder = self._tree.open(file.rpartition("/")[0])
        write_whole(f"{self.out}/{file}", data, durable=self.durable, folder=folder)

    def wait(self) -> None:
        """Wait until all outputs are written. Raises EnvironmentFailure."""

    def _choose(self, drawn: Drawn, made: MadeCopy) -> tuple[Attempt, Rejected | None]:
        """Return the first draw of a copy that passes the gate, if there is a gate."""
        first = Attempt(0, made)
        if not self.settings.reject:
            return first, None
        opened = drawn.opened
        if opened.gate is None:
            opened.gate = Gate(self._maker.render(opened.source.canvas, [[]])[0])
        later = redraws(opened.maker, opened.source, opened.job.source.name, drawn.copy)
        return choose(chain([first], later), opened.gate)

    def _outcome(
        self, opened: Opened, drawn: Sequence[Drawn], recorded: Sequence[Recorded]
    ) -> Outcome:
        """Finish a job whose copies are made. Raises SourceProblem if its source has changed."""
        lines = [one.line for one in recorded]
        if opened.job.original:
            lines.append(self._original(opened))
        if file_version(opened.path) != opened.version:
            raise SourceProblem("bad", "changed", "changed while its copies were made: run again")
        findings = self._recorder.findings(opened, drawn, recorded)
        return Outcome(opened.job, tuple(lines), None, findings, read=opened.read)

    def _original(self, opened: Opened) -> Line:
        source, file = opened.job.source, opened.job.name.original
        if self.settings.originals == "link" and not source.carried:
            with clock("write"):
                folder = self._tree.open(file.rpartition("/")[0])
                link_to(Path(opened.path), self.out / file, folder)
            frame, data = opened.source.canvas.image.frame, opened.source.data
        else:
            made = self._maker.original(opened.source)
            with clock("write"):
                self.write(file, made.data)
            frame, data = made.image.frame, made.data
        return self._recorder.original(opened, frame, data)


@dataclass(frozen=True)
class StartedWorker:
    """A worker in a process of its own; ``output`` is what decoders print there."""

    worker: Worker
    output: DecoderOutput

    def __call__(self, job: Job) -> Outcome:
        """Do a job, as the worker does; a problem tells what decoders said."""
        outcome = self.worker(job)
        return outcome.with_remark(said) if (said := self.output.take()) else outcome

    def together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Do several jobs, as the worker does."""
        try:
            return self.worker.together(jobs)
        finally:
            self.output.take()


def _expect(job: Job) -> None:
    expect(job.source.path, job.source.listed)


def _is_clash(error: BaseException | None) -> bool:
    """Return True if a copy and a folder of the dataset need the same name."""
    if isinstance(error, FileExistsError):  # any other file in the way is a problem of the machine
        path = Path(error.filename)
        return "_aug" in path.name and path.is_file()
    return isinstance(error, IsADirectoryError)
