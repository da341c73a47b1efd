"""URLs that can't be used are refused in two lines, before any work."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from augcli.dataset.roots import find_flat_root, find_root
from augcli.storage.remote.url import as_path

from .pictures import photo, save
from .running import assert_refused, run

TAR = ("--layout", "webdataset")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("foo://bucket/data", "augcli reads no foo:// URLs"),
        ("s3://", "names no bucket"),
        ("s3:///", "names no bucket"),
        ("hf://datasets/me", "names no repository"),
        ("hf://me", "names no repository"),
    ],
)
def test_a_url_that_names_nothing_is_refused(url: str, said: str, tmp_path: Path) -> None:
    assert_refused(run("expand", url, tmp_path / "out"), said)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("gcsfs") is not None, reason="gcsfs is installed here")
def test_a_missing_library_is_named_with_its_extra() -> None:
    assert_refused(run("inspect", "gs://bucket/data"), "needs gcsfs")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("expand", "data", "http://localhost/out"), "writes nothing to http://"),
        (("expand", "data", "hf://datasets/me/out"), "writes nothing to hf://"),
        (("expand", "data", "memory://bucket/a/../out"), ".."),
        (("expand", "data", "memory://bucket/out", "--originals", "link"), "has no links"),
        (("split", "data", "http://localhost/out"), "writes nothing to http://"),
        (("merge", "data", "-o", "https://localhost/out"), "writes nothing to https://"),
        (("expand", "memory://b/data", "memory://b/data/out", *TAR), "inside the dataset"),
        (("expand", "memory://b/data", "memory://b", *TAR), "holds the dataset"),
    ],
)
def test_an_out_that_cannot_be_is_refused_and_no_folder_is_made(
    command: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    memory = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")
    save(tmp_path / "data/hat/a.png", photo())
    memory.MemoryFileSystem.store.clear()
    system = memory.MemoryFileSystem()
    system.pipe_file("/b/data/hat/a.png", (tmp_path / "data/hat/a.png").read_bytes())
    assert_refused(run(*command, cwd=tmp_path), said)
    assert [one.name for one in tmp_path.iterdir()] == ["data"]
    assert [*system.store] == ["/b/data/hat/a.png"]
    system.store.clear()


def test_folds_are_written_to_a_url(tmp_path: Path) -> None:
    memory = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")
    for number in range(4):
        save(tmp_path / "data/hat" / f"{number}.png", photo(number))
    for out in (tmp_path / "out", "memory://folds/out"):
        assert run("split", tmp_path / "data", out, "--folds", "2").code == 0
    system = memory.MemoryFileSystem()
    assert system.cat("/folds/out/folds.csv") == (tmp_path / "out/folds.csv").read_bytes()
    system.store.clear()


def test_a_password_in_a_url_is_refused_and_not_shown(tmp_path: Path) -> None:
    refused = run("expand", "sftp://me:secret@host/data", tmp_path / "out")
    assert_refused(refused, "sftp://me:…@: there is a password in the URL")
    assert "secret" not in refused.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MEMORY://Bucket/Data", "memory://Bucket/Data"),
        ("S3://Bucket/Data", "s3://Bucket/Data"),
        ("ZIP://A::HTTPS://Host/A.zip", "zip://A::https://Host/A.zip"),
    ],
)
def test_a_scheme_in_capitals_is_the_same(typed: str, meant: str) -> None:
    assert str(as_path(typed)) == meant
    assert as_path(typed) == as_path(meant)


def test_what_is_below_a_url_is_a_plain_path() -> None:
    image = as_path("s3://bucket/data/hat/a.jpg")
    assert str(image.relative_to(image.parents[1])) == str(Path("hat", "a.jpg"))
    assert str(image) == "s3://bucket/data/hat/a.jpg"


def test_the_root_of_an_image_on_a_server_is_the_folder_of_its_class() -> None:
    image = as_path("s3://bucket/data/hat/a.jpg")
    found = find_root(image, "augcli.json")
    assert found is not None
    assert str(found.path) == "s3://bucket/data"
    assert str(find_flat_root(image, "augcli.json").path) == "s3://bucket/data/hat"
