"""Blocks of bytes that processes share: in memory, or in a file on a disk."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from augcli.errors import EnvironmentFailure
from augcli.imaging.lazy import Array, np


@dataclass(frozen=True)
class Block:
    """A block by the path of its file.

    It takes memory, or room on the disk, only where something was written.
    """

    path: str
    size: int

    def open(self) -> Array:
        """Return its bytes, uint8."""
        return np.memmap(self.path, np.uint8, "r+", shape=(self.size,))


def make_in_memory(size: int) -> tuple[Block, Callable[[], None]]:
    """Make a block in memory; return it with the function that gives it up.

    Raises:
        EnvironmentFailure: there is no room for it.
    """
    # A file without a name ends with its processes, even killed ones. multiprocessing's shared
    # memory doesn't without a tracker, and containers often have 64 MB of it.
    if sys.platform == "linux" and Path("/proc/self/fd").is_dir():
        descriptor = os.memfd_create("augcli")
        os.ftruncate(descriptor, size)
        return Block(f"/proc/{os.getpid()}/fd/{descriptor}", size), lambda: os.close(descriptor)
    return make_on_disk(size, Path(tempfile.gettempdir()))


def make_on_disk(size: int, folder: Path) -> tuple[Block, Callable[[], None]]:
    """Make a block in a new file in a folder; return it with the function that removes it.

    Raises:
        EnvironmentFailure: the file can't be made, or there is no room for it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A process that writes to a mapped file when the disk is full is killed.
        if (free := shutil.disk_usage(folder).free) < size:
            raise EnvironmentFailure(
                f"{folder}: {size:,} bytes may be needed, and {free:,} are free",
                "make room, or give a smaller cache_limit",
            )
        made = tempfile.NamedTemporaryFile(  # noqa: SIM115, it is removed at the end of the flow
            dir=folder, prefix="augcli-", suffix=".cache", delete=False
        )
        with made as file:
            file.truncate(size)
    except OSError as error:
        raise EnvironmentFailure(
            f"{folder}: no file can be made in it: {error.strerror or error}",
            "give a folder that can be written to",
        ) from error
    path = Path(made.name).resolve()

    def remove() -> None:
        with suppress(OSError):  # Windows keeps it while an array shows it
            path.unlink()

    return Block(str(path), size), remove
