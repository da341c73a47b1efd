"""A key for a picture whose name is not known."""

from __future__ import annotations

import random
import sys


def fresh_key() -> str:
    """Return a key from random numbers: those of PyTorch if a program has loaded it.

    PyTorch seeds them anew in each worker and epoch; NumPy's are the same in all forked workers.
    """
    torch = sys.modules.get("torch")
    if torch is not None:
        return f"{int(torch.randint(2**62, (1,)))}"
    return f"{random.getrandbits(62)}"
