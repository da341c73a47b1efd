"""A temporary file for what is too large for memory; a process that is killed leaves none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from augcli.errors import EnvironmentFailure


@contextmanager
def scratch_file() -> Iterator[tuple[BinaryIO, str]]:
    """Open a temporary file to read and write, and yield it with a path that opens it too.

    Raises:
        EnvironmentFailure: it can't be made, or the block ran out of room for it.
    """
    import tempfile

    try:
        if sys.platform == "linux":  # there a file without a name can be opened by a path too
            with tempfile.TemporaryFile() as stream:
                yield stream, f"/proc/self/fd/{stream.fileno()}"
        else:
            with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
                path = Path(folder, "file")
                with path.open("w+b") as stream:
                    yield stream, str(path)
    except OSError as error:
        raise EnvironmentFailure(
            f"cannot write a temporary file in {tempfile.gettempdir()}: {error.strerror or error}",
            "make room there, or name another folder by the variable TMPDIR; what is done stays",
        ) from error
