"""The work on one source, in whichever process: read, decode once, make and write each copy."""

from __future__ import annotations

import hashlib
import importlib
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from augcli.errors import EnvironmentFailure, SourceProblem, is_lack_of_memory
from augcli.expansion.jobs import Outcome, Problem
from augcli.expansion.output.manifest import Line
from augcli.expansion.output.settings import Settings
from augcli.expansion.plan import Job
from augcli.expansion.quality import REDRAWS, Attempt, Rejected, choose
from augcli.expansion.source import Opened, Written
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.formats import format_of
from augcli.imaging.codec.webp_chunks import is_lossless
from augcli.imaging.image import Image
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.groups import draw_all
from augcli.pipeline.partners import PartnerPool, Partners
from augcli.pipeline.render import render_all
from augcli.pipeline.steps import Recipe, StreamKey
from augcli.storage.files import copy_file, link_to, make_folders, write_whole
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

# The parent process never needs them, and --help must not wait for them.
_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")

_PIXELS_AT_ONCE = 1 << 18  # a megabyte, as four bytes each: what caches hold


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
    def _pool(self) -> PartnerPool | None:
        return PartnerPool(self.partners, self._lent) if self.partners else None

    @cached_property
    def _made(self) -> set[str]:
        """The folders below OUT that are known to be there."""
        return set()

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[Job], Outcome]:
        """Settle in a process of its own, and give what does the jobs there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(self.limits.memory)
        for name in _LATE:  # now, as it takes longer than many a job, which has a time limit
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
        version = _version(f"{self.root}/{job.source.name}")
        opened = self.open(job)
        recipes = self.recipes(job, job.missing)
        for folder in {job.name.copy(copy).rpartition("/")[0] for copy in job.missing}:
            if folder not in self._made:
                make_folders(self.out / folder, inside=self.out)
                self._made.add(folder)
        made: list[tuple[Line, Rejected | None]] = []
        few = self._at_once(opened.canvas)
        for first in range(0, len(recipes), few):
            made += self._copies(opened, dict(islice(recipes.items(), first, first + few)))
        lines = [line for line, _ in made]
        if job.original:
            lines.append(self._original(opened))
        if _version(f"{self.root}/{job.source.name}") != version:
            raise SourceProblem("bad", "changed", "changed while its copies were made: run again")
        rejected = tuple(rejected for _, rejected in made if rejected)
        changes = opened.canvas.image.changes
        if self._pool and self._pool.is_alone(job.source.name):
            changes = (*changes, "left unmixed: there is no other picture to mix with")
        return Outcome(job, tuple(lines), None, changes, rejected)

    def open(self, job: Job) -> Opened:
        """Read a source and make it ready for its copies. Raises SourceProblem."""
        from augcli.imaging.codec.decode import decode
        from augcli.imaging.codec.encode import fit_to

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
        from augcli.imaging.codec.decode import decode

        data = read_file(f"{self.root}/{name}", self.limits.bytes)
        return decode(data, self.limits.pixels), hashlib.sha256(data).hexdigest()

    def recipes(self, job: Job, copies: Sequence[int], attempt: int = 0) -> dict[int, Recipe]:
        """Return the recipes of some copies of a source; those of a later attempt are others."""
        name = job.source.name
        numbers: StreamKey = (self.settings.seed, name)
        if attempt:  # so that the first one is what it is without others
            numbers = (*numbers, attempt)
        drawn = draw_all(self.settings.pipeline.stages, numbers, max(copies, default=0))
        if self._pool:
            return {copy: self._pool.resolve_partners(drawn[copy - 1], name) for copy in copies}
        return {copy: drawn[copy - 1] for copy in copies}

    def make(self, opened: Opened, recipe: Recipe) -> tuple[Image, bytes]:
        """Make one copy in memory: its picture, and its file."""
        return self._make(opened, [recipe])[0]

    def _make(self, opened: Opened, recipes: Iterable[Recipe]) -> list[tuple[Image, bytes]]:
        from augcli.imaging.codec.encode import encode

        lend = self._pool.image if self._pool else None
        images = render_all(opened.canvas, recipes, self.settings.resampling, lend)
        quality = self.settings.output.quality
        return [(image, encode(image, opened.into, quality)) for image in images]

    def _at_once(self, canvas: Canvas) -> int:
        """Return how many copies to make together: what :func:`render_all` is faster for."""
        if self._pool:  # pictures of any size, three for a copy, would be in memory
            return 1
        return max(1, _PIXELS_AT_ONCE // math.prod(canvas.size or canvas.image.frame))

    def _copies(
        self, opened: Opened, recipes: Mapping[int, Recipe]
    ) -> list[tuple[Line, Rejected | None]]:
        """Make some copies, write them, and record them."""
        made = self._make(opened, recipes.values())
        chosen: list[tuple[int, Attempt, Rejected | None]] = []
        for (copy, recipe), (image, data) in zip(recipes.items(), made, strict=True):
            take, rejected = Attempt(0, recipe, image, data), None
            if self.settings.reject:
                take, rejected = choose(self._takes(opened, copy, take), opened.gate)
            chosen.append((copy, take, rejected))
        for copy, take, _ in chosen:
            path = f"{self.out}/{opened.job.name.copy(copy)}"
            write_whole(path, take.data, durable=self.durable)
        return [(self._line(opened, copy, take), rejected) for copy, take, rejected in chosen]

    def _takes(self, opened: Opened, copy: int, first: Attempt) -> Iterator[Attempt]:
        """Return what is drawn for a copy, each made only when it is asked for."""
        yield first
        for attempt in range(1, REDRAWS + 1):
            recipe = self.recipes(opened.job, [copy], attempt)[copy]
            yield Attempt(attempt, recipe, *self.make(opened, recipe))

    def _line(self, opened: Opened, copy: int, take: Attempt) -> Line:
        frame = take.image.frame
        written = Written(frame, len(take.data), hashlib.sha256(take.data).hexdigest())
        more = {"attempt": take.attempt} if take.attempt else {}
        if self._pool:
            more |= self._pool.record_fields(take.recipe, opened.job.source.label, frame)
        return opened.line(opened.job.name.copy(copy), copy, take.recipe, written, more)

    def _original(self, opened: Opened) -> Line:
        source = opened.job.source
        make_folders(self.out / source.folder, inside=self.out)
        put = link_to if self.settings.originals == "link" else copy_file
        put(self.root / source.name, self.out / source.name)
        written = Written(opened.canvas.image.frame, source.size, opened.digest)
        return opened.line(source.name, 0, [], written)


def _version(path: str) -> tuple[int, ...]:
    """Return what differs once a file has been written or replaced."""
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
