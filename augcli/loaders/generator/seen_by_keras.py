"""Let Keras 3 take iterators for its own kind of dataset, without loading it."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any


def as_keras_sees(cls: type) -> type:
    """Return a class, or one that Keras takes for a dataset if a program has loaded Keras.

    ``Model.fit`` takes batches from instances of ``keras.utils.PyDataset`` alone.
    """
    keras = sys.modules.get("keras")
    base = getattr(getattr(keras, "utils", None), "PyDataset", None)
    return cls if base is None or issubclass(cls, base) else _joined(cls, base)


@cache
def _joined(cls: type, base: Any) -> type:
    return type(cls.__name__, (cls, base), {"__doc__": cls.__doc__, "__module__": cls.__module__})
