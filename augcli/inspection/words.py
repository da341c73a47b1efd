"""Put counts, sizes and lists of names into words, as all reports write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from augcli.text import printable

_BLOCKS = " ▁▂▃▄▅▆▇█"


def size_of(count: float) -> str:
    """Return a number of bytes in three digits."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} TB"


def number_of(value: float) -> str:
    """Return a measure with as many digits as anyone looks at."""
    return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"


def aspect_of(ratio: float) -> str:
    """Return an aspect ratio as people write it: 1:1, 2:1, 1:1.33."""
    if round(ratio, 2) == 1:
        return "1:1"
    return f"{ratio:.3g}:1" if ratio > 1 else f"1:{1 / ratio:.3g}"


def most_common(counts: Counter[str], most: int = 4) -> str:
    """Return the most common of some values with their counts, and how many others there are."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{value} ({count:,})" for value, count in ordered[:most]]
    rest = len(counts) - most
    return ", ".join([*shown, f"{rest} more"] if rest > 0 else shown)


def first_names(names: Sequence[str], most: int = 3) -> str:
    """Return the first of some names, with dots if there are more."""
    shown = ", ".join(map(printable, names[:most]))
    return f"{shown}, …" if len(names) > most else shown


def sparkline(counts: Sequence[int]) -> str:
    """Return a histogram as a line of blocks; a bin with anything in it shows."""
    most = max(counts)
    return "".join(_BLOCKS[-(-8 * count // most)] for count in counts)


def bar(share: float, width: int) -> str:
    """Return a bar for a share (0 to 1) of so many characters, in eighths of one."""
    eighths = max(1, round(share * width * 8))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
