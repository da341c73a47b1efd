"""``--depth-range``: scanners' data in 16-bit files, from the flag to replay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import load, load_deep, photo, save, save_deep
from .running import Result, assert_refused, expand, outputs, run, run_file

GAMMA = ["--gamma", "1.4,1.4"]
DATA_RANGE = ["--depth-range", "data"]
NOTE = "--depth-range data takes the range of the data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data of 12 bits and a bit more, as scanners write them: levels from 173 to 5446."""
    for seed in range(3):
        levels = photo(seed, 60, 50, 1).astype(float)
        levels = (levels - levels.min()) / np.ptp(levels)
        save_deep(tmp_path / "data" / "a" / f"{seed}.tif", (173 + levels * 5273).astype(np.uint16))
    return tmp_path / "data"


def _black(out: Path) -> list[float]:
    return [float(np.mean(load_deep(path) == 0)) for path in sorted(out.rglob("*_aug*.tif"))]


@pytest.mark.parametrize("preset", ["microscopy", "medical-xray"])
def test_no_copy_of_the_presets_is_half_black(data: Path, tmp_path: Path, preset: str) -> None:
    result = expand(data, tmp_path / "out", "--preset", preset, "--copies", "10")
    black = _black(tmp_path / "out")
    assert len(black) == 30
    assert max(black) < 0.4  # of the fill beyond the edges
    assert "clipped" not in result.stderr
    assert NOTE not in result.stderr


def test_the_range_is_in_the_run_file_and_can_be_replayed(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, *GAMMA, *DATA_RANGE)
    assert run_file(out)["settings"]["depth_range"] == "data"
    source, made = load_deep(data / "a" / "0.tif"), load_deep(out / "a" / "0_aug001.tif")
    assert np.abs(made - (source / 8191) ** 1.4 * 8191).max() <= 1
    before = outputs(out)
    (out / "a" / "0_aug001.tif").unlink()
    assert run("replay", out, "--all", "--data", data).code == 0
    assert outputs(out) == before
    assert run("verify", out, "--deep", data).code == 0
    expand(data, tmp_path / "full", *GAMMA)
    assert run_file(tmp_path / "full")["settings"]["depth_range"] == "full"
    assert outputs(tmp_path / "full") != before


def test_a_pipeline_file_holds_the_range(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "aug.toml"
    assert run("config", "init", file, *GAMMA, *DATA_RANGE).code == 0
    assert 'depth-range = "data"' in file.read_text()
    expand(data, tmp_path / "by file", "--config", file)
    expand(data, tmp_path / "by flags", *GAMMA, *DATA_RANGE)
    assert outputs(tmp_path / "by file") == outputs(tmp_path / "by flags")
    expand(data, tmp_path / "full", "--config", file, "--depth-range", "full")
    assert outputs(tmp_path / "full") != outputs(tmp_path / "by file")
    file.write_text('depth-range = "most"\n' + file.read_text().replace("depth-range", "# "))
    assert_refused(run("config", "check", file), "depth-range", "full, data")


def _noted(data: Path, out: Path, *flags: str) -> Result:
    return expand(data, out, *flags, "--json")


def test_a_small_part_of_a_full_scale_that_matters_is_told(data: Path, tmp_path: Path) -> None:
    told = _noted(data, tmp_path / "1", *GAMMA)
    assert told.json["narrow"] == 3
    assert "full scale: 3 16-bit images use less than a quarter of it" in told.stderr
    assert NOTE in told.stderr
    for number, flags in enumerate(
        [[*GAMMA, *DATA_RANGE], ["--contrast", "0.2"], ["--rotation", "5", "--brightness", "0.2"]]
    ):
        told = _noted(data, tmp_path / f"quiet {number}", *flags)
        assert (told.json["narrow"], NOTE in told.stderr) == (0, False)
    assert _noted(data, tmp_path / "2", "--contrast", "0.2", "--contrast-pivot", "middle").json[
        "narrow"
    ]


def test_8_bits_have_the_same_bytes_on_either_range(tmp_path: Path) -> None:
    save(tmp_path / "data" / "a" / "1.png", photo(3))
    flags = [*GAMMA, "--rotation", "20", "--gaussian-noise", "5"]
    expand(tmp_path / "data", tmp_path / "full", *flags)
    expand(tmp_path / "data", tmp_path / "data range", *flags, *DATA_RANGE)
    assert outputs(tmp_path / "full") == outputs(tmp_path / "data range")


def test_a_preview_takes_the_range_too(data: Path, tmp_path: Path) -> None:
    pages = []
    for flags in ([], DATA_RANGE):
        page = tmp_path / f"{len(flags)}.png"
        assert run("preview", "a/0.tif", *GAMMA, *flags, "-o", page, cwd=data).code == 0
        pages.append(np.asarray(load_deep(page)))
    tiles = [page[60:] for page in pages]
    assert np.mean(tiles[1]) > np.mean(tiles[0]) + 5  # not as dark


def test_data_reduced_to_8_bits_keep_their_range(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", "--rot90", "0,0", "--format", "bmp", *DATA_RANGE)
    source, made = (
        load_deep(data / "a" / "0.tif"),
        load_deep(tmp_path / "out" / "a" / "0_aug001.bmp"),
    )
    assert np.abs(made - source * (255 / 8191)).max() <= 0.6


def test_a_fixed_depth_means_the_same_in_every_picture(data: Path, tmp_path: Path) -> None:
    save_deep(data / "a" / "dim.tif", np.full((50, 60), 1000, np.uint16))
    flags = ("--rotation", "0,0", "--copies", "1", "--format", "png", "--seed", "1")
    made = {}
    for kind in ("14-bit", "data"):
        out = tmp_path / f"out-{kind}"
        expand(data, out, *GAMMA, "--depth-range", kind, *flags)
        made[kind] = load_deep(out / "a" / "dim_aug001.png")
    assert np.abs(made["14-bit"] - (1000 / 16383) ** 1.4 * 16383).max() <= 1
    assert np.abs(made["data"] - (1000 / 1023) ** 1.4 * 1023).max() <= 1
    assert run("verify", tmp_path / "out-14-bit", "--deep", data).code == 0


def test_dark_data_are_told_where_a_format_has_eight_bits(data: Path, tmp_path: Path) -> None:
    flags = ("--horizontal-flip", "--copies", "1", "--format", "jpg")
    told = expand(data, tmp_path / "dark", *flags).stderr
    assert "changed: dark, as the 16-bit data fill little of full scale: --depth-range data" in told
    assert "dark" not in expand(data, tmp_path / "bright", *flags, *DATA_RANGE).stderr
    highest = [
        np.asarray(load(next((tmp_path / name).rglob("0_aug001.jpg")))).max()
        for name in ("dark", "bright")
    ]
    assert highest[0] < 30
    assert highest[1] > 150


def test_a_fill_value_is_of_the_full_scale_that_is_told(data: Path, tmp_path: Path) -> None:
    flags = ("--rotation", "20", "--fill-mode", "constant", "--fill-value")
    assert NOTE in expand(data, tmp_path / "a", *flags, "128").stderr
    assert NOTE not in expand(data, tmp_path / "b", *flags, "0").stderr
