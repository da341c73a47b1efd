"""``merge`` makes the single run of its parts, tells what is odd, and goes on when killed."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest
from faults.scene import skip_without_links

from augcli.storage.lock import locked

from .parts import FLAGS, edit, make_part
from .running import assert_refused, expand, run, run_file, run_python, stamps, tree

KILLED_AT = """
import os, sys
from augcli.cli import main
calls = 0
def killing(real):
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[1]):
            os._exit(137)
        return real(*arguments, **options)
    return call
os.link, os.replace, os.utime = killing(os.link), killing(os.replace), killing(os.utime)
main(sys.argv[2:])
"""


def test_files_are_hard_links_and_a_second_merge_finds_them(
    parted: Path, parts: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = run("merge", *parts, "-o", out, "--json").json
    assert (first["linked"], first["copied"], first["parts"]) == (8, 0, 2)
    again = run("merge", *parts, "-o", out, "--json").json
    assert (again["linked"], again["in_place"], again["copies"]) == (0, 8, 8)
    written = stamps(out)
    run("merge", *parts, "-o", out)
    assert {path for path, stamp in stamps(out).items() if written[path] != stamp} == {
        str(out / "augcli.json")  # which says when the merge finished
    }
    assert tree(out) == tree(parted / "whole")
    for part in parts:
        shutil.rmtree(part)
    assert run("verify", out, parted / "data", "--deep").code == 0
    assert run("expand", parted / "data", out, *FLAGS, "--json").json["written"] == 0


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EPERM, errno.EMLINK])
def test_files_are_copied_where_there_are_no_hard_links(
    parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    out = tmp_path / "out"
    for copied in (8, 0):
        result = run("merge", parted / "part-1-2", parted / "part-2-2", "-o", out, "--json")
        assert result.json["copied"] == copied
    assert tree(out) == tree(parted / "whole")


@pytest.mark.parametrize("nth", [1, 2, 3, 7, 10, 11, 12, 13])
def test_a_killed_merge_goes_on(parted: Path, parts: list[Path], tmp_path: Path, nth: int) -> None:
    out, before = tmp_path / "out", [tree(part) for part in parts]
    command: tuple[str | Path, ...] = ("merge", *parts, "-o", out)
    assert run_python("-c", KILLED_AT, str(nth), *command).code == 137
    if nth > 1:
        assert run("verify", out).code == 3
        refused = run("expand", parted / "data", out, *FLAGS)
        assert_refused(refused, "a merge that has not finished")
    assert run(*command).code == 0
    assert tree(out) == tree(parted / "whole")
    assert [tree(part) for part in parts] == before


def test_what_expand_does_to_an_unfinished_merge_never_reaches_the_parts(
    parted: Path, parts: list[Path], tmp_path: Path
) -> None:
    out, before = tmp_path / "out", [tree(part) for part in parts]
    run_python("-c", KILLED_AT, "7", "merge", *parts, "-o", out)
    expand(parted / "data", out, *FLAGS, "--overwrite")
    assert tree(out) == tree(parted / "whole")
    assert [tree(part) for part in parts] == before


def test_a_file_that_was_changed_since_is_not_merged(
    parted: Path, parts: list[Path], tmp_path: Path
) -> None:
    spoilt = next(parts[1].rglob("*_aug001.png"))
    good = spoilt.read_bytes()
    spoilt.write_bytes(good[:-1] + b"?")
    out = tmp_path / "out"
    result = run("merge", *parts, "-o", out)
    assert result.code == 1
    assert f"{spoilt} is not what the records of part 2/2 say" in result.stderr
    assert "--verify" in result.stderr
    spoilt.unlink()
    spoilt.write_bytes(good)
    assert run("merge", *parts, "-o", out).code == 0
    assert tree(out) == tree(parted / "whole")


def test_parts_of_several_kinds_of_processors_are_told_and_recorded(
    parts: list[Path], tmp_path: Path
) -> None:
    edit(parts[0], lambda run: run.update(processors=["another"]))
    result = run("merge", *parts, "-o", tmp_path / "out")
    assert result.code == 0
    assert "another" in result.stderr
    assert len(run_file(tmp_path / "out")["processors"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="folders are locked otherwise there")
def test_a_part_or_an_out_that_is_being_written_is_left_alone(
    parts: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for held in (out, parts[1]):
        with locked(held):
            result = run("merge", *parts, "-o", out)
        assert (result.code, f"{held} is being written" in result.stderr) == (1, True)
    assert run("merge", *parts, "-o", out).code == 0


def test_a_link_that_leads_elsewhere_by_now_is_not_merged(parted: Path, tmp_path: Path) -> None:
    skip_without_links(tmp_path)
    flags = ("--class", "c", "--originals", "link")
    parts = [make_part(parted / "data", tmp_path, shard, *flags) for shard in ("1/2", "2/2")]
    moved = Path(shutil.move(parts[1], tmp_path / "further" / "down" / "part"))
    result = run("merge", parts[0], moved, "-o", tmp_path / "out")
    assert result.code == 1
    assert str(moved / "c") in result.stderr
    expand(parted / "data", moved, *FLAGS, *flags, "--shard", "2/2", "--verify")
    assert run("merge", parts[0], moved, "-o", tmp_path / "out").code == 0
    assert run("verify", tmp_path / "out").code == 0
