"""What an iterator asks of its ImageDataGenerator."""

from __future__ import annotations

from typing import Any, Protocol

from augcli.imaging.lazy import Array
from augcli.loaders.generator.subsets import part_of


class Makes(Protocol):
    """Makes the images of a batch, and says which are in a subset."""

    validation_split: float

    def made(self, x: Array, chance: Any) -> Any:
        """Return an image as a batch has it; plain if ``chance`` is None."""

    def part_of(self, subset: str, count: int) -> slice:
        """Return which of so many images are in a subset. Raises ValueError."""


class Plain:
    """Makes images that are as they are read."""

    validation_split = 0.0

    def made(self, x: Array, chance: Any) -> Any:  # noqa: ARG002, nothing is drawn
        """Return an image as it is."""
        return x

    def part_of(self, subset: str, count: int) -> slice:
        """Raise ValueError: nothing is split."""
        return part_of(subset, count, self.validation_split)
