"""Advice: what a pipeline does that the names of the classes speak against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from augcli.config.presets import load
from augcli.dataset import class_names
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

_FLIPS = ("horizontal_flip", "vertical_flip", "transpose")
_RECOLOURING = ("grayscale", "channel_shuffle", "channel_dropout", "invert")
_FEW = 3  # class names that are enough to see what is meant


@dataclass(frozen=True)
class AdviceRule:
    """What some classes don't bear.

    ``shown_by`` gives the classes that are such, none if they are not; ``done_by`` says whether a
    step does it to them. With ``trusts_presets`` one that is made for it is not doubted.
    """

    shown_by: Callable[[Sequence[str]], list[str]]
    done_by: Callable[[Step], bool]
    harm: str
    or_else: str = ""
    trusts_presets: bool = False

    def flags(self, pipeline: Pipeline) -> list[str]:
        """Return the flags of the steps that do it, each once."""
        # Not those of groups and policies: nobody has typed their flags, which --chance can't set.
        typed = [stage for stage in pipeline.stages if isinstance(stage, Step)]
        steps = [step for step in typed if step.chance > 0 and self.done_by(step)]
        return list(dict.fromkeys(step.transform.flag for step in steps))

    def text(self, flags: Sequence[str], shown: Sequence[str]) -> str:
        """Say it in one line."""
        names = ", ".join([*shown[:_FEW], *(["..."] if len(shown) > _FEW else [])])
        without = " ".join(f"--chance {flag.removeprefix('--')}=0" for flag in flags)
        leave = f"{without} leaves that out"
        return f"{', '.join(flags)}: {self.harm} ({names}); {leave}{self.or_else}"


def advise(pipeline: Pipeline, classes: Sequence[str], preset: str = "") -> list[str]:
    """Say what looks wrong for classes of such names, and the way out, a line for each.

    ``preset`` is the one that was asked for, if any. Names that say nothing give no advice.
    """
    return [
        worry.text(flags, shown)
        for worry in _WORRIES
        if (flags := worry.flags(pipeline)) and (shown := worry.shown_by(classes))
        if not (worry.trusts_presets and preset and worry.flags(load(preset).pipeline))
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
    # Up to there red stays nearer to red than to orange.
    return step.transform.name in _RECOLOURING or (
        step.transform.name == "hue" and _reach(step, "degrees") > 20
    )


def _reach(step: Step, knob: str) -> float:
    interval = step.interval(knob)
    return max(abs(interval.low), abs(interval.high))


_WORRIES = (
    AdviceRule(
        class_names.characters,
        lambda step: _flips(step) or _turns_over(step),
        "digits and letters become others, or none",
        ", --preset digits does without",
    ),
    AdviceRule(
        class_names.sides,
        _flips,
        "classes that are told apart by their side become each other",
        ", expand --swap-labels A=B swaps the labels of those that --horizontal-flip mirrors",
    ),
    AdviceRule(
        class_names.ends,
        _turns_over,
        "classes that are told apart by up and down become each other",
    ),
    AdviceRule(
        class_names.coloured,
        _recolours,
        "classes that are told apart by their colour become each other",
        ", --hue 10 is safe",
    ),
    AdviceRule(
        class_names.upright,
        _turns_over,
        "photos of such things are hardly ever the wrong way up",
        ", unless yours are taken from above",
        trusts_presets=True,
    ),
)
