"""See what an augmentation does: one image, and the first of its copies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from augcli.canvas import Canvas, contained
from augcli.errors import SourceProblem, UsageProblem
from augcli.image import Frame, Image
from augcli.limits import Limits
from augcli.pipeline import Pipeline
from augcli.reading import read_file
from augcli.registry import catalogue
from augcli.render import render
from augcli.resampling import Resampling
from augcli.sandbox import Murmurs
from augcli.steps import Fired, Recipe

ENDINGS = ("png", "jpg", "jpeg", "svg", "pdf", "webp")


@dataclass(frozen=True)
class Cell:
    """A picture and what to say of it, in pieces that belong together."""

    image: Image
    caption: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """Which copies to look at: as :class:`augcli.settings.Settings` would make them."""

    pipeline: Pipeline
    resampling: Resampling
    seed: int = 0


def open_image(path: Path) -> Image:
    """Decode an image file.

    Raises:
        UsageProblem: there is none, or it can't be decoded.
    """
    from augcli.codec.decode import decode

    hint = "give the path of one image file"
    if path.is_dir():
        raise UsageProblem(f"{path} is a folder", f"{hint}, such as {path / 'IMAGE.jpg'}")
    try:
        with Murmurs():
            return decode(read_file(path, Limits.bytes))
    except SourceProblem as problem:
        raise UsageProblem(
            f"{path}: {problem.text}", "give the path of a sound image file"
        ) from problem


def source_name(path: Path, root: Path | None = None) -> str:
    """Give the name that feeds the draws: the path below ``root``, with ``/``.

    Without a root that is ``CLASS/FILE``, as far as the path as given shows a class.

    Raises:
        UsageProblem: the path is not below the root.
    """
    if root is not None:
        try:
            # Not resolve(): a link in the dataset is expanded under its own name.
            return Path(os.path.abspath(path)).relative_to(os.path.abspath(root)).as_posix()  # noqa: PTH100
        except ValueError:
            raise UsageProblem(
                f"{path} is not inside --root {root}", "give the folder that holds the classes"
            ) from None
    given = PurePath(os.path.normpath(path))
    return f"{given.parent.name}/{given.name}".removeprefix("../").removeprefix("/")


def cells(image: Image, look: Look, name: str, count: int, box: Frame) -> list[Cell]:
    """Make copies 1 to ``count`` of an image, none larger than ``box``, with their captions."""
    canvas = _canvas(image, box)
    recipes = look.pipeline.draw(look.seed, name, count)
    return [
        Cell(render(canvas, recipe, look.resampling), (f"#{copy}", *_caption(recipe)))
        for copy, recipe in enumerate(recipes, start=1)
    ]


def original(image: Image, box: Frame) -> Cell:
    """Make the cell of the untouched image."""
    return Cell(render(_canvas(image, box), [], Resampling()), ("original",))


def _canvas(image: Image, box: Frame) -> Canvas:
    size = contained(image.frame, box)
    # A picture smaller than its box is left as it is: enlarging it is up to the drawing.
    return Canvas(image, None if size.width >= image.frame.width else size)


def _caption(recipe: Recipe) -> list[str]:
    return [_say(fired) for fired in recipe] or ["unchanged"]


def _say(fired: Fired) -> str:
    transform = catalogue()[fired["transform"]]
    values = [transform.caption(key, fired[key]) for key in fired if key != "transform"]
    return " ".join([transform.name.replace("_", "-"), " × ".join(values)]).strip()
