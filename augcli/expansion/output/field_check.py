"""Check the fields of settings that were read from a file: types, choices and ranges."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from augcli.expansion.output.record import MOST_COPIES
from augcli.storage.limits import LONGEST_SIDE

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_RANGES = {
    "copies": (0, MOST_COPIES),
    "seed": (0, float("inf")),
    "quality": (1, 100),
    "fill_value": (0.0, 255.0),
    "size": (1, LONGEST_SIDE),
    "shard_size": (1, float("inf")),
    "shard_count": (1, float("inf")),
}
_LENGTHS = {"fill_value": (1, 3, 4)}


def check_fields(one: DataclassInstance) -> None:
    """Check the fields of a dataclass that are choices, switches, numbers or texts.

    Raises:
        ValueError: the message names the field.
    """
    hints = get_type_hints(type(one))
    for item in fields(one):
        value = getattr(one, item.name)
        if not _fits(value, hints[item.name]) or not _in_range(value, item.name):
            raise ValueError(f"{item.name} can't be {value!r:.60}")


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if hint == (int | None):
        return value is None or type(value) is int
    return type(value) is hint if hint in (bool, int, str) else True


def _in_range(value: Any, name: str) -> bool:
    if name not in _RANGES or value is None:
        return True
    low, high = _RANGES[name]
    each = value if isinstance(value, tuple) else (value,)
    return all(low <= one <= high for one in each) and len(each) in _LENGTHS.get(name, (1, 2))
