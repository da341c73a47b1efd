"""Run jobs in worker processes that stay for the jobs of the next run."""

from __future__ import annotations

from dataclasses import dataclass, field

from augcli.engines.local import LocalEngine
from augcli.engines.worker_process import JobT, OutcomeT, WorkerProcess, end_all


@dataclass
class KeptEngine(LocalEngine[JobT, OutcomeT]):
    """A :class:`LocalEngine` for many short runs: starting a process takes longer than a picture.

    Its processes stay until :meth:`close`. Those of a run that didn't come to its end, don't.
    """

    _idle: list[WorkerProcess[JobT, OutcomeT]] = field(default_factory=list, repr=False)

    def _begin(self) -> list[WorkerProcess[JobT, OutcomeT]]:
        pool, self._idle = self._idle, []
        return pool

    def _end(self, pool: list[WorkerProcess[JobT, OutcomeT]]) -> None:
        if any(process.given for process in pool):
            end_all(pool)
        else:
            self._idle = pool

    def close(self) -> None:
        """Tell the processes to end, without waiting for it."""
        for process in self._idle:
            process.ask_to_end()
            process.channel.close()
        self._idle = []
