"""Open what callers give as a picture: a NumPy array or a PIL image."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from augcli.imaging.lazy import Array, np
from augcli.loaders.arrays import open_array
from augcli.loaders.opened import Opened

if TYPE_CHECKING:
    from PIL.Image import Image as PILImage

PictureT = TypeVar("PictureT", "Array", "PILImage")


def open_picture(picture: object, name: str = "image") -> Opened:
    """Open an array or a PIL image; ``name`` is the argument, for messages.

    Raises:
        TypeError: it is neither.
        ValueError: its shape, dtype, range or mode can't be.
    """
    if isinstance(picture, np.ndarray):
        return open_array(picture, name)
    if is_pil(picture):
        from augcli.loaders.pil_images import open_pil  # not for those who have arrays alone

        return open_pil(picture, name)
    kind = type(picture).__name__
    raise TypeError(f"{name} must be a NumPy array or a PIL image, not {kind}")


def is_pil(picture: object) -> TypeGuard[PILImage]:
    """Return True for a PIL image. If there is one, its module has been imported."""
    pil = sys.modules.get("PIL.Image")
    return pil is not None and isinstance(picture, pil.Image)
