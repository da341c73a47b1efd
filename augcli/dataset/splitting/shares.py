"""Parse how much of each class is held out: ``val=0.2,test=0.1``."""

from __future__ import annotations

import re

from augcli.dataset.splits import is_split, is_training
from augcli.errors import BadValue

Shares = tuple[tuple[str, float], ...]
"""The splits that are held out, in order, and the share of each, above 0 and below 1."""

_PART = re.compile(r"([\w-]+)\s*[=:]\s*(\d+\.?\d*|\.\d+)\s*(%?)", re.ASCII)
_NEARLY = 1e-9


def parse_shares(text: str) -> Shares:
    """Return the shares that a text means. ``train`` may stand there with what remains.

    Raises:
        BadValue: it is no list of splits with shares, or they are more than all images.
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise BadValue("write names of splits with shares: val=0.2, or val=0.2,test=0.1")
        name, share = match[1], float(match[2]) / (100 if match[3] else 1)
        if not is_split(name):
            raise BadValue(f"{name} is no name of a split that loaders know: val or test")
        if name in found:
            raise BadValue(f"{name} stands there twice")
        if not 0 < share < 1:
            raise BadValue(f"the share of {name} must be above 0 and below 1")
        found[name] = share
    held = {name: share for name, share in found.items() if not is_training(name)}
    if not held:
        raise BadValue("something must be held out: val or test")
    if sum(held.values()) > 1 - _NEARLY:
        raise BadValue(f"they add up to {sum(held.values()):.6g}, and nothing is left for train")
    if len(held) < len(found) and abs(sum(found.values()) - 1) > _NEARLY:
        raise BadValue(f"the shares add up to {sum(found.values()):.6g}, not to 1")
    return tuple(held.items())
