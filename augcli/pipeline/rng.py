"""Random numbers by name: seed, source, step and purpose decide a number.

The worker that asks, the order of questions and other numbers make no difference. The stream of a
name is SHAKE-128 (FIPS 202) of that name. It is part of Python and gives the same bits for ever,
which no numerical library promises of its generators. One call returns the numbers of all copies,
and a shorter stream is the beginning of a longer one.
"""

from __future__ import annotations

import hashlib
import os
import struct

from augcli.storage.names import canonical

_STEPS = 1 << 53  # a double holds this many evenly spaced numbers in [0, 1)


def stream(name: tuple[str | int, ...], count: int, start: int = 0) -> list[int]:
    """Return ``count`` whole numbers in [0, 2**53) of the stream with this name, from ``start``."""
    # No file name holds a NUL, so the parts stay distinct. The bytes of a file name are the same in
    # every locale, its characters are not. Some file systems and archives change the normal form.
    key = os.fsencode(canonical("\0".join(map(str, name))))
    taken = hashlib.shake_128(key).digest(8 * (start + count))
    return [word >> 11 for word in struct.unpack_from(f"<{count}Q", taken, 8 * start)]


def of_copies(name: tuple[str | int, ...], copies: range, each: int = 1) -> list[int]:
    """Return the numbers of some copies, counted from 0, of which each takes ``each``."""
    return stream(name, len(copies) * each, copies.start * each)


def half_open(numbers: list[int]) -> list[float]:
    """Scale to [0, 1), for chances: ``< 0`` never holds and ``< 1`` always does."""
    return [number / _STEPS for number in numbers]


def closed(numbers: list[int]) -> list[float]:
    """Scale to [0, 1], for intervals: both ends are possible."""
    return [number / (_STEPS - 1) for number in numbers]
