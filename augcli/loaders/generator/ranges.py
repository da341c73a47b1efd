"""The ranges of an ImageDataGenerator, and how parameters are drawn from them."""

from __future__ import annotations

from typing import Any, Protocol

from augcli.imaging.lazy import np

Parameters = dict[str, Any]


class Ranges(Protocol):
    """The arguments of ImageDataGenerator that something is drawn from for each image.

    ``zoom_range`` is (lower, upper). A shift is a float, an int, or a list to choose from.
    """

    rotation_range: float
    width_shift_range: Any
    height_shift_range: Any
    brightness_range: Any
    shear_range: float
    zoom_range: list[float]
    channel_shift_range: float
    horizontal_flip: bool
    vertical_flip: bool


def draw(ranges: Ranges, height: int, width: int, chance: Any) -> Parameters:
    """Return the parameters for an image of a size in pixels.

    ``chance`` draws: ``numpy.random``, or a ``RandomState``. The order of the draws is that of
    keras-preprocessing, so that a seed gives the same angles and zooms.
    """

    def within(most: float) -> float:
        return float(chance.uniform(-most, most))

    theta = within(ranges.rotation_range) if ranges.rotation_range else 0
    down = _shift(ranges.height_shift_range, height, chance)
    across = _shift(ranges.width_shift_range, width, chance)
    shear = within(ranges.shear_range) if ranges.shear_range else 0
    lower, upper = ranges.zoom_range
    zx, zy = (1, 1) if lower == upper == 1 else chance.uniform(lower, upper, 2)
    horizontal = bool(chance.random_sample() < 0.5) and bool(ranges.horizontal_flip)
    vertical = bool(chance.random_sample() < 0.5) and bool(ranges.vertical_flip)
    channels, bright = ranges.channel_shift_range, ranges.brightness_range
    return {
        "theta": theta,
        "tx": across,
        "ty": down,
        "shear": shear,
        "zx": zx,
        "zy": zy,
        "flip_horizontal": horizontal,
        "flip_vertical": vertical,
        "channel_shift_intensity": within(channels) if channels else None,
        "brightness": None if bright is None else chance.uniform(*bright),
    }


def zoom_of(zoom_range: Any) -> tuple[float, float]:
    """Return (lower, upper) of a number or a pair. Raises ValueError for anything else."""
    if _is_number(zoom_range):
        return 1 - zoom_range, 1 + zoom_range
    if _is_pair(zoom_range):
        lower, upper = zoom_range
        return lower, upper
    raise ValueError(f"zoom_range must be a number or two numbers, not {zoom_range!r:.60}")


def check_ranges(ranges: Ranges) -> None:
    """Raise ValueError if a range is no number, or that of brightness neither None nor a pair."""
    for name in ("rotation_range", "shear_range", "channel_shift_range"):
        if not _is_number(value := getattr(ranges, name)):
            raise ValueError(f"{name} must be a number, not {value!r:.60}")
    bright = ranges.brightness_range
    if bright is not None and not _is_pair(bright):
        raise ValueError(f"brightness_range must be two numbers, not {bright!r:.60}")


def _shift(shift: Any, side: int, chance: Any) -> float:
    """Return a shift in pixels, along a side of so many."""
    several = np.ndim(shift) > 0
    if not several and not shift:
        return 0
    if several:
        drawn = chance.choice(shift)
    elif isinstance(shift, int):
        drawn = chance.randint(1 - abs(shift), abs(shift))
    else:
        drawn = chance.uniform(-shift, shift)
    is_fraction = np.max(np.abs(shift)) < 1
    return float(drawn * side if is_fraction else drawn)


def _is_pair(value: Any) -> bool:
    pair = isinstance(value, tuple | list | np.ndarray) and len(value) == 2
    return pair and all(map(_is_number, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)
