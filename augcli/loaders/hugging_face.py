"""A transform for datasets of Hugging Face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from augcli.loaders.fresh_key import fresh_key
from augcli.loaders.pipeline import Pipeline

Examples = dict[str, list[Any]]


def transform(
    pipeline: Pipeline, column: str = "image", into: str | None = None
) -> Callable[[Examples], Examples]:
    """Return a function for ``dataset.set_transform``, which augments the images of a batch.

    ``column`` has the images: PIL images, or arrays as a pipeline takes them; the copies go into
    the column ``into``, by default the same one. Each look at an image is another draw. As a
    transform does not know names, the random numbers of PyTorch decide, or those of ``random``
    where PyTorch is not loaded.

    Example:
        >>> from PIL import Image
        >>> augment = augcli.hf.transform(augcli.Pipeline.from_flags("--rotation 20"))
        >>> batch = augment({"image": [Image.new("RGB", (40, 30))], "label": [1]})
        >>> batch["image"][0].size, batch["label"]
        ((40, 30), [1])

    Raises:
        ValueError: a batch has no such column, or an image can't be.
    """

    def augment(examples: Examples) -> Examples:
        if column not in examples:
            names = ", ".join(examples)
            raise ValueError(f"column {column!r} is none of the dataset: {names}")
        made = [pipeline(image, fresh_key()) for image in examples[column]]
        return {**examples, into or column: made}

    return augment
