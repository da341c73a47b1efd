"""Arithmetic whose result has the same bits on every processor.

IEEE 754 fixes the result of + - * / and the square root, so NumPy gives the same bits everywhere.
It fixes neither exp, powers and angles, which NumPy calculates differently on each processor, nor
the order of a sum and the fused multiply-add that OpenCV uses for resizing, blurring and matrices.
"""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2, np

# The logarithm of 2 in two parts: a small whole number times the first part is exact in float32.
_LOG_2 = (0.693359375, -2.12194440e-4)
_FACTORIALS = (1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0)
_FURTHEST = 87.0  # beyond it, results of float32 are infinite or not normal


def exp(values: Array) -> Array:
    """Return e to the power of numbers, float32, to a relative error of 3e-7.

    Exponents beyond ±87 count as ±87.
    Source: Cody and Waite, Software manual for the elementary functions, 1980, chapter 6.
    """
    x = np.clip(values, -_FURTHEST, _FURTHEST).astype(np.float32)
    doublings = np.rint(x * np.float32(1 / sum(_LOG_2)))
    for part in _LOG_2:
        x -= doublings * np.float32(part)
    series = np.full_like(x, 1 / _FACTORIALS[-1])
    for factorial in _FACTORIALS[-2::-1]:
        series *= x
        series += np.float32(1 / factorial)
    # A power of two is a float32 whose exponent, biased by 127, stands above 23 bits.
    powers: Array = ((doublings.astype(np.int32) + 127) << 23).view(np.float32)
    return series * powers


def whole_power(values: Array, exponent: int) -> Array:
    """Return numbers multiplied by themselves ``exponent`` (1 or more) times, in their dtype."""
    made = values
    for digit in f"{exponent:b}"[1:]:
        made = made * made
        if digit == "1":
            made = made * values
    return made


def dyadic(values: Array, bits: int) -> Array:
    """Round numbers to multiples of 2**-bits, float64.

    Sums of products of such numbers are exact in float64 while they need at most 53 bits. Then
    neither the order of additions nor a fused multiply-add can change them.
    """
    scale = 2.0**bits
    rounded: Array = np.rint(np.asarray(values, np.float64) * scale) / scale
    return rounded


def scaled_product(one: Array, other: Array) -> Array:
    """Return the rounded product of levels as shares of the highest: uint8 or uint16.

    OpenCV's ``multiply`` with a scale gives another level here and there on ARM.
    """
    if one.dtype == np.uint8:
        # No product is midway between two levels, so float32 is exact enough to round it.
        return cv2.convertScaleAbs(np.multiply(one, other, dtype=np.uint16), alpha=1 / 255)
    product = np.multiply(one, other, dtype=np.uint32)
    product += 32768
    product += product >> 16  # product / 65535, rounded, without a division
    product >>= 16
    made: Array = product.astype(np.uint16)
    return made
