"""How ``ImageDataGenerator`` samples, from its arguments, and how a number is read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from augcli.errors import BadValue
from augcli.imaging.resampling import FILL_MODES, Interpolation, Resampling, parse_fill_value

_INTERPOLATIONS: dict[int, Interpolation] = {0: "nearest", 1: "bilinear", 3: "bicubic"}


def number(value: object) -> float:
    """Read a number. Raises BadValue."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("is not a number")
    if not abs(value) <= 1e9:  # also what no float holds, and not-a-number
        raise BadValue("is no number that Keras could use")
    return float(value)


def read_resampling(arguments: Mapping[str, Any]) -> tuple[Resampling, list[str]]:
    """Read fill and interpolation, with remarks on what can't be."""
    fill, order = arguments.get("fill_mode", "nearest"), arguments.get("interpolation_order", 1)
    remarks = []
    if fill not in FILL_MODES:
        remarks.append(f"fill_mode={fill!r:.60}: there are {', '.join(FILL_MODES)}: left out")
        fill = "nearest"
    if fill == "wrap":
        remarks.append("Keras' wrap loses a pixel at each seam; that of augcli doesn't")
    if type(order) is not int or order not in _INTERPOLATIONS:
        remarks.append(f"interpolation_order={order!r:.60}: there are 0, 1 and 3: left out")
        order = 1
    if order == 3:
        remarks.append("interpolation_order=3 is a spline, near to --interpolation bicubic")
    level: tuple[float, ...] = (0.0,)
    if fill == "constant":
        try:
            level = parse_fill_value(f"{math.fabs(number(arguments.get('cval', 0))):f}")
        except BadValue as rule:
            remarks.append(f"cval={arguments['cval']!r:.60}: {rule}: left out")
    return Resampling(_INTERPOLATIONS[order], fill, level), remarks
