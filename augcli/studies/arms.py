"""The arms of a study: sets of steps that a model is trained with, and what is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from augcli.errors import UsageProblem
from augcli.pipeline.groups import AllOf, Blend, SomeOf, Stage
from augcli.pipeline.partners import needs_partners
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step

Block = Literal["alone", "together", "added"]
TOGETHER = "all together"
_NAMED = 2  # members of a group: more would leave no room for the figures


@dataclass(frozen=True)
class Arm:
    """A training set: the originals, and copies by some stages; none for the baseline."""

    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Comparison:
    """A row of the report: the change from arm ``base`` to arm ``arm``, by their numbers.

    ``strength`` is the upper end of the step's range, in a study of strengths.
    """

    block: Block
    step: str
    arm: int
    base: int
    strength: float = 0.0


@dataclass(frozen=True)
class Plan:
    """The arms, of which the first is the baseline, and the rows."""

    arms: tuple[Arm, ...]
    rows: tuple[Comparison, ...]


def plan_of(pipeline: Pipeline) -> Plan:
    """Return what to compare: each stage alone, all together, and what each adds to the others.

    One stage has only the first block, and two have the first two.

    Raises:
        UsageProblem: a stage never runs, or changes labels.
    """
    stages = pipeline.stages
    check_stages(pipeline)
    titles = titles_of(stages)
    arms = [Arm(()), *(Arm((stage,)) for stage in stages)]
    rows = [Comparison("alone", title, number, 0) for number, title in enumerate(titles, start=1)]
    if len(stages) > 1:
        arms.append(Arm(stages))
        together = len(arms) - 1
        rows.append(Comparison("together", TOGETHER, together, 0))
        if len(stages) > 2:
            for place, title in enumerate(titles):
                arms.append(Arm((*stages[:place], *stages[place + 1 :])))
                rows.append(Comparison("added", title, together, len(arms) - 1))
    return Plan(tuple(arms), tuple(rows))


def titles_of(stages: Sequence[Stage]) -> list[str]:
    """Return what the stages are called; a second one of a name has ``#2``.

    A step is called as its flag, a policy by its name, and a group after its members.
    """
    seen: Counter[str] = Counter()
    titles = []
    for stage in stages:
        title = _title(stage)
        seen[title] += 1
        titles.append(title if seen[title] == 1 else f"{title} #{seen[title]}")
    return titles


def _title(stage: Stage) -> str:
    if policy := name_of(stage):
        return policy
    if isinstance(stage, (AllOf, SomeOf, Blend)):
        names = [_title(one) for one in stage.stages]
        more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
        return f"{_kind(stage)} {', '.join(names[:_NAMED])}{more}"
    return stage.key.replace("_", "-")


def _kind(group: AllOf | SomeOf | Blend) -> str:
    """Return the kind of a group, as pipeline files name it."""
    if isinstance(group, SomeOf):
        return "one of" if group.most == 1 else "some of"
    return "all of" if isinstance(group, AllOf) else "blend of"


def check_stages(pipeline: Pipeline) -> None:
    """Raise UsageProblem if a stage never runs, or changes labels."""
    if needs_partners(pipeline):
        mixing = [step for step in pipeline.steps() if step.transform.partners]
        raise UsageProblem(
            f"a study has no use for {mixing[0].transform.title}: it changes labels, and here the "
            "model that is compared has those of the photos",
            "leave mixing out, or compare two trainings with and without it",
        )
    for stage, title in zip(pipeline.stages, titles_of(pipeline.stages), strict=True):
        if isinstance(stage, Step) and stage.chance == 0:
            raise UsageProblem(
                f"{title} has chance 0, so there is nothing to compare",
                f"give it another --chance, such as --chance {_title(stage)}=0.5",
            )
        if isinstance(stage, AllOf | SomeOf) and stage.chance == 0:
            raise UsageProblem(
                f"the {title} has chance 0, so there is nothing to compare",
                "give it another chance in the file of the pipeline, or leave it out",
            )
