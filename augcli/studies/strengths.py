"""Compare strengths of one step, as ``--strengths`` asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from augcli.catalogue import Transform
from augcli.catalogue.knobs import Knob
from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import find
from augcli.catalogue.ways_out import ways_out
from augcli.config.read_chances import read_chances
from augcli.errors import BadValue, UsageProblem
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step
from augcli.studies.arms import Arm, Comparison, Plan, check_stages


def plan_of_strengths(strengths: str, chance: Sequence[str] = ()) -> Plan:
    """Return a row for each strength of one step, from ``rotation=5,15,40``, lowest first.

    A strength is typed as for the step's flag, with ``:`` for the comma of a range. ``chance``
    holds what is typed for ``--chance``; by default the step has its own.

    Raises:
        UsageProblem: there is no such step, a strength is none of its values, two are the same, or
            the chance is that of another step.
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
    if len(texts) < 2:
        raise UsageProblem(
            f"--strengths {strengths}: there must be two strengths or more",
            _example(transform, knob, texts),
        )
    texts_of = {_interval(transform, knob, text, texts): text for text in texts}
    if len(texts_of) < len(texts):
        raise UsageProblem(f"--strengths {strengths}: two are the same", "give each once")
    try:
        of_step = read_chances(chance, [transform]).get(transform.name, transform.chance)
    except UsageProblem as error:  # its own way out would be to add a step
        raise UsageProblem(error.problem, f"for example: --chance {transform.title}=0.5") from error
    in_order = sorted(texts_of, key=lambda one: (one.high, -one.low))
    steps = [
        Step(transform, {knob_name: interval}, frozenset(), of_step, {}) for interval in in_order
    ]
    pipeline = Pipeline(tuple(steps))
    check_stages(pipeline)
    arms = (Arm(()), *(Arm((step,)) for step in steps))
    rows = [
        Comparison("alone", f"{transform.title} {texts_of[one]}", number, 0, one.high)
        for number, one in enumerate(in_order, start=1)
    ]
    return Plan(arms, tuple(rows))


def _interval(transform: Transform, knob: Knob, text: str, texts: Sequence[str]) -> Interval:
    try:
        return knob.parse(text)
    except BadValue as rule:
        ways = [*texts, *ways_out(rule, knob.parse, knob.examples)]
        raise UsageProblem(
            f"--strengths {transform.title}={','.join(texts)}: {text}: {rule}",
            _example(transform, knob, ways),
        ) from rule


def _example(transform: Transform, knob: Knob, texts: Sequence[str]) -> str:
    """Return a hint with two different strengths, the first of ``texts`` that can be."""
    usual = float(knob.examples[0])
    halves = (f"{usual / 2:g}", f"{(usual + 1) // 2:g}")  # the second for knobs in steps of 1
    found: dict[Interval, str] = {}
    for text in (*texts, *halves, knob.examples[0]):
        with suppress(BadValue):
            found.setdefault(knob.parse(text), text.replace(",", ":"))
    return f"for example: --strengths {transform.title}={','.join([*found.values()][:2])}"
