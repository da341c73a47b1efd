"""Compare the pictures of a pipeline with those of the code that is exported for a library."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from cli.running import run
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.stats import wasserstein_distance

from augcli.config.read import parse_pipeline
from augcli.imaging.image import Image
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render_all

from .exporting import executed

Pictures = NDArray[np.float32]
DRAWS = 400


Photo = NDArray[np.uint8]


@cache
def photo(height: int = 48, width: int = 64) -> Photo:
    """Return a smooth picture in colours, with levels from 0 to 255, not symmetric."""
    noise = np.random.default_rng(1).normal(size=(height, width, 3))
    smooth = gaussian_filter(noise, (4, 4, 0.4))
    smooth -= smooth.min()
    levels: Photo = np.rint(smooth / smooth.max() * 255).astype(np.uint8)
    return levels


def ours(picture: Photo, args: list[str], cwd: Path, count: int = DRAWS) -> Pictures:
    """Return what augcli draws of a picture: (count, height, width, 3)."""
    file = cwd / "ours.toml"
    file.unlink(missing_ok=True)
    result = run("config", "init", file, *args, cwd=cwd)
    assert result.code == 0, result.stderr
    read = parse_pipeline(file.read_bytes(), file.name)
    recipes = read.pipeline.draw(0, "a/a.png", count)
    canvas = Canvas(Image(picture, "RGB"), None, "stretch")
    made = render_all([(canvas, recipe) for recipe in recipes], read.resampling)
    return np.stack([one.pixels for one in made]).astype(np.float32)


def theirs(source: str, target: str, picture: Photo, count: int = DRAWS) -> Pictures:
    """Return what exported code draws of a picture: (count, height, width, 3)."""
    made = _DRAWING[target](executed(source), picture, count)
    return np.asarray(made).astype(np.float32)


def _keras(names: Mapping[str, Any], picture: Photo, count: int) -> list[Any]:
    levels = picture.astype(np.float32)
    return [names["generator"].random_transform(levels, seed) for seed in range(count)]


def _keras3(names: Mapping[str, Any], picture: Photo, count: int) -> Any:
    import keras

    keras.utils.set_random_seed(0)
    batch = np.repeat(picture[None].astype(np.float32), count, axis=0)
    return names["augment"](batch, training=True)


def _albumentations(names: Mapping[str, Any], picture: Photo, count: int) -> list[Any]:
    _seed(names["augment"], itertools.count())
    return [names["augment"](image=picture)["image"] for _ in range(count)]


def _seed(node: Any, seeds: Iterator[int]) -> None:
    # Given one seed, the library gives it to all groups, which then draw the same numbers.
    node.set_random_seed(next(seeds))
    for member in getattr(node, "transforms", ()):
        if hasattr(member, "set_random_seed"):
            _seed(member, seeds)


def _torchvision(names: Mapping[str, Any], picture: Photo, count: int) -> list[Any]:
    import torch
    from PIL import Image as PillowImage

    torch.manual_seed(0)
    image = PillowImage.fromarray(picture)
    return [np.asarray(names["augment"](image)) for _ in range(count)]


_DRAWING: dict[str, Callable[[Mapping[str, Any], Photo, int], Any]] = {
    "keras": _keras,
    "keras3": _keras3,
    "albumentations": _albumentations,
    "torchvision": _torchvision,
}


def apart(one: Pictures, other: Pictures) -> float:
    """Return how far the spreads of two sets of pictures are apart, in standard deviations.

    It is the largest Wasserstein distance between the mean levels of 48 parts of the pictures. One
    level is let pass: libraries round differently.
    """
    pairs = zip(_parts(one).T, _parts(other).T, strict=True)
    distances = [(float(wasserstein_distance(a, b)), float(a.std())) for a, b in pairs]
    return max((distance - 1) / max(1.0, deviation) for distance, deviation in distances)


def _parts(pictures: Pictures) -> Pictures:
    count, height, width, channels = pictures.shape
    blocks = pictures.reshape(count, 4, height // 4, 4, width // 4, channels)
    means: Pictures = blocks.mean((2, 4)).reshape(count, -1)
    return means
