"""Load PyTorch, or say what to install."""

from __future__ import annotations

from typing import Any


def load() -> Any:
    """Return the module ``torch``. Raises ImportError, which says what to install."""
    try:
        import torch
    except ImportError as error:
        raise ImportError("augcli.torch needs PyTorch: pip install torch") from error
    return torch


torch = load()
