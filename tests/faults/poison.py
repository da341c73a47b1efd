"""Run augcli with a worker that does harm at the source called poison.

``poison.py HARM COPIES ARGUMENT ...``
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence

from augcli.cli import main
from augcli.errors import SourceProblem
from augcli.expansion.output import settings
from augcli.pipeline.copy_maker import CopyMaker, MadeCopy, OpenSource
from augcli.pipeline.steps import Recipe


def _harm(kind: str) -> None:
    if kind == "crash":
        os.kill(os.getpid(), getattr(signal, "SIGSEGV"))  # noqa: B009, for types on Windows
    if kind == "exit":
        os._exit(3)
    if kind == "hang":
        time.sleep(600)
    if kind == "memory":
        raise MemoryError
    os.write(2, b"chatter\n" * 10)
    raise SourceProblem("bad", "undecodable", "cannot be decoded")


class _Poisoned(CopyMaker):
    """Makes copies one by one, and does harm after some of the source called poison."""

    name = ""
    made = 0

    def at_once(self, source: OpenSource) -> int:  # noqa: ARG002, a copy is written before the next is made
        return 1

    def draw(self, name: str, copies: Sequence[int], attempt: int = 0) -> dict[int, Recipe]:
        _Poisoned.name = name
        return super().draw(name, copies, attempt)

    def make_all(self, wanted: Sequence[tuple[OpenSource, Recipe]]) -> list[MadeCopy]:
        if "poison" in self.name:
            _Poisoned.made += 1
            if self.made > int(sys.argv[2]):
                _harm(sys.argv[1])
        return super().make_all(wanted)


if __name__ == "__main__":
    settings.CopyMaker = _Poisoned  # type: ignore[attr-defined]  # the harm is done there
    main(sys.argv[3:])
