"""A server that takes connections and never answers ends a run before any work."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from augcli.storage.remote.backends import file_system

from ..pictures import photo, save
from ..running import Result, run_python
from .servers import KEY

pytestmark = pytest.mark.environment(name="remote")

RUN = """
import sys
from augcli.cli import main
from augcli.storage.remote import backends, failures, first_answer
failures._FIRST_SECONDS = first_answer.FIRST_SECONDS = 0.5
backends._OPTIONS["sftp"]["banner_timeout"] = 0.5
main(sys.argv[1:])
"""
SILENT = "the server gives no answer in 0.5 s"
TAR = ("--layout", "webdataset")


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that is silent."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://bucket/data", SILENT),
        ("gs://bucket/data", SILENT),
        ("http://127.0.0.1:PORT/data", SILENT),
        ("zip://::http://127.0.0.1:PORT/data.zip", SILENT),
        ("sftp://me@127.0.0.1:PORT/data", "Error reading SSH protocol banner"),
    ],
)
def test_a_silent_server_of_data(url: str, said: str, port: int, tmp_path: Path) -> None:
    ended = _run(port, "expand", url, tmp_path / "out", "--copies", "1", "--rotation", "5")
    _check(ended, said)
    assert not (tmp_path / "out").exists()


def test_a_process_of_a_run_does_not_give_up_so_soon(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**KEY, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("multiprocessing.parent_process", object)
    assert file_system("s3://bucket/data")[1] == "bucket/data"  # without an answer


def test_a_login_of_google_that_is_not_there_is_told_in_two_lines(
    port: int, tmp_path: Path
) -> None:
    login = {"FSSPEC_GS_TOKEN": None, "GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "missing")}
    login["GCE_METADATA_HOST"] = "127.0.0.1:1"  # which nobody listens on
    run = ("expand", "gs://bucket/data", tmp_path / "out", "--copies", "1", "--rotation", "5")
    _check(_run(port, *run, env=login), SILENT)


@pytest.mark.parametrize(
    ("url", "flags", "said"),
    [
        ("s3://bucket/out", (), SILENT),
        ("s3://bucket/out", TAR, SILENT),
        ("gs://bucket/out", (), SILENT),
        ("sftp://me@127.0.0.1:PORT/out", (), "Error reading SSH protocol banner"),
    ],
)
def test_a_silent_server_of_out(
    url: str, flags: tuple[str, ...], said: str, port: int, tmp_path: Path
) -> None:
    save(tmp_path / "data/hat/a.png", photo())
    command = ("expand", tmp_path / "data", url, "--copies", "1", "--rotation", "5")
    _check(_run(port, *command, *flags), said)


def _run(port: int, *args: str | Path, env: Mapping[str, str | None] = {}) -> Result:
    endpoint = f"http://127.0.0.1:{port}"
    wanted: dict[str, str | None] = {
        **KEY,
        "AWS_ENDPOINT_URL": endpoint,
        "STORAGE_EMULATOR_HOST": endpoint,
    }
    wanted |= {"FSSPEC_GS_TOKEN": "anon", "FSSPEC_SFTP_PASSWORD": "word", **env}
    return run_python("-c", RUN, *(str(arg).replace("PORT", f"{port}") for arg in args), env=wanted)


def _check(ended: Result, said: str) -> None:
    assert ended.code == 1, ended.stderr
    problem, hint = ended.stderr.splitlines()
    assert problem.startswith("augcli: cannot read ")
    assert said in problem
    assert hint.startswith("  -> ")
