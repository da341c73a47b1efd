"""Run code of the user: its prints go to stderr, and what it raises is told as its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Self

from augcli.errors import AugcliError, UsageProblem, is_lack_of_memory
from augcli.studies.memory import FEWER


class StdoutToStderr:
    """Sends what is printed, by C libraries too, to stderr: stdout is for the result.

    It does so until the end of a ``with`` block, or of the process.
    """

    def __init__(self) -> None:
        self._python = redirect_stdout(sys.stderr)
        self._python.__enter__()
        self._before = os.dup(1)
        os.dup2(2, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.dup2(self._before, 1)
        os.close(self._before)
        self._python.__exit__(None, None, None)


@contextmanager
def told_as_own(model: str, what: str, hint: str) -> Iterator[None]:
    """Run a block of the user's code: ``what`` is its name in messages.

    Raises:
        UsageProblem: it raised anything, or wanted to end the process.
    """
    try:
        yield
    except AugcliError:
        raise
    except BaseException as error:  # SystemExit too: sys.exit would end the study without a word
        if _is_ctrl_c(error):
            raise
        if is_lack_of_memory(error):
            hint = FEWER
        raise UsageProblem(f"--model {model}: {what} fails: {error!r:.200}", hint) from error


@contextmanager
def beside(file: Path) -> Iterator[None]:
    """Let a block import the modules in the folder of a file."""
    folder = str(file.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        if folder in sys.path:  # the code may have changed it
            sys.path.remove(folder)


def _is_ctrl_c(error: BaseException) -> bool:
    """Return True if Ctrl-C may be the cause of an error: it is under Python's handler alone."""
    handler = signal.getsignal(signal.SIGINT)
    return isinstance(error, KeyboardInterrupt) and handler is signal.default_int_handler
