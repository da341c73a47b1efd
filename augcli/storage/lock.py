"""Lock a folder, so that one run at a time writes to it."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from augcli.errors import EnvironmentFailure
from augcli.storage.remote.scheme import is_url

_TRIES, _PAUSE = 10, 0.1  # seconds
# Some network file systems have no locks. The run continues without one there.
_CANNOT_LOCK = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Lock a folder while the block runs. If this process is killed, the system unlocks it.

    A bucket has no lock. Two runs may write to one at a time: each object is written whole, and
    has the same bytes whoever writes it.

    With ``shared`` others may lock it ``shared`` too: to read, while nobody writes.

    Raises:
        EnvironmentFailure: another process holds it.
    """
    if is_url(folder):
        yield
        return
    descriptor = _open(folder)
    try:
        # Workers of a killed run may hold the lock for a moment longer.
        tries = _TRIES
        while not _taken(descriptor, shared=shared):
            tries -= 1
            if not tries:
                raise EnvironmentFailure(
                    f"{folder} is being written by {_holder(descriptor)}",
                    "wait for it to end, or stop it; then run the same command again",
                )
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def hold(folder: Path) -> None:
    """Lock a folder as one that is in use, until this process and its forks have ended."""
    _taken(_open(folder), shared=True)


def is_abandoned(folder: Path) -> bool:
    """Return True if it is certain that nobody holds a folder. Raises OSError."""
    descriptor = _open(folder)
    try:
        return _lock(descriptor, shared=False)
    except OSError:  # no folder can be locked there
        return False
    finally:
        os.close(descriptor)


def _taken(descriptor: int, *, shared: bool) -> bool:
    """Return True if a folder could be locked, or no folder can be there."""
    try:
        return _lock(descriptor, shared=shared)
    except OSError as error:
        if error.errno not in _CANNOT_LOCK:
            raise
    return True


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        # Windows can't open folders. The lock file is outside, since OUT holds nothing but outputs.
        name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
        path = Path(tempfile.gettempdir()) / f"augcli-{name[:16]}.lock"
        return os.open(path, os.O_RDWR | os.O_CREAT)

    def _lock(descriptor: int, *, shared: bool) -> bool:  # noqa: ARG001, Windows can't share
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _holder(_: int) -> str:
        return "another process"

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_CLOEXEC)

    def _lock(descriptor: int, *, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(descriptor: int) -> str:
        status = os.fstat(descriptor)
        place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        try:
            locks = Path("/proc/locks").read_text("ascii").splitlines()
        except OSError:  # not Linux
            return "another process"
        fields = (line.split() for line in locks)
        holders = [f[4] for f in fields if len(f) > 5 and f[1] == "FLOCK" and f[5] == place]
        return f"process {holders[0]}" if holders else "another process"
