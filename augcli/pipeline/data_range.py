"""Render copies of 16-bit pictures on the range of their data, as if that were full scale."""

from __future__ import annotations

from collections.abc import Iterable

from augcli.imaging.depth_range import DepthRange, from_full_scale, to_full_scale, white_level
from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.partners import partner_fields
from augcli.pipeline.render import Lend, render
from augcli.pipeline.steps import Recipe, Step


def steps_on_full_scale(steps: Iterable[Step]) -> list[Step]:
    """Return the steps whose effect depends on what full scale is."""
    # Contrast, the only one with a choice, turns about a level of full scale if that is chosen.
    return [step for step in steps if step.transform.full_scale or step.choices]


def render_on_range(
    depth_range: DepthRange,
    canvas: Canvas,
    recipe: Recipe,
    resampling: Resampling,
    lend: Lend | None = None,
) -> Image:
    """Return the picture of one copy, rendered on a range that holds its source and its partners.

    The levels are spread over 16 bits first and go back afterwards. So transforms need not know.
    """
    mixed: list[Image] = []
    if lend:
        mixed = [
            lend(name) for fired in recipe for key in partner_fields(fired) for name in fired[key]
        ]
    top = white_level(depth_range, [canvas.image, *mixed])

    spread = Canvas(to_full_scale(canvas.image, top), canvas.size, canvas.fit)
    made = render(spread, recipe, resampling, _spreading(lend, top) if lend else None)
    return from_full_scale(made, top)


def _spreading(lend: Lend, top: int) -> Lend:
    return lambda name: to_full_scale(lend(name), top)
