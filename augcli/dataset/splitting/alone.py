"""Refuse to split a class of one image, which can't be on two sides."""

from __future__ import annotations

import glob
import shlex
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from augcli.dataset.splitting.units import Unit
from augcli.errors import UsageProblem

_FEW = 5  # images in a message


def check_none_is_alone(units: Collection[Unit], known: Mapping[str, str]) -> None:
    """Raise UsageProblem if a class has one image, unless that is in ``known`` splits."""
    images = Counter(unit.label for unit in units)
    alone = sorted(
        (unit for unit in units if images[unit.label] == 1 and unit.name not in known),
        key=lambda unit: unit.label,
    )
    if not alone:
        return
    label = alone[0].label
    which = f"class {label} has" if label else "DATA has"
    if len(alone) > 1:
        which = f"{len(alone)} classes, such as {label}, have"
    raise UsageProblem(
        f"{which} one image, which can't be on two sides of a split",
        "add images" + (f", or leave out what is alone: {_excluding(alone)}" if label else ""),
    )


def excluding(names: Sequence[str]) -> list[str]:
    """Return the flags that leave out images, by name."""
    return [word for name in names for word in ("--exclude", glob.escape(name))]


def _excluding(alone: Sequence[Unit]) -> str:
    more = " ..." if len(alone) > _FEW else ""
    return shlex.join(excluding([unit.name for unit in alone[:_FEW]])) + more
