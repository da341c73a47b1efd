"""Histogram equalization."""

from typing import TYPE_CHECKING, Any

from augcli.kinds import Tone
from augcli.registry import transform

if TYPE_CHECKING:
    from numpy.typing import NDArray


@transform(group="tone", place=10)
def equalize() -> Tone:
    """Spread the levels of each channel so that all are about equally frequent.

    Helps where pictures differ in exposure and contrast alike.

    Harms where level and colour tell classes apart, and brings up noise in flat areas.

    Note: as Pillow's ``ImageOps.equalize``, channel by channel.
    """
    return Tone.of_histogram(_equal)


def _equal(levels: "NDArray[Any]", counts: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    counts = counts.astype(np.int64)
    occurring = np.flatnonzero(counts)
    top = len(levels) - 1
    step = (counts.sum() - counts[occurring[-1]]) // top
    if len(occurring) < 2 or step == 0:
        return levels
    below = np.cumsum(counts) - counts
    equal: NDArray[Any] = (below + step // 2) // step * (255 / top)
    return equal
