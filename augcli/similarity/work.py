"""What worker processes do: read pictures for an index, and compare pictures with it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from augcli.errors import SourceProblem, is_lack_of_memory
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.storage.limits import Limits
from augcli.storage.remote.reading import expect

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died
    from augcli.similarity.build_index import Entry
    from augcli.similarity.compare import Match
    from augcli.similarity.small import Small

# Heavy libraries, and modules that load them: --help needs none.
_LATE = ("cv2", "numpy", "augcli.similarity.compare", "augcli.similarity.small")


class Job(NamedTuple):
    """A file to read. ``number`` is its place in a list, or its row in the index."""

    number: int
    path: Path


class Outcome(NamedTuple):
    """What came of a job. Of a file that can't be read there is only the ``problem``.

    Reading gives the ``digest`` of the file (SHA-256), the ``look``, which is a digest of the small
    picture, and the ``entry`` for the index; comparing gives ``matches``.
    """

    job: Job
    problem: str = ""
    digest: str = ""
    look: str = ""
    entry: Entry | None = None
    matches: Sequence[Match] = ()


def lost(job: Job, death: Died) -> Outcome:
    """Return the outcome of a file on which a worker died."""
    text = "takes too long to read" if death.timed_out else "ends the process that reads it"
    return Outcome(job, text)


def _expect(job: Job) -> None:
    expect(str(job.path), "")


@dataclass(frozen=True)
class Reading:
    """Read pictures, and find what an index keeps of them; ``is_far``: from a server."""

    is_far: bool

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    @property
    def foresee(self) -> Callable[[Job], None] | None:
        """What begins to read a picture ahead, if it is on a server."""
        return _expect if self.is_far else None

    def start(self) -> Callable[[Job], Outcome]:
        """Prepare a process of its own, and return the function that reads a picture there."""

        def read(job: Job, small: Small) -> Outcome:
            from augcli.similarity.views import Views

            return Outcome(job, digest=small.digest, look=small.look, entry=Views(small).entry)

        return _prepared(read)


@dataclass(frozen=True)
class Comparing:
    """Compare pictures with the index in a folder; ``files`` are those of its rows."""

    folder: Path
    files: Sequence[Path]

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[Job], Outcome]:
        """Prepare a process of its own, and return the function that compares a picture there."""
        from augcli.similarity.compare import matches
        from augcli.similarity.index import Index
        from augcli.similarity.small import read_small
        from augcli.similarity.views import Views

        index = Index(self.folder)

        @lru_cache(64)
        def views_of(row: int) -> Views | None:
            try:
                return Views(read_small(self.files[row]))
            except SourceProblem:  # it was there when the index was built
                return None

        def compare(job: Job, small: Small) -> Outcome:
            return Outcome(job, matches=matches(Views(small), index, views_of, job.number))

        return _prepared(compare)


def _prepared(do: Callable[[Job, Small], Outcome]) -> Callable[[Job], Outcome]:
    """Set the limits of a worker, and return a function that reads a file and does the rest."""
    from augcli.engines.process_limits import limit_process
    from augcli.similarity.small import read_small

    limit_process(Limits.memory)
    for name in _LATE:
        importlib.import_module(name)
    output = DecoderOutput()

    def work(job: Job) -> Outcome:
        try:
            return do(job, read_small(job.path))
        except SourceProblem as problem:
            return Outcome(job, problem.text)
        except Exception as error:
            if not is_lack_of_memory(error):
                raise
            return Outcome(job, "needs more memory than a worker may take")
        finally:
            output.take()  # what decoders print about a file is in its problem, if it has one

    return work
