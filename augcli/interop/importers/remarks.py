"""Remark on what Keras does with arguments, where it matters for their values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from augcli.catalogue.ranges import Interval
from augcli.config.flags import plain
from augcli.pipeline.steps import Step

_CENTRE = (
    "Keras turns, shears and zooms about a wrong centre: it is a pixel off in keras-preprocessing "
    "1.1.2; in TensorFlow since 2020, its coordinates are swapped on pictures that aren't square. "
    "augcli uses the centre"
)
_AXES = (
    "since 2020, TensorFlow's Keras swaps the axes of shifts: its width_shift_range moves up and "
    "down. augcli does what the documentation says"
)
_LEAN = "keras-preprocessing 1.1.2 leans the other axis than later Keras and augcli do"
_STRETCH = (
    "keras-preprocessing 1.1.2 first stretches each picture from black to white, and Keras cuts "
    "off fractions of levels. augcli multiplies and rounds"
)
_CLIP = (
    "Keras clips to the least and greatest level of each picture. augcli clips to black and white"
)
_ORDER = "Keras shifts channels before it brightens; the flags of augcli do it after"


def remarks_on(steps: Mapping[str, Step], arguments: Mapping[str, Any]) -> Iterator[str]:
    """Yield remarks: first on values that were hardly meant, then on what Keras does otherwise.

    ``steps`` are those that the arguments of the same names give.
    """
    for name in ("width_shift_range", "height_shift_range"):
        if name in arguments:
            yield from _on_small_shift(name, arguments[name], steps.get(name))
    for name, step in steps.items():
        if name in _SMALL:
            yield from _SMALL[name](arguments[name], _range(step))
    yield from _on_differences(steps)
    for name in ("width_shift_range", "height_shift_range"):
        if name in steps:
            yield from _on_choice(name, arguments[name], steps[name])


def _range(step: Step) -> Interval:
    (name,) = step.transform.knobs
    return step.interval(name)


def _on_small_shift(name: str, value: object, step: Step | None) -> Iterator[str]:
    flag = f"--{name.removesuffix('_range').replace('_', '-')}"
    side = name.partition("_")[0]
    more = f"A tenth of the {side} is {flag} 0.1"
    if type(value) is int and value == 1:
        yield f"{name}=1 moves nothing: a whole number is pixels, and Keras draws below it. {more}"
    elif step is not None:
        most = _range(step)
        if most.unit == "pixels" and most.high <= 1:
            yield f"{name}={value!r:.60} is pixels: one at most changes nearly nothing. {more}"
        elif most.unit == "fraction" and most.high < 0.005:
            yield f"{name}={value!r:.60} is less than a pixel of most pictures. {more}"


def _on_small_rotation(value: object, most: Interval) -> Iterator[str]:
    if most.high <= 1:
        turn = f", {plain(most.high)} of a turn is --rotation {most.high * 360:.4g}"
        tilt = "A slight tilt is --rotation 10" + (turn if most.high < 1 else "")
        yield f"rotation_range={value!r:.60} is in degrees: it changes nearly nothing. {tilt}"


def _on_small_shear(value: object, most: Interval) -> Iterator[str]:
    if most.high <= 1:
        # Radians in Keras 2.1.2 of December 2017, degrees in 2.1.3 of January 2018.
        meant = min(math.degrees(most.high), 15)
        yield (
            f"shear_range={value!r:.60} is in degrees: it changes nearly nothing. Until 2017 Keras "
            f"took radians; --shear {meant:.3g} can be seen"
        )


def _on_small_offset(value: object, most: Interval) -> Iterator[str]:
    if most.high <= 2:
        meant = most.high * 255 if 0.01 <= most.high < 0.5 else 20
        yield (
            f"channel_shift_range={value!r:.60} is in levels of 0 to 255: it changes nearly "
            f"nothing. --channel-shift {meant:.3g} can be seen"
        )


def _on_odd_zoom(value: object, most: Interval) -> Iterator[str]:
    if max(1 - most.low, most.high - 1) <= 0.01:
        yield f"zoom_range={value!r:.60} changes nearly nothing. A fifth is --zoom 0.2"
    elif most.high <= 0.5:
        yield (
            f"zoom_range={value!r:.60} shows that share of the width and height, "
            f"{1 / most.high:.3g} to {1 / most.low:.3g} times as large. If it means changes: "
            f"--zoom {plain(most.high)}"
        )


def _on_odd_brightness(value: object, most: Interval) -> Iterator[str]:
    if most.high <= 0.5:
        yield (
            f"brightness_range={value!r:.60} multiplies the levels, so all pictures are dark. If "
            f"it means changes: --brightness {plain(most.high)}"
        )


_SMALL = {
    "rotation_range": _on_small_rotation,
    "shear_range": _on_small_shear,
    "channel_shift_range": _on_small_offset,
    "zoom_range": _on_odd_zoom,
    "brightness_range": _on_odd_brightness,
}


def _on_differences(steps: Mapping[str, Step]) -> Iterator[str]:
    ranges = {name: _range(step) for name, step in steps.items() if step.transform.knobs}
    turned = any(
        name in ranges and ranges[name].high > 1 for name in ("rotation_range", "shear_range")
    )
    zoom = ranges.get("zoom_range")
    if turned or (zoom and max(1 - zoom.low, zoom.high - 1) > 0.01):
        yield _CENTRE
    if ranges.get("width_shift_range") != ranges.get("height_shift_range"):
        yield _AXES
    if "shear_range" in ranges and ranges["shear_range"].high > 1:
        yield _LEAN
    if "brightness_range" in ranges:
        yield _STRETCH
    if "channel_shift_range" in ranges and ranges["channel_shift_range"].high > 2:
        yield _CLIP
        if "brightness_range" in ranges:
            yield _ORDER


def _on_choice(name: str, value: object, step: Step) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield (
            f"Keras chooses one of the exact values of {name}, with either sign. augcli draws "
            "from the whole range between them"
        )
    elif isinstance(value, int) and value > 0:
        most = plain(_range(step).high)
        yield (
            f"Keras draws whole pixels up to {most} for {name}={value}. augcli draws fractions of "
            "pixels too"
        )
