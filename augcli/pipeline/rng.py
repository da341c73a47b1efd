"""Random numbers that are named, not counted.

A number depends on nothing but its name: the seed, the source, the step and what it is for.
So it does not matter which worker asks, in which order, or what else is asked. The stream of a
name is SHAKE-128 (FIPS 202) of that name: part of Python, and the same bits for ever, which no
generator of a numerical library promises. One call gives the numbers of all copies, and a
shorter stream is the beginning of a longer one.
"""

from __future__ import annotations

import hashlib
import os
import struct

_STEPS = 1 << 53  # a double holds this many evenly spaced numbers in [0, 1)


def stream(name: tuple[str | int, ...], count: int) -> list[int]:
    """Return the first ``count`` whole numbers in [0, 2**53) of the stream with this name."""
    # No file name holds a NUL, so parts can't run into each other. The bytes of a file name are
    # the same in every locale, its characters are not.
    key = os.fsencode("\0".join(map(str, name)))
    words = struct.unpack(f"<{count}Q", hashlib.shake_128(key).digest(8 * count))
    return [word >> 11 for word in words]


def half_open(numbers: list[int]) -> list[float]:
    """Scale to [0, 1): for chances, where ``< 0`` is never and ``< 1`` is always."""
    return [number / _STEPS for number in numbers]


def closed(numbers: list[int]) -> list[float]:
    """Scale to [0, 1]: for intervals, where both ends are possible."""
    return [number / (_STEPS - 1) for number in numbers]
