"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.errors import EnvironmentFailure
from augcli.storage.files import append_file, write_if_changed, write_whole
from augcli.storage.sweep import sweep


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_replaced_in_one_step(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "a.png"
    for data in (b"one", b"another"):
        write_whole(path, data, durable=durable)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_what_can_not_be_written_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(EnvironmentFailure, match=r"a\.png"):
        write_whole(tmp_path / "a.png", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_an_unchanged_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_if_changed(path, b"same")
    before = path.stat().st_mtime_ns
    write_if_changed(path, b"same")
    assert path.stat().st_mtime_ns == before


def test_appending_adds_to_the_end(tmp_path: Path) -> None:
    for part in (b"a\n", b"b\n"):
        append_file(tmp_path / "lines", part)
    assert (tmp_path / "lines").read_bytes() == b"a\nb\n"


def test_sweeping_removes_temporary_files_and_nothing_else(tmp_path: Path) -> None:
    for name in (".augcli-tmp-1", "a.png", ".hidden"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.png", ".hidden"}
