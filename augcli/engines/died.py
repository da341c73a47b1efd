"""Tell how a worker ended that should not have."""

from __future__ import annotations

from augcli.errors import EnvironmentFailure


class Died(Exception):
    """A worker ended in the middle of a job, or while it started.

    ``code`` is its exit code, negative for a signal. ``timed_out`` means that the parent killed
    it because the job took too long.
    """

    def __init__(self, code: int | None, *, timed_out: bool) -> None:
        super().__init__(code, timed_out)
        self.code = code
        self.timed_out = timed_out

    def __str__(self) -> str:
        if self.timed_out:
            return "it took too long"
        if self.code is None:  # the system ignores SIGCHLD
            return "it ended"
        how = f"signal {-self.code}" if self.code < 0 else f"code {self.code}"
        return f"it ended with {how}"


def cannot_start(death: Died) -> EnvironmentFailure:
    """Return the error for workers that end, or hang, again and again before their first job."""
    return EnvironmentFailure(
        f"cannot start a worker: {death}",
        "see that there is enough memory, use fewer --workers, and run the same command again",
    )
