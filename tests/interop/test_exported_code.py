"""Run exported code in the libraries that are installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.running import assert_refused, run

from augcli.pipeline.policies import POLICIES

from .exporting import EVERYTHING, GROUPS, executed, exported


def drawn(source: str, count: int = 300) -> dict[str, list[float]]:
    """Run exported Keras code; return the values of each parameter for ``count`` pictures."""
    generator = executed(source)["generator"]
    draws = [generator.get_random_transform((50, 200, 3), seed) for seed in range(count)]
    return {name: [draw[name] for draw in draws] for name in draws[0]}


@pytest.mark.parametrize(
    ("flags", "name", "low", "high"),
    [
        ("--rotation 30", "theta", -30, 30),
        ("--width-shift 0.1", "ty", -20, 20),
        ("--height-shift 10%", "tx", -5, 5),
        ("--width-shift 7px", "ty", -7, 7),
        ("--height-shift 2.5px", "tx", -2.5, 2.5),
        ("--shear 12", "shear", -12, 12),
        ("--zoom 0.3", "zx", 0.7, 1.3),
        ("--zoom 0.5,0.9", "zy", 0.5, 0.9),
        ("--brightness 0.2,1.0", "brightness", 0.2, 1.0),
        ("--channel-shift 40", "channel_shift_intensity", -40, 40),
        ("--horizontal-flip", "flip_horizontal", 0, 1),
        ("--vertical-flip", "flip_vertical", 0, 1),
    ],
)
def test_keras_draws_from_the_same_range(
    tmp_path: Path, flags: str, name: str, low: float, high: float
) -> None:
    values = drawn(exported("keras", *flags.split(), cwd=tmp_path))[name]
    margin = 0.02 * (high - low)
    assert low <= min(values) <= low + margin
    assert high - margin <= max(values) <= high


def test_keras_applies_only_the_exported_transform(tmp_path: Path) -> None:
    values = drawn(exported("keras", "--rotation", "30", cwd=tmp_path), 20)
    neutral = {"zx": 1, "zy": 1, "brightness": None, "channel_shift_intensity": None}
    assert {name: set(values[name]) for name in values if name != "theta"} == {
        name: {neutral.get(name, 0)} for name in values if name != "theta"
    }


LIBRARIES = [
    pytest.param(name, marks=pytest.mark.environment(name=name))
    for name in ("albumentations", "torchvision", "keras3")
]
PICTURE = np.arange(40 * 60 * 3, dtype=np.uint32).reshape(40, 60, 3).astype(np.uint8)


@pytest.mark.parametrize("name", [*POLICIES, "groups", "everything"])
@pytest.mark.parametrize("target", LIBRARIES)
def test_the_code_runs_in_the_library(tmp_path: Path, target: str, name: str) -> None:
    flags = {"groups": ["--config", "a.toml"], "everything": EVERYTHING}
    (tmp_path / "a.toml").write_text(GROUPS)
    args = flags.get(name, ["--policy", name, "--rotation", "5"])
    if (target, name) == ("keras3", "groups"):
        assert_refused(run("export", "--to", target, *args, cwd=tmp_path), "Keras 3")
        return
    augment = executed(exported(target, *args, cwd=tmp_path))["augment"]
    for _ in range(5):
        assert np.asarray(_run(target, augment)).shape == PICTURE.shape


def _run(target: str, augment: Any) -> Any:
    from PIL import Image

    match target:
        case "albumentations":
            return augment(image=PICTURE)["image"]
        case "torchvision":
            return augment(Image.fromarray(PICTURE))
        case _:
            return augment(PICTURE[None].astype(np.float32), training=True)[0]
