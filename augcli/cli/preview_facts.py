"""Say below the command of a preview what it was made with: preset, seed and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from augcli.config.choose import ChosenPipeline
from augcli.figures.shown_size import is_squeezed
from augcli.imaging.image import Frame

_FEW = 2  # sizes


def pipeline_facts(choices: Sequence[ChosenPipeline]) -> list[str]:
    """Return the preset in use, unless pipelines are compared, and the seed."""
    first = choices[0]
    preset = [f"preset {first.preset}"] if first.preset and len(choices) == 1 else []
    return [*preset, f"seed {first.seed}"]


def size_fact(source: Frame, copies: Iterable[Frame]) -> str:
    """Return the size of a source in pixels, and those of its copies if they are others."""
    sizes = sorted({*copies}, key=lambda size: (size != source, size))
    if not sizes or sizes == [source]:
        return f"{_size(source)} px"
    made = " or ".join(map(_size, sizes)) if len(sizes) <= _FEW else f"{len(sizes)} sizes"
    return f"{_size(source)} → {made} px"


def scale_fact(frame: Frame, shown: Frame) -> str:
    """Return how much smaller or larger pictures are shown in a figure, "" for their own size."""
    x, y = shown.width / frame.width, shown.height / frame.height
    if is_squeezed(frame):
        return f"not to scale: width shown at {_percent(x)}, height at {_percent(y)}"
    return "" if x == 1 else f"shown at {_percent(x)}"


def _percent(scale: float) -> str:
    return f"{100 * scale:.2g} %" if scale < 0.1 else f"{100 * scale:.0f} %"


def _size(frame: Frame) -> str:
    return f"{frame.width}×{frame.height}"
