"""The promises of every knob of the catalogue."""

from __future__ import annotations

import pytest

from augcli.catalogue import Transform, catalogue

each_knob = pytest.mark.parametrize(
    ("transform", "name"),
    [(transform, name) for transform in catalogue().values() for name in transform.knobs],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


@each_knob
def test_the_examples_of_a_knob_are_of_its_own_grammar(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    spread, interval, *_ = parsed = [knob.parse(example) for example in knob.examples]
    assert (interval.low, interval.high) == pytest.approx(knob.default)
    neutral = knob.neutral_interval
    if neutral:
        assert spread.low < spread.high
        assert all(one.low <= neutral.low <= one.high for one in (spread, *parsed[2:]))
    else:
        assert spread.low == spread.high


@each_knob
def test_the_default_of_a_knob_is_within_its_limits(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    low, high = knob.default
    assert (knob.default_interval.low, knob.default_interval.high) == (low, high)
    assert low <= high
    knob.parse(f"{low},{high}")


@each_knob
def test_a_knob_says_its_rule_and_captions_its_numbers(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    assert knob.rule.strip(" .") == knob.rule != ""
    assert knob.caption(0.5, knob.field(name, knob.default_interval.unit))
