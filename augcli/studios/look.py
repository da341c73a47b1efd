"""What the page looks at: a job for a worker process, and the pictures that come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from augcli.config.choose import ChosenPipeline
from augcli.dataset.source import Source
from augcli.engines.died import Died
from augcli.imaging.image import Frame
from augcli.pipeline.steps import Recipe

View = Literal["copies", "extremes", "each"]
VIEWS: tuple[View, ...] = get_args(View)

Detail = Literal["shown", "actual", "thumbnail"]
"""At the size shown; in actual pixels, as the file of the copy; or the untouched image, small."""

ORIGINAL = 0
"""The number of the untouched image. Other cells are counted from 1; cell k is copy k."""


@dataclass(frozen=True)
class Look:
    """Some cells of a grid: every ``step``-th from ``first`` on.

    ``count`` is the number of copies, or of pictures for each step. ``original`` puts the untouched
    image first. ``box`` is the size of a cell in pixels. ``only`` is the one other cell that is
    wanted; None wants all.
    """

    source: Source
    chosen: ChosenPipeline
    view: View = "copies"
    count: int = 1
    original: bool = False
    first: int = 0
    step: int = 1
    box: Frame = Frame(96, 96)  # noqa: RUF009, a frame is a tuple, so one for all is safe
    detail: Detail = "shown"
    only: int | None = None

    def wants(self, number: int) -> bool:
        """Return whether a cell of the grid is wanted."""
        return self.only is None or number in (ORIGINAL, self.only)


class Problem(NamedTuple):
    """Why a cell has no picture, and the way out."""

    problem: str
    hint: str


class Picture(NamedTuple):
    """A picture as the page shows it: the bytes of its file, of a type, and its size in pixels."""

    data: bytes
    type: str
    frame: Frame


@dataclass(frozen=True)
class ShownCell:
    """A cell: its number, and its caption with its picture, or the problem.

    ``fault`` says how a copy is ruined: black, white, flat or unchanged.
    """

    number: int
    caption: tuple[str, ...] = ()
    recipe: Recipe | None = None
    picture: Picture | None = None
    problem: Problem | None = None
    fault: str = ""


class Row(NamedTuple):
    """A row of a grid: its title, which may be empty, and how many cells it has."""

    title: str
    cells: int


@dataclass(frozen=True)
class Seen:
    """The answer to a look. ``frame`` is the size of the image in pixels; None if it isn't read."""

    cells: tuple[ShownCell, ...]
    rows: tuple[Row, ...] = ()
    frame: Frame | None = None


def failed(look: Look, problem: Problem) -> Seen:
    """Return the answer where no picture can be made."""
    numbers = range(ORIGINAL if look.original else 1, look.count + 1)
    shown = [one for one in numbers if look.wants(one)][look.first :: look.step]
    return Seen(tuple(ShownCell(number, problem=problem) for number in shown))


def lost(look: Look, death: Died) -> Seen:
    """Return the answer to a look that its process died of, or that took too long."""
    name = look.source.name
    if death.timed_out:
        return failed(look, Problem(f"{name} takes too long", "look at another image"))
    hint = "look at another image, or at less of this one"
    return failed(look, Problem(f"a process ended while it worked on {name}: {death}", hint))
