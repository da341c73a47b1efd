"""Read the arguments of Keras' ``ImageDataGenerator`` as steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from augcli.catalogue.registry import catalogue
from augcli.config.flags import as_flags
from augcli.errors import BadValue
from augcli.interop.importers.sampling import number
from augcli.pipeline.steps import Step

_SMALLEST_ZOOM = 0.01


@dataclass(frozen=True)
class Reading:
    """What an argument means: a step, or None if it changes nothing.

    ``instead`` is the reason why the step is not what Keras does, but what was probably meant.
    """

    step: Step | None
    instead: str = ""


def read_argument(name: str, value: object) -> Reading:
    """Return what an argument means.

    Raises:
        BadValue: Keras can't use the value, or augcli can't do the same.
    """
    reading = _READERS[name](name, value)
    if not reading.instead or reading.step is None:
        return reading
    flags = " ".join(as_flags(reading.step))
    return Reading(reading.step, f"{reading.instead}. {flags} stands in its place")


def pair(value: object) -> tuple[float, float]:
    """Return two numbers, the lower one first: Keras takes them in any order. Raises BadValue."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise BadValue("is not two numbers")
    one, other = number(value[0]), number(value[1])
    return min(one, other), max(one, other)


def _step(name: str, low: float, high: float, unit: str = "") -> Step | None:
    """Return a step, or None if its range changes nothing. Raises BadValue."""
    transform = catalogue()[name]
    ((knob_name, knob),) = transform.knobs.items()
    low, high = round(low, 12), round(high, 12)  # 1 - 0.9 is 0.09999999999999998
    interval = knob.parse(f"{low!r}{unit},{high!r}{unit}")
    neutral = knob.neutral_interval
    if neutral and (interval.low, interval.high) == (neutral.low, neutral.high):
        return None
    return Step(transform, {knob_name: interval}, chance=transform.chance)


def _spread(name: str, value: object) -> Reading:
    most = abs(number(value or 0))
    return Reading(_step(name.removesuffix("_range"), -most, most))


def _shift(name: str, value: object) -> Reading:
    if isinstance(value, list | tuple):
        lengths = [number(one) for one in value]
        most, greatest = max(map(abs, lengths), default=0.0), max(lengths, default=0.0)
    else:
        greatest = number(value or 0)
        most = abs(greatest)
        if isinstance(value, int) and value > 0:
            most -= 1  # Keras draws whole numbers below it
    # Keras looks at the sign: -20 is 20 times the side.
    pixels = greatest >= 1
    if most > 1 and not pixels:
        raise BadValue(f"below 1, Keras takes it for a share of the side: {most:g} times the side")
    return Reading(_step(name.removesuffix("_range"), -most, most, "px" if pixels else ""))


def _zoom(_name: str, value: object) -> Reading:
    if isinstance(value, list | tuple):
        low, high = pair(value)
    else:
        most = number(value or 0)
        low, high = sorted((1 - most, 1 + most))
    if low >= _SMALLEST_ZOOM or high < 0:
        return Reading(_step("zoom", low, high))
    meant = _meant_by(low, high) if isinstance(value, list | tuple) else _meant_by_one(high - 1)
    rule = f"that means {low:.6g} to {high:.6g}"
    if meant is None:
        raise BadValue(f"{rule}, which is outside {_SMALLEST_ZOOM:g} to 100")
    mirrored = " below 0 Keras mirrors pictures, and" if low < 0 else ""
    why = f"{rule}:{mirrored} near 0 it magnifies a few pixels over the whole picture"
    return Reading(_step("zoom", *meant), why)


def _meant_by_one(number: float) -> tuple[float, float] | None:
    """Return the zoom that was probably meant by a number from 1 up."""
    if 1 < number <= 1.9:  # 1.2 for a fifth larger or smaller
        return 2 - number, number
    if number <= 5:  # 2 for twice as large or as small
        return round(1 / max(number, 2), 2), max(number, 2)
    return (1 - number / 100, 1 + number / 100) if number <= 90 else None  # a percentage


def _meant_by(low: float, high: float) -> tuple[float, float] | None:
    """Return the zoom that was probably meant by a range that reaches 0."""
    if high < 1 and low > -1:  # changes: -0.2 to 0.2
        return 1 + low, 1 + high
    return (0.5, high) if 1 <= high <= 5 else None


def _brightness(_name: str, value: object) -> Reading:
    if value is None:
        return Reading(None)
    if isinstance(value, int | float) and 0 < number(value) < 1:
        spread = float(value)
        return Reading(_step("brightness", 1 - spread, 1 + spread), "Keras takes two numbers")
    low, high = pair(value)
    if -1 <= low < 0 <= high <= 1:  # changes: -0.2 to 0.2
        why = f"that means {low:.6g} to {high:.6g} times the levels: Keras makes pictures black"
        return Reading(_step("brightness", 1 + low, 1 + high), why)
    return Reading(_step("brightness", low, high))


def _flip(name: str, value: object) -> Reading:
    transform = catalogue()[name]
    return Reading(Step(transform, chance=transform.chance) if value else None)


_READERS: dict[str, Callable[[str, object], Reading]] = {
    "rotation_range": _spread,
    "width_shift_range": _shift,
    "height_shift_range": _shift,
    "brightness_range": _brightness,
    "shear_range": _spread,
    "zoom_range": _zoom,
    "channel_shift_range": _spread,
    "horizontal_flip": _flip,
    "vertical_flip": _flip,
}
AUGMENTING = tuple(_READERS)
