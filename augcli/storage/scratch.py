"""A temporary file for what is too large for memory; a process that is killed leaves none."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from augcli.errors import EnvironmentFailure

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


@contextmanager
def scratch_file() -> Iterator[tuple[BinaryIO, str]]:
    """Open a temporary file to read and write, and yield it with a path that opens it too.

    Raises:
        EnvironmentFailure: it can't be made, or the disk fails or is full.
    """
    with ExitStack() as stack:
        try:
            opened = _open(stack)
        except OSError as error:
            raise cannot_write(error) from error
        try:
            yield opened
        except OSError as error:
            if error.errno in _OF_THE_DISK:
                raise cannot_write(error) from error
            raise


def _open(stack: ExitStack) -> tuple[BinaryIO, str]:
    import tempfile

    if sys.platform == "linux":  # there a file without a name can be opened by a path too
        unnamed = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115, the stack closes it
        return unnamed, f"/proc/self/fd/{unnamed.fileno()}"
    path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="augcli-")), "file")
    return stack.enter_context(path.open("w+b")), str(path)


def cannot_write(error: OSError) -> EnvironmentFailure:
    """Return the failure to raise if a temporary file can't be written."""
    import tempfile

    where = tempfile.tempdir or "the folder for temporary files"
    return EnvironmentFailure(
        f"cannot write a temporary file in {where}: {error.strerror or error}",
        "make room there, or name another folder by the variable TMPDIR; what is done stays",
    )
