"""Say in plain words what a study found."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.studies.advice import advice, command, command_again, doubt
from augcli.studies.arms import Block
from augcli.studies.points import interval, points
from augcli.studies.study import ENOUGH_HALVINGS, Row, Study

HEADS: dict[Block, str] = {
    "alone": "Alone, against none",
    "together": "All together, against none",
    "added": "What each adds to the others",
}
"""What each block of rows compares."""
_WIDTH = 22  # characters, at least, for the names of steps


def report_as_text(found: Study) -> str:
    """Return the table of a study, its caveats and its advice."""
    first = [doubt(found), again] if (again := command_again(found)) else [doubt(found)]
    steps = list(advice(found))
    if typed := command(found):
        steps.append(f"To go on: {typed}")
    meaning = [*warnings(found), *remarks(found), *caveats(found)]
    parts = [[headline(found)], list(filter(None, first)), list(_table(found)), meaning, steps]
    return "\n\n".join("\n".join(part) for part in parts if part)


def headline(found: Study) -> str:
    """Return what was studied, and how good the model is without augmentation."""
    sample = f" of {found.there:,}" if found.there > found.photos else ""
    where = (
        f"{found.tested:,} photos of the holdout" if found.held else "photos that it did not see"
    )
    score = (
        f"{100 * found.baseline:.1f} % right"
        if found.metric == "accuracy"
        else (f"a macro-F1 of {100 * found.baseline:.1f}")
    )
    photos = f"{found.photos:,}{sample} photos, {len(found.classes)} classes"
    return f"{photos}; without augmentation {score} on {where}"


def words(found: Study, row: Row) -> str:
    """Return the verdict of a row, and which way it leans."""
    said = found.verdict(row)
    return f"{said} (leans {row.effect.leans})" if said and row.effect.leans else said


def warnings(found: Study) -> Iterator[str]:
    """Yield why no verdict is given, or why the rows are not all that was asked for."""
    if not found.finished:
        yield "The study was stopped: rows are missing, and the intervals hold for those shown."
    if found.learns is None:
        yield (
            f"Too few photos to tell whether the model learns anything: {found.tested:,} tested. "
            "No verdict is given."
        )
    elif not found.learns:
        yield "This small model learns nothing from these photos, so no verdict is given."
    elif not found.has_room:
        yield "The small model is right on nearly all photos already: there is no room to help."


def remarks(found: Study) -> Iterator[str]:
    """Yield what the intervals mean."""
    if not found.rows:
        return
    least, most = (f"{100 * reach:.1f}" for reach in (found.reaches[0], found.reaches[-1]))
    size = least if least == most else f"{least} to {most}"
    several = len(found.rows) > 1
    yield (
        f"The interval{'s hold for all rows together' if several else ' holds'} with 95 % "
        f"confidence, and reach{'' if several else 'es'} {size} points to either side: half of the "
        "effects of that size are found by such a study, and nearly all that are twice as large."
    )


def caveats(found: Study) -> Iterator[str]:
    """Yield what the rows don't say."""
    if not found.rows:
        return
    if found.model == "kernel":
        yield (
            "A small model (kernel ridge on edges and colours) saw 64x64 pixels: fine detail is "
            "not seen, and other models may gain more or less."
        )
        yield "It was tuned on the plain photos, and the effects hold for photos like these."
    else:
        yield f"The model ({found.model}) saw 64x64 pixels, and other models may gain more or less."
    yield from _about_photos(found)
    if found.held and found.repeats < ENOUGH_HALVINGS:
        yield (
            f"What the training photos' own chance adds was measured by few halvings of them "
            f"({found.repeats}), so the intervals are rough: --repeats {ENOUGH_HALVINGS} is surer."
        )


def _about_photos(found: Study) -> Iterator[str]:
    """Yield which photos were studied, and what they have in common."""
    if found.there > found.sampled:
        yield f"{found.sampled:,} of {found.there:,} photos were sampled, by their names."
    if found.skipped:
        yield f"Photos that could not be read, and were left out: {len(found.skipped):,}."
    if found.groups < found.tested:
        yield (
            f"The {found.tested:,} photos that were asked about are in {found.groups:,} groups, "
            "and the intervals count groups."
        )
    if not found.apart and not found.held:
        yield (
            "Near duplicates in two folds flatter the model: --group-near-duplicates keeps them in "
            "one."
        )


def _table(found: Study) -> Iterator[str]:
    width = max([_WIDTH, *(len(row.step) for row in found.rows)])
    block = ""
    for row in found.rows:
        if row.block != block:
            block = row.block
            yield HEADS[block]
        effect = row.effect
        low, high = interval(effect.low, effect.high)
        line = f"  {row.step:<{width}}  {points(effect.change):>5} points  [{low:>5}, {high:>5}]"
        yield f"{line}  {words(found, row)}".rstrip()
