"""A connection to a server of SFTP that is lost is opened anew; a login that fails is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.storage.files import write_whole
from augcli.storage.remote.reading import open_object

from ..running import run
from .servers import free_port, rclone

pytestmark = pytest.mark.environment(name="remote")


def test_a_server_that_was_stopped_and_started_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fsspec.config import conf

    monkeypatch.setitem(conf, "sftp", {"password": "word"})
    port = free_port()
    url = f"sftp://me@127.0.0.1:{port}/files"
    for name in ("a", "b"):
        with rclone("sftp", tmp_path, "--user=me", "--pass=word", port=port):
            write_whole(f"{url}/{name}", b"one")
            assert open_object(f"{url}/a").read() == b"one"


def test_a_password_that_is_wrong_is_told_in_two_lines(tmp_path: Path) -> None:
    with rclone("sftp", tmp_path, "--user=me", "--pass=word") as port:
        url, env = f"sftp://me@127.0.0.1:{port}/data", {"FSSPEC_SFTP_PASSWORD": "other"}
        failed = run("expand", url, tmp_path / "out", env={"HOME": str(tmp_path), **env})
    assert failed.code == 1
    problem, hint = failed.stderr.splitlines()
    assert problem == f"augcli: cannot read {url}: Authentication failed."
    assert hint == "  -> log in as your other tools do"
