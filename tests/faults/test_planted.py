"""Check that links planted in OUT never make augcli write or remove outside it."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import expand, run, run_file, run_python, tree

from augcli.errors import EnvironmentFailure
from augcli.storage.files import write_whole
from augcli.storage.temp_names import TEMP_PREFIX, temp_name

from .scene import FLAGS, FORKING, HERE, assert_sound, skip_without_links, small_dataset

NAMES = ("hat/a.png", "hat/sub/deep/b.png", "shoe/c.png")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("earlier")
    skip_without_links(root)
    expand(small_dataset(root / "data", *NAMES), root / "out", *FLAGS)
    (root / "outside").mkdir()
    (root / "outside" / "a_aug001.png").write_text("precious")
    (root / "outside" / f"{TEMP_PREFIX}7").write_text("precious")
    (root / "outside" / "manifest.jsonl").write_text("precious\n")
    return root


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "here"))


def _class_folder(here: Path) -> None:
    shutil.rmtree(here / "out" / "hat")
    (here / "out" / "hat").symlink_to(here / "outside")


def _class_folder_of_sub_folders_only(here: Path) -> None:
    (here / "data" / "hat" / "a.png").unlink()
    _class_folder(here)


def _sub_folder(here: Path) -> None:
    shutil.rmtree(here / "out" / "hat" / "sub")
    (here / "out" / "hat" / "sub").symlink_to(here / "outside", target_is_directory=True)


def _class_folder_to_data(here: Path) -> None:
    shutil.rmtree(here / "out" / "shoe")
    (here / "out" / "shoe").symlink_to(here / "data" / "shoe")


def _class_folder_to_itself(here: Path) -> None:
    shutil.rmtree(here / "out" / "shoe")
    (here / "out" / "shoe").symlink_to("shoe")


def _class_folder_to_nowhere(here: Path) -> None:
    shutil.rmtree(here / "out" / "hat")
    (here / "out" / "hat").symlink_to(here / "outside" / "new")


def _output(here: Path) -> None:
    (here / "out" / "hat" / "a_aug001.png").unlink()
    (here / "out" / "hat" / "a_aug001.png").symlink_to(here / "outside" / "a_aug001.png")


def _manifest(here: Path) -> None:
    (here / "out" / "manifest.jsonl").unlink()
    (here / "out" / "manifest.jsonl").symlink_to(here / "outside" / "manifest.jsonl")


def _own_files(here: Path) -> None:
    for name in ("manifest.jsonl", "skipped.jsonl", "augcli.json"):
        target = here / "outside" / f"own {name}"
        shutil.move(here / "out" / name, target)
        (here / "out" / name).symlink_to(target)


def _folder_beside(here: Path) -> None:
    (here / "out" / "beside").symlink_to(here / "outside", target_is_directory=True)


PLANTS = [
    _class_folder,
    _class_folder_of_sub_folders_only,
    _sub_folder,
    _class_folder_to_data,
    _class_folder_to_itself,
    _class_folder_to_nowhere,
    _output,
    _manifest,
    _own_files,
    _folder_beside,
]
REQUESTS: dict[str, tuple[str, ...]] = {
    "again": (),
    "more copies": ("--copies", "3"),
    "verify and prune": ("--verify", "--prune"),
    "overwrite": ("--overwrite",),
    "originals": ("--overwrite", "--originals", "copy"),
}


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_nothing_is_written_or_removed_outside(
    here: Path, plant: Callable[[Path], None], request_: str
) -> None:
    plant(here)
    found = run_file(here / "out")
    found["totals"] = None  # an unfinished run sweeps, too
    (here / "out" / "augcli.json").write_text(json.dumps(found), "utf-8")
    before = tree(here / "outside"), tree(here / "data")
    flags = list(REQUESTS[request_])
    flags += [] if "--copies" in flags else ["--copies", "2"]
    flags += ["--rotation", "20"]
    result = run("expand", here / "data", here / "out", *flags, cwd=here)
    assert (tree(here / "outside"), tree(here / "data")) == before
    assert_sound(result, result.code)
    assert result.code in (0, 1)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_verify_notices_what_was_planted(here: Path, plant: Callable[[Path], None]) -> None:
    plant(here)
    result = run("verify", here / "out", cwd=here)
    assert_sound(result, result.code)
    if plant not in (_own_files, _manifest):
        assert result.code == 3, result.stdout


def test_a_link_in_place_of_a_temporary_file_is_not_followed(here: Path) -> None:
    target = here / "outside" / "a_aug001.png"
    (here / "out" / "hat" / temp_name()).symlink_to(target)
    with contextlib.suppress(EnvironmentFailure):
        write_whole(here / "out" / "hat" / "new.png", b"new")
    assert target.read_text() == "precious"


def test_a_folder_with_a_temporary_name_is_no_traceback(here: Path) -> None:
    found = run_file(here / "out")
    (here / "out" / "augcli.json").write_text(json.dumps({**found, "totals": None}), "utf-8")
    (here / "out" / "hat" / f"{TEMP_PREFIX}9").mkdir()
    result = run("expand", here / "data", here / "out", *FLAGS)
    assert_sound(result, result.code)


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork, and descriptors of folders")
@pytest.mark.parametrize("function", ["open", "replace"])
@pytest.mark.parametrize("command", ["expand", "originals", "replay"])
def test_a_folder_that_becomes_a_link_in_the_middle_of_a_run_leads_nothing_outside(
    here: Path, command: str, function: str
) -> None:
    out, flags = here / "out", (*FLAGS, "--workers", "1")
    arguments: tuple[str | Path, ...] = ("expand", here / "data", out, *flags, "--overwrite")
    if command == "originals":
        arguments = (*arguments, "--originals", "copy")
    if command == "replay":
        (out / "hat" / "a_aug001.png").unlink()
        arguments = ("replay", out, "--data", here / "data", "--all")
    before = tree(here / "outside"), tree(here / "data")
    scripted = (HERE / "exchange.py", out / "hat", here / "outside", function)
    result = run_python(*scripted, *arguments, env=FORKING)
    assert (out / "hat").is_symlink()
    assert (tree(here / "outside"), tree(here / "data")) == before
    assert_sound(result, result.code)
    assert result.code in (0, 1, 3)
