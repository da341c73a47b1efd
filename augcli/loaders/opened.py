"""A picture of a caller, opened for the engine, and the way back to what the caller gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array


class Opened(NamedTuple):
    """A picture as the engine has it.

    ``restore`` turns pixels of shape (height, width, channels) into a picture of the caller's kind.
    ``is_data`` is True if its levels are those of a file, so that a depth range applies to them.
    """

    image: Image
    restore: Callable[[Array], Any]
    is_data: bool = True
