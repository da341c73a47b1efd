"""Runs into shards that are refused before any work, with what to type instead."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .running import assert_refused, expand, run, run_python, tree
from .sharded import SHARDS, TURN, make_data

TAR = ("--layout", "webdataset")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("refused") / "data", hat=4, shoe=3)


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (("--shard-size", "1GB"), ("--shard-size", "folder")),
        ((*TAR, "--shard-count", "2", "--shard-size", "1GB"), ("--shard-size and --shard-count",)),
        ((*TAR, "--shard-count", "0"), ("--shard-count 0",)),
        ((*TAR, "--shard-count", "8"), ("--shard-count 8", "7 images")),
        ((*TAR, "--shard-count", "7"), ("--shard-count 7", "7 images")),
        ((*TAR, "--shard-size", "10kB"), ("--shard-size 10kB",)),
        ((*TAR, "--shard-size", "1XB"), ("--shard-size 1XB",)),
        ((*TAR, "--originals", "link"), ("--originals link", "webdataset")),
        (("--layout", "zip"), ("--layout", "zip")),
    ],
)
def test_flags_that_cannot_be_are_refused(
    data: Path, tmp_path: Path, flags: tuple[str, ...], named: tuple[str, ...]
) -> None:
    result = run("expand", data, tmp_path / "out", *TURN, *flags)
    assert_refused(result, *named)
    assert not (tmp_path / "out").exists()


def test_a_size_that_is_none_gets_one_as_people_write_it(data: Path, tmp_path: Path) -> None:
    result = run("expand", data, tmp_path / "out", *TURN, *TAR, "--shard-size", "1XB")
    assert "-> for example: --shard-size 500MB" in result.stderr


def test_the_number_of_shards_in_the_way_out_works(data: Path, tmp_path: Path) -> None:
    said = run("expand", data, tmp_path / "out", *TURN, *TAR, "--shard-count", "7").stderr
    count = said.partition("type --shard-count ")[2].partition(",")[0]
    expand(data, tmp_path / "out", *TURN, *TAR, "--shard-count", count)


@pytest.mark.parametrize(
    ("layout", "library"), [("parquet", "pyarrow"), ("tfrecord", "google_crc32c")]
)
def test_a_library_that_is_missing_is_named(
    data: Path, tmp_path: Path, layout: str, library: str
) -> None:
    code = f"import sys; sys.modules['{library}'] = None; from augcli.cli import main; main()"
    result = run_python("-c", code, "expand", data, tmp_path / "out", *TURN, "--layout", layout)
    assert_refused(result, f"--layout {layout}", library.replace("_", "-"))
    assert f"pip install 'augcli[{layout}]'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_replay_in_place_is_refused(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *TURN, *SHARDS)
    before = tree(tmp_path / "out")
    assert_refused(run("replay", tmp_path / "out", "--all", "--data", data), "holds shards")
    assert tree(tmp_path / "out") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
def test_nothing_is_written_through_a_link_in_place_of_the_index(
    data: Path, tmp_path: Path
) -> None:
    expand(data, tmp_path / "out", *TURN, *SHARDS)
    (tmp_path / "out" / "index").rename(tmp_path / "elsewhere")
    (tmp_path / "out" / "index").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "train-000000.json").unlink()
    before = tree(tmp_path / "elsewhere")
    result = run("expand", data, tmp_path / "out", *TURN, *SHARDS)
    assert result.code == 1
    assert "link" in result.stderr
    assert tree(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(
    ("before", "now", "way_out"),
    [
        ((), ("--shard-count", "2"), "(without --shard-count 2)"),
        (("--shard-count", "2"), ("--shard-count", "3"), "(--shard-count 2)"),
        ((*TAR, "--shard-count", "2"), (), "(--layout webdataset --shard-count 2)"),
        (
            ("--shard-count", "2"),
            (*TAR, "--shard-count", "3"),
            "(--shard-count 2, without --layout webdataset)",
        ),
    ],
)
def test_an_out_with_other_shards_names_the_flags_that_go_on(
    data: Path, tmp_path: Path, before: tuple[str, ...], now: tuple[str, ...], way_out: str
) -> None:
    expand(data, tmp_path / "out", *TURN, *before)
    refused = run("expand", data, tmp_path / "out", *TURN, *now)
    assert_refused(refused, "was made with other settings")
    assert way_out in refused.stderr


def test_parts_with_one_manifest_are_told_how_to_have_shards(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs fsspec")
    for name, *flags in (("1", "1/2"), ("2", "2/2"), ("3", "2/2", "--shard-count", "2")):
        expand(data, tmp_path / name, *TURN, "--shard", *flags)
    for others, out, way_out in (
        ("13", tmp_path / "out", "such as --shard-count 2"),
        ("12", "memory://bucket/out", "run expand with --shard-count"),
    ):
        refused = run("merge", *(tmp_path / one for one in others), "-o", out)
        assert_refused(refused)
        assert way_out in refused.stderr
