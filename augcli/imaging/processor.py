"""The kind of this processor: all of a kind make the same bytes."""

from __future__ import annotations

import os
import platform
import re
import sys
from functools import cache
from pathlib import Path

from augcli.imaging.lazy import cv2

COMMON = "x86-64 with AVX2 or 64-bit ARM"
"""The kind of nearly all processors: OpenCV uses their fused multiply-add."""

_AVX2 = 11  # CV_CPU_AVX2 of OpenCV, which its Python module doesn't name


@cache
def processor_kind() -> str:
    """Return the kind of this processor: ``COMMON``, or its name and what it lacks.

    Whoever switches AVX2 off in OpenCV, by ``OPENCV_CPU_DISABLE``, has a processor without it.
    """
    machine = platform.machine().lower()
    if sys.maxsize < 2**32:
        return f"{machine}, 32-bit"
    if machine in ("x86_64", "amd64"):
        return COMMON if _uses_avx2() else "x86-64 without AVX2"
    return COMMON if machine in ("aarch64", "arm64") else machine


def _uses_avx2() -> bool:
    # Not by OpenCV on Linux: loaded here, it starts threads, and workers can't be forked any more.
    if sys.platform == "linux" and (flags := _flags_of_linux()):
        disabled = re.split("[,; ]", os.environ.get("OPENCV_CPU_DISABLE", ""))
        return "avx2" in flags and "AVX2" not in disabled
    return cv2.checkHardwareSupport(_AVX2)


def _flags_of_linux() -> list[str]:
    """Return what the first processor offers; nothing where there is no /proc."""
    try:
        with Path("/proc/cpuinfo").open(encoding="ascii", errors="replace") as lines:
            return next((line.split() for line in lines if line.startswith("flags")), [])
    except OSError:
        return []
