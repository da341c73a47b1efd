"""``--rotation-expand`` through the commands: sizes, masks, verify, files, and what it excludes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from .pictures import load, photo, save
from .running import assert_refused, expand, outputs, records, run, skipped

TURNED = ("--copies", "3", "--rotation", "80", "--rotation-expand", "--horizontal-flip")
SHARP = ("--interpolation", "nearest", "--fill-mode", "constant")


def _made(root: Path, *flags: str) -> Path:
    blob = np.where(photo(5, channels=1) > 140, np.uint8(200), np.uint8(7))
    save(root / "data" / "hat" / "a.png", blob)
    expand(root / "data", root / "out", *TURNED, *SHARP, *flags)
    return root / "out"


def test_copies_have_the_recorded_sizes_and_can_be_made_again(tmp_path: Path) -> None:
    out = _made(tmp_path)
    for record in records(out):
        assert load(out / record["file"]).size == (record["width"], record["height"])
        assert record["width"] * record["height"] > 40 * 30
        assert record["recipe"][0]["expand"] is True
    assert run("verify", out, tmp_path / "data", "--deep").code == 0
    (out / "hat" / "a_aug001.png").unlink()
    assert run("replay", out, "--all", "--data", tmp_path / "data").code == 0
    assert run("verify", out).code == 0


def test_masks_grow_as_their_pictures(tmp_path: Path) -> None:
    _made(tmp_path)
    flags = ("--mask", "data", "-o", "masks")
    result = run("replay", "out", "--all", "--data", "data", *flags, cwd=tmp_path)
    assert result.code == 0, result.stderr
    for file, data in outputs(tmp_path / "out").items():
        moved = load(tmp_path / "masks" / file)
        assert np.array_equal(np.asarray(load(data)), np.asarray(moved)), file


def test_with_a_size_all_copies_have_it(tmp_path: Path) -> None:
    out = _made(tmp_path, "--size", "24x16", "--fit", "contain")
    assert {(one["width"], one["height"]) for one in records(out)} == {(24, 16)}


def test_partners_are_mixed_in_at_the_grown_size(tmp_path: Path) -> None:
    for name in "ab":
        save(tmp_path / "data" / "hat" / f"{name}.png", photo(ord(name)))
    expand(tmp_path / "data", tmp_path / "out", *TURNED, "--cutmix", "0.4", "--mixup", "0.3")
    for record in records(tmp_path / "out"):
        assert load(tmp_path / "out" / record["file"]).size == (record["width"], record["height"])
    assert run("verify", tmp_path / "out", tmp_path / "data", "--deep").code == 0


def test_a_copy_that_would_grow_too_large_is_refused_and_named(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "strip.png", np.zeros((1, 60_000), np.uint8))
    args = ("--rotation", "45,45", "--rotation-expand", "--copies", "1", "--workers", "1")
    result = run("expand", "data", "out", *args, cwd=tmp_path)
    assert result.code == 3
    (line,) = skipped(tmp_path / "out")
    assert "42428x42428 pixels after its rotation" in json.dumps(line)


def test_it_cannot_be_on_beside_fit_inside(tmp_path: Path) -> None:
    flags = ("--rotation", "9", "--rotation-expand", "--fit-inside")
    assert_refused(run("config", "show", *flags), "--rotation-expand and --fit-inside can't both")
    (tmp_path / "aug.toml").write_text(
        '[[step]]\ntransform = "rotation"\ndegrees = 9\nexpand = true\nfit-inside = true\n'
    )
    refused = run("config", "check", "aug.toml", cwd=tmp_path)
    assert_refused(refused, "aug.toml, line 4", "expand: can't be on beside fit-inside")


def test_pipeline_files_and_their_schema_have_it(tmp_path: Path) -> None:
    flags = ("--rotation", "9", "--rotation-expand")
    assert run("config", "init", "aug.toml", *flags, cwd=tmp_path).code == 0
    assert "expand = true" in (tmp_path / "aug.toml").read_text()
    assert run("config", "check", "aug.toml", cwd=tmp_path).code == 0
    assert '"expand"' in run("config", "schema").stdout


FLAGS = ("--rotation", "9", "--rotation-expand", "--fill-mode", "constant")


@pytest.mark.parametrize("library", ["keras", "keras3"])
def test_exported_code_says_where_it_is_left_out(library: str) -> None:
    told = run("export", "--to", library, *FLAGS)
    assert told.code == 0
    assert "not expressed: --rotation-expand" in told.stderr
    assert "# not expressed: --rotation-expand" in told.stdout


@pytest.mark.parametrize(
    ("library", "code"),
    [
        ("torchvision", ("v2.RandomRotation(", "expand=True,")),
        ("albumentations", ("A.Affine(", "fit_output=True,")),
    ],
)
def test_libraries_that_can_do_it_are_told_to(library: str, code: tuple[str, ...]) -> None:
    told = run("export", "--to", library, *FLAGS)
    assert (told.code, told.stderr) == (0, "")
    assert all(part in told.stdout for part in code)
