"""Open folders below a root without following links, so that nothing is written outside."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Self

from augcli.errors import EnvironmentFailure
from augcli.storage.files import make_folders
from augcli.storage.local_files import cannot
from augcli.storage.remote.scheme import is_url

_CAN = {os.open, os.mkdir, os.rename, os.unlink, os.symlink} <= os.supports_dir_fd
_FLAGS = os.O_RDONLY
for _name in ("O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"):  # if the system has them
    _FLAGS |= getattr(os, _name, 0)


class Tree:
    """Folders below a root; the last one stays open until :meth:`close`.

    Writing to the descriptor of a folder stays in that folder, even if a link takes its place in
    the middle of a run. A path would be looked up anew for every file.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = ""
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, folder: str) -> int | None:
        """Return the descriptor of a folder below the root, which is made if it is missing.

        ``folder`` is its path with ``/``, empty for the root. On a server, and on a system that
        can't write to descriptors of folders, return None: write to the path.

        Raises:
            EnvironmentFailure: it can't be made or opened, or a link is on the way to it.
        """
        if not _CAN or is_url(self._root):
            make_folders(self._root / folder, inside=self._root)
            return None
        if self._descriptor is None or folder != self._folder:
            self.close()
            self._descriptor, self._folder = self._walk(folder), folder
        return self._descriptor

    def close(self) -> None:
        """Close the folder; the next :meth:`open` looks it up again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _walk(self, folder: str) -> int:
        path = self._root
        try:
            descriptor = os.open(path, _FLAGS & ~os.O_NOFOLLOW)
            for name in filter(None, folder.split("/")):
                path /= name
                above = descriptor
                try:
                    descriptor = _step(above, name, path)
                finally:
                    os.close(above)
        except OSError as error:
            raise cannot("make the folder", path, error) from error
        return descriptor


def _step(above: int, name: str, path: Path) -> int:
    """Open a folder in an open folder; make it if it is missing."""
    try:
        return os.open(name, _FLAGS, dir_fd=above)
    except FileNotFoundError:
        with suppress(FileExistsError):  # another worker was faster
            os.mkdir(name, dir_fd=above)
        return os.open(name, _FLAGS, dir_fd=above)
    except OSError as error:
        if error.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise
        if stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode):
            raise EnvironmentFailure(
                f"{path} is a link, and no folder",
                "nothing is written through links; remove it and run the same command again",
            ) from error
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
