"""The order of the flags: by group, and in its group each transform after the one it names.

A name needs no list and no number compared with other files, and a taken or wrong name is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, TypeVar, get_args

Group = Literal[
    "geometry",
    "distortion",
    "tone",
    "colour",
    "blur",
    "weather",
    "noise",
    "compression",
    "erasing",
    "mixing",
]
GROUPS: tuple[Group, ...] = get_args(Group)


class Placed(Protocol):
    """A member of a group that comes right ``after`` another one. The first is after ""."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> Group: ...
    @property
    def after(self) -> str: ...


Member = TypeVar("Member", bound=Placed)


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return members of groups in the order of the groups and of their places.

    Raises:
        ValueError: two members have one place, or no chain of names leads to a member: it comes
            after no member of its group, or after itself in a circle.
    """
    at: dict[tuple[Group, str], Member] = {}
    for one in members:
        other = at.setdefault((one.group, one.after), one)
        if other is not one:
            raise ValueError(
                f"{other.name} and {one.name} are both {_place(one)}: put one after the other"
            )
    ordered = []
    for group in GROUPS:
        last = ""
        while found := at.pop((group, last), None):
            ordered.append(found)
            last = found.name
    if at:
        lost = "; ".join(f"{one.name} is {_place(one)}" for one in at.values())
        raise ValueError(f"not reached from the first of its group: {lost}")
    return ordered


def _place(one: Placed) -> str:
    return f"after {one.after!r} in {one.group!r}" if one.after else f"the first in {one.group!r}"
