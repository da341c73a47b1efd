"""Share images out over classes, so that more images in all never mean fewer in a class."""

from __future__ import annotations

import heapq
import statistics
from collections.abc import Collection, Mapping


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
    below, level = 0, max(total, 1)
    while below < level:  # the highest level that the total is enough for
        middle = (below + level + 1) // 2
        if sum(max(middle, images) for images in least.values()) <= total:
            below = middle
        else:
            level = middle - 1
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
    filled = dict(least)
    heap = [(-images[label] / (2 * n + 1), label) for label, n in filled.items() if images[label]]
    heapq.heapify(heap)
    for _ in range(total - sum(filled.values()) if heap else 0):
        label = heap[0][1]
        filled[label] += 1
        heapq.heapreplace(heap, (-images[label] / (2 * filled[label] + 1), label))
    return filled
