"""What people type means what it should: one run for many spellings, and notes on doubtful ones."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from augcli.config.parse_size import parse_grid, parse_size
from augcli.imaging.image import Frame

from .pictures import photo, save
from .running import Result, outputs, run, run_file


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    save(folder / "data" / "hat" / "a.png", photo(12, 10))
    return folder


def _dry(here: Path, flags: str) -> Result:
    return run("expand", "data", "out", *shlex.split(flags), "--dry-run", "-v", cwd=here)


SAME = [
    ("--format jpg", ["--format jpeg", "--format JPG", "--format .jpg", "--format JPE"]),
    ("--format tiff", ["--format tif", "--format .TIF", "--format TIFF"]),
    ("--preset medical-xray", ["--preset Medical_XRay", "--preset medicalxray"]),
    ("--policy randaugment", ["--policy RandAugment", "--policy rand-augment"]),
    ("--rotation 5 --fill-mode reflect", ["--Rotation 5 --fill_mode REFLECT"]),
    ("--rotation 5 --interpolation bilinear", ["--rotation 5 --interpolation Linear"]),
    ("--rotation -200,200", ["--rotation [-200,200]", "--rotation -200:200", "--rotation 200°"]),
    ("--zoom 0.5", ["--zoom 50%", "--zoom '(0.5, 1.5)'", "--zoom 0.5..1.5"]),
    ("--horizontal-flip", ["--hflip", "--horizontal_flip", "--HFlip"]),
    ("--vertical-flip", ["--vflip"]),
    ("--rotation 5 --copies 3", ["--rotation 5 -n 3", "--rotation 5 -n3"]),
    (
        "--hflip --chance horizontal-flip=0.3",
        ["--hflip --chance hflip=30%", "--hflip --chance HFlip:.3"],
    ),
    ("--contrast 0.2 --contrast-pivot middle", ["--contrast 20% --contrast-pivot Middle"]),
    ("--rotation 5 --subsampling 4:2:0", ["--rotation 5 --subsampling 420"]),
    ("--rotation 5 --max-pixels 64000000", ["--rotation 5 --max-pixels 64M"]),
    ("--rotation 5 --max-bytes 2097152", ["--rotation 5 --max-bytes 2MiB"]),
    ("--rotation 5 --timeout 120", ["--rotation 5 --timeout 2min"]),
]


@pytest.mark.parametrize(("usual", "others"), SAME, ids=[usual for usual, _ in SAME])
def test_other_spellings_make_the_same_plan(here: Path, usual: str, others: list[str]) -> None:
    wanted = _dry(here, usual)
    assert wanted.code == 0, wanted
    for other in others:
        assert _dry(here, other) == wanted, other


def test_other_spellings_make_the_same_files(here: Path) -> None:
    usual = "--rotation 30 --fill-mode constant --fill-value 255,0,0 --size 8x8 --format jpg -n 1"
    typed = "--rotation 30° --fill-mode Constant --fill-value '#F00' --size 8 --format .JPEG -n 1"
    for flags, out in ((usual, "usual"), (typed, "typed")):
        result = run("expand", "data", out, *shlex.split(flags), "--workers", "1", cwd=here)
        assert result.code == 0, result
    assert outputs(here / "typed") == outputs(here / "usual")
    assert list(outputs(here / "typed")) == ["hat/a_aug001.jpg"]
    assert run_file(here / "typed")["settings"] == run_file(here / "usual")["settings"]


@pytest.mark.parametrize("typed", ["3", "3x3", "3X3", "3×3", "3*3", "3,3", "(3, 3)", "3 3", "3px"])
def test_a_size_or_grid_is_read_however_it_is_written(typed: str) -> None:
    assert parse_grid(typed) == (3, 3)
    assert parse_size(typed) == Frame(3, 3)


def test_a_pipeline_file_takes_the_same_spellings(here: Path) -> None:
    text = """
        fill-mode = "Constant"
        fill-value = "red"
        [[step]]
        transform = "hflip"
        [[step]]
        transform = "rotation"
        degrees = "[-5:10]"
        [[step]]
        policy = "Rand-Augment"
        [[step]]
        transform = "contrast"
        factor = "20%"
        pivot = "Middle"
    """
    (here / "aug.toml").write_text(text, "utf-8")
    result = run("config", "show", "aug.toml", cwd=here)
    assert (result.code, result.stderr) == (0, "")
    for line in (
        'fill-mode = "constant"',
        "fill-value = [255, 0, 0]",
        'transform = "horizontal-flip"',
        "degrees = [-5, 10]",
        'policy = "randaugment"',
        "factor = [0.8, 1.2]",
        'pivot = "middle"',
    ):
        assert line in result.stdout.splitlines()


DOUBTS = {
    "--width-shift 1": "--width-shift 1 reaches 100% of the side: a pixel is 1px, a tenth 10%",
    "--height-shift -1,1": "--height-shift -1,1 reaches 100% of the side",
    "--height-shift 1.0": "--height-shift 1.0 reaches 100% of the side",
    "--width-shift 0,5": "--width-shift 0,5 means 0 to 5 pixels: if 0.5 is meant, type",
    "--brightness 0,2": "--brightness 0,2 means factors from 0 to 2: if 0.2 is meant, type",
    "--fill-mode constant --rotation 5 --fill-value 0.5": "--fill-value 0.5 is nearly black",
}


@pytest.mark.parametrize("flags", DOUBTS)
def test_a_value_that_is_hardly_meant_gets_a_warning(here: Path, flags: str) -> None:
    told = _dry(here, flags)
    assert told.code == 0
    assert f"warning: {DOUBTS[flags]}" in told.stderr
    quiet = run("expand", "data", "out", *flags.split(), "--dry-run", "-q", cwd=here)
    assert "warning" not in quiet.stderr


@pytest.mark.parametrize(
    "flags",
    ["--width-shift 0.1", "--width-shift 2", "--width-shift 100%", "--brightness 0,1",
     "--rotation 0,5", "--width-shift 1px", "--saturation 0,1"],
)  # fmt: skip  # a list, not a column
def test_a_usual_value_gets_no_warning(here: Path, flags: str) -> None:
    assert "warning" not in _dry(here, flags).stderr


def test_quality_and_subsampling_tell_where_they_do_nothing(here: Path) -> None:
    told = _dry(here, "--rotation 5 --format png --quality 50 --subsampling 444").stderr
    assert "--quality does nothing with --format png" in told
    assert "--subsampling does nothing with --format png" in told
    told = _dry(here, "--rotation 5 --format webp --quality 50").stderr
    assert "does nothing" not in told
