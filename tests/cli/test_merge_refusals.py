"""``merge`` refuses what does not belong together before it writes anything."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .parts import FLAGS, edit, make_part
from .pictures import photo, save
from .running import assert_refused, expand, run, tree


def test_parts_that_do_not_fit_are_refused_before_any_work(
    parted: Path, parts: list[Path], tmp_path: Path
) -> None:
    data, out = parted / "data", tmp_path / "out"
    one, two = parts
    fewer = shutil.copytree(data, tmp_path / "fewer")
    (fewer / "c" / "0.png").unlink()
    elsewhere = tmp_path / "elsewhere"
    twin = shutil.copytree(one, tmp_path / "twin")
    refusals: list[tuple[list[Path], list[str]]] = [
        ([one], ["part 2/2 is missing"]),
        ([one, two, one], [f"{one} is given twice"]),
        ([one, two, twin], ["both part 1/2"]),
        ([one, parted / "whole"], ["whole is no part"]),
        ([one, data], ["is not the output of an expansion"]),
        ([one, tmp_path / "nowhere"], ["nowhere"]),
        ([one, make_part(data, elsewhere, "3/4")], ["different runs", "1/2", "3/4"]),
        ([one, make_part(data, elsewhere / "s", "2/2", "--seed", "9")], ["seed is 0 and 9"]),
        ([one, make_part(data, elsewhere / "n", "2/2", "--copies", "h=2")], ["class_copies is"]),
        ([one, make_part(fewer, elsewhere / "d", "2/2")], ["made from other data"]),
    ]
    assert_refused(run("merge", one, two), "merge needs --output OUT")
    for given, named in refusals:
        assert_refused(run("merge", *given, "-o", out), *named)
        assert not out.exists()


Change = Callable[[Path, Path], object]


def _record(part: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = part / "manifest.jsonl"
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


def _add_first_of(one: Path, two: Path) -> None:
    line = (one / "manifest.jsonl").read_text().splitlines(keepends=True)[0]
    _record(two, lambda lines: [line, *lines])


SPOILT: dict[str, tuple[Change, str]] = {
    "unfinished": (lambda _, two: edit(two, lambda run: run.update(totals=None)), "not finished"),
    "a file is gone": (lambda _, two: next(two.rglob("*_aug*")).unlink(), "is not there"),
    "overlap": (_add_first_of, "is in "),
    "no record": (lambda _, two: _record(two, lambda lines: lines[1:]), "damaged or incomplete"),
    "torn record": (lambda _, two: _record(two, lambda lines: [lines[0][:40]]), "damaged"),
    "records in disorder": (
        lambda _, two: _record(two, lambda lines: lines[::-1]),
        "damaged or incomplete",
    ),
    "no skipped": (lambda _, two: (two / "skipped.jsonl").unlink(), "skipped.jsonl is damaged"),
    "odd skipped": (lambda _, two: (two / "skipped.jsonl").write_text("[3]\n"), "is damaged"),
    "odd totals": (
        lambda _, two: edit(two, lambda run: run["totals"].update(classes=[])),
        "augcli.json is damaged",
    ),
    "odd part": (
        lambda _, two: edit(two, lambda run: run["part"].update(number="2")),
        "augcli.json is damaged",
    ),
    "other fruitless": (
        lambda _, two: edit(two, lambda run: run["part"].update(fruitless=["c/0.png"])),
        "could not use c/0.png",
    ),
    "other source": (
        lambda _, two: _record(two, lambda lines: [_of_source_of_one(lines[0]), *lines[1:]]),
        "was another file",
    ),
}


def _of_source_of_one(line: str) -> str:
    record = json.loads(line)
    return json.dumps({**record, "partners": {record["source"]: "00" * 32}}) + "\n"


@pytest.mark.parametrize(("spoil", "named"), SPOILT.values(), ids=SPOILT)
def test_damaged_and_odd_parts_are_refused_before_any_work(
    parts: list[Path], tmp_path: Path, spoil: Change, named: str
) -> None:
    spoil(*parts)
    before = [tree(part) for part in parts]
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), named)
    assert not (tmp_path / "out").exists()
    assert [tree(part) for part in parts] == before


def test_an_out_that_is_no_merge_of_these_is_refused(
    parted: Path, parts: list[Path], tmp_path: Path
) -> None:
    full, other = tmp_path / "full", tmp_path / "other"
    save(full / "mine.png", photo())
    expand(parted / "data", other, *FLAGS, "--seed", "5")
    (tmp_path / "file").write_text("")
    for out, named in (
        (full, "augcli did not write it"),
        (other, "holds another run"),
        (parts[0], "is one of the parts"),
        (tmp_path, "holds"),
        (parts[0] / "out", "an OUT of augcli"),
        (tmp_path / "file", "is a file"),
        (Path("-"), "standard output"),
    ):
        before = tree(tmp_path)
        assert_refused(run("merge", *parts, "-o", out), named)
        assert tree(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_no_link_leads_out_of_a_part(parts: list[Path], tmp_path: Path) -> None:
    inner = parts[0] / "c"
    shutil.move(inner, tmp_path / "moved")
    inner.symlink_to(tmp_path / "moved")
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), "is not there")
