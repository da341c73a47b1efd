"""The manifest: what it knows of a folder, and that it ends sorted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.source import Source
from augcli.expansion.output.manifest import Manifest, sorted_copy
from augcli.expansion.output.record import Content, Line, OutputOf
from augcli.expansion.output.record_files import MANIFEST, records
from augcli.imaging.image import Frame

FILES = [f"hat/{stem}_aug{copy:03d}.jpg" for stem in "abc" for copy in (1, 2)]


def _line(file: str, size: int = 9) -> Line:
    stem, copy = file.removesuffix(".jpg").split("_aug")
    output = OutputOf(file, "hat", Source(f"{stem}.jpg", "hat"), int(copy), "00" * 32)
    return output.line([], Content(Frame(4, 3), size, "11" * 32))


def _written(out: Path, *lines: Line) -> Manifest:
    manifest = Manifest(out)
    manifest.append(lines)
    manifest.finish()
    return Manifest.read(out)


def _files(out: Path) -> list[Any]:
    return [record and record["file"] for record in records(out)]


@given(files=st.permutations(FILES), left_out=st.sets(st.sampled_from(FILES)))
def test_a_sorted_copy_has_every_file_once_in_order(
    tmp_path_factory: pytest.TempPathFactory, files: list[str], left_out: set[str]
) -> None:
    out = tmp_path_factory.mktemp("out")
    path = out / MANIFEST
    path.write_text("".join(f"{_line(file).json}\n" for file in [*files, *files]))
    sorted_copy(path, left_out)
    assert _files(out) == sorted(set(FILES) - left_out)


def test_the_last_record_of_a_file_counts_and_damaged_lines_go(tmp_path: Path) -> None:
    path = tmp_path / MANIFEST
    lines = [_line(FILES[0], 1).json, '{"file": ', "", _line(FILES[0], 2).json, "\xff"]
    path.write_text("\n".join(lines))
    sorted_copy(path)
    assert [json.loads(line)["bytes"] for line in path.read_text().splitlines()] == [2]


def test_a_manifest_without_an_end_of_line_can_be_added_to(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(_line(FILES[1]).json)
    manifest = Manifest.read(tmp_path)
    manifest.append([_line(FILES[0])])
    manifest.finish()
    assert _files(tmp_path) == FILES[:2]


def test_a_record_that_a_run_adds_counts_and_not_one_from_before(tmp_path: Path) -> None:
    _written(tmp_path, *(_line(file, 7) for file in FILES[1:]))
    with (tmp_path / MANIFEST).open("ab") as stream:
        stream.write(b'{"file": "cut sho')
    manifest = Manifest.read(tmp_path)
    for file in (FILES[2], FILES[0]):  # in two batches
        manifest.append([_line(file, 8)])
        manifest.checkpoint()
    manifest.finish(removed=FILES[3:4])
    found = {record["file"]: record["bytes"] for record in records(tmp_path) if record}
    assert found == {file: 8 if file in FILES[0:3:2] else 7 for file in FILES if file != FILES[3]}
    assert list(found) == [file for file in FILES if file != FILES[3]]


def test_what_nobody_claims_is_stale(tmp_path: Path) -> None:
    manifest = _written(tmp_path, *map(_line, FILES))
    for file in FILES[:4]:
        assert manifest.claim(file)
    assert manifest.stale((), unlisted=False) == FILES[4:]
    assert manifest.stale({"hat/a.jpg"}, unlisted=False) == [*FILES[:2], *FILES[4:]]


def test_copies_that_no_record_names_are_stale_after_a_run_that_was_killed(tmp_path: Path) -> None:
    manifest = _written(tmp_path, _line(FILES[0]))
    (tmp_path / "hat").mkdir()
    for file in (*FILES[:2], "hat/a_augmented.jpg"):
        (tmp_path / file).touch()
    manifest.claim(FILES[0])
    assert manifest.stale((), unlisted=True) == [FILES[1]]


def test_finishing_drops_the_records_of_removed_files(tmp_path: Path) -> None:
    _written(tmp_path, *map(_line, FILES)).finish(removed=FILES[1:])
    assert _files(tmp_path) == FILES[:1]


def test_a_finished_manifest_is_left_alone(tmp_path: Path) -> None:
    _written(tmp_path, *map(_line, FILES))
    before = (tmp_path / MANIFEST).stat().st_mtime_ns
    Manifest.read(tmp_path).finish()
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("file", "label", "split", "is_sound"),
    [
        ("train/hat/a_aug001.jpg", "hat", "train", True),
        ("train/hat/a_aug001.jpg", "train", "", True),
        ("val/a.jpg", "", "val", True),
        ("train/hat/a_aug001.jpg", "hat", "", False),
        ("train/hat/a_aug001.jpg", "hat", "val", False),
        ("train/hat/a_aug001.jpg", "cap", "train", False),
        ("hat/a_aug001.jpg", "hat", "train", False),
        ("7/hat/a_aug001.jpg", "hat", 7, False),
    ],
)
def test_a_record_whose_class_or_split_is_not_that_of_its_path_is_damaged(
    tmp_path: Path, file: str, label: str, split: Any, is_sound: bool
) -> None:
    output = OutputOf(file, label, Source("hat/a.jpg", label, split=split), 1, "00" * 32)
    line = output.line([], Content(Frame(4, 3), 9, "11" * 32))
    (tmp_path / MANIFEST).write_text(line.json)
    assert _files(tmp_path) == [file if is_sound else None]
