"""The options of a public pipeline: size, fit, fill, interpolation, depth range and seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from augcli.catalogue.words import match_word
from augcli.config.parse_size import parse_size
from augcli.errors import BadValue
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.image import Frame
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, parse_fill_value
from augcli.pipeline.canvas import FITS
from augcli.pipeline.copy_maker import CopyMaker

_WORDS: Mapping[str, Sequence[str]] = {
    "fit": FITS,
    "fill_mode": FILL_MODES,
    "interpolation": INTERPOLATIONS,
    "depth_range": DEPTH_RANGES,
}
_OF_OUTPUT, _OF_RESAMPLING = ("size", "fit"), ("fill_mode", "fill_value", "interpolation")


def with_options(maker: CopyMaker, options: Mapping[str, Any]) -> CopyMaker:
    """Return a maker with other options, by name.

    Raises:
        TypeError: there is no such option.
        ValueError: a value can't be; the message names the option and the value.
    """
    known = (*_OF_OUTPUT, *_OF_RESAMPLING, "depth_range", "seed")
    for name in options:
        if name not in known:
            raise TypeError(f"there is no option {name!r}: the options are {', '.join(known)}")
    checked = {name: _checked(name, value) for name, value in options.items()}
    output = {name: checked.pop(name) for name in _OF_OUTPUT if name in checked}
    resampling = {name: checked.pop(name) for name in _OF_RESAMPLING if name in checked}
    return replace(
        maker,
        output=replace(maker.output, **output),
        resampling=replace(maker.resampling, **resampling),
        **checked,
    )


def whole(name: str, value: Any, least: int, most: int | None = None) -> int:
    """Return a whole number, NumPy's too. Raises ValueError if it is none, or out of bounds."""
    try:
        number = value.__index__()
    except (AttributeError, TypeError):
        number = None
    outside = number is None or number < least or (most is not None and number > most)
    if outside or isinstance(value, bool):
        bounds = f"from {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {bounds}, not {value!r:.40}")
    return int(number)


def _checked(name: str, value: Any) -> Any:
    if name == "seed":
        return whole(name, value, 0)
    if name == "size":
        return None if value is None else Frame(*_parsed(name, value, parse_size))
    if name == "fill_value":
        return _parsed(name, value, parse_fill_value)
    word = match_word(value, _WORDS[name]) if isinstance(value, str) else None
    if word is None:
        raise ValueError(f"{name} must be one of {', '.join(_WORDS[name])}, not {value!r:.40}")
    return word


def _parsed(name: str, value: Any, parse: Callable[[str], Any]) -> Any:
    numbers = value if isinstance(value, tuple | list) else [value]
    try:
        return parse(value if isinstance(value, str) else ",".join(map(str, numbers)))
    except BadValue as rule:
        raise ValueError(f"{name} can't be {value!r:.40}: {rule}") from rule
