"""Every error a user can cause, and every exit code. An error is a problem and a way out."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

Status = Literal["bad", "refused", "skipped"]


class ExitCode(IntEnum):
    """What the shell sees. Scripts depend on these numbers."""

    OK = 0  # every source expanded
    FAILURE = 1  # a bug, or the environment: disk full, no permission
    USAGE = 2  # refused before any work
    PARTIAL = 3  # finished, but some sources gave nothing
    INTERRUPTED = 130  # Ctrl-C
    TERMINATED = 143  # SIGTERM


class AugcliError(Exception):
    """A problem, said in one line, and the way out, said in another."""

    exit_code = ExitCode.FAILURE

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem, hint)  # both, so that it survives pickling
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return self.problem


class UsageProblem(AugcliError):
    """The request can't be carried out as typed; nothing was done."""

    exit_code = ExitCode.USAGE


class EnvironmentFailure(AugcliError):
    """The machine said no: disk full, no permission. What is done stays."""


class Interrupted(AugcliError):
    """The run was stopped by a signal. What is done stays."""

    exit_code = ExitCode.INTERRUPTED


class Terminated(Interrupted):
    """The run was stopped by SIGTERM."""

    exit_code = ExitCode.TERMINATED


class BadValue(ValueError):
    """A value breaks a rule of its knob; the message is the rule, for whoever knows the flag."""


class SourceProblem(Exception):
    """One source gives nothing, and why; the run goes on.

    ``status`` is ``bad`` (damaged), ``refused`` (sound, but not for us) or ``skipped``;
    ``reason`` is a short code for scripts; ``text`` is for people.
    """

    def __init__(self, status: Status, reason: str, text: str) -> None:
        super().__init__(status, reason, text)
        self.status = status
        self.reason = reason
        self.text = text


def is_lack_of_memory(error: BaseException) -> bool:
    """Say whether an error is one of those by which libraries tell that memory has run out."""
    # OpenCV's has a code (cv2.Error.StsNoMem); that of Pillow's decoders is an OSError.
    code = getattr(error, "code", None)
    return isinstance(error, MemoryError) or code == -4 or "out of memory" in str(error)
