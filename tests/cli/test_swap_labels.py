"""``--swap-labels``: mirrored copies go to the other class."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import load, photo, save
from .running import assert_refused, expand, outputs, records, run

FLAGS = ("--horizontal-flip", "--swap-labels", "left=right", "--format", "png")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    for number, label in enumerate(("left", "right", "other")):
        save(root / label / "a.png", photo(number))
        save(root / label / "below" / "b.png", photo(10 + number))
    return root


def test_mirrored_copies_go_to_the_other_class_and_no_two_share_a_name(
    data: Path, tmp_path: Path
) -> None:
    expand(data, tmp_path / "out", *FLAGS)
    made = records(tmp_path / "out")
    assert len({record["file"] for record in made}) == len(outputs(tmp_path / "out")) == 6 * 5
    becomes = {"left": "right", "right": "left", "other": "other"}
    swapped = 0
    for record in made:
        label = record["source"].partition("/")[0]
        mirrored = any(fired["transform"] == "horizontal_flip" for fired in record["recipe"])
        assert record["label"] == (becomes[label] if mirrored else label)
        assert record["file"].startswith(f"{record['label']}/")
        assert ("/below/" in record["file"]) == ("/below/" in record["source"])
        picture = np.asarray(load(tmp_path / "out" / record["file"]))
        source = np.asarray(load(data / record["source"]))
        np.testing.assert_array_equal(picture, source[:, ::-1] if mirrored else source)
        swapped += mirrored and label != "other"
    assert swapped


def test_a_second_run_finds_everything_in_place_and_verifies(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS)
    before = outputs(out)
    next(out.glob("left/a~*_aug*.png")).unlink()
    expand(data, out, *FLAGS)
    assert outputs(out) == before
    assert "nothing to write" in expand(data, out, *FLAGS).stdout
    assert run("verify", out, "--deep", data).code == 0


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--swap-labels", "left"], "--swap-labels left"),
        (["--swap-labels", "left=left"], "--swap-labels left=left"),
        (["--swap-labels", "left=rihgt"], "has no class rihgt"),
        (["--swap-labels", "left=right", "--swap-labels", "left=other"], "one other only"),
        (["--swap-labels", "left=right", "--flat"], "--flat"),
        (["--swap-labels", "left=right", "--reject"], "--reject"),
    ],
)
def test_bad_use_is_refused(data: Path, tmp_path: Path, flags: list[str], named: str) -> None:
    result = run("expand", data, tmp_path / "out", "--horizontal-flip", *flags)
    assert_refused(result, named)
    assert not (tmp_path / "out").exists()


def test_mixing_pictures_of_both_sides_is_refused(data: Path, tmp_path: Path) -> None:
    result = run("expand", data, tmp_path / "out", *FLAGS, "--mixup", "0.3")
    assert_refused(result, "--swap-labels does not go with mixing")
