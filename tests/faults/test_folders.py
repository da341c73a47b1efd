"""Check that a folder of DATA that can't be read costs itself and nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cli.running import expand, outputs, run, run_python, skipped, tree

from .scene import FLAGS, assert_all_accounted_for, assert_sound, skip_without_links, small_dataset

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs rights and links")

NAMES = ("hat/a.png", "hat/sub/b.png", "shoe/c.png")
# As root may list any folder, the system is made to refuse it.
REFUSE = (
    "import os, sys; from augcli.cli import main; real = os.scandir\n"
    "def scandir(path):\n"
    "    if str(path).endswith(name): raise PermissionError(13, 'Permission denied', path)\n"
    "    return real(path)\n"
    "name = sys.argv.pop(1); os.scandir = scandir; main(sys.argv[1:])"
)


def test_a_folder_that_cannot_be_listed_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    result = run_python("-c", REFUSE, "data/hat/sub", "expand", data, out, *FLAGS, "--json")
    assert_sound(result, 3)
    assert_all_accounted_for(result.json, out, 3)
    wanted = {"source": "hat/sub", "label": "hat", "status": "bad", "reason": "unreadable"}
    assert skipped(out) == [wanted | {"text": "cannot be listed: Permission denied"}]
    assert len(outputs(out)) == 4


@pytest.mark.parametrize(("label", "others"), [("hat", 2), ("shoe", 4)])
def test_a_class_that_cannot_be_listed_is_reported_by_the_first_run(
    tmp_path: Path, label: str, others: int
) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    result = run_python("-c", REFUSE, f"data/{label}", "expand", data, out, *FLAGS, "--json")
    assert_sound(result, 3)
    assert [one["source"] for one in skipped(out)] == [label]
    assert result.json["empty_classes"] == [label]
    assert len(outputs(out)) == others


@pytest.mark.parametrize("folder", ["data/hat", "data/hat/sub"])
def test_copies_of_sources_that_cannot_be_listed_are_not_stale(tmp_path: Path, folder: str) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    expand(data, out, *FLAGS)
    before = outputs(out)
    again = run_python("-c", REFUSE, folder, "expand", data, out, *FLAGS, "--prune", "--json")
    assert_sound(again, 3)
    assert again.json["stale"] == []
    assert outputs(out) == before
    expand(data, out, *FLAGS)
    assert run("verify", out, data, "--deep").code == 0


@pytest.mark.parametrize("place", ["loop", "hat/loop"])
def test_a_link_to_itself_stops_neither_a_run_nor_a_preview(tmp_path: Path, place: str) -> None:
    skip_without_links(tmp_path)
    data = small_dataset(tmp_path / "data", *NAMES)
    (data / place).symlink_to("loop")
    expand(data, tmp_path / "out", *FLAGS)
    for image in ("data", "data/hat/a.png"):
        assert run("preview", image, "--grid", "2x2", "-o", "f.png", cwd=tmp_path).code == 0


def _make_deep_folder(root: Path) -> None:
    """Make folders whose path is too long for the system, with an image at the end."""
    before = Path.cwd()
    os.chdir(root)
    try:
        for _ in range(20):
            Path("x" * 250).mkdir()
            os.chdir("x" * 250)
        small_dataset(Path(), "a.png")
    finally:
        os.chdir(before)


def test_a_folder_whose_path_is_too_long_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    _make_deep_folder(data / "hat")
    result = run("expand", data, out, *FLAGS, "--json")
    assert_sound(result, 3)
    assert_all_accounted_for(result.json, out, 4)
    assert len(outputs(out)) == 6
    assert [one["text"] for one in skipped(out)] == ["cannot be listed: File name too long"]


@pytest.mark.parametrize("link", ["coat", "shoe.x"])
def test_a_class_that_is_a_link_to_a_folder_is_a_line_of_the_sources_without_copies(
    tmp_path: Path, link: str
) -> None:
    skip_without_links(tmp_path)
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    (tmp_path / "elsewhere").mkdir()
    (data / link).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    result = run("expand", data, out, *FLAGS, "--json")
    assert_sound(result, 3)
    assert_all_accounted_for(result.json, out, 4)
    wanted = {"source": link, "label": link, "status": "skipped"}
    assert skipped(out) == [
        wanted
        | {"reason": "link", "text": "is a linked folder: --follow-links takes what is in it"}
    ]
    assert not [name for name in tree(out) if name.startswith(f"{link}/")]
