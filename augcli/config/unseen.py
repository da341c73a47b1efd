"""Tell which ranges of a pipeline change nearly nothing, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from augcli.catalogue.knobs import Knob
from augcli.catalogue.other_units import OtherUnit
from augcli.catalogue.ranges import Interval
from augcli.config.flags import as_typed, plain
from augcli.errors import BadValue
from augcli.pipeline.groups import AllOf, Blend, SomeOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step


def unseen_ranges(pipeline: Pipeline, base: Pipeline) -> list[str]:
    """Return a line for each range of which nobody would see anything, with the flag to type.

    A range of just the neutral value counts, unless it turns off a step of ``base``, the pipeline
    that was changed by flags, or stands in a group, where it may be the choice to do nothing.
    """
    turned_off = {step.transform for step in base.steps()}
    lines = [
        _line(step)
        for step in typed_steps(pipeline.stages)
        if step.chance > 0 and _is_unseen(step)
        if not _does_nothing(step) or (step in pipeline.stages and step.transform not in turned_off)
    ]
    return list(dict.fromkeys(lines))


def typed_steps(stages: Iterable[Stage]) -> Iterator[Step]:
    """Yield the steps that a user wrote: those in groups too, but none of a policy."""
    for stage in stages:
        match stage:
            case Step():
                yield stage
            case AllOf() | SomeOf() | Blend() if not name_of(stage):
                yield from typed_steps(stage.stages)


def _knob(step: Step) -> tuple[str, Knob] | None:
    """Return the knob whose neutral value makes a transform do nothing, with its name."""
    return next(iter(step.transform.knobs.items()), None)


def _is_unseen(step: Step) -> bool:
    found = _knob(step)
    return found is not None and found[1].is_unseen(step.interval(found[0]))


def _does_nothing(step: Step) -> bool:
    found = _knob(step)
    neutral = found[1].neutral_interval if found else None
    if found is None or neutral is None:
        return False
    interval = step.interval(found[0])
    return (interval.low, interval.high) == (neutral.low, neutral.high)


def _line(step: Step) -> str:
    name, knob = next(iter(step.transform.knobs.items()))
    flag, interval = step.transform.flag, step.interval(name)
    mild = f"a mild range is {flag} {as_typed(knob.default_interval, knob)}"
    typed = f"{flag} {as_typed(interval, knob)}"
    if _does_nothing(step):
        return f"{flag} {_zero(interval, knob)} does nothing; {mild}"
    meant = [
        f"{flag} {as_typed(other, knob)} ({_farthest(interval, knob):g} {unit.name})"
        for unit in knob.mistaken_for
        if (other := _in_unit(interval, knob, unit))
    ]
    return f"{typed} changes nearly nothing; " + (
        f"did you mean {' or '.join(meant)}?" if meant else mild
    )


def _zero(interval: Interval, knob: Knob) -> str:
    # --brightness 1 is 0 to 2.
    return as_typed(interval, knob) if interval.low else "0"


def _in_unit(interval: Interval, knob: Knob, unit: OtherUnit) -> Interval | None:
    """Return the interval that the same numbers mean in another unit, if it can be one."""
    neutral = knob.neutral_interval
    if neutral is None:
        return None
    low, high = (
        neutral.low + float(f"{(end - neutral.low) * unit.size:.3g}")
        for end in (interval.low, interval.high)
    )
    other = Interval(low, high, interval.unit)
    try:
        knob.parse(",".join(map(plain, (other.low, other.high))))
    except BadValue:
        return None
    return None if knob.is_unseen(other) else other


def _farthest(interval: Interval, knob: Knob) -> float:
    """Return how far an interval reaches from the neutral value."""
    neutral = knob.neutral_interval
    middle = neutral.low if neutral else 0.0
    return max(abs(interval.low - middle), abs(interval.high - middle))
