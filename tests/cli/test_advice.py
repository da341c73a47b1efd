"""Advice: given where class names are clear, and nowhere else."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import run

CIFAR = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
CLOTHING = [
    "dress",
    "hat",
    "longsleeve",
    "outwear",
    "pants",
    "shirt",
    "shoes",
    "shorts",
    "skirt",
    "t-shirt",
]
DIGITS = list(string.digits)
EUROSAT = ["AnnualCrop", "Forest", "Highway", "Pasture", "River", "SeaLake"]

FLIPS = ["--horizontal-flip", "--vertical-flip"]


@pytest.mark.parametrize(
    ("classes", "flags", "warned"),
    [
        (DIGITS, FLIPS, "--horizontal-flip, --vertical-flip"),
        (DIGITS, ["--rotation", "180"], "--rotation"),
        (["3", "7"], FLIPS[:1], "--horizontal-flip"),
        (["six", "nine"], ["--rot90", "0,3"], "--rot90"),
        (list(string.ascii_uppercase), FLIPS[:1], "--horizontal-flip"),
        (["b", "d"], FLIPS[:1], "--horizontal-flip"),
        (["p", "q", "x"], ["--transpose"], "--transpose"),
        (["left", "right"], FLIPS[:1], "--horizontal-flip"),
        (["Left", "Right", "Straight"], FLIPS[1:], "--vertical-flip"),
        (["turnLeft", "turnRight"], FLIPS[:1], "--horizontal-flip"),
        (["hand_L", "hand_R"], FLIPS[:1], "--horizontal-flip"),
        (["links", "rechts"], FLIPS[:1], "--horizontal-flip"),
        (["arrow-sinister", "arrow-dexter"], FLIPS[:1], "--horizontal-flip"),
        (["port", "starboard"], FLIPS[:1], "--horizontal-flip"),
        (["clockwise", "counter-clockwise"], FLIPS[:1], "--horizontal-flip"),
        (["thumb up", "thumb down"], FLIPS[1:], "--vertical-flip"),
        (["red", "green", "blue"], ["--hue", "90"], "--hue"),
        (["red_car", "blue_car"], ["--grayscale"], "--grayscale"),
        (["green apple", "red apple"], ["--channel-shuffle"], "--channel-shuffle"),
        (["cat", "dog"], FLIPS, "--vertical-flip"),
        (["cats", "dogs"], ["--rotation", "0,90"], "--rotation"),
        (CIFAR, ["--rot90", "1"], "--rot90"),
        (CLOTHING, ["--transpose"], "--transpose"),
    ],
)
def test_a_flag_that_harms_the_classes_is_named(
    tmp_path: Path, classes: list[str], flags: list[str], warned: str
) -> None:
    (advice,) = advice_of(tmp_path, classes, flags)
    assert advice.startswith(f"advice: {warned}: ")
    for flag in warned.split(", "):
        assert f"--chance {flag[2:]}=0" in advice


@pytest.mark.parametrize(
    ("classes", "flags"),
    [
        (CLOTHING, FLIPS[:1]),
        (CLOTHING, ["--rotation", "45", "--hue", "180", "--grayscale"]),
        (CIFAR, FLIPS[:1]),
        (EUROSAT, [*FLIPS, "--rot90", "0,3"]),
        (["airplane", "harbor", "ship", "storage-tank"], FLIPS),
        (["basophil", "eosinophil", "lymphocyte"], FLIPS),
        (["red blood cell", "white blood cell"], ["--grayscale"]),
        (["apple", "banana", "orange"], ["--hue", "180"]),
        (["red", "blue"], ["--hue", "15"]),
        (["black", "white"], ["--hue", "180"]),
        (DIGITS, ["--rotation", "15"]),
        (["0", "1"], FLIPS),
        (["0", "1", "2", "3", "4"], FLIPS),
        (["1", "2", "3"], FLIPS),
        ([str(number) for number in range(102)], FLIPS),
        (["A", "B", "C"], FLIPS),
        (["S", "M", "L", "XL"], FLIPS),
        (["n01440764", "n01443537"], FLIPS),
        (["left"], FLIPS),
        (["links", "gallery"], FLIPS),
        (["copyright", "cleft"], FLIPS),
        (["right", "wrong"], FLIPS),
        (["port", "airport"], FLIPS),
        (["left", "right"], ["--rotation", "30"]),
        (["cat", "dog"], ["--vertical-flip", "--chance", "vertical-flip=0"]),
        (["good", "bad"], FLIPS),
    ],
)
def test_ambiguous_names_get_no_advice(
    tmp_path: Path, classes: list[str], flags: list[str]
) -> None:
    assert advice_of(tmp_path, classes, flags) == []


def test_each_piece_of_advice_has_a_line_of_its_own(tmp_path: Path) -> None:
    classes = ["left red", "right red", "left blue", "right blue"]
    assert len(advice_of(tmp_path, classes, ["--horizontal-flip", "--grayscale"])) == 2


def test_the_default_preset_gets_advice_too(tmp_path: Path) -> None:
    (advice,) = advice_of(tmp_path, DIGITS, [])
    assert "--horizontal-flip" in advice
    assert advice_of(tmp_path, DIGITS, ["--chance", "horizontal-flip=0"]) == []
    assert advice_of(tmp_path, DIGITS, ["--preset", "digits"]) == []


@pytest.mark.parametrize("preset", ["aerial", "satellite", "microscopy"])
def test_a_preset_made_for_rotations_gets_no_advice_on_them(tmp_path: Path, preset: str) -> None:
    assert advice_of(tmp_path, ["cat", "dog"], ["--preset", preset, "--vertical-flip"]) == []
    assert len(advice_of(tmp_path, ["left", "right"], ["--preset", preset])) == 1


def test_advice_changes_neither_the_result_nor_the_exit_code(tmp_path: Path) -> None:
    data = folder_of(tmp_path, ["left", "right"])
    told = run("expand", data, tmp_path / "a", "--horizontal-flip", cwd=tmp_path)
    quiet = run("expand", data, tmp_path / "b", "--horizontal-flip", "-q", cwd=tmp_path)
    assert (told.code, quiet.code) == (0, 0)
    assert "advice:" not in told.stdout
    assert "advice:" not in quiet.stderr
    names = {path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.png")}
    assert names == {path.relative_to(tmp_path / "b") for path in (tmp_path / "b").rglob("*.png")}


def test_folders_without_classes_get_no_advice(tmp_path: Path) -> None:
    data = folder_of(tmp_path, ["left", "right"])
    save(data / "image.png", photo())
    told = run("expand", data, tmp_path / "out", "--flat", *FLIPS, "--dry-run", cwd=tmp_path)
    assert told.code == 0
    assert "advice:" not in told.stderr


@pytest.mark.parametrize("where", ["data", "data/left/image.png"])
def test_preview_gives_the_same_advice_as_expand(tmp_path: Path, where: str) -> None:
    folder_of(tmp_path, ["left", "right"])
    told = run("preview", where, "--horizontal-flip", cwd=tmp_path)
    assert told.code == 0
    assert told.stderr.count("advice: --horizontal-flip: ") == 1


def test_a_comparison_gives_each_piece_of_advice_once(tmp_path: Path) -> None:
    folder_of(tmp_path, ["left", "right"])
    image = "data/left/image.png"
    told = run("preview", image, "--compare", "natural", "face", cwd=tmp_path)
    assert told.stderr.count("advice: ") == 1


def test_a_sweep_gets_no_advice_on_a_preset_that_it_does_not_show(tmp_path: Path) -> None:
    folder_of(tmp_path, ["left", "right"])
    told = run("preview", "data/left/image.png", "--sweep", "rotation", cwd=tmp_path)
    assert told.code == 0
    assert "advice:" not in told.stderr


def advice_of(tmp_path: Path, classes: list[str], flags: list[str]) -> list[str]:
    """What a dry run on a dataset of these classes advises."""
    data = folder_of(tmp_path, classes)
    told = run("expand", data, tmp_path / "out", *flags, "--dry-run", cwd=tmp_path)
    assert told.code == 0, told.stderr
    return [line for line in told.stderr.splitlines() if line.startswith("advice: ")]


def folder_of(tmp_path: Path, classes: list[str]) -> Path:
    for name in classes:
        save(tmp_path / "data" / name / "image.png", photo())
    return tmp_path / "data"
