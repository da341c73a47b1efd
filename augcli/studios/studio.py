"""A studio: what it shows, and the worker processes that make its pictures."""

from __future__ import annotations

from typing import Any

from augcli.engines.cores import usable_cores
from augcli.errors import UsageProblem
from augcli.storage.limits import Limits
from augcli.studios import estimate, look
from augcli.studios.check import check
from augcli.studios.estimate import Estimates, Expected, Wanted
from augcli.studios.expand_options import as_lines, copying_options, dataset_options
from augcli.studios.look import Look, Problem, Seen
from augcli.studios.pool import Pool
from augcli.studios.renders import Renders
from augcli.studios.save import SavedFile
from augcli.studios.state import ReadState, WrongState, read_state
from augcli.studios.subject import Subject

_MOST_WORKERS = 4  # each keeps images in memory, and nine copies don't need more


class Studio:
    """A subject with the processes that look at it. Start it before any thread: see Pool."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.saved = _saved_file(subject)
        self.workers = min(_MOST_WORKERS, usable_cores())
        work = Renders(subject.dataset, subject.copying)
        self.pool: Pool[Look, Seen] = Pool(work, look.lost, self.workers, Limits.seconds)
        self._estimates = _estimates_of(subject)

    def read(self, state: Any) -> ReadState:
        """Return what a state of the page means. Raises WrongState."""
        return read_state(state, self.subject.base)

    def check(self, state: Any) -> dict[str, Any]:
        """Return the command, the file and the warnings of a state, or what is wrong with it."""
        try:
            read = self.read(state)
        except WrongState as wrong:
            errors = [one.as_json() for one in wrong.errors]
            nothing = {"command": None, "needs_file": False, "toml": None, "saved": False}
            return nothing | {"warnings": [], "errors": errors}
        saved = self.saved is not None and self.saved.says(read.chosen)
        return check(read, self.subject) | {"saved": saved}

    async def estimate(self, state: Any, copies: int) -> Expected:
        """Return what expand would make of a state.

        Raises:
            UsageProblem: the state is wrong, or the run would be refused.
        """
        read = self.read(state)
        if self._estimates is None or not read.chosen.pipeline.stages:
            raise UsageProblem("expand has nothing to make here", "open a folder, and add a step")
        found = await self._estimates.do(Wanted(read.chosen, copies))
        if isinstance(found, Problem):
            raise UsageProblem(*found)
        return found

    def close(self) -> None:
        """End the processes, even in the middle of a job."""
        self.pool.close()
        if self._estimates:
            self._estimates.close()


def _saved_file(subject: Subject) -> SavedFile | None:
    """Return the file that the page may write; a new one says which images get what copies."""
    if subject.save is None:
        return None
    of_data = dataset_options(subject.dataset) if subject.dataset else {}
    return SavedFile(subject.save, as_lines({**of_data, **copying_options(subject.copying)}))


def _estimates_of(subject: Subject) -> Pool[Wanted, Expected | Problem] | None:
    """Start a process of its own, as an estimate must not keep pictures waiting."""
    if subject.dataset is None:
        return None
    work = Estimates(subject.dataset, subject.copying)
    return Pool(work, estimate.lost, 1, Limits.seconds)
