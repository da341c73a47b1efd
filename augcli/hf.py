"""augcli for datasets of Hugging Face: ``dataset.set_transform(augcli.hf.transform(pipeline))``."""

from __future__ import annotations

from augcli.loaders.hugging_face import transform

__all__ = ["transform"]
