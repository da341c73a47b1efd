"""Render copies of what callers give as pictures, one or a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from augcli.errors import SourceProblem
from augcli.imaging.lazy import Array, np
from augcli.loaders.opened import Opened
from augcli.loaders.recipe import Recipe
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker


def render_copy(maker: CopyMaker, opened: Opened, recipe: Recipe) -> Any:
    """Return a copy of a picture, of the caller's kind; it shares no memory with the picture.

    Raises:
        ValueError: the copy would be larger than any picture may be.
    """
    image, output = opened.image, maker.output
    if not opened.is_data and maker.depth_range != "full":
        maker = replace(maker, depth_range="full")
    try:
        (made,) = maker.render(Canvas(image, output.size, output.fit), [list(recipe)])
    except SourceProblem as problem:
        raise ValueError(f"image {problem.text}") from problem
    pixels = made.pixels
    return opened.restore(pixels.copy() if np.may_share_memory(pixels, image.pixels) else pixels)


def render_batch(
    images: Array, keys: str | Sequence[str], render: Callable[[Array, str], Array]
) -> Array:
    """Return a copy of each picture of an array NxHxWxC, as ``render`` makes it by its key.

    Raises:
        ValueError: there is not one key for each picture, or the copies have several sizes.
    """
    if isinstance(keys, str) or len(keys) != len(images):
        got = "one text" if isinstance(keys, str) else f"{len(keys)}"
        raise ValueError(f"key must be a sequence of {len(images)} keys, one a picture, not {got}")
    made = [render(one, key) for one, key in zip(images, keys, strict=True)]
    if len(shapes := {one.shape for one in made}) > 1:
        raise ValueError(
            f"image gives copies of {len(shapes)} sizes, and a batch has one: "
            "give the pipeline a size, as by pipeline.replace(size=224)"
        )
    return np.stack(made) if made else images.copy()
