"""Tell a missing object from a server that is not there, and try again what may pass."""

from __future__ import annotations

import errno
import random
import time
from collections.abc import Callable
from email.utils import mktime_tz, parsedate_tz
from typing import TypeVar

from augcli.errors import AugcliError, EnvironmentFailure, SourceProblem, UsageProblem

READ_SECONDS = 30.0
"""For an object with all attempts, in seconds: less than a source may take."""

WRITE_SECONDS = 60.0
"""For writing an object: a worker that waits loses less than a run that ends."""

_FIRST_SECONDS = 8.0  # for a server that has told nothing yet: it may be mistyped

_FORBIDDEN, _NOT_FOUND = (401, 403), 404  # of HTTP
_LOG_IN = "log in as your other tools do"
_CLOCK, _CLOCK_SECONDS = "RequestTimeTooSkewed", 900  # of S3, whose logins hold for so long
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0  # seconds

_known: set[str] = set()  # servers and buckets that have told something to this process

ResultT = TypeVar("ResultT")


def persist(url: str, ask: Callable[[], ResultT], seconds: float, verb: str = "read") -> ResultT:
    """Return the answer to a request; after a failure that may pass, ask again for some seconds.

    The pauses double up to a limit, and chance shortens each: many workers don't ask at once.
    ``verb`` says in messages what was tried.

    Raises:
        FileNotFoundError, NotADirectoryError, PermissionError, IsADirectoryError: as ``ask``.
        EnvironmentFailure: the server can't be reached, or answers with errors alone.
        UsageProblem: no bucket can have such a name.
    """
    end, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while True:
        try:
            return ask()
        except (FileNotFoundError, NotADirectoryError, PermissionError, IsADirectoryError) as error:
            if _has_other_time(error.__cause__):
                raise _failure(url, error, "set the clock of this machine", verb) from error
            if not _is_lost_connection(error.__cause__):
                raise
            if time.monotonic() + pause > end:
                raise unreachable(url, error.__cause__ or error, verb) from error
        except (AugcliError, SourceProblem):
            raise
        except Exception as error:  # of any backend and the libraries below it
            if _status(error) in _FORBIDDEN:
                raise PermissionError(errno.EACCES, "Permission denied", url) from error
            if _status(error) == _NOT_FOUND:
                raise FileNotFoundError(errno.ENOENT, "No such file", url) from error
            if _lacks_credentials(error):
                raise _failure(url, error, _LOG_IN, verb) from error
            if type(error).__name__ == "ParamValidationError":  # of botocore, which does not ask
                raise UsageProblem(
                    f"{url}: no bucket has such a name",
                    "give one of letters, digits, dots, hyphens and underscores",
                ) from error
            if time.monotonic() + pause > end:
                raise unreachable(url, error, verb) from error
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, _LONGEST_PAUSE)


def look_up(url: str, ask: Callable[[], ResultT]) -> ResultT:
    """Return what a server tells of a folder or an object, as :func:`persist` does.

    One that is known to be there is waited for as long as for the object itself. Processes that
    another has started have it from that one.
    """
    server = url.split("/")[2]
    is_known = server in _known or is_started_by_another()
    answer = persist(url, ask, READ_SECONDS if is_known else _FIRST_SECONDS)
    _known.add(server)
    return answer


def is_started_by_another() -> bool:
    """Return True in a process of a run: the one that started it has asked the servers."""
    from multiprocessing import parent_process  # not for --help

    return parent_process() is not None


def forbidden(url: str, error: PermissionError, verb: str = "read") -> EnvironmentFailure:
    """Return the failure of a user who may not look at a place, or not change it."""
    hint = f"{_LOG_IN}, or get the permission for it"
    return _failure(url, error, hint, verb)


def not_connected(url: str, error: Exception) -> EnvironmentFailure:
    """Return the failure of a backend that can't even begin: a login may be missing or no login."""
    if isinstance(error, ValueError) or _lacks_credentials(error):
        return _failure(url, error, _LOG_IN, "read")
    return unreachable(url, error)


def unreachable(url: str, error: BaseException, verb: str = "read") -> EnvironmentFailure:
    """Return the failure of a server."""
    hint = "what is done stays; when that works, run the same command again"
    return _failure(url, error, hint, verb)


def _failure(url: str, error: BaseException, hint: str, verb: str) -> EnvironmentFailure:
    said = " ".join(f"{error or type(error).__name__}".split())
    return EnvironmentFailure(f"cannot {verb} {url}: {said:.300}", hint)


def _is_lost_connection(cause: BaseException | None) -> bool:
    """Return True for what fsspec takes on the web for an object that is not there."""
    is_answer = isinstance(cause, FileNotFoundError) or _status(cause) == _NOT_FOUND
    return isinstance(cause, OSError) and not is_answer


def _has_other_time(cause: BaseException | None) -> bool:
    """Return True for S3 that refuses a login for its time; to HEAD it answers without a reason."""
    if _CLOCK in f"{cause}":
        return True
    told = getattr(cause, "response", None)
    if not isinstance(told, dict):
        return False
    there = parsedate_tz(told.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", ""))
    return there is not None and abs(mktime_tz(there) - time.time()) > _CLOCK_SECONDS


def _lacks_credentials(error: BaseException) -> bool:
    said = f"{type(error).__name__} {error}".lower()
    return "credentials" in said or "authentication" in said


def _status(error: BaseException | None) -> object:
    names = ("status", "code", "status_code")  # of aiohttp, of gcsfs, of Azure and Hugging Face
    told = (error, getattr(error, "response", None))
    return next(filter(None, (getattr(one, name, None) for one in told for name in names)), None)
