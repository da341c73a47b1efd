"""Move segmentation masks as a copy was moved: arrays and PIL images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from augcli.dataset.labels.masks import Mask
from augcli.errors import SourceProblem
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import Array, np
from augcli.loaders.pictures import is_pil
from augcli.loaders.recipe import Recipe
from augcli.pipeline.copy_maker import Output

if TYPE_CHECKING:
    from PIL.Image import Image as PILImage

_MOST = 65535


def move_mask(mask: Any, recipe: Recipe, output: Output, fill: int, frame: Frame | None) -> Any:
    """Return a mask as the geometry of a recipe moves it: of the same kind, dtype and mode.

    A mask is an array HxW or HxWxC of bools or whole numbers 0..65535, whose channels move each by
    itself, or a PIL image; of one with a palette the indices move. ``fill`` is the level beyond the
    edges. ``frame`` is the size that it must have.

    Raises:
        TypeError: it is neither.
        ValueError: its shape, dtype, levels or size can't be, or no mask fits the recipe.
    """
    if is_pil(mask):
        return _as_pil(_move(np.asarray(mask), recipe, output, fill, frame), mask)
    if isinstance(mask, np.ndarray):
        return _move(mask, recipe, output, fill, frame)
    raise TypeError(f"mask must be a NumPy array or a PIL image, not {type(mask).__name__}")


def _move(mask: Array, recipe: Recipe, output: Output, fill: int, frame: Frame | None) -> Array:
    _check(mask, frame)
    levels = np.atleast_3d(mask).astype(np.uint8 if mask.itemsize == 1 else np.uint16)
    channels = [Image(np.ascontiguousarray(one)[..., np.newaxis], "L") for one in _split(levels)]
    try:
        made = [Mask(one).moved(list(recipe), output.size, output.fit, fill) for one in channels]
    except SourceProblem as problem:
        raise ValueError(f"mask can't be moved: it {problem.text}") from problem
    pixels = np.concatenate([one.image.pixels for one in made], axis=2)
    return (pixels if mask.ndim == 3 else pixels[:, :, 0]).astype(mask.dtype)


def _split(levels: Array) -> list[Array]:
    return [levels[:, :, channel] for channel in range(levels.shape[2])]


def _check(mask: Array, frame: Frame | None) -> None:
    """Raise ValueError if an array can't be the mask of a picture of a size."""
    if mask.ndim not in (2, 3) or 0 in mask.shape:
        raise ValueError(f"mask has shape {mask.shape}, and a mask is HxW or HxWxC")
    if frame and mask.shape[:2] != (frame.height, frame.width):
        sizes = f"{mask.shape[1]}x{mask.shape[0]} pixels and image {frame.width}x{frame.height}"
        raise ValueError(f"mask has {sizes}, and both must be of one size")
    if mask.dtype.kind not in "bui":
        raise ValueError(f"mask has dtype {mask.dtype}, and a mask has whole numbers or bools")
    low, high = int(mask.min()), int(mask.max())
    if low < 0 or high > _MOST:
        raise ValueError(f"mask has levels from {low} to {high}, and levels are 0..{_MOST}")


def _as_pil(moved: Array, mask: PILImage) -> PILImage:
    from PIL import Image as PillowImage

    made = PillowImage.fromarray(moved)
    palette = mask.getpalette() if mask.mode == "P" else None
    if palette is not None:
        made.putpalette(palette)
        made.info |= {key: it for key, it in mask.info.items() if key == "transparency"}
    return made
