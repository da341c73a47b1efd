"""A transform for torchvision's Compose."""

from __future__ import annotations

from typing import Any

from augcli.loaders.fresh_key import fresh_key
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.pytorch.library import torch


class Transform:
    """Applies a pipeline to a PIL image or a tensor, with another draw for each.

    A tensor has shape (channels, height, width), uint8 or floats in 0..1, and comes back as one of
    its dtype. As a transform does not know the names of images, the random numbers of PyTorch
    decide, which ``torch.manual_seed`` sets, and which differ between workers. For draws that
    depend on names use ``AugmentedFolder``.
    """

    def __init__(self, pipeline: Pipeline, copy: int = 1) -> None:
        self.pipeline = pipeline
        self.copy = whole("copy", copy, 1)

    def __call__(self, image: Any) -> Any:
        key = fresh_key()
        if not isinstance(image, torch.Tensor):
            return self.pipeline(image, key, self.copy)
        pixels = image.permute(1, 2, 0).contiguous().numpy()
        made = self.pipeline(pixels, key, self.copy)
        return torch.from_numpy(made).permute(2, 0, 1).contiguous()

    def __repr__(self) -> str:
        return f"Transform({self.pipeline!r})"
