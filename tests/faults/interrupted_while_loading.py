"""Run augcli, and send SIGINT when the module of the first argument is imported."""

from __future__ import annotations

import importlib.abc
import os
import signal
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Interrupter(importlib.abc.MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,  # noqa: ARG002, a finder's signature
        target: ModuleType | None = None,  # noqa: ARG002, a finder's signature
    ) -> ModuleSpec | None:
        if name == self._name:
            os.kill(os.getpid(), signal.SIGINT)
        return None


if __name__ == "__main__":
    sys.meta_path.insert(0, _Interrupter(sys.argv.pop(1)))
    from augcli.__main__ import main

    main(sys.argv[1:])
