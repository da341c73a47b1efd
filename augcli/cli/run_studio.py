"""Run a studio: serve its page, say where it is, and open it in the browser."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager

import click

from augcli.cli.console import note
from augcli.cli.display import has_display
from augcli.cli.ssh_tunnel import tunnel
from augcli.cli.studio_flags import LOOPBACK, StudioFlags
from augcli.errors import Interrupted, Terminated, UsageProblem
from augcli.studios.hosts import is_loopback, is_number
from augcli.studios.subject import Subject

_ALL = {"0.0.0.0": LOOPBACK, "::": "::1"}
"""The hosts that mean all addresses of this machine, and one of those."""


def check_host(flags: StudioFlags) -> None:
    """Raise UsageProblem for a host that is a name, or that others reach without consent."""
    if not is_number(flags.host) and flags.host != "localhost":
        raise UsageProblem(
            f"--host {flags.host} is a name, which any site can take for itself",
            "give an address of this machine in numbers, such as 127.0.0.1",
        )
    if flags.expose or is_loopback(flags.host):
        return
    raise UsageProblem(
        f"--host {flags.host} lets other machines in: who learns the address sees all images, "
        "and nothing is encrypted",
        "leave --host out and use ssh -L, or agree with --expose",
    )


@contextmanager
def until_ctrl_c() -> Iterator[None]:
    """Take Ctrl-C for the end of the block, even before the page is there.

    Raises:
        Terminated: a signal other than Ctrl-C ends it.
    """
    try:
        yield
    except Terminated as stopped:
        raise Terminated(stopped.problem, "open the same studio again to go on") from stopped
    except Interrupted:  # Ctrl-C is how it is meant to end
        pass


def run_studio(subject: Subject, flags: StudioFlags) -> None:
    """Serve the page until a signal.

    Raises:
        UsageProblem: the port is taken, or the host is no address of this machine.
        EnvironmentFailure: a worker can't be started.
        Interrupted: Ctrl-C, or another signal, ends it.
    """
    from augcli.studios.app import make_app  # it loads the libraries of the extra
    from augcli.studios.guard import Access
    from augcli.studios.serve import Server, listen
    from augcli.studios.studio import Studio

    studio = Studio(subject)  # before the socket is there, which workers would hold too
    try:
        listening = listen(flags.host, flags.port or 0)
        port = listening.getsockname()[1]
        access = Access(port, exposed=not is_loopback(flags.host))
        address = f"http://{_shown(flags.host)}:{port}/?token={access.token}"
        _tell(address, port, flags)
        Server(make_app(studio, access)).run(sockets=[listening])
    finally:
        studio.close()


def _tell(address: str, port: int, flags: StudioFlags) -> None:
    """Print the address, and open it if there is a browser for it here."""
    click.echo(address)
    if not is_loopback(flags.host):
        note("everyone who learns this address can see the images: Ctrl-C closes the page")
        note("on another machine, the host in it is the address of this one, in numbers")
    shown = _shown(flags.host)
    if is_loopback(shown) and (connection := os.environ.get("SSH_CONNECTION")):
        note(f"on your own machine, type: {tunnel(connection, shown, port)}")
        note("and open the address there")
    elif not (flags.no_open or _opened(address)):
        note("there is no browser here: open this address where there is one")
    note("Ctrl-C ends the studio")


def _opened(address: str) -> bool:
    """Open an address in a browser with a window; return whether there is one."""
    try:
        return has_display() and webbrowser.open(address)
    except webbrowser.Error:
        return False


def _shown(host: str) -> str:
    """Return a host as an address names it; one that means all by one of them."""
    address = _ALL.get(host, host)
    return f"[{address}]" if ":" in address else address
