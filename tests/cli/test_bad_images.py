"""Images that give nothing: named with a reason, while the run goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import photo, save
from .running import Record, Result, expand, outputs, records, run, skipped, tree

FLAGS = ("--copies", "2", "--rotation", "10")
STATUS = {
    "bad/cut.png": "bad",
    "bad/empty.jpg": "bad",
    "bad/text.jpg": "bad",
    "mixed/b_float.tif": "refused",
    "mixed/c_huge.png": "refused",
    "mixed/esc\x1b[31m.jpg": "bad",
}
GOOD = ["mixed/a.jpg", "mixed/z.png"]


def _make(data: Path) -> None:
    for name in GOOD:
        save(data / name, photo())
    (data / "bad").mkdir()
    (data / "bad" / "empty.jpg").touch()
    (data / "bad" / "text.jpg").write_text("not an image", "utf-8")
    whole = save(data / "bad" / "cut.png", photo()).read_bytes()
    (data / "bad" / "cut.png").write_bytes(whole[: len(whole) // 2])
    save(data / "mixed" / "b_float.tif", np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8))
    save(data / "mixed" / "c_huge.png", Image.new("1", (9000, 9000)))
    (data / "mixed" / "esc\x1b[31m.jpg").write_bytes(b"not an image")


@dataclass(frozen=True)
class Done:
    data: Path
    out: Path
    result: Result

    @property
    def json(self) -> Record:
        return self.result.json


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    root = tmp_path_factory.mktemp("bad")
    try:
        _make(root / "data")
    except OSError:
        pytest.skip("this file system has no control characters in names")
    result = run("expand", root / "data", root / "out", *FLAGS, "--json")
    return Done(root / "data", root / "out", result)


def test_the_run_goes_on_and_ends_with_exit_code_3(done: Done) -> None:
    assert done.result.code == 3
    assert [record["source"] for record in records(done.out)] == [GOOD[0]] * 2 + [GOOD[1]] * 2
    assert outputs(done.out).keys() == {record["file"] for record in records(done.out)}


def test_a_class_that_gave_nothing_has_no_folder(done: Done) -> None:
    assert not (done.out / "bad").exists()


def test_skipped_jsonl_says_source_status_reason_and_text(done: Done) -> None:
    found = skipped(done.out)
    assert {record["source"]: record["status"] for record in found} == STATUS
    assert [record["source"] for record in found] == sorted(STATUS)
    for record in found:
        assert {"source", "status", "reason", "text"} <= record.keys()
        assert record["reason"].replace("-", "").isalpha()
        assert record["text"]
    assert done.json["problems"] == found


def test_each_is_named_with_its_reason_on_stderr(done: Done) -> None:
    lines = done.result.stderr.splitlines()
    for record in skipped(done.out):
        shown = record["source"].replace("\x1b", "\\x1b")
        assert f"{record['status']}: {shown}: {record['text']}" in lines


def test_names_reach_the_terminal_without_control_characters(done: Done) -> None:
    assert "\x1b" not in done.result.stderr + done.result.stdout


def test_the_counts_add_up(done: Done) -> None:
    found = done.json
    for row in (found, *found["classes"].values()):
        given = row["expanded"] + row["bad"] + row["refused"] + row["skipped"]
        assert row["sources"] == given
    assert (found["sources"], found["expanded"]) == (8, 2)
    assert (found["bad"], found["refused"], found["skipped"]) == (4, 2, 0)
    assert found["classes"]["bad"]["expanded"] == 0


def test_the_table_counts_them_and_quiet_hides_all_but_why_it_is_3(
    done: Done, tmp_path: Path
) -> None:
    loud = run("expand", done.data, tmp_path / "loud", *FLAGS)
    assert loud.code == 3
    assert [row.split() for row in loud.stdout.splitlines()[1:4]] == [
        ["bad", "3", "0", "3", "0", "0"],
        ["mixed", "5", "4", "1", "2", "0"],
        ["total", "8", "4", "4", "2", "0"],
    ]
    quiet = run("expand", done.data, tmp_path / "quiet", *FLAGS, "-q")
    assert (quiet.code, quiet.stdout) == (3, "")
    lines = quiet.stderr.splitlines()
    assert lines
    assert all(line.startswith(("bad: ", "refused: ", "skipped: ", "and ")) for line in lines)
    assert tree(tmp_path / "loud") == tree(tmp_path / "quiet") == tree(done.out)


def test_the_same_command_again_names_them_again_and_changes_nothing(
    done: Done, tmp_path: Path
) -> None:
    run("expand", done.data, tmp_path / "out", *FLAGS)
    again = run("expand", done.data, tmp_path / "out", *FLAGS, "--json")
    assert (again.code, again.json["written"]) == (3, 0)
    assert again.json["problems"] == done.json["problems"]
    assert tree(tmp_path / "out") == tree(done.out)


def test_many_are_named_only_in_part_unless_verbose(tmp_path: Path) -> None:
    data = tmp_path / "data" / "hat"
    save(data / "good.png", photo())
    for number in range(14):
        (data / f"{number:02d}.jpg").touch()
    for flags, named in (((), 10), (("-v",), 14)):
        result = run("expand", tmp_path / "data", tmp_path / "out", *FLAGS, *flags)
        lines = result.stderr.splitlines()
        assert sum(line.startswith("bad: ") for line in lines) == named
        assert any("and 4 more" in line for line in lines) == (named == 10)


def test_strict_stops_at_the_first_and_the_run_can_be_finished_later(
    done: Done, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run("expand", done.data, out, *FLAGS, "--strict", "--json", "--workers", "1")
    assert result.code == 3
    assert result.json["finished"] is False
    assert len(result.json["problems"]) == 1
    assert result.json["written"] == 0
    assert run("expand", done.data, out, *FLAGS).code == 3
    assert tree(out) == tree(done.out)


def test_a_mended_image_is_expanded_by_the_same_command(tmp_path: Path) -> None:
    data = tmp_path / "data"
    save(data / "hat" / "a.png", photo(1))
    (data / "hat" / "b.png").touch()
    assert run("expand", data, tmp_path / "out", *FLAGS).code == 3
    save(data / "hat" / "b.png", photo(2))
    expand(data, tmp_path / "out", *FLAGS)
    expand(data, tmp_path / "fresh", *FLAGS)
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    assert skipped(tmp_path / "out") == []


def test_a_dry_run_goes_past_bad_images(done: Done, tmp_path: Path) -> None:
    found = expand(done.data, tmp_path / "out", *FLAGS, "--dry-run", "--json").json
    assert (found["expanded"], found["copies"]) == (8, 16)
    assert found["bytes"] > 0


def test_a_dataset_of_bad_images_only_ends_with_exit_code_3(tmp_path: Path) -> None:
    data = tmp_path / "data" / "hat"
    data.mkdir(parents=True)
    (data / "a.jpg").touch()
    result = run("expand", tmp_path / "data", tmp_path / "out", *FLAGS)
    assert result.code == 3
    assert tree(tmp_path / "out").keys() == {"augcli.json", "manifest.jsonl", "skipped.jsonl"}
    assert records(tmp_path / "out") == []


def test_a_folder_without_one_readable_image_is_told(tmp_path: Path) -> None:
    for name in ("a/1.jpg", "a/2.jpg"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("not an image", "utf-8")
    for command in ("expand", "split"):
        result = run(command, tmp_path / "data", tmp_path / command)
        assert result.code == 3
        assert "all 2 images can't be used" in result.stdout
        assert "bad: a/1.jpg: is not an image" in result.stderr
