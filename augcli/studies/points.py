"""Write changes of a metric in points, hundredths of it."""

from __future__ import annotations


def points(share: float) -> str:
    """Return a change, a share from -1 to 1, in points with a true minus sign; 0.0 has no sign."""
    rounded = round(100 * share, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def interval(low: float, high: float) -> list[str]:
    """Return both ends of an interval in points.

    An end that would be rounded to 0 has a decimal more: its side of zero decides the verdict.
    """
    return [_end(low), _end(high)]


def _end(share: float) -> str:
    finer = round(100 * share, 2)
    if round(finer, 1) or not finer:
        return points(share)
    return f"{finer:+.2f}".replace("-", "−")
