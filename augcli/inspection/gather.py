"""Measure pictures in worker processes; those known from before are not read again."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from augcli.dataset.source import Source
from augcli.errors import SourceProblem, is_lack_of_memory
from augcli.expansion.jobs import FIGURE_REASON, Problem, problem_of_listing
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.figure_mark import has_mark
from augcli.inspection.cache import MeasureCache
from augcli.inspection.measures import Measures, measure
from augcli.storage.limits import Limits
from augcli.storage.read import read_hashed
from augcli.storage.remote.reading import expect
from augcli.storage.remote.scheme import is_url

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.inspection.header")


class Seen(NamedTuple):
    """A source, and what it measured, or why it could not be read.

    ``version`` is that of the file before it was read.
    """

    source: Source
    measures: Measures | None = None
    problem: Problem | None = None
    version: str = ""


def look_at(sources: Iterable[Source], cache: MeasureCache, workers: int) -> Iterator[Seen]:
    """Measure sources in some worker processes, and yield what was seen, in any order.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    from augcli.engines.local import LocalEngine  # not for --help

    left: list[Source] = []
    for source in sources:
        if problem := problem_of_listing(source):
            yield Seen(source, problem=problem)
        elif known := cache.get(source.name, source.version):
            yield Seen(source, known)
        else:
            left.append(source)
    is_far = any(is_url(source.path) for source in left[:1])
    for seen in LocalEngine(_Looker(is_far), _lost, workers, Limits.seconds).run(left):
        if seen.measures:
            cache.note(seen.source.name, seen.version, seen.measures)
        yield seen


@dataclass(frozen=True)
class _Looker:
    """Measures one source after the other, in a worker process; ``is_far``: from a server."""

    is_far: bool

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    @property
    def foresee(self) -> Callable[[Source], None] | None:
        """What begins to read a source ahead, if it is on a server."""
        return _expect if self.is_far else None

    def start(self) -> Callable[[Source], Seen]:
        """Prepare a process of its own, and return the function that measures sources there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(Limits.memory)
        for name in _LATE:
            importlib.import_module(name)
        output = DecoderOutput()

        def work(source: Source) -> Seen:
            seen = _look(source)
            output.take()  # what decoders print says nothing that a person could act on
            return seen

        return work


def _expect(source: Source) -> None:
    expect(source.path, source.listed)


def _look(source: Source) -> Seen:
    version = source.version
    try:
        data, digest = read_hashed(source.path, Limits.bytes)
        if has_mark(data):
            raise SourceProblem("skipped", FIGURE_REASON, "is a figure of augcli")
        return Seen(source, measure(data, digest), version=version)
    except SourceProblem as problem:
        return Seen(source, problem=Problem.of(problem))
    except Exception as error:
        if not is_lack_of_memory(error):
            raise
        text = "needs more memory than a worker may take"
        return Seen(source, problem=Problem("refused", "memory", text))


def _lost(source: Source, death: Died) -> Seen:
    """Return what is seen of a source at which a worker died."""
    if death.timed_out:
        return Seen(source, problem=Problem("bad", "timeout", "takes too long to read"))
    text = "ends the process that reads it"
    return Seen(source, problem=Problem("bad", "worker-died", text))
