"""Servers of SFTP, whose connection is opened anew once it is lost."""

from __future__ import annotations

import logging
from typing import Any

from fsspec.implementations.sftp import SFTPFileSystem

_SILENT = 30.0  # seconds without a byte after which an answer comes no more

# A server that is lost or silent makes its thread show a traceback where nobody logs.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class Sftp(SFTPFileSystem):  # type: ignore[misc]  # fsspec has no types
    """The files of a server: each request connects if the connection before was lost."""

    @property
    def ftp(self) -> Any:
        """The client of paramiko. Raises OSError, SSHException."""
        transport = self.client.get_transport()
        if transport is None or not transport.is_active():
            self.client.close()
            self._connect()
        return self._ftp

    @ftp.setter
    def ftp(self, opened: Any) -> None:
        opened.get_channel().settimeout(_SILENT)
        self._ftp = opened
