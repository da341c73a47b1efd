"""Share images out over classes, so that more images in all never mean fewer in a class."""

from __future__ import annotations

import heapq
import statistics
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction


def level_of(balance: str, images: Collection[int]) -> int:
    """Return the number of images that ``largest``, ``median`` or a share like ``80%`` stands for.

    A share is one of the largest class. The level is at least 1.
    """
    largest = max(images, default=0)
    match balance:
        case "largest":
            return largest
        case "median":
            return round(statistics.median_high(images))
        case share:
            return max(1, round(largest * float(share.removesuffix("%")) / 100))


def fill_evenly(least: Mapping[str, int], total: int) -> dict[str, int]:
    """Return numbers of images with a sum of ``total``, the smallest classes filled first.

    No class gets fewer than ``least``. What is left over goes to the first classes by name.
    """
    level = _highest(total, lambda level: sum(max(level, n) for n in least.values()) <= total)
    filled = {label: max(level, images) for label, images in least.items()}
    left = total - sum(filled.values())
    for label in sorted(label for label in filled if least[label] <= level)[:left]:
        filled[label] += 1
    return filled


def fill_by_size(images: Mapping[str, int], least: Mapping[str, int], total: int) -> dict[str, int]:
    """Return numbers of images with a sum of ``total``, in proportion to the size of each class.

    Each next image goes to the class with the highest quotient of Sainte-Laguë, images / (2n + 1)
    for n images so far. The method of largest remainders is rejected: with it, a larger total can
    mean fewer images in a class (the Alabama paradox).
    """
    everything = sum(images.values())

    def reached(level: int) -> dict[str, int]:
        """Return the numbers once all quotients of everything / (2 * level) or more are used."""
        rounded = {
            label: (2 * number * level + everything) // (2 * everything)
            for label, number in images.items()
        }
        return {label: max(least[label], rounded[label]) for label in images}

    if not everything:
        return dict(least)
    # All but the last few at once: a loop over each image never ends for a total of 10 ** 12.
    top = total + len(images)
    filled = reached(_highest(top, lambda level: sum(reached(level).values()) <= total))
    heap = [(-Fraction(images[one], 2 * n + 1), one) for one, n in filled.items() if images[one]]
    heapq.heapify(heap)
    for _ in range(total - sum(filled.values())):
        label = heap[0][1]
        filled[label] += 1
        heapq.heapreplace(heap, (-Fraction(images[label], 2 * filled[label] + 1), label))
    return filled


def _highest(top: int, fits: Callable[[int], bool]) -> int:
    """Return the highest number up to ``top`` that fits; 0 does, and all below one that does."""
    low = 0
    while low < top:
        middle = (low + top + 1) // 2
        low, top = (middle, top) if fits(middle) else (low, middle - 1)
    return low
