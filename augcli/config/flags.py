"""Write steps, and whole pipelines where that is possible, as flags."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.catalogue.knobs import Knob
from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import catalogue
from augcli.config.pipeline_file import PipelineFile
from augcli.errors import BadValue
from augcli.imaging.resampling import Resampling
from augcli.pipeline.groups import Stage
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step


def as_command_line(file: PipelineFile) -> list[str] | None:
    """Return the flags that give the same pipeline, without its seed; None if only a file can.

    Flags can express no groups but the policies, each transform only once, and only one order.
    """
    stages = file.pipeline.stages
    places = [place for stage in stages if (place := _place(stage)) is not None]
    if not stages or len(places) < len(stages) or places != sorted(set(places)):
        return None
    typed = [flag for stage in stages for flag in _flags(stage)]
    return typed + _chances(stages) + picture_flags(file)


def as_flags(step: Step) -> list[str]:
    """Return the flags that give the same step, without its chance."""
    transform = step.transform
    flags = [] if transform.knobs else [transform.flag]
    for name, knob in transform.knobs.items():
        interval = step.interval(name)
        if transform.knob_flag(name) == transform.flag or interval != knob.default_interval:
            flags += [transform.knob_flag(name), as_typed(interval, knob)]
    for name, word in step.choices.items():
        flags += [transform.knob_flag(name), word]
    return flags + [transform.switches[name] for name in sorted(step.switches)]


def as_typed(interval: Interval, knob: Knob) -> str:
    """Return an interval as text for a flag. Parsing it gives the same interval."""
    both = both_ends(interval)
    if interval.unit == "fraction" and 1 in (interval.high, -interval.low):
        # A bare 1 reads like a pixel; 12.34567% may not give back the same bits.
        percents = ",".join(f"{plain(100 * end)}%" for end in (interval.low, interval.high))
        return next((text for text in ("100%", percents) if _means(text, interval, knob)), both)
    neutral = knob.neutral_interval
    if neutral is None:
        return both
    # N is shorter and better known; it is taken where it means the same interval.
    spread = max(interval.high - neutral.high, neutral.low - interval.low)
    single = f"{spread:.12g}{_suffix(interval)}"
    return single if spread > 0 and _means(single, interval, knob) else both


def both_ends(interval: Interval) -> str:
    """Return an interval as text with two ends, which any knob that has its unit can parse."""
    return ",".join(f"{plain(end)}{_suffix(interval)}" for end in (interval.low, interval.high))


def _suffix(interval: Interval) -> str:
    return "px" if interval.unit == "pixels" else ""


def _means(text: str, interval: Interval, knob: Knob) -> bool:
    try:
        return knob.parse(text) == interval
    except BadValue:
        return False


def plain(number: float) -> str:
    """Return a number as text that reads as the same number; whole ones without a point."""
    return repr(int(number)) if number == int(number) else repr(number)


def _place(stage: Stage) -> int | None:
    """Return the place of a stage in the order of the flags; policies follow the geometry."""
    order = list(catalogue().values())
    if isinstance(stage, Step):
        place = order.index(stage.transform)
        return place if stage.transform.group == "geometry" else place + 1
    return sum(one.group == "geometry" for one in order) if name_of(stage) else None


def _flags(stage: Stage) -> list[str]:
    return as_flags(stage) if isinstance(stage, Step) else ["--policy", name_of(stage)]


def _chances(stages: Sequence[Stage]) -> list[str]:
    return [
        part
        for step in stages
        if isinstance(step, Step) and step.chance != step.transform.chance
        for part in ("--chance", f"{step.transform.title}={_plain(step.chance)}")
    ]


def _plain(chance: float) -> str:
    # --chance takes no exponent.
    return f"{chance:.12f}".rstrip("0").rstrip(".")


def picture_flags(file: PipelineFile) -> list[str]:
    """Return the flags that say how to sample, and what full scale is, where they are not usual."""
    resampling, plain = file.resampling, Resampling()
    flags = []
    if file.depth_range != PipelineFile.depth_range:
        flags += ["--depth-range", file.depth_range]
    if resampling.fill_mode != plain.fill_mode:
        flags += ["--fill-mode", resampling.fill_mode]
    if resampling.fill_value != plain.fill_value and resampling.fill_mode == "constant":
        flags += ["--fill-value", ",".join(f"{level:.12g}" for level in resampling.fill_value)]
    if resampling.interpolation != plain.interpolation:
        flags += ["--interpolation", resampling.interpolation]
    return flags
