"""Write the command that brings a port of this machine to the one at the other end of ssh."""

from __future__ import annotations

import getpass
import socket

from augcli.cli.studio_flags import LOOPBACK
from augcli.text import shell_command

_SSH_PORT = "22"


def tunnel(connection: str, host: str, port: int) -> str:
    """Return the command to type at the other end, so that an address leads here from there.

    ``connection`` is SSH_CONNECTION: address and port of the other end, then those of this one.
    ``host`` is a loopback address as it stands in an address, such as ``[::1]``.
    """
    match connection.split():
        case [_, _, here, ssh_port]:
            pass
        case _:  # not as sshd sets it
            here, ssh_port = socket.gethostname(), _SSH_PORT
    # ssh listens at 127.0.0.1 by itself. At another address the browser would find nobody.
    at = [] if host in (LOOPBACK, "localhost") else [host]
    forward = ":".join([*at, str(port), host, str(port)])
    special = [] if ssh_port == _SSH_PORT else ["-p", ssh_port]
    return shell_command(["ssh", "-N", "-L", forward, *special, f"{_user()}{here}"])


def _user() -> str:
    """Return the name of the user with an @; empty if the system knows none."""
    try:
        return f"{getpass.getuser()}@"
    except (ImportError, KeyError, OSError):  # which of them depends on system and version
        return ""
