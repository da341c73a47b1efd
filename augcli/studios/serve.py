"""Serve a studio until it is stopped."""

from __future__ import annotations

import asyncio
import socket
import sys
from types import FrameType

import uvicorn

from augcli.errors import UsageProblem
from augcli.studios.guard import Guard

_KEEP = 75  # seconds that an idle connection stays open
_BACKLOG = 128


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; a port of 0 takes a free one.

    Raises:
        UsageProblem: the port is taken, or the host is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # where it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        where = f"{host}, port {port}" if port else host
        hint = "give another --port, or none for a free one" if port else "give another --host"
        problem = f"cannot listen at {where}: {error.strerror or error}"
        raise UsageProblem(problem, hint) from error
    return listening


class Server(uvicorn.Server):
    """A server that sleeps until a request comes: uvicorn's own looks around ten times a second."""

    def __init__(self, app: Guard) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP,
            timeout_graceful_shutdown=0,
        )
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait until the server is to end."""
        self._loop = asyncio.get_running_loop()
        if not self.should_exit:
            await self._ended.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note a signal, and end at once."""
        super().handle_exit(sig, frame)
        self.end()

    def end(self) -> None:
        """End at once, whatever is being answered. Any thread may call it."""
        self.should_exit = self.force_exit = True
        if self._loop:
            self._loop.call_soon_threadsafe(self._ended.set)
