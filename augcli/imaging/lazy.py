"""Load NumPy and OpenCV when they are first used: ``--help`` needs neither."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]
else:
    # importlib.util.LazyLoader can't load OpenCV, which imports itself twice.
    class _LazyModule(ModuleType):
        def __getattr__(self, name: str) -> Any:
            from augcli.engines.process_limits import check_room_for_libraries

            check_room_for_libraries()
            found = getattr(import_module(self.__name__), name)
            setattr(self, name, found)
            return found

    Array = Any
    cv2, np = _LazyModule("cv2"), _LazyModule("numpy")

__all__ = ["Array", "cv2", "np"]
