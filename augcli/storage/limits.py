"""What an image file may cost. Limits change no byte of an output, only which sources have any."""

from __future__ import annotations

from dataclasses import dataclass

MEGA = 1_000_000
LONGEST_SIDE = 32_766
"""Pixels of a side that every version of OpenCV can warp."""


@dataclass(frozen=True)
class Limits:
    """``pixels`` of a picture, read from its header; ``bytes`` of a file; ``seconds`` for a source.

    ``memory`` is the address space of a worker in bytes, where the system can limit it.
    """

    pixels: int = 64 * MEGA
    bytes: int = 512 * MEGA
    seconds: float = 60.0
    memory: int = 6_000 * MEGA
