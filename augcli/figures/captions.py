"""Caption copies so that they can be compared: the same knob is in the same place in all.

A caption is a tuple of texts, which stand beside the same texts of other captions. Steps that a
group chooses share one text of several lines, since most of its members don't run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from augcli.catalogue.parameters import Drawn, Twin
from augcli.figures.cells import NOT_RUN, Cell
from augcli.figures.page import text_width, wrap_text
from augcli.pipeline.graded import Graded
from augcli.pipeline.groups import AllOf, Blend, SomeOf, Stage
from augcli.pipeline.in_words import UNCHANGED, does_something, lines_of, step_lines
from augcli.pipeline.steps import Recipe, Step


def caption_of(heading: str, stages: Iterable[Stage], recipe: Recipe) -> tuple[str, ...]:
    """Return the caption of a copy that a pipeline's stages made."""
    if not any(map(does_something, recipe)):
        heading = f"{heading} {UNCHANGED}"
    left = _Left(list(recipe))
    return heading, *(text for stage in stages for text in _texts(stage, left))


def aligned(
    cells: Sequence[Cell], room: float, width: Callable[[str], float] = text_width
) -> list[list[str]]:
    """Return the lines of captions side by side; the same text begins on the same line in all.

    ``width`` measures a text in the unit of ``room``.
    """
    captions: list[list[str]] = [[] for _ in cells]
    for texts in zip_longest(*(cell.caption for cell in cells), fillvalue=""):
        wrapped = [
            [line for whole in text.split("\n") for line in wrap_text(whole, room, width)]
            for text in texts
        ]
        # A name alone has nothing below it: it may be long without a gap in the others.
        beside = [n for cell, n in zip(cells, map(len, wrapped), strict=True) if cell.caption[1:]]
        most = max(beside, default=0)
        for caption, lines in zip(captions, wrapped, strict=True):
            caption += [*lines, *[""] * (most - len(lines))]
    return captions


@dataclass
class _Left:
    """The steps of a recipe that no stage has been found for yet."""

    steps: Recipe

    def take(self, names: set[str], most: int) -> Recipe:
        """Take the steps at the front that have one of some names, at most so many."""
        taken: Recipe = []
        while self.steps and len(taken) < most and self.steps[0]["transform"] in names:
            taken.append(self.steps.pop(0))
        return taken


def _texts(stage: Stage, left: _Left) -> Iterator[str]:
    match stage:
        case Step() | Graded():
            yield from _step_texts(stage, left.take({stage.key}, 1))
        case AllOf():
            for member in stage.stages:
                yield from _texts(member, left)
        case SomeOf() if stage.most == len(stage.stages) and not stage.replace:
            for member in stage.stages:
                yield from _texts(member, left)
        case _:
            ran = "\n".join(lines_of(left.take(_names(stage), _most(stage))))
            yield ran or f"{_choice(stage)} {NOT_RUN}"


def _step_texts(step: Step | Graded, fired: Recipe) -> Iterator[str]:
    """Yield a text for each value of a step, or say that it has not run."""
    lines = [line for one in filter(does_something, fired) for line in step_lines(one)]
    labels = list(_labels(step))
    if not lines:
        yield from (f"{label} {NOT_RUN}" for label in labels)
        return
    texts = [f"{label} {value}".rstrip() for label, value in lines]
    # Partners have no label of their own: they stand below the last value.
    yield from texts[: len(labels) - 1]
    yield "\n".join(texts[len(labels) - 1 :])


def _labels(step: Step | Graded) -> Iterator[str]:
    """Yield what the lines of a step are called, but for those of its partners."""
    transform = step.transform
    chosen = step.choices if isinstance(step, Step) else ()
    labels = [
        transform.label(name)
        for name, one in transform.parameters.items()
        if name in transform.knobs
        or name in chosen
        or isinstance(one, Twin)
        or (isinstance(one, Drawn) and one.words)
    ]
    yield from labels or [transform.title]


def _choice(stage: Stage) -> str:
    """Return what a group that chooses is called: ``1 of 4``."""
    if isinstance(stage, SomeOf):
        count = f"{stage.least} to {stage.most}" if stage.least < stage.most else stage.most
        return f"{count} of {len(stage.stages)}"
    return stage.key


def _names(stage: Stage) -> set[str]:
    """Return the names that the steps of a recipe can have by a stage."""
    return {Blend.key} if isinstance(stage, Blend) else {one.key for one in stage.steps()}


def _most(stage: Stage) -> int:
    """Return how many steps of a recipe a stage can make at most."""
    match stage:
        case AllOf():
            return sum(map(_most, stage.stages))
        case SomeOf():
            return stage.most * max(map(_most, stage.stages), default=0)
        case _:
            return 1
