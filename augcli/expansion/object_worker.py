"""Do the job of one source whose outputs are objects on a server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from augcli.expansion.worker import Worker
from augcli.storage.puts import Puts


@dataclass(frozen=True)
class ObjectWorker(Worker):
    """Makes the outputs of one source after another, and writes many at the same time."""

    @cached_property
    def _puts(self) -> Puts:
        return Puts()

    def write(self, file: str, data: bytes) -> None:
        """Begin to write an output. Raises EnvironmentFailure, also for an earlier one."""
        self._puts.put(f"{self.out}/{file}", data)

    def wait(self) -> None:
        """Wait until all outputs are written. Raises EnvironmentFailure."""
        self._puts.wait()
