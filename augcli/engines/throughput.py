"""Count what each worker of a cluster does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

_NAMED = 4  # workers that a line has room for


@dataclass
class Throughput:
    """The images that a worker has done, and the seconds from its first to its last."""

    images: int = 0
    seconds: float = 0.0
    _start: float = field(default_factory=time.monotonic, repr=False)

    def add(self, images: int, seconds: float) -> None:
        """Count the images of a batch that took so many seconds, and ended now."""
        if not self.images:
            self._start -= seconds
        self.images += images
        self.seconds = time.monotonic() - self._start

    @property
    def rate(self) -> float:
        """Images per second."""
        return self.images / self.seconds if self.seconds else 0.0


def in_words(workers: Mapping[str, Throughput]) -> str:
    """Return how fast workers are, such as ``2 workers, images/s: 14 + 13``; "" if there are none.

    Of many, the slowest and the fastest are told.
    """
    if not workers:
        return ""
    rates = [f"{rate:.0f}" for rate in sorted((one.rate for one in workers.values()), reverse=True)]
    each = " + ".join(rates) if len(rates) <= _NAMED else f"{rates[-1]} to {rates[0]} each"
    noun = "worker" if len(rates) == 1 else "workers"
    return f"{len(rates)} {noun}, images/s: {each}"


def as_json_by_worker(workers: Mapping[str, Throughput]) -> dict[str, dict[str, dict[str, float]]]:
    """Return ``workers``, the images and images per second of each; nothing if there are none."""
    if not workers:
        return {}
    numbers = {
        address: {"images": one.images, "images_per_second": round(one.rate, 1)}
        for address, one in workers.items()
    }
    return {"workers": numbers}
