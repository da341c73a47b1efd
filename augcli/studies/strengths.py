"""Compare strengths of one step, as ``--strengths`` asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from augcli.catalogue import Transform
from augcli.catalogue.knobs import Knob
from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import find
from augcli.catalogue.ways_out import ways_out
from augcli.errors import BadValue, UsageProblem
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step
from augcli.studies.arms import Arm, Comparison, Plan, check_stages


def plan_of_strengths(strengths: str) -> Plan:
    """Return a row for each strength of one step, from ``rotation=5,15,40``, lowest first.

    A strength is typed as for the step's flag, with ``:`` for the comma of a range.

    Raises:
        UsageProblem: there is no such step, a strength is none of its values, or two are the same.
    """
    name, _, typed = strengths.partition("=")
    transform = find(name)
    knob_name = next(iter(transform.knobs), None)
    texts = [text.strip() for text in typed.split(",") if text.strip()]
    if knob_name is None or len(texts) < 2:
        raise UsageProblem(
            f"--strengths {strengths}: there must be a step with a range, and two strengths of it",
            "for example: --strengths rotation=5,15,40",
        )
    knob = transform.knobs[knob_name]
    texts_of = {_interval(transform, knob, text, texts): text for text in texts}
    if len(texts_of) < len(texts):
        raise UsageProblem(f"--strengths {strengths}: two are the same", "give each once")
    in_order = sorted(texts_of, key=lambda one: (one.high, -one.low))
    steps = [
        Step(transform, {knob_name: interval}, frozenset(), transform.chance, {})
        for interval in in_order
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
        ways = [*texts, *ways_out(rule, knob.parse, knob.examples), *knob.examples]
        raise UsageProblem(
            f"--strengths {transform.title}={','.join(texts)}: {text}: {rule}",
            f"for example: --strengths {transform.title}={','.join(_two(knob, ways))}",
        ) from rule


def _two(knob: Knob, texts: Sequence[str]) -> list[str]:
    """Return two of some texts that mean different intervals."""
    found: dict[Interval, str] = {}
    for text in texts:
        with suppress(BadValue):
            found.setdefault(knob.parse(text), text.replace(",", ":"))
    return list(found.values())[:2]
