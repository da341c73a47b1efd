"""A state of the page means a pipeline, and says what is wrong with it, and where."""

from __future__ import annotations

from typing import Any

import pytest

from augcli.catalogue import Transform, catalogue
from augcli.config.choose import ChosenPipeline
from augcli.config.pipeline_file import PipelineFile
from augcli.config.presets import load, presets
from augcli.errors import BadValue
from augcli.pipeline.groups import AllOf, SomeOf, all_steps
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES
from augcli.pipeline.steps import Step
from augcli.studios.state import WrongState, as_state, read_state

BASE = ChosenPipeline.of_file(load("natural"), "natural")


def _read(*steps: Any, **others: Any) -> ChosenPipeline:
    return read_state({"steps": list(steps), **others}, BASE).chosen


def _wrong(*steps: Any, **others: Any) -> list[tuple[Any, Any]]:
    with pytest.raises(WrongState) as raised:
        _read(*steps, **others)
    return [(one.as_json()["step"], one.as_json()["knob"]) for one in raised.value.errors]


@pytest.mark.parametrize("name", presets())
def test_a_state_keeps_every_preset(name: str) -> None:
    file = load(name)
    chosen = read_state(as_state(file), BASE).chosen
    assert chosen.pipeline == file.pipeline
    assert chosen.resampling == file.resampling
    assert chosen.seed == (file.seed or 0)


def _ends(value: Any) -> list[float]:
    """Return the ends of a range as the page reads them: two numbers, or two texts in pixels."""
    ends = value.split(",") if isinstance(value, str) else value
    return [float(str(end).removesuffix("px")) for end in ends]


@pytest.mark.parametrize("transform", catalogue().values(), ids=lambda one: one.name)
def test_every_range_of_a_state_has_two_ends_and_comes_back(transform: Transform) -> None:
    for name, knob in transform.knobs.items():
        in_pixels = ["5px", "-5px,5px", "2px,5px"] if "pixels" in knob.units else []
        for text in (*knob.examples, *in_pixels):
            try:
                interval = knob.parse(text)
            except BadValue:  # a blur has no negative length
                continue
            step = Step(transform, {name: interval})
            pipeline = Pipeline((step, AllOf((step, SomeOf((step,))))))
            state = as_state(PipelineFile(pipeline))
            key = name.replace("_", "-")
            first, group = state["steps"]
            for table in (first, group["all-of"][0], group["all-of"][1]["one-of"][0]):
                # A range that the file leaves out is the default one.
                shown = table.get(key, list(knob.default))
                assert _ends(shown) == [interval.low, interval.high]
            read = read_state(state, BASE).chosen.pipeline
            assert [one.interval(name) for one in all_steps(read.stages)] == [interval] * 3


@pytest.mark.parametrize("name", POLICIES)
def test_policies_and_groups_are_steps(name: str) -> None:
    group = {"one-of": [{"transform": "gamma"}, {"policy": name}], "chance": 0.5}
    chosen = _read({"policy": name}, group)
    assert as_state(chosen.as_file())["steps"][0] == {"policy": name}
    assert len(chosen.pipeline.stages) == 2


def test_what_is_off_is_left_out_everywhere() -> None:
    off, on = {"transform": "gamma", "off": True}, {"transform": "contrast", "off": False}
    plain = {"transform": "contrast"}
    assert _read(off, on).pipeline == _read(plain).pipeline
    assert _read({"one-of": [off, on]}).pipeline == _read({"one-of": [plain]}).pipeline
    assert _read({"one-of": [off]}, {**plain, "off": True}).pipeline == Pipeline(())


def test_what_is_off_is_checked_all_the_same() -> None:
    assert _wrong({"transform": "rotation", "degrees": 900, "off": True}) == [([0], "degrees")]
    assert _wrong({"transform": "rotation", "off": 1}) == [([0], "off")]


def test_each_wrong_knob_is_named_with_its_step() -> None:
    rotation = {"transform": "rotation", "degrees": [0, 900]}
    group = {"all-of": [{"transform": "gamma"}, {"some-of": [rotation, {"transform": "zom"}]}]}
    assert _wrong(rotation, {"transform": "gamma"}, group) == [
        ([0], "degrees"),
        ([2, 1, 0], "degrees"),
        ([2, 1, 1], "transform"),
    ]
    assert _wrong({"transform": "gamma", "chance": 2}) == [([0], "chance")]
    assert _wrong({"transform": "gamma", "gama": 2}) == [([0], "gama")]


def test_what_is_wrong_beside_the_steps_is_named_too() -> None:
    assert _wrong(options={"fill-mode": "purple"}) == [(None, "fill-mode")]
    assert _wrong(options={"step": []}) == [(None, "options")]
    assert _wrong(seed=-1) == [(None, "seed")]
    assert _wrong(seed=True) == [(None, "seed")]
    with pytest.raises(WrongState):
        read_state(["no state"], BASE)


def test_groups_that_are_nested_without_end_are_refused() -> None:
    step: dict[str, Any] = {"transform": "gamma"}
    for _ in range(900):
        step = {"all-of": [step]}
    assert _wrong(step)


def test_the_hint_is_not_for_a_command_line() -> None:
    with pytest.raises(WrongState) as raised:
        _read({"transform": "rotation", "degrees": 900})
    assert "command line" not in raised.value.hint
