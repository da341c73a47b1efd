"""See what an augmentation does: one image, and the first of its copies."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from augcli.canvas import Canvas, contained
from augcli.dataset import Dataset
from augcli.errors import SourceProblem, UsageProblem
from augcli.image import Frame, Image
from augcli.kinds import Pixels
from augcli.limits import Limits
from augcli.partners import Lender, Partners, everyone, needs_partners
from augcli.pipeline import Pipeline
from augcli.reading import read_file
from augcli.registry import catalogue
from augcli.render import effects_of, render
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
    lender: Lender | None = None

    def copies(self, name: str, count: int) -> list[Recipe]:
        """Give the recipes of copies 1 to ``count`` of the source of a name."""
        recipes = self.pipeline.draw(self.seed, name, count)
        return [self.lender.paired(recipe, name) for recipe in recipes] if self.lender else recipes

    def render(self, image: Image, recipe: Recipe, box: Frame) -> Image:
        """Make a copy that is no larger than a box."""
        lend = self.lender.image if self.lender else None
        effects, frame = effects_of(recipe, image.frame, self.resampling, lend)
        if not any(isinstance(effect, Pixels) for effect in effects):
            return render(_canvas(image, frame, box), recipe, self.resampling, lend)
        # What noise and blur do depends on the size that the picture has.
        whole = render(Canvas(image), recipe, self.resampling, lend)
        return render(_canvas(whole, frame, box), [], self.resampling)


def find_lender(pipeline: Pipeline, files: Sequence[Path], root: Path | None) -> Lender | None:
    """Give what lends pictures to a pipeline that mixes: files, or a whole dataset.

    Raises:
        UsageProblem: there is neither, or a file can't be decoded.
    """
    if not needs_partners(pipeline):
        return None
    if files:
        images = {str(path): open_image(path) for path in files}
        partners = Partners(dict.fromkeys(images, ""), across=True)
        return Lender(partners, lambda name: (images[name], ""))
    if root is None:
        raise UsageProblem(
            "mixing needs a second picture",
            "give one with --partner FILE, or the dataset that IMAGE is of with --root DIR",
        )

    def read(name: str) -> tuple[Image, str]:
        from augcli.codec.decode import decode

        return decode(read_file(root / name, Limits.bytes)), ""

    return Lender(everyone(Dataset(root)), read)


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
    return [
        Cell(look.render(image, recipe, box), (f"#{copy}", *_caption(recipe)))
        for copy, recipe in enumerate(look.copies(name, count), start=1)
    ]


def original(image: Image, box: Frame) -> Cell:
    """Make the cell of the untouched image."""
    return Cell(render(_canvas(image, image.frame, box), [], Resampling()), ("original",))


def _canvas(image: Image, frame: Frame, box: Frame) -> Canvas:
    """Prepare a picture for copies whose geometry ends with a frame, none larger than the box."""
    size = contained(frame, box)
    # A picture smaller than its box is left as it is: enlarging it is up to the drawing.
    return Canvas(image, None if size.width >= frame.width else size)


def _caption(recipe: Recipe) -> list[str]:
    return [_say(fired) for fired in recipe] or ["unchanged"]


def _say(fired: Fired) -> str:
    if "chains" in fired:
        return " | ".join(
            [fired["transform"], *(" + ".join(map(_say, c)) for c in fired["chains"])]
        )
    transform = catalogue()[fired["transform"]]
    captions = (transform.caption(key, fired[key]) for key in fired if key != "transform")
    return " ".join([transform.name.replace("_", "-"), " × ".join(filter(None, captions))]).strip()
