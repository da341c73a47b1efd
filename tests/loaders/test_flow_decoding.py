"""JPEGs decoded at a fraction of their size: the copies show what they would show anyway."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

import augcli

SIZE = 64
STEPS: dict[str, list[Any]] = {
    "plain": [],
    "rotation": [("rotation", 40)],
    "close zoom": [("zoom", (0.2, 0.3))],
    "close crop": [("crop", {"area": (0.04, 0.06)})],
    "two zooms": [("zoom", (0.4, 0.5)), ("crop", {"area": (0.2, 0.3)})],
    "rare zoom": [("zoom", {"x": (0.2, 0.2), "chance": 0.01})],
    "one of": [("one_of", [("zoom", (0.2, 0.3)), ("brightness", 0.1)])],
    "perspective": [("perspective", (0.1, 0.2))],
    "pixels": [("width_shift", "100px"), ("height_shift", "-50px,-50px")],
    "blur first": [("gaussian_blur", "6px,6px"), ("rotation", 10)],
    "noise first": [("gaussian_noise", (40, 40)), ("rotation", 10)],
    "bend": [("elastic", 0.05)],
    "tone": [("rotation", 20), ("brightness", 0.2), ("contrast", 0.2)],
}


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture that has details of all sizes."""
    data = tmp_path_factory.mktemp("data")
    noise, levels = np.random.default_rng(3), np.zeros((1024, 1024, 3), np.float32)
    for cells in (8, 32, 128, 512):
        coarse = noise.uniform(-1, 1, (cells, cells, 3)).astype(np.float32)
        levels += 100 * (8 / cells) ** 0.3 * cv2.resize(coarse, (1024, 1024))
    (data / "hat").mkdir()
    picture = PillowImage.fromarray((levels + 128).clip(0, 255).astype(np.uint8))
    picture.save(data / "hat" / "a.jpg", quality=95)
    return data


def made(data: Path, steps: list[Any], *, exact: bool) -> Any:
    pipeline = augcli.Pipeline.from_transforms(steps)
    options: dict[str, Any] = {"exact": exact, "dtype": "uint8", "workers": 0, "class_mode": None}
    flow = augcli.flow_from_directory(data, pipeline, SIZE, 1, **options)
    return np.concatenate([next(iter(flow)) for _ in range(8)]).astype(float)


def detail(pictures: Any) -> float:
    """How much neighbours differ: less in what was enlarged from few pixels."""
    return float(np.abs(np.diff(pictures, axis=2)).mean())


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_a_quick_decode_shows_the_same_with_the_same_detail(photo: Path, steps: list[Any]) -> None:
    quick, exact = (made(photo, steps, exact=one) for one in (False, True))
    assert np.abs(quick - exact).mean() < 3
    assert 0.9 < detail(quick) / detail(exact) < 1.25


def test_a_plain_picture_is_decoded_at_a_fraction(photo: Path) -> None:
    quick, exact = (made(photo, [], exact=one) for one in (False, True))
    assert (quick != exact).any()


def test_the_pipeline_of_a_class_counts_too(photo: Path, tmp_path: Path) -> None:
    file = tmp_path / "job.toml"
    zoom = '[[classes.hat.step]]\ntransform = "zoom"\nx = [0.2, 0.2]\n'
    file.write_text(f'[[step]]\ntransform = "rotation"\n{zoom}')
    pipeline = augcli.Pipeline.from_toml(file)
    options: dict[str, Any] = {"dtype": "uint8", "workers": 0, "class_mode": None}
    quick, exact = (
        next(iter(augcli.flow_from_directory(photo, pipeline, SIZE, exact=one, **options)))
        for one in (False, True)
    )
    assert 0.9 < detail(quick.astype(float)) / detail(exact.astype(float)) < 1.25
