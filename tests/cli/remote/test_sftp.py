"""A connection to a server of SFTP that is lost is opened anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.storage.files import write_whole
from augcli.storage.remote.reading import open_object

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
