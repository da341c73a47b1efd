"""What full scale is for 16-bit pictures: 65535, or the range that holds their data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np

DepthRange = Literal["full", "data", "10-bit", "12-bit", "14-bit"]
DEPTH_RANGES: tuple[DepthRange, ...] = get_args(DepthRange)

_BITS = {"10-bit": 10, "12-bit": 12, "14-bit": 14}
_FULL = 65535
_FEWEST = 8  # bits: so that the range of a black picture isn't a single level


def white_level(depth_range: DepthRange, images: Iterable[Image]) -> int:
    """Return the level that full scale stands for in 16-bit pictures, 255 to 65535.

    With a number of bits it is that of all pictures; one with higher levels takes more bits.
    """
    if depth_range == "full":
        return _FULL
    return max(data_top(images), (1 << _BITS.get(depth_range, _FEWEST)) - 1)


def is_narrow(image: Image) -> bool:
    """Return True if a 16-bit picture uses less than a quarter of 65535."""
    return image.depth == 16 and 4 * data_top([image]) < _FULL


def data_top(images: Iterable[Image]) -> int:
    """Return the highest level of the fewest bits that hold 16-bit pictures: 255 to 65535.

    12-bit data, with levels up to 4095, have a range of 4095. What can't be seen does not count.
    8-bit pictures don't count either; without any other the range is 65535.
    """
    highest = [_highest(image) for image in images if image.depth == 16]
    if not highest:
        return _FULL
    return int((1 << max(_FEWEST, max(highest).bit_length())) - 1)


def _highest(image: Image) -> int:
    colours = image.pixels
    if image.has_alpha:
        colours = colours[colours[..., -1] > 0][..., :-1]
    return int(colours.max()) if colours.size else 0


def to_full_scale(image: Image, top: int) -> Image:
    """Return a 16-bit picture with the levels from 0 to ``top`` spread from 0 to 65535."""
    return _scaled(image, top, _FULL)


def from_full_scale(image: Image, top: int) -> Image:
    """Return the picture that ``to_full_scale`` was given: the two together lose nothing."""
    return _scaled(image, _FULL, top)


def _scaled(image: Image, old: int, new: int) -> Image:
    if image.depth == 8 or old == new:
        return image
    # Whole numbers, rounded half up, so that every processor gets the same levels.
    levels = np.arange(_FULL + 1, dtype=np.int64).clip(0, old)
    table = ((2 * levels * new + old) // (2 * old)).astype(np.uint16)
    pixels: Array = cv2.LUT(image.pixels, table[np.newaxis]).reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return image.with_pixels(pixels)
