"""The base class of the effects."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self

from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling


class Effect(ABC):
    """The work of one step, or of several fused steps, on a picture.

    Neighbours of one kind fuse: many steps in a row interpolate a pixel once, and look it up once.
    """

    def then(self, after: Effect) -> Effect | None:  # noqa: ARG002, other kinds need it
        """Return this effect fused with the next one, or None if the two can't fuse."""
        return None

    @abstractmethod
    def neutral(self) -> Self:
        """Return the effect of the same kind that changes nothing."""

    @abstractmethod
    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Return the changed picture. The given picture stays as it is."""
