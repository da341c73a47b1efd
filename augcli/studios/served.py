"""Serve a studio in a thread of a program that goes on, such as a notebook."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial

from augcli.engines.threads import start_thread
from augcli.studios.app import make_app
from augcli.studios.guard import NOTEBOOKS, Access
from augcli.studios.serve import Server, listen
from augcli.studios.studio import Studio
from augcli.studios.subject import Subject

_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Served:
    """A studio that is served at an ``address`` of this machine."""

    address: str
    studio: Studio
    server: Server
    thread: threading.Thread

    def close(self) -> None:
        """End the server and the processes."""
        self.server.end()
        self.thread.join()
        self.studio.close()


def serve_in_thread(subject: Subject) -> Served:
    """Serve a studio that pages of notebooks may show in a frame.

    Raises:
        EnvironmentFailure: a worker or a thread can't be started.
    """
    studio = Studio(subject)
    listening = listen(_HOST, 0)
    access = Access(listening.getsockname()[1], frames=NOTEBOOKS)
    server = Server(make_app(studio, access))
    thread = start_thread(partial(server.run, sockets=[listening]))
    address = f"http://localhost:{access.port}/?token={access.token}"
    return Served(address, studio, server, thread)
