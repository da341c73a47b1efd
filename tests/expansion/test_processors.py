"""The run file names the kinds of processors, and copies of another kind are told and compared."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from pathlib import Path

import numpy as np
import pytest
from cli.pictures import load, photo, save
from cli.running import expand, records, run, run_file

from augcli.imaging.processor import processor_kind

FLAGS = ("--rotation", "30", "--copies", "1")
OTHER = "m68k"
SLOW = "x86-64 without AVX2"


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("earlier")
    save(root / "data" / "hat" / "a.png", photo(0, 90, 70))
    expand(root / "data", root / "out", *FLAGS)
    return root


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    """Return the folder of a dataset and of its expansion, made on another processor."""
    root = Path(shutil.copytree(earlier, tmp_path / "here"))
    path = root / "out" / "augcli.json"
    path.write_text(json.dumps({**run_file(root / "out"), "processors": [OTHER]}), "utf-8")
    return root


def test_the_run_file_names_the_processor_that_made_copies(earlier: Path) -> None:
    assert run_file(earlier / "out")["processors"] == [processor_kind()]


@pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64"), reason="only x86-64 can lack AVX2"
)
def test_without_avx2_a_run_names_that(earlier: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flags = [*FLAGS, "--workers", "1"]
    made = run("expand", earlier / "data", out, *flags, env={"OPENCV_CPU_DISABLE": "AVX2"})
    assert made.code == 0, made.stderr
    assert run_file(out)["processors"] == [SLOW]
    verified = run("verify", out, earlier / "data", "--deep")
    assert verified.code == 0, verified.stdout
    assert SLOW in verified.stdout


def test_going_on_with_copies_of_another_processor_is_told(here: Path) -> None:
    result = expand(here / "data", here / "out", *FLAGS[:-1], "2")
    (told,) = [line for line in result.stderr.splitlines() if OTHER in line]
    assert processor_kind() in told
    assert run_file(here / "out")["processors"] == sorted([OTHER, processor_kind()])
    assert OTHER not in expand(here / "data", here / "out", *FLAGS[:-1], "2", "--quiet").stderr


def test_a_run_with_nothing_to_do_adds_no_processor(here: Path) -> None:
    expand(here / "data", here / "out", *FLAGS)
    assert run_file(here / "out")["processors"] == [OTHER]


def test_starting_anew_forgets_other_processors(here: Path) -> None:
    result = expand(here / "data", here / "out", *FLAGS, "--overwrite")
    assert run_file(here / "out")["processors"] == [processor_kind()]
    assert OTHER not in result.stderr


@pytest.mark.parametrize(("change", "code"), [(0, 0), (12, 0), (40, 3)])
def test_deep_verification_of_another_processor_has_a_bound(
    here: Path, change: int, code: int
) -> None:
    _shift_levels(here / "out", change)
    result = run("verify", here / "out", here / "data", "--deep", "--json")
    assert result.code == code
    assert result.json["bound"] == {"levels": 16, "share": 0.999, "made_on": [OTHER]}
    assert [one["kind"] for one in result.json["differences"]] == ["pixels"] * (code == 3)
    assert "within 16 of 255 levels" in run("verify", here / "out", here / "data", "--deep").stdout


def test_deep_verification_of_the_same_processor_is_exact(earlier: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(earlier / "out", tmp_path / "out"))
    _shift_levels(out, 2)
    result = run("verify", out, earlier / "data", "--deep", "--json")
    assert result.code == 3
    assert result.json["bound"] is None
    assert [one["kind"] for one in result.json["differences"]] == ["pixels"]


def _shift_levels(out: Path, change: int) -> None:
    """Brighten the one copy, and correct its record, as if it had been made so."""
    if not change:
        return
    (record,) = records(out)
    path = out / record["file"]
    levels = np.asarray(load(path)).astype(int)
    save(path, np.where(levels < 128, levels + change, levels - change).astype(np.uint8))
    data = path.read_bytes()
    record |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (out / "manifest.jsonl").write_text(json.dumps(record) + "\n", "utf-8")


def test_replay_names_the_other_processor_of_a_copy_that_comes_out_differently(here: Path) -> None:
    (record,) = records(here / "out")
    (here / "out" / record["file"]).unlink()
    changed = {**record, "sha256": "0" * 64}
    (here / "out" / "manifest.jsonl").write_text(json.dumps(changed) + "\n", "utf-8")
    result = run("replay", here / "out", "--data", here / "data", "--all")
    assert result.code == 3
    assert OTHER in result.stderr
