"""Warn when a pipeline would turn a class into another, as class names suggest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from augcli.config.presets import load
from augcli.dataset import class_names
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

_FLIPS = ("horizontal_flip", "vertical_flip", "transpose")
_RECOLOURING = ("grayscale", "channel_shuffle", "channel_dropout", "invert")
_FEW = 3  # class names in a message, as examples


@dataclass(frozen=True)
class AdviceRule:
    """A rule that some steps break for some classes.

    ``find_classes`` returns the classes that the rule protects. ``breaks`` returns True for a step
    that harms them. ``way_out`` is added to the advice. With ``trusts_presets``, a preset that
    breaks the rule is made for it, and there is no advice.
    """

    find_classes: Callable[[Sequence[str]], list[str]]
    breaks: Callable[[Step], bool]
    harm: str
    way_out: str = ""
    trusts_presets: bool = False

    def flags(self, pipeline: Pipeline) -> list[str]:
        """Return the flags of the steps that break the rule, each once."""
        # Steps in groups and policies don't count: --chance can't change them.
        typed = [stage for stage in pipeline.stages if isinstance(stage, Step)]
        steps = [step for step in typed if step.chance > 0 and self.breaks(step)]
        return list(dict.fromkeys(step.transform.flag for step in steps))

    def text(self, flags: Sequence[str], classes: Sequence[str]) -> str:
        """Return the advice in one line."""
        names = ", ".join([*classes[:_FEW], *(["..."] if len(classes) > _FEW else [])])
        without = " ".join(f"--chance {flag.removeprefix('--')}=0" for flag in flags)
        return f"{', '.join(flags)}: {self.harm} ({names}); {without} leaves that out{self.way_out}"


def advise(pipeline: Pipeline, classes: Sequence[str], preset: str = "") -> list[str]:
    """Return what looks wrong for classes of these names, and the way out, a line each.

    ``preset`` is the preset that the user chose, if any. Names that tell nothing give no advice.
    """
    return [
        rule.text(flags, found)
        for rule in _RULES
        if (flags := rule.flags(pipeline)) and (found := rule.find_classes(classes))
        if not (rule.trusts_presets and preset and rule.flags(load(preset).pipeline))
    ]


def _flips(step: Step) -> bool:
    return step.transform.name in _FLIPS


def _turns_over(step: Step) -> bool:
    match step.transform.name:
        case "rotation":
            return _reach(step, "degrees") > 45
        case "rot90":
            return step.interval("turns").high > 0
        case name:
            return name in ("vertical_flip", "transpose")


def _recolours(step: Step) -> bool:
    # Up to 20 degrees, red stays nearer to red than to orange.
    return step.transform.name in _RECOLOURING or (
        step.transform.name == "hue" and _reach(step, "degrees") > 20
    )


def _reach(step: Step, knob: str) -> float:
    interval = step.interval(knob)
    return max(abs(interval.low), abs(interval.high))


_RULES = (
    AdviceRule(
        class_names.characters,
        lambda step: _flips(step) or _turns_over(step),
        "digits and letters turn into others, or into none",
        ", --preset digits has none of these",
    ),
    AdviceRule(
        class_names.sides,
        _flips,
        "classes that differ in left and right turn into each other",
        ", expand --swap-labels A=B swaps the labels of copies that --horizontal-flip mirrors",
    ),
    AdviceRule(
        class_names.ends,
        _turns_over,
        "classes that differ in up and down turn into each other",
    ),
    AdviceRule(
        class_names.coloured,
        _recolours,
        "classes that differ in their colour turn into each other",
        ", --hue 10 is safe",
    ),
    AdviceRule(
        class_names.upright,
        _turns_over,
        "photos of these things are hardly ever upside down",
        ", if your photos are not taken from above",
        trusts_presets=True,
    ),
)
