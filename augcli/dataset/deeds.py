"""What steps can do to a picture that matters to classes: turn, mirror, recolour, invert."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from augcli.pipeline.graded import Graded
from augcli.pipeline.groups import AllOf, SomeOf, Stage, all_steps
from augcli.pipeline.steps import Step

_STEEP = 45  # degrees; beyond that, a picture lies rather on another side
_OTHER_HUE = 20  # degrees; up to there, red stays nearer to red than to orange
_GRAY = 0.1  # factor of saturation; from there down, colours can't be told apart
_BROWN = 0.8  # amount of sepia
_CAST = 0.4  # factor on a channel; below, or above its inverse, one colour rules
_HALF = 128  # threshold of solarize; from there down, most of a picture is inverted


class Deed(NamedTuple):
    """What a step can do at most: how much of what is harmless (beyond 1 it harms), in words."""

    share: float
    words: str


Measure = Callable[[Step], Deed | None]
"""Returns what a step can do of one kind, None if it does nothing of it."""


def mirrors(step: Step) -> Deed | None:
    """Mirror a picture."""
    names = ("horizontal_flip", "vertical_flip", "transpose")
    return Deed(2, "mirrors") if step.transform.name in names else None


def turns(step: Step) -> Deed | None:
    """Turn a picture; beyond 45 degrees it harms."""
    match step.transform.name:
        case "rotation":
            degrees = _farthest(step)
        case "rot90":
            degrees = 90 * min(step.interval("turns").high, 2)
        case "vertical_flip" | "transpose":
            return Deed(2, "turns over")
        case _:
            return None
    return Deed(degrees / _STEEP, f"turns by up to {degrees:.3g}°")


def recolours(step: Step) -> Deed | None:
    """Change or remove colours; a change of hue beyond 20 degrees harms."""
    name = step.transform.name
    low, high = _ends(step)
    if name == "hue":
        degrees = max(-low, high)
        return Deed(degrees / _OTHER_HUE, f"changes hues by up to {degrees:.3g}°")
    words = {
        "grayscale": "makes gray",
        "channel_shuffle": "swaps colours",
        "channel_dropout": "removes a colour",
        "saturation": "makes gray" if low <= _GRAY else "",
        "sepia": "makes brown" if high >= _BROWN else "",
        "white_balance": "tints strongly" if low < _CAST or high > 1 / _CAST else "",
    }.get(name, "")
    return Deed(2, words) if words else inverts(step)


def inverts(step: Step) -> Deed | None:
    """Invert levels, all of them or most."""
    name = step.transform.name
    inverted = name == "invert" or (name == "solarize" and _ends(step)[0] <= _HALF)
    return Deed(2, "inverts colours") if inverted else None


def either(*measures: Measure) -> Measure:
    """Return the measure of several kinds of deeds: the worst that a step can do."""

    def worst(step: Step) -> Deed | None:
        return max(filter(None, (measure(step) for measure in measures)), default=None)

    return worst


def most(stage: Stage, measure: Measure) -> float:
    """Return the most that a stage can do to one copy, 0 for nothing.

    What runs in a row adds up. What a group takes twice counts once: that both go the same way
    and are at their ends is too rare to warn of.
    """
    match stage:
        case Step():
            deed = measure(stage) if stage.chance > 0 else None
            return deed.share if deed else 0.0
        case Graded():
            return max(most(step, measure) for step in stage.steps())
        case AllOf():
            return sum(most(one, measure) for one in stage.stages) if stage.chance > 0 else 0.0
        case SomeOf():
            each = sorted((most(one, measure) for one in stage.stages), reverse=True)
            return sum(each[: 1 if stage.replace else stage.most]) if stage.chance > 0 else 0.0
        case _:
            return max((most(step, measure) for step in stage.steps()), default=0.0)


def harmful(stages: Iterable[Stage], measure: Measure) -> list[Stage]:
    """Return the stages that harm, or all that take part if they harm only together."""
    doing = [(stage, share) for stage in stages if (share := most(stage, measure)) > 0]
    alone = [stage for stage, share in doing if share > 1]
    together = sum(share for _, share in doing) > 1
    return alone or [stage for stage, _ in doing if together]


def in_words(stage: Stage, measure: Measure) -> str:
    """Return what the steps of a stage do, the harmful ones if there are such."""
    deeds = list(_deeds(all_steps([stage]), measure))
    worst = [deed for deed in deeds if deed.share > 1] or deeds
    # Of several turns, the farthest says it all.
    kinds = {deed.words.split(" by ")[0]: deed.words for deed in sorted(worst)}
    return ", ".join(kinds.values())


def _deeds(steps: Iterable[Step], measure: Measure) -> Iterator[Deed]:
    for step in steps:
        if step.chance > 0 and (deed := measure(step)):
            yield deed


def _ends(step: Step) -> tuple[float, float]:
    """Return the range of the first knob, 0 and 0 if there is none."""
    for knob in step.transform.knobs:
        interval = step.interval(knob)
        return interval.low, interval.high
    return 0.0, 0.0


def _farthest(step: Step) -> float:
    """Return how far from upright a rotation can end, 0 to 180 degrees."""
    low, high = _ends(step)
    if (low - 180) // 360 != (high - 180) // 360 or (low - 180) % 360 == 0:
        return 180.0
    return max(abs((end + 180) % 360 - 180) for end in (low, high))
