"""A dataset behind a URL gives the same tree as the same files on a disk."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ..running import assert_refused, run, tree
from .hub import REPOSITORY, hub
from .servers import KEY, rclone, s3_system, seaweedfs

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "2", "--rotation", "20", "--workers", "2")


def test_seaweedfs_gives_the_tree_of_the_disk(data: Path, tmp_path: Path) -> None:
    with seaweedfs(tmp_path / "weed") as endpoint:
        system = s3_system(endpoint)
        system.put(f"{data}/", "bucket/data/", recursive=True)
        env = {**KEY, "AWS_ENDPOINT_URL": endpoint}
        _check_same("s3://bucket/data", data, tmp_path, env)


def test_sftp_gives_the_tree_of_the_disk(data: Path, tmp_path: Path) -> None:
    with rclone("sftp", data.parent, "--user=me", "--pass=word") as port:
        url = f"sftp://me@127.0.0.1:{port}/data"
        env = {"HOME": str(tmp_path), "FSSPEC_SFTP_PASSWORD": "word"}
        _check_same(url, data, tmp_path, env)


def test_a_web_server_gives_the_tree_of_the_disk(data: Path, tmp_path: Path) -> None:
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(data.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/data"
        _check_same(url, data, tmp_path, {"HOME": str(tmp_path)})
        server.shutdown()


def test_hugging_face_gives_the_tree_of_the_disk(data: Path, tmp_path: Path) -> None:
    with hub(data.parent) as endpoint:
        env = {"HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path / "hf"), "HF_TOKEN": ""}
        _check_same(f"hf://{REPOSITORY}/data", data, tmp_path, env)
        for url in ("hf://datasets/me/missing", f"hf://{REPOSITORY}/missing"):
            refused = run("expand", url, tmp_path / "out", *EXPAND, env=env)
            assert_refused(refused, f"{url} does not exist")


def _check_same(url: str, data: Path, tmp_path: Path, env: dict[str, str]) -> None:
    env = {**env, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    there = run("expand", url, tmp_path / "there", *EXPAND, env=env)
    here = run("expand", data, tmp_path / "here", *EXPAND)
    assert there.code == here.code == 0, there.stderr
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    again = run("expand", url, tmp_path / "there", *EXPAND, env=env)
    assert again.code == 0
    assert "nothing to write" in again.stdout
