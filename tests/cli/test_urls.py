"""URLs that can't be used are refused in two lines, before any work."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from augcli.dataset.roots import find_flat_root, find_root
from augcli.storage.remote.url import as_path

from .pictures import photo, save
from .running import assert_refused, run


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("foo://bucket/data", "augcli reads no foo:// URLs"),
        ("s3://", "names no bucket"),
        ("s3:///", "names no bucket"),
    ],
)
def test_a_url_that_names_nothing_is_refused(url: str, said: str, tmp_path: Path) -> None:
    assert_refused(run("expand", url, tmp_path / "out"), said)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("gcsfs") is not None, reason="gcsfs is installed here")
def test_a_missing_library_is_named_with_its_extra() -> None:
    assert_refused(run("inspect", "gs://bucket/data"), "needs gcsfs")


@pytest.mark.parametrize("out", ["s3://bucket/out", "http://localhost/out"])
def test_an_out_behind_a_url_is_refused_and_no_folder_is_made(out: str, tmp_path: Path) -> None:
    save(tmp_path / "data/hat/a.png", photo())
    assert_refused(run("expand", "data", out, cwd=tmp_path), f"OUT {out}", "nothing is written")
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


def test_a_password_in_a_url_is_refused_and_not_shown(tmp_path: Path) -> None:
    refused = run("expand", "sftp://me:secret@host/data", tmp_path / "out")
    assert_refused(refused, "sftp://me:…@: there is a password in the URL")
    assert "secret" not in refused.stderr


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
