"""Draw a figure's texts from cached letters, on matplotlib's own Agg canvas.

matplotlib loads every letter of every text anew, which takes three to five times as long
(``benchmarks/letters.py``). It still draws the texts that are not in the fonts of a page. This
module imports matplotlib: import it inside functions.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from augcli.figures.letters import FONTS, Letter, letter
from augcli.imaging.lazy import np


class PageCanvas(FigureCanvasAgg):
    """An Agg canvas with a :class:`_Renderer`."""

    _made: _Renderer | None = None

    def get_renderer(self) -> _Renderer:
        width, height = self.figure.bbox.size
        size = (width, height, self.figure.dpi)
        if self._made is None or (self._made.width, self._made.height, self._made.dpi) != size:
            self._made = _Renderer(*size)
        return self._made


class _Renderer(RendererAgg):
    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        letters = self._letters(s, prop, ismath)
        if not letters:
            size: tuple[float, float, float]  # matplotlib has no types for it
            size = super().get_text_width_height_descent(s, prop, ismath)
            return size
        bottom = min(one.bottom for one in letters)
        height = max(one.top for one in letters) - bottom
        return sum(one.advance for one in letters), height, -bottom

    def draw_text(  # noqa: PLR0913, PLR0917, the signature of matplotlib
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        letters = self._letters(s, prop, ismath)
        if not letters:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        place = Affine2D().rotate_deg(angle).translate(round(x), self.height - round(y))
        pen = self.new_gc()
        pen.copy_properties(gc)
        pen.set_linewidth(0)
        pen.set_snap(False)
        self.draw_path(pen, _joined(letters), place, gc.get_rgb())

    def _letters(self, text: str, font: FontProperties, ismath: Any) -> list[Letter]:
        """Return the letters of a text, none if it is not in a font of the page."""
        bold = next((bold for bold, own in FONTS.items() if own == font), None)
        if bold is None or ismath:
            return []
        return [letter(character, bold, self.dpi) for character in text]


def _joined(letters: list[Letter]) -> Path:
    """Return the outlines of letters, one after the other, from the origin to the right."""
    ends = np.cumsum([one.advance for one in letters])
    starts = np.repeat(ends - [one.advance for one in letters], [len(one.codes) for one in letters])
    vertices = np.concatenate([one.vertices for one in letters])
    vertices[:, 0] += starts
    return Path(vertices, np.concatenate([one.codes for one in letters]))
