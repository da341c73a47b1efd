"""Archives and shards in a bucket give the tree that they give on a disk, and are read in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..archives import files_of, write_tar, write_zip
from ..pictures import photo, save
from ..running import run, tree
from .servers import KEY, proxy, s3

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "1", "--rotation", "20", "--workers", "2")


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bucket with one dataset as a zip, as a compressed tar, and in shards of two layouts."""
    folder = tmp_path_factory.mktemp("served") / "bucket"
    data = folder.parent / "data"
    for number in range(6):
        save(data / ("hat" if number % 2 else "shoe") / f"{number}.png", photo(number))
    write_zip(_in(folder, "data.zip"), files_of(data))
    write_tar(folder / "data.tar.gz", files_of(data), "gz")
    flags = ("--copies", "1", "--rotation", "5", "--shard-count", "2")
    for layout, ending in (("webdataset", "tar"), ("parquet", "parquet")):
        out = folder.parent / layout
        assert run("expand", data, out, *flags, "--layout", layout).code == 0
        for path in (*out.glob(f"*.{ending}"), out / "index.json"):
            path.rename(_in(folder / layout, path.name))
    return folder


def _in(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    return folder / name


@pytest.mark.parametrize(
    ("chain", "name"),
    [
        ("zip://::", "data.zip"),
        ("tar://::", "data.tar.gz"),
        ("", "webdataset"),
        ("", "webdataset/train-000001.tar"),
        ("", "parquet"),
    ],
)
def test_a_large_file_in_a_bucket_gives_the_tree_that_it_gives_on_a_disk(
    chain: str, name: str, bucket: Path, tmp_path: Path
) -> None:
    asked: list[str] = []
    url = f"{chain}s3://bucket/{name}"
    with (
        s3(bucket.parent) as port,
        proxy(port, lambda _, path: asked.append(path)) as through,
    ):
        env = {
            **KEY,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{through}",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        there = run("expand", url, tmp_path / "there", *EXPAND, env=env)
        assert there.code == 0, there.stderr
        here = run("expand", f"{chain}{bucket}/{name}", tmp_path / "here", *EXPAND)
        assert here.code == 0
        assert tree(tmp_path / "there") == tree(tmp_path / "here")
        first = len(asked)
        again = run("expand", url, tmp_path / "there", *EXPAND, env=env)
        assert "nothing to write" in again.stdout
    assert _count(asked[first:]) < _count(asked[:first])  # what is in a tar is known by now


def _count(asked: list[str]) -> int:
    """Return the number of requests for the large files themselves."""
    return sum(path.endswith((".zip", ".tar.gz", ".tar", ".parquet")) for path in asked)
