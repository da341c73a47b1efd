"""Read the sampling arguments of Keras' ``ImageDataGenerator``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from augcli.errors import BadValue
from augcli.imaging.resampling import FILL_MODES, FillMode, Interpolation, Resampling

_INTERPOLATIONS: tuple[Interpolation, ...] = (
    *("nearest", "bilinear"),
    *("bicubic", "bicubic", "bicubic", "bicubic"),
)
# Keras hands the word to SciPy, which knows more modes than Keras documents.
_OF_SCIPY: dict[str, FillMode] = {
    "mirror": "reflect",
    "grid-mirror": "reflect",
    "grid-wrap": "wrap",
    "grid-constant": "constant",
}


def number(value: object) -> float:
    """Return a value as a number. Raises BadValue if it is none, or far too large."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("is not a number")
    if not abs(value) <= 1e9:  # true for nan, and for an int that no float holds
        raise BadValue("is no number that Keras could use")
    return float(value)


class Sampling:
    """How Keras samples pictures with its arguments.

    ``left_out`` maps arguments to what is left out of them; ``remarks`` say where augcli differs.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.left_out: dict[str, str] = {}
        self.remarks: list[str] = []
        fill = self._fill_mode(arguments.get("fill_mode", "nearest"))
        level = self._fill_value(arguments.get("cval", 0), fill)
        interpolation = self._interpolation(arguments.get("interpolation_order", 1))
        self.resampling = Resampling(interpolation, fill, (level,))

    def _leave_out(self, name: str, value: object, why: str) -> None:
        self.left_out[name] = f"{name}={value!r:.60}: {why}"

    def _fill_mode(self, typed: object) -> FillMode:
        if typed == "wrap":
            self.remarks.append("Keras' wrap loses a pixel at each seam; augcli's doesn't")
        if typed == "mirror":
            self.remarks.append(
                "Keras' mirror doesn't repeat the outermost pixels; --fill-mode reflect does"
            )
        for mode in FILL_MODES:
            if typed == mode:
                return mode
        if isinstance(typed, str) and typed in _OF_SCIPY:
            return _OF_SCIPY[typed]
        near = difflib.get_close_matches(str(typed)[:60].lower(), FILL_MODES, n=1)
        meant = f"; did you mean --fill-mode {near[0]}?" if near else ""
        modes = ", ".join(FILL_MODES)
        self._leave_out("fill_mode", typed, f"Keras stops at it: it is none of {modes}{meant}")
        return "nearest"

    def _fill_value(self, typed: object, fill: FillMode) -> float:
        if fill != "constant":
            if typed:
                text = f"cval={typed!r:.60} has no effect without fill_mode='constant'"
                self.remarks.append(text)
            return 0.0
        try:
            level = number(typed)
        except BadValue as rule:
            self._leave_out("cval", typed, str(rule))
            return 0.0
        within = min(max(level, 0.0), 255.0)
        if within != level:
            why = "Keras fills with a level that no picture has, as they go from 0 to 255"
            self._leave_out("cval", typed, f"{why}. --fill-value {within:g} stands in its place")
        return within

    def _interpolation(self, typed: object) -> Interpolation:
        if type(typed) is not int or not 0 <= typed < len(_INTERPOLATIONS):
            self._leave_out("interpolation_order", typed, "must be 0 to 5")
            return "bilinear"
        if typed > 1:
            text = (
                f"interpolation_order={typed} is a spline; --interpolation bicubic is close to it"
            )
            self.remarks.append(text)
        return _INTERPOLATIONS[typed]
