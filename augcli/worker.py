"""The work on one source, in whichever process: read, decode once, make and write each copy."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from augcli.canvas import Canvas
from augcli.codec.formats import format_of
from augcli.codec.webp_data import is_lossless
from augcli.errors import EnvironmentFailure, SourceProblem, Status, is_lack_of_memory
from augcli.files import copy_file, link_to, make_folders, write_whole
from augcli.gates import REDRAWS, Rejected, Take, choose
from augcli.groups import draw_all
from augcli.limits import Limits
from augcli.manifest import Line
from augcli.opened import Opened, Written
from augcli.partners import Lender, Partners
from augcli.plan import Job
from augcli.reading import read_file
from augcli.render import render
from augcli.sandbox import Murmurs, settle
from augcli.settings import Settings
from augcli.steps import Name, Recipe

if TYPE_CHECKING:
    from augcli.image import Image

# The parent process never needs them, and --help must not wait for them.
_LATE = ("augcli.codec.decode", "augcli.codec.encode")


@dataclass(frozen=True)
class Problem:
    """Why a source gave nothing."""

    status: Status
    reason: str
    text: str

    @classmethod
    def of(cls, found: SourceProblem) -> Problem:
        """Take it from an exception, which processes can't well send to each other."""
        return cls(found.status, found.reason, found.text)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: the records of the copies made, or the problem.

    ``changes`` tells what the copies could not keep of the source, in words; ``rejected`` has an
    entry for each copy whose first draw was; ``seconds`` is what each stage took, if profiled.
    """

    job: Job
    lines: tuple[Line, ...] = ()
    problem: Problem | None = None
    changes: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    seconds: Mapping[str, float] | None = None

    def with_remark(self, said: str) -> Outcome:
        """Add what a decoder printed to the problem, if there is one."""
        if self.problem is None:
            return self
        return replace(self, problem=replace(self.problem, text=f"{self.problem.text} ({said})"))


@dataclass(frozen=True)
class Worker:
    """Makes the outputs of one source after another. Small to pickle; holds no pixels."""

    root: Path
    out: Path
    settings: Settings
    limits: Limits = Limits()  # noqa: RUF009, it is frozen, so one for all is safe
    durable: bool = False
    partners: Partners | None = None

    @cached_property
    def _lender(self) -> Lender | None:
        return Lender(self.partners, self._lent) if self.partners else None

    @cached_property
    def _made(self) -> set[str]:
        """The folders below OUT that are known to be there."""
        return set()

    def start(self) -> Callable[[Job], Outcome]:
        """Settle in a process of its own, and give what does the jobs there."""
        for name in _LATE:  # now, as it takes longer than many a job, which has a time limit
            importlib.import_module(name)
        settle(self.limits.memory)
        murmurs = Murmurs()

        def work(job: Job) -> Outcome:
            outcome = self(job)
            said = murmurs.take()
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
        version = _version(f"{self.root}/{job.source.name}")
        opened = self.open(job)
        recipes = self.recipes(job, job.missing)
        for folder in {job.name.copy(copy).rpartition("/")[0] for copy in job.missing}:
            if folder not in self._made:
                make_folders(self.out / folder, inside=self.out)
                self._made.add(folder)
        made = [self._copy(opened, copy, recipe) for copy, recipe in recipes.items()]
        lines = [line for line, _ in made]
        if job.original:
            lines.append(self._original(opened))
        if _version(f"{self.root}/{job.source.name}") != version:
            raise SourceProblem("bad", "changed", "changed while its copies were made: run again")
        rejected = tuple(rejected for _, rejected in made if rejected)
        changes = opened.canvas.image.changes
        if self._lender and self._lender.is_alone(job.source.name):
            changes = (*changes, "left unmixed: there is no other picture to mix with")
        return Outcome(job, tuple(lines), None, changes, rejected)

    def open(self, job: Job) -> Opened:
        """Read a source and make it ready for its copies. Raises SourceProblem."""
        from augcli.codec.decode import decode
        from augcli.codec.encode import fit_to

        data = read_file(f"{self.root}/{job.source.name}", self.limits.bytes)
        into = format_of(job.name.ending)
        output = self.settings.output
        image = fit_to(decode(data, self.limits.pixels), into)
        if into.name == "webp" and is_lossless(data):
            image = replace(image, changes=(*image.changes, "lossless WebP stored as lossy"))
        canvas = Canvas(image, output.size, output.fit)
        digest = hashlib.sha256(data).hexdigest()
        return Opened(job, canvas, into, digest, self.settings.resampling)

    def _lent(self, name: str) -> tuple[Image, str]:
        from augcli.codec.decode import decode

        data = read_file(f"{self.root}/{name}", self.limits.bytes)
        return decode(data, self.limits.pixels), hashlib.sha256(data).hexdigest()

    def recipes(self, job: Job, copies: Sequence[int], attempt: int = 0) -> dict[int, Recipe]:
        """Give the recipes of some copies of a source; those of a later attempt are others."""
        name = job.source.name
        numbers: Name = (self.settings.seed, name)
        if attempt:  # so that the first one is what it is without others
            numbers = (*numbers, attempt)
        drawn = draw_all(self.settings.pipeline.stages, numbers, max(copies, default=0))
        if self._lender:
            return {copy: self._lender.paired(drawn[copy - 1], name) for copy in copies}
        return {copy: drawn[copy - 1] for copy in copies}

    def make(self, opened: Opened, recipe: Recipe) -> tuple[Image, bytes]:
        """Make one copy in memory: its picture, and its file."""
        from augcli.codec.encode import encode

        lend = self._lender.image if self._lender else None
        image = render(opened.canvas, recipe, self.settings.resampling, lend)
        return image, encode(image, opened.into, self.settings.output.quality)

    def _takes(self, opened: Opened, copy: int, recipe: Recipe) -> Iterator[Take]:
        """Give what is drawn for a copy, each made only when it is asked for."""
        yield Take(0, recipe, *self.make(opened, recipe))
        for attempt in range(1, REDRAWS + 1):
            recipe = self.recipes(opened.job, [copy], attempt)[copy]
            yield Take(attempt, recipe, *self.make(opened, recipe))

    def _copy(self, opened: Opened, copy: int, recipe: Recipe) -> tuple[Line, Rejected | None]:
        if self.settings.reject:
            take, rejected = choose(self._takes(opened, copy, recipe), opened.gate)
        else:
            take, rejected = Take(0, recipe, *self.make(opened, recipe)), None
        file = opened.job.name.copy(copy)
        write_whole(f"{self.out}/{file}", take.data, durable=self.durable)
        frame = take.image.frame
        written = Written(frame, len(take.data), hashlib.sha256(take.data).hexdigest())
        more = {"attempt": take.attempt} if take.attempt else {}
        if self._lender:
            more |= self._lender.told(take.recipe, opened.job.source, frame)
        return opened.line(file, copy, take.recipe, written, more), rejected

    def _original(self, opened: Opened) -> Line:
        source = opened.job.source
        make_folders(self.out / source.folder, inside=self.out)
        put = link_to if self.settings.originals == "link" else copy_file
        put(self.root / source.name, self.out / source.name)
        written = Written(opened.canvas.image.frame, source.size, opened.digest)
        return opened.line(source.name, 0, [], written)


def _version(path: str) -> tuple[int, ...]:
    """Give what differs once a file has been written or replaced."""
    try:
        status = os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _is_clash(error: BaseException | None) -> bool:
    """Say whether a copy and a folder, both of the dataset's making, want the same name."""
    if isinstance(error, FileExistsError):  # another file in the way is the machine's affair
        path = Path(error.filename)
        return "_aug" in path.name and path.is_file()
    return isinstance(error, IsADirectoryError)
