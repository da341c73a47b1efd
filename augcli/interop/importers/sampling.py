"""Read the sampling arguments of Keras' ``ImageDataGenerator``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sampling:
    """How Keras samples pictures. ``left_out`` and ``remarks`` say where augcli differs."""

    resampling: Resampling
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def number(value: object) -> float:
    """Return a value as a number. Raises BadValue if it is none, or far too large."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("is not a number")
    if not abs(value) <= 1e9:  # true for nan, and for an int that no float holds
        raise BadValue("is no number that Keras could use")
    return float(value)


def read_sampling(arguments: Mapping[str, Any]) -> Sampling:
    """Return fill and interpolation, what is left out of them, and remarks on what differs."""
    left_out: list[str] = []
    remarks: list[str] = []
    fill = _fill_mode(arguments.get("fill_mode", "nearest"), left_out, remarks)
    level = _fill_value(arguments.get("cval", 0), fill, left_out, remarks)
    interpolation = _interpolation(arguments.get("interpolation_order", 1), left_out, remarks)
    return Sampling(Resampling(interpolation, fill, (level,)), tuple(left_out), tuple(remarks))


def _fill_mode(typed: object, left_out: list[str], remarks: list[str]) -> FillMode:
    if typed == "wrap":
        remarks.append("Keras' wrap loses a pixel at each seam; augcli's doesn't")
    if typed == "mirror":
        remarks.append(
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
    left_out.append(f"fill_mode={typed!r:.60}: Keras stops at it: it is none of {modes}{meant}")
    return "nearest"


def _fill_value(typed: object, fill: FillMode, left_out: list[str], remarks: list[str]) -> float:
    if fill != "constant":
        if typed:
            remarks.append(f"cval={typed!r:.60} has no effect without fill_mode='constant'")
        return 0.0
    try:
        level = number(typed)
    except BadValue as rule:
        left_out.append(f"cval={typed!r:.60}: {rule}")
        return 0.0
    within = min(max(level, 0.0), 255.0)
    if within != level:
        left_out.append(
            f"cval={typed!r:.60}: a level of a picture is 0 to 255, and Keras fills with what is "
            f"none. --fill-value {within:g} stands in its place"
        )
    return within


def _interpolation(typed: object, left_out: list[str], remarks: list[str]) -> Interpolation:
    if type(typed) is not int or not 0 <= typed < len(_INTERPOLATIONS):
        left_out.append(f"interpolation_order={typed!r:.60}: must be 0 to 5")
        return "bilinear"
    if typed > 1:
        close = "--interpolation bicubic is close to it"
        remarks.append(f"interpolation_order={typed} is a spline; {close}")
    return _INTERPOLATIONS[typed]
