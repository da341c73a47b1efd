"""The operations of the policies, and their strengths.

Source: Cubuk, Zoph, Mané, Vasudevan and Le, AutoAugment: learning augmentation strategies from
data, CVPR 2019, table 6. Strengths are those of torchvision, which most people train with.
Contrast is around mid-gray, not around the mean of the picture as in Pillow, because drawing a
recipe never looks at pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import catalogue
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.steps import Step

IDENTITY = "identity"


@dataclass(frozen=True)
class Space:
    """The value of each operation at full strength.

    ``skew`` is a factor, ``shift`` a length in ``unit``, ``degrees`` an angle, ``change`` the
    distance of a factor from 1, and ``bits`` the number of bits that remain.
    """

    skew: float = 0.3
    shift: float = 150 / 331
    unit: str = "fraction"
    degrees: float = 30.0
    change: float = 0.9
    bits: int = 4

    def reach(self, operation: str) -> tuple[float, float, str]:
        """Return the neutral value, the distance from it at full strength, and the unit."""
        match operation:
            case "horizontal_skew" | "vertical_skew":
                return 0.0, self.skew, ""
            case "width_shift" | "height_shift":
                return 0.0, self.shift, self.unit
            case "rotation":
                return 0.0, self.degrees, ""
            case "posterize":
                return 8.0, self.bits - 8.0, ""
            case "solarize":
                return 255.0, -255.0, ""
            case _:
                return 1.0, self.change, ""


BOTH_WAYS = (
    *("horizontal_skew", "vertical_skew", "width_shift", "height_shift", "rotation"),
    *("brightness", "saturation", "contrast", "sharpness"),
)
ONE_WAY = ("posterize", "solarize")
WITHOUT_STRENGTH = ("autocontrast", "equalize")
ALL = (IDENTITY, *BOTH_WAYS, *ONE_WAY, *WITHOUT_STRENGTH)


def of_strength(operation: str, strength: float, space: Space, chance: float = 1.0) -> Stage:
    """Return an operation of one strength, 0 to 1; in a random direction if it has two."""
    if operation in BOTH_WAYS:
        ways = tuple(_fixed(operation, way * strength, space) for way in (-1, 1))
        return SomeOf(ways, chance=chance)
    if operation in ONE_WAY:
        return _fixed(operation, strength, space, chance)
    return _plain(operation, chance)


def of_any_strength(operation: str, space: Space) -> Stage:
    """Return an operation with a strength drawn for each copy."""
    if operation not in (*BOTH_WAYS, *ONE_WAY):
        return _plain(operation, 1.0)
    neutral, distance, unit = space.reach(operation)
    ends = sorted([neutral - distance if operation in BOTH_WAYS else neutral, neutral + distance])
    return _step(operation, Interval(ends[0], ends[1], unit))


def _fixed(operation: str, strength: float, space: Space, chance: float = 1.0) -> Step:
    neutral, distance, unit = space.reach(operation)
    value = neutral + strength * distance
    if operation == "posterize":
        value = float(round(value))
    return _step(operation, Interval(value, value, unit), chance)


def _step(operation: str, interval: Interval, chance: float = 1.0) -> Step:
    transform = catalogue()[operation]
    return Step(transform, {next(iter(transform.knobs)): interval}, chance=chance)


def _plain(operation: str, chance: float) -> Stage:
    if operation == IDENTITY:
        return AllOf(())
    transform = catalogue()[operation]
    return Step(transform, dict.fromkeys(transform.knobs, Interval(0.0, 0.0)), chance=chance)
