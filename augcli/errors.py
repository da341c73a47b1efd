"""Errors that a user can cause, each with a problem and a hint, and exit codes."""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import Literal

Status = Literal["bad", "refused", "skipped"]


class ExitCode(IntEnum):
    """The exit codes of augcli. Scripts depend on these numbers."""

    OK = 0  # every source expanded
    FAILURE = 1  # a bug, or the environment: disk full, no permission
    USAGE = 2  # refused before any work
    PARTIAL = 3  # finished, but some sources gave no copies
    INTERRUPTED = 130  # Ctrl-C
    TERMINATED = 143  # SIGTERM


class AugcliError(Exception):
    """An error with a ``problem`` and a ``hint`` that says what to do, one line each.

    A traceback shows the hint below the problem.
    """

    exit_code = ExitCode.FAILURE

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem, hint)  # both, or unpickling fails
        self.add_note(hint)
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return self.problem


class UsageProblem(AugcliError, ValueError):
    """The request is not valid as typed; nothing was done."""

    exit_code = ExitCode.USAGE


class EnvironmentFailure(AugcliError):
    """The machine failed: disk full, no permission. Finished files stay."""


# What the system says of a path that was mistyped. Everything else is trouble of the machine.
_MISTYPED = (
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ENAMETOOLONG,
    errno.ELOOP,
    errno.EINVAL,
)
_REMEDIES = {
    errno.EACCES: "get the permission for it, or give another path",
    errno.EPERM: "get the permission for it, or give another path",
    errno.EROFS: "give a path on a disk that can be written",
    errno.ENOSPC: "make room on the disk, then run the same command again",
    errno.EDQUOT: "make room on the disk, then run the same command again",
}


def path_error(problem: str, hint: str, cause: BaseException | None) -> AugcliError:
    """Return the error for a path that the user named: a UsageProblem, or EnvironmentFailure.

    ``cause`` is the error of the system. Permissions and disks are the machine's, and have hints
    of their own; ``hint`` is for a path that can't be right as typed.
    """
    code = cause.errno if isinstance(cause, OSError) else None
    if code is None or code in _MISTYPED:
        return UsageProblem(problem, hint)
    remedy = "what is done stays; fix that, then run the same command again"
    return EnvironmentFailure(problem, _REMEDIES.get(code, remedy))


class Interrupted(AugcliError):
    """A signal stopped the run. Finished files stay."""

    exit_code = ExitCode.INTERRUPTED


class Terminated(Interrupted):
    """SIGTERM stopped the run."""

    exit_code = ExitCode.TERMINATED


class BadValue(ValueError):
    """A value breaks a rule of its knob. The message is the rule; the caller adds the flag.

    ``instead`` holds values close to the typed one that keep the rule, best first.
    """

    def __init__(self, rule: str, *instead: str) -> None:
        super().__init__(rule)
        self.instead = instead


class SourceProblem(Exception):
    """One source gives no copies; the run continues.

    ``status`` is ``bad`` (damaged), ``refused`` (undamaged, but not supported) or ``skipped``.
    ``reason`` is a short code for scripts, ``text`` an explanation for people. ``kind`` names the
    format of a file whose format isn't read.
    """

    def __init__(self, status: Status, reason: str, text: str, kind: str = "") -> None:
        super().__init__(status, reason, text, kind)
        self.status = status
        self.reason = reason
        self.text = text
        self.kind = kind


def is_lack_of_memory(error: BaseException) -> bool:
    """Return True if the error of any library means that memory has run out."""
    # OpenCV raises an error of its own with code -4 (cv2.Error.StsNoMem), Pillow an OSError.
    code = getattr(error, "code", None)
    # The dynamic linker words it in its own way, in an ImportError.
    words = ("out of memory", "failed to map segment")
    return isinstance(error, MemoryError) or code == -4 or any(word in str(error) for word in words)
