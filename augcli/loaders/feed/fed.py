"""What a flow feeds: pictures, and what is to be learnt of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from augcli.loaders.feed.pictures import Pictures


@dataclass(frozen=True)
class Fed:
    """What is fed: pictures of ``shape`` (height, width, channels) and ``dtype``, and what of them.

    ``targets`` are what to learn, by row; None if that is nothing, or the pictures themselves
    (``is_input``). ``labels`` are what ``balance`` makes equally frequent. ``give_up`` is called
    when the workers have ended.
    """

    pictures: Pictures
    shape: tuple[int, int, int]
    dtype: str
    targets: Any
    labels: Sequence[Any]
    classes: Sequence[str] = ()
    is_input: bool = False
    give_up: Callable[[], None] = lambda: None
