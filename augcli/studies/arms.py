"""The arms of a study: sets of steps that a model is trained with, and what is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from augcli.catalogue.knobs import Knob
from augcli.catalogue.registry import find
from augcli.config.read_chances import read_chances
from augcli.errors import BadValue, UsageProblem
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
    """A row of the report: the change from arm ``base`` to arm ``arm``, by their numbers."""

    block: Block
    step: str
    arm: int
    base: int


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
    _check(pipeline)
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


def plan_of_strengths(strengths: str, chance: Sequence[str] = ()) -> Plan:
    """Return a row for each strength of one step, from ``rotation=5,15,40``.

    A strength that is a range has a colon: ``rotation=-10:30``. ``chance`` holds what is typed for
    ``--chance``; by default the step has its own.

    Raises:
        UsageProblem: there is no such step, a strength is none of its values, or the chance is that
            of another step.
    """
    name, _, typed = strengths.partition("=")
    transform = find(name)
    knob_name = next(iter(transform.knobs), None)
    texts = [text.strip() for text in typed.split(",") if text.strip()]
    if knob_name is None:
        raise UsageProblem(
            f"--strengths {strengths}: {transform.title} has no range",
            "for example: --strengths rotation=5,15,40",
        )
    knob = transform.knobs[knob_name]
    example = f"--strengths {transform.title}={','.join(_two_strengths(knob))}"
    if len(texts) < 2:
        raise UsageProblem(
            f"--strengths {strengths}: it must have two strengths or more",
            f"for example: {example}",
        )
    try:
        of_step = read_chances(chance, [transform]).get(transform.name, transform.chance)
    except UsageProblem as error:  # its own way out would be to add a step
        raise UsageProblem(error.problem, f"for example: --chance {transform.title}=0.5") from error
    steps = []
    for text in texts:
        try:
            interval = knob.parse(text)
        except BadValue as rule:
            raise UsageProblem(
                f"--strengths {strengths}: {text}: {rule}",
                f"for example: {example}, or A:B for a range",
            ) from rule
        steps.append(Step(transform, {knob_name: interval}, frozenset(), of_step, {}))
    pipeline = Pipeline(tuple(steps))
    _check(pipeline)
    arms = (Arm(()), *(Arm((step,)) for step in steps))
    title = steps[0].key.replace("_", "-")
    rows = [
        Comparison("alone", f"{title} {text}", number, 0)
        for number, text in enumerate(texts, start=1)
    ]
    return Plan(arms, tuple(rows))


def _two_strengths(knob: Knob) -> list[str]:
    """Return two strengths of a knob as they are typed: about half of its default, and that."""
    whole = knob.examples[0]
    halves = (f"{float(whole) / 2:g}", f"{(float(whole) + 1) // 2:g}")  # for those in steps of 1
    return [next(text for text in halves if _takes(knob, text)), whole]


def _takes(knob: Knob, text: str) -> bool:
    try:
        knob.parse(text)
    except BadValue:
        return False
    return True


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


def _check(pipeline: Pipeline) -> None:
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
