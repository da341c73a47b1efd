"""augcli for PyTorch: ``AugmentedFolder``, ``Transform`` and ``loader``."""

from __future__ import annotations

from augcli.loaders.pytorch.augmented_folder import AugmentedFolder
from augcli.loaders.pytorch.loader import Loader, loader
from augcli.loaders.pytorch.transform import Transform

__all__ = ["AugmentedFolder", "Loader", "Transform", "loader"]
