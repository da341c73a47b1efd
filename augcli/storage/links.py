"""Give files other names: symbolic links, hard links, or copies where there are none."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from augcli.storage.local_files import TO_WRITE, put


def link_to(source: Path, path: Path, folder: int | None = None) -> None:
    """Make a symbolic link to ``source`` at ``path``, or a copy if the system allows no links.

    With a hard link, editing the output would change the input. The link is relative if possible,
    so that input and output can move together. Raises EnvironmentFailure.
    """
    try:
        target = os.path.relpath(source.resolve(), path.parent.resolve())
    except ValueError:  # another drive, on Windows
        target = str(source.resolve())

    def link(temp: str) -> None:
        try:
            os.symlink(target, temp, dir_fd=folder)
        except (NotImplementedError, PermissionError):
            _copy(source, temp, folder)

    put(path, link, folder)


def link_or_copy(source: Path, path: Path, folder: int | None = None) -> bool:
    """Give a file a second name, ``path``; copy it where the system allows that to none.

    What is at ``path`` is replaced. Return False for a copy. Raises EnvironmentFailure.
    """
    name = path if folder is None else path.name
    try:
        # Without a temporary name: whoever writes to one that was left behind would write to the
        # source.
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        os.link(source, name, dst_dir_fd=folder)
    except OSError:  # another file system, or one without hard links
        put(path, lambda temp: _copy(source, temp, folder), folder)
        return False
    return True


def _copy(source: Path, path: str, folder: int | None) -> None:
    descriptor = os.open(path, TO_WRITE, 0o666, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as to, source.open("rb") as data:
        shutil.copyfileobj(data, to, 1 << 20)
