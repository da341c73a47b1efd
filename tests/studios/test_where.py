"""Where ``augcli studio`` listens, and what it says of the way there."""

from __future__ import annotations

import shlex
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import assert_refused, run
from hypothesis import given
from hypothesis import strategies as st

from augcli.cli.ssh_tunnel import tunnel

from .running import running


@pytest.mark.parametrize(
    ("host", "forward"),
    [
        ("127.0.0.1", "{0}:127.0.0.1:{0}"),
        ("127.0.0.2", "127.0.0.2:{0}:127.0.0.2:{0}"),
        ("[::1]", "'[::1]:{0}:[::1]:{0}'"),
    ],
)
def test_over_ssh_the_command_for_the_other_end_is_printed(
    monkeypatch: pytest.MonkeyPatch, host: str, forward: str
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "you")
    said = tunnel("10.0.0.9 50000 10.0.0.7 2222", host, 40513)
    assert said == f"ssh -N -L {forward.format(40513)} -p 2222 you@10.0.0.7"


@pytest.mark.parametrize("error", [ImportError, KeyError, OSError])
@given(connection=st.text(max_size=30))
def test_whatever_ssh_says_and_whoever_asks_there_is_a_command(
    error: type[Exception], connection: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("getpass.getuser", _raises(error))
        words = shlex.split(tunnel(connection, "127.0.0.1", 40513))
    assert words[:4] == ["ssh", "-N", "-L", "40513:127.0.0.1:40513"]
    assert "@" not in words[-1] or "@" in connection


def _raises(error: type[Exception]) -> Callable[[], str]:
    def getuser() -> str:
        raise error("no such user")

    return getuser


@pytest.mark.parametrize("connection", ["10.0.0.9 50000 10.0.0.7 22", "odd"])
def test_the_command_is_said_at_the_start(dataset: Path, connection: str) -> None:
    with running(dataset, env={"SSH_CONNECTION": connection}) as studio:
        assert f"ssh -N -L {studio.port}:127.0.0.1:{studio.port} " in studio.said


def test_the_host_is_a_number(dataset: Path) -> None:
    refused = run("studio", dataset, "--host", "example.org", "--expose")
    assert_refused(refused)
    assert "is a name" in refused.stderr


def test_with_consent_other_machines_are_told_where_to_go(dataset: Path) -> None:
    with running(dataset, "--no-open", "--host", "0.0.0.0", "--expose") as studio:
        assert "everyone who learns this address can see the images" in studio.said
        assert studio.ask("GET", "/api/alive")[0] == 204


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::"])
def test_other_machines_are_let_in_only_with_consent(dataset: Path, host: str) -> None:
    refused = run("studio", dataset, "--host", host)
    assert_refused(refused)
    assert "lets other machines in" in refused.stderr
    assert "--expose" in refused.stderr


def test_a_port_that_is_taken_is_refused(dataset: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("studio", dataset, "--no-open", "--port", str(port))
    assert_refused(refused)
    assert f"port {port}" in refused.stderr
