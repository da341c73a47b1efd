"""``augcli import`` gives the values that Keras draws, and says which were hardly meant."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.running import run
from keras_preprocessing.image import ImageDataGenerator
from oracles import by_keras, noise, put_keras_right

from augcli.catalogue.registry import catalogue

from .importing import G

# What Keras calls a value. It counts rows first: its tx is down.
DRAWN = {
    "rotation_range": "theta",
    "width_shift_range": "ty",
    "height_shift_range": "tx",
    "shear_range": "shear",
    "zoom_range": "zx",
    "channel_shift_range": "channel_shift_intensity",
    "brightness_range": "brightness",
}
WIDTH, HEIGHT = 60, 40
SIDES = {"width_shift_range": WIDTH, "height_shift_range": HEIGHT}


def drawn(name: str, value: Any) -> list[float]:
    """Return what Keras draws for an argument: many values, shifts in pixels."""
    generator = ImageDataGenerator(**{name: value})
    shape = HEIGHT, WIDTH, 3
    return [generator.get_random_transform(shape, seed)[DRAWN[name]] for seed in range(300)]


@pytest.mark.parametrize(
    "argument",
    [
        *("rotation_range=30", "rotation_range=-30", "rotation_range=0.2", "shear_range=12.5"),
        *("width_shift_range=0.2", "width_shift_range=-0.2", "width_shift_range=0.999"),
        *("width_shift_range=1.0", "width_shift_range=1.5", "width_shift_range=2"),
        *("height_shift_range=5", "height_shift_range=20.0", "height_shift_range=[-10, 10]"),
        *("width_shift_range=[0.1, 0.2]", "width_shift_range=[-0.4, 0.2]"),
        *("height_shift_range=-1", "height_shift_range=[0.5, 1.0]", "width_shift_range=[3]"),
        *("zoom_range=0.25", "zoom_range=[0.5, 0.9]", "zoom_range=(1.3, 0.7)"),
        *("zoom_range=-0.3", "zoom_range=[0.1, 0.3]", "channel_shift_range=40.0"),
        *("channel_shift_range=0.1", "brightness_range=[1.4, 0.6]", "brightness_range=[0, 0.5]"),
    ],
)
def test_the_flag_has_the_range_from_which_keras_draws(tmp_path: Path, argument: str) -> None:
    name, _, code = argument.partition("=")
    result = run("import", f"{G}({argument})", cwd=tmp_path)
    assert result.code == 0, result.stderr
    flag, typed = result.stdout.split()
    (knob,) = catalogue()[flag.strip("-").replace("-", "_")].knobs.values()
    interval = knob.parse(typed)
    side = SIDES.get(name, 1) if interval.unit == "fraction" else 1
    low, high = interval.low * side, interval.high * side
    values = drawn(name, ast.literal_eval(code))
    tolerance = 0.03 * (high - low) + 1e-9
    assert low - 1e-9 <= min(values) <= low + tolerance
    assert high - tolerance <= max(values) <= high + 1e-9


def test_a_whole_number_of_1_moves_nothing_in_keras(tmp_path: Path) -> None:
    assert set(drawn("width_shift_range", 1)) == {0}
    result = run("import", f"{G}(width_shift_range=1, zoom_range=.1)", cwd=tmp_path)
    assert (result.code, result.stdout) == (0, "--zoom 0.1\n")
    assert "width_shift_range=1 moves nothing" in result.stderr
    assert "--width-shift 0.1" in result.stderr


@pytest.mark.parametrize("value", [-20, -3.5, [-20, 0.5]])
def test_a_number_below_1_is_a_share_of_the_side_in_keras_however_low(
    tmp_path: Path, value: object
) -> None:
    assert max(map(abs, drawn("height_shift_range", value))) > 2 * HEIGHT
    result = run("import", f"{G}(height_shift_range={value!r}, zoom_range=.1)", cwd=tmp_path)
    assert (result.code, result.stdout) == (3, "--zoom 0.1\n")
    assert "times the side" in result.stderr


def test_keras_mirrors_by_a_zoom_below_0_and_magnifies_near_0(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_keras_right(monkeypatch)
    picture = noise(9, 7).pixels
    mirrored = by_keras(picture, "nearest", 0, zx=-1, zy=-1)
    np.testing.assert_allclose(mirrored, picture[::-1, ::-1], atol=1e-3)
    magnified = by_keras(picture, "nearest", 0, zx=0.01, zy=0.01)
    assert np.ptp(magnified, axis=(0, 1)).max() < 0.1 * np.ptp(picture)


@pytest.mark.parametrize(
    ("value", "mirrors", "flags"),
    [
        ("1.2", True, "--zoom 0.2"),
        ("1", False, "--zoom 0.5,2"),
        ("1.0", False, "--zoom 0.5,2"),
        ("2", True, "--zoom 0.5,2"),
        ("3", True, "--zoom 0.33,3"),
        ("20", True, "--zoom 0.2"),
        ("[-0.2, 0.2]", True, "--zoom 0.2"),
        ("[0, 0.2]", False, "--zoom 1,1.2"),
        ("[0, 2]", False, "--zoom 0.5,2"),
    ],
)
def test_a_zoom_that_reaches_0_is_told_with_a_sane_flag_in_its_place(
    tmp_path: Path, value: str, mirrors: bool, flags: str
) -> None:
    factors = drawn("zoom_range", ast.literal_eval(value))
    assert bool(min(factors) < 0) is mirrors
    assert min(map(abs, factors)) < 0.05 * max(factors)
    result = run("import", f"{G}(zoom_range={value})", cwd=tmp_path)
    assert (result.code, result.stdout.strip()) == (3, flags), result.stderr
    assert f"left out: line 1: zoom_range={value}" in result.stderr
    assert ("Keras mirrors" in result.stderr) is mirrors
    assert f"{flags} stands in its place" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "flags", "said"),
    [
        ("zoom_range=200", "", "zoom_range=200: that means -199 to 201"),
        ("zoom_range=[0.5]", "", "is not two numbers"),
        ("brightness_range=0.2", "--brightness 0.2", "Keras takes two numbers"),
        ("brightness_range=[-0.2, 0.2]", "--brightness 0.2", "makes pictures black"),
        ("brightness_range=[-20, 20]", "", "brightness_range=[-20, 20]"),
        ("rotation_range='x'", "", "rotation_range='x': is not a number"),
        ("rotation_range=400", "", "rotation_range=400"),
        ("fill_mode='Nearest'", "", "did you mean --fill-mode nearest?"),
        ("fill_mode='refelct'", "", "did you mean --fill-mode reflect?"),
        ("fill_mode=3", "", "Keras stops at it"),
        ("interpolation_order=9", "", "interpolation_order=9: must be 0 to 5"),
        ("fill_mode='constant', cval=-5", "--fill-mode constant", "--fill-value 0 stands"),
        (
            "fill_mode='constant', cval=300",
            "--fill-mode constant --fill-value 255",
            "--fill-value 255 stands",
        ),
    ],
)
def test_a_value_that_cannot_be_taken_over_ends_with_3(
    tmp_path: Path, arguments: str, flags: str, said: str
) -> None:
    result = run("import", f"{G}(horizontal_flip=True, {arguments})", cwd=tmp_path)
    assert result.code == 3
    assert result.stdout.split() == f"--horizontal-flip {flags}".split()
    (told,) = [line for line in result.stderr.splitlines() if line.startswith("left out: ")]
    assert said in told


@pytest.mark.parametrize(
    ("argument", "better"),
    [
        ("shear_range=0.2", "--shear 11.5"),
        ("shear_range=1", "--shear 15"),
        ("rotation_range=0.2", "--rotation 72"),
        ("channel_shift_range=0.1", "--channel-shift 25.5"),
        ("width_shift_range=1.0", "--width-shift 0.1"),
        ("height_shift_range=2", "--height-shift 0.1"),
        ("height_shift_range=0.001", "--height-shift 0.1"),
        ("zoom_range=0.005", "--zoom 0.2"),
        ("zoom_range=[0.1, 0.3]", "--zoom 0.3"),
        ("brightness_range=[0, 0.2]", "--brightness 0.2"),
    ],
)
def test_a_value_that_was_hardly_meant_is_told_with_a_sane_flag(
    tmp_path: Path, argument: str, better: str
) -> None:
    result = run("import", f"{G}({argument})", cwd=tmp_path)
    assert result.code == 0, result.stderr
    (told,) = [line for line in result.stderr.splitlines() if line.startswith(f"{argument} ")]
    assert better in told
    again = run("export", "--to", "keras", *better.split(), cwd=tmp_path)
    assert again.code == 0, again.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        "horizontal_flip=True, dtype='float32', data_format='channels_last', zca_epsilon=1e-6",
        "width_shift_range=.1, height_shift_range=.1",
        "width_shift_range=.1, height_shift_range=.1, fill_mode='constant', cval=0.",
        "zoom_range=0., rotation_range=0, brightness_range=None, vertical_flip=True",
    ],
)
def test_values_for_which_keras_does_the_same_get_no_remark(tmp_path: Path, arguments: str) -> None:
    result = run("import", f"{G}({arguments})", cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")


def test_each_remark_comes_once_and_lines_left_out_come_last(tmp_path: Path) -> None:
    arguments = "rotation_range=9, zoom_range=.1, shear_range=9, rescale=2, x=1, y=2"
    result = run("import", f"{G}({arguments})", cwd=tmp_path)
    told = result.stderr.splitlines()
    assert len(set(told)) == len(told)
    assert sum("wrong centre" in line for line in told) == 1
    assert [line.startswith("left out: ") for line in told[-3:]] == [False, True, True]
