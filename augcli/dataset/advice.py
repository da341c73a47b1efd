"""Warn when a pipeline would turn a class into another, as class names suggest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from augcli.config.presets import load
from augcli.dataset import class_names, deeds
from augcli.pipeline.groups import Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, name_of, policy
from augcli.pipeline.steps import Step

_FEW = 3  # class names in a message, as examples


@dataclass(frozen=True)
class AdviceRule:
    """A rule that some stages break for some classes.

    ``find_classes`` returns the classes that the rule protects. ``measure`` tells what a step can
    do to them. ``way_out`` is added to the advice. With ``trusts_presets``, a preset that breaks
    the rule is made for it, and there is no advice.
    """

    find_classes: Callable[[Sequence[str]], list[str]]
    measure: deeds.Measure
    harm: str
    way_out: str = ""
    trusts_presets: bool = False

    def broken_by(self, pipeline: Pipeline) -> list[Stage]:
        """Return the stages that break the rule."""
        return deeds.harmful(pipeline.stages, self.measure)

    def text(self, stages: Sequence[Stage], classes: Sequence[str]) -> str:
        """Return the advice in one line."""
        named = ", ".join(dict.fromkeys(self._named(stage) for stage in stages))
        names = ", ".join([*classes[:_FEW], *(["..."] if len(classes) > _FEW else [])])
        return f"{named}: {self.harm} ({names}); {self._without(stages)}{self.way_out}"

    def _named(self, stage: Stage) -> str:
        """Return the flag of a stage; what is in a group can't be seen from its name."""
        if isinstance(stage, Step):
            return stage.transform.flag
        policy = name_of(stage)
        done = deeds.in_words(stage, self.measure)
        return f"--policy {policy} ({done})" if policy else f"a group of steps ({done})"

    def _without(self, stages: Sequence[Stage]) -> str:
        """Return how to leave stages out. No flag can take steps out of a group."""
        steps = [stage.transform.title for stage in stages if isinstance(stage, Step)]
        chances = " ".join(f"--chance {title}=0" for title in dict.fromkeys(steps))
        ways = [f"{chances} leaves that out"] if chances else []
        others = [stage for stage in stages if not isinstance(stage, Step)]
        if any(map(name_of, others)):
            fine = [name for name in POLICIES if not deeds.harmful([policy(name)], self.measure)]
            ways += [f"--policy {name} does none of that" for name in fine[:1]]
        if not all(map(name_of, others)):
            ways.append("take that out of the pipeline file")
        return ", ".join(ways)


def advise(pipeline: Pipeline, classes: Sequence[str], preset: str = "") -> list[str]:
    """Return what looks wrong for classes of these names, and the way out, a line each.

    ``preset`` is the preset that the user chose, if any. Names that tell nothing give no advice.
    """
    return [
        rule.text(stages, found)
        for rule in _RULES
        if (stages := rule.broken_by(pipeline)) and (found := rule.find_classes(classes))
        if not (rule.trusts_presets and preset and rule.broken_by(load(preset).pipeline))
    ]


_RULES = (
    AdviceRule(
        class_names.characters,
        deeds.either(deeds.mirrors, deeds.turns),
        "digits and letters turn into others, or into none",
        ", --preset digits has none of these",
    ),
    AdviceRule(
        class_names.characters,
        deeds.inverts,
        "dark digits and letters become light ones, which helps only if you have both",
    ),
    AdviceRule(
        class_names.written,
        deeds.mirrors,
        "writing is mirrored, as no camera shows it",
    ),
    AdviceRule(
        class_names.sides,
        deeds.mirrors,
        "classes that differ in left and right turn into each other",
        ", expand --swap-labels A=B swaps the labels of copies that --horizontal-flip mirrors",
    ),
    AdviceRule(
        class_names.directions,
        deeds.turns,
        "classes that point another way turn into each other",
    ),
    AdviceRule(
        class_names.ends,
        deeds.turns,
        "classes that differ in up and down turn into each other",
    ),
    AdviceRule(
        class_names.coloured,
        deeds.recolours,
        "classes that differ in their colour turn into each other",
        ", --hue 10 is safe",
    ),
    AdviceRule(
        class_names.shaded,
        deeds.inverts,
        "classes that differ in light and dark turn into each other",
    ),
    AdviceRule(
        class_names.upright,
        deeds.turns,
        "photos of these things are hardly ever upside down",
        ", if your photos are not taken from above",
        trusts_presets=True,
    ),
)
