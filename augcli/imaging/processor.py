"""The kind of this processor: copies have the same bytes on all processors of a kind."""

from __future__ import annotations

import platform
import sys
from functools import cache

from augcli.imaging.lazy import cv2

COMMON = "x86-64 with AVX2, or 64-bit ARM"
"""The kind of nearly all processors. They have fused multiply-add, and OpenCV uses it."""

_AVX2 = 11  # OpenCV's CV_CPU_AVX2, which its Python module doesn't name


@cache
def processor_kind() -> str:
    """Return the kind of this processor: ``COMMON``, or what it is and lacks.

    It is the one that OpenCV works with: ``OPENCV_CPU_DISABLE`` can switch AVX2 off.
    """
    machine = platform.machine().lower()
    if sys.maxsize < 2**32:
        return f"{machine}, 32-bit"
    if machine in ("x86_64", "amd64"):
        return COMMON if cv2.checkHardwareSupport(_AVX2) else "x86-64 without AVX2"
    return COMMON if machine in ("aarch64", "arm64") else machine
