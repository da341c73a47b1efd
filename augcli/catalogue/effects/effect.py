"""What the kinds have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling


class Effect(ABC):
    """What one step, or several fused ones, does to a picture."""

    def then(self, after: Effect) -> Effect | None:  # noqa: ARG002, other kinds need it
        """Fuse with the effect that comes right after; None where the two can't."""
        return None

    @abstractmethod
    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Return the new picture; the given one is left alone."""
