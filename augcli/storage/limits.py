"""Limits on image files: pixels, bytes, seconds and memory.

They decide which sources have outputs, and change no byte of an output.
"""

from __future__ import annotations

from dataclasses import dataclass

_MEGA = 1_000_000
LONGEST_SIDE = 1_000_000
"""The longest side, in pixels, that libpng decodes."""


@dataclass(frozen=True)
class Limits:
    """The most that one source may cost.

    ``pixels`` of a picture, read from its header; ``bytes`` of a file; ``seconds`` for a source;
    ``memory``, the address space of a worker in bytes, if the system can limit it.
    """

    pixels: int = 64 * _MEGA
    bytes: int = 512 * _MEGA
    seconds: float = 60.0
    memory: int = 6_000 * _MEGA
