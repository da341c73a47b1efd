"""Pipeline files: written, read, and refused with one clear error."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Knob
from augcli.config.flags import as_flags, as_typed
from augcli.config.pipeline_file import PipelineFile
from augcli.config.presets import load, presets, text
from augcli.config.read import parse_pipeline
from augcli.config.schema import schema
from augcli.config.write import as_toml
from augcli.errors import UsageProblem
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.steps import Step

SAMPLING = st.builds(
    Resampling,
    st.sampled_from(INTERPOLATIONS),
    st.sampled_from(FILL_MODES),
    st.sampled_from([(0.0,), (12.5,), (1.0, 2.0, 255.0), (1.0, 2.0, 3.0, 4.0)]),
)


def _read(content: str | bytes) -> PipelineFile:
    data = content if isinstance(content, bytes) else content.encode()
    return parse_pipeline(data, "aug.toml")


@st.composite
def _steps(draw: st.DrawFn) -> Step:
    transform = draw(st.sampled_from(list(catalogue().values())))
    ranges = {name: _ranges(knob) for name, knob in transform.knobs.items()}
    intervals = {name: transform.knobs[name].parse(draw(one)) for name, one in ranges.items()}
    switches = (
        draw(st.sets(st.sampled_from(sorted(transform.switches)))) if transform.switches else []
    )
    words = {name: draw(st.sampled_from(one.words)) for name, one in transform.choices.items()}
    others = {name: word for name, word in words.items() if word != transform.choices[name].default}
    chance = draw(st.sampled_from([0.0, 0.3, 1.0]))
    return Step(transform, intervals, frozenset(switches), chance, others)


def _ranges(knob: Knob) -> st.SearchStrategy[str]:
    return st.sampled_from([*knob.examples, f"{knob.default[0]},{knob.default[1]}"])


POLICY = st.sampled_from([policy(name) for name in POLICIES])
_STAGES: st.SearchStrategy[Stage] = st.recursive(
    _steps() | POLICY,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda some: st.sampled_from(
            [
                AllOf(tuple(some), 0.5),
                SomeOf(tuple(some), chance=0.25),
                SomeOf(tuple(some), 0, len(some)),
                SomeOf(tuple(some), 1, 3, replace=True),
            ]
        )
    ),
    max_leaves=4,
)


@given(
    stages=st.lists(_STAGES, min_size=1, max_size=4), sampling=SAMPLING, seed=st.none() | st.just(7)
)
def test_a_written_pipeline_file_reads_as_the_same_pipeline(
    stages: list[Stage], sampling: Resampling, seed: int | None
) -> None:
    file = PipelineFile(Pipeline(tuple(stages)), sampling, seed, 'why "so"\n')
    again = _read(as_toml(file))
    assert again.pipeline.settings() == file.pipeline.settings()
    assert (again.resampling, again.seed, again.why) == (sampling, seed, 'why "so"\n')


@given(stages=st.lists(_STAGES, min_size=1, max_size=4))
def test_a_run_file_keeps_every_pipeline(stages: list[Stage]) -> None:
    kept = json.loads(json.dumps(Pipeline(tuple(stages)).settings()))
    assert Pipeline.of_settings(kept).settings() == kept


@pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())
def test_the_flags_of_a_step_read_as_its_intervals(transform: Transform) -> None:
    for name, knob in transform.knobs.items():
        for text_of in (*knob.examples, f"{knob.default[0]},{knob.default[1]}"):
            interval = knob.parse(text_of)
            assert knob.parse(as_typed(interval, knob)) == interval
            flags = as_flags(Step(transform, {name: interval}))
            assert flags[0].startswith(transform.flag)


def test_a_single_number_means_the_same_range_as_on_the_command_line() -> None:
    read = _read('[[step]]\ntransform = "rotation"\ndegrees = 90\n')
    assert read.pipeline.settings()[0]["degrees"] == [-90, 90]


def test_names_may_be_written_with_a_dash_or_an_underscore() -> None:
    for name in ("width-shift", "width_shift"):
        read = _read(f'[[step]]\ntransform = "{name}"\ndistance = "20px"\n')
        assert read.pipeline.settings()[0]["pixels"] == [-20, 20]


def test_a_byte_order_mark_is_ignored() -> None:
    assert _read(b'\xef\xbb\xbf[[step]]\ntransform = "gamma"\n').pipeline.stages


STEP = '[[step]]\ntransform = "rotation"\n'
DEEP = "[[step]]\n" + "one-of = [{ " * 12 + 'transform = "gamma"' + " }]" * 12
BAD = {
    "nothing": ("", "line 1: a pipeline has 1 to 1000 steps"),
    "an unknown key": ("rotation = 3", "line 1: rotation: no such key"),
    "an unknown key of a step": (f"{STEP}degree = 3", "line 3, step 1, rotation: degree: no such"),
    "the line of the second step": (f"{STEP}\n{STEP}degrees = [3, 1]", "line 6, step 2, rotation"),
    "a transform nobody knows": ('[[step]]\ntransform = "rotate"', "line 2, step 1: transform: no"),
    "a transform that is a number": ("[[step]]\ntransform = 3", "no transform is named '3'"),
    "no kind of step": ("[[step]]\nchance = 0.5", "a step has one of transform, policy"),
    "two kinds of step": (f'{STEP}policy = "augmix"', "a step has one of"),
    "a reversed interval": (f"{STEP}degrees = [3, 1]", "the interval is reversed"),
    "three numbers": (f"{STEP}degrees = [1, 2, 3]", "write one number N, or two as A,B"),
    "no numbers": (f"{STEP}degrees = []", "degrees"),
    "out of range": (f"{STEP}degrees = [0, 361]", "which is outside -360 to 360"),
    "not a number": (f"{STEP}degrees = nan", "must be a number"),
    "infinite": (f"{STEP}degrees = [0, inf]", "must be a number"),
    "truth as a number": (f"{STEP}degrees = true", "must be a number"),
    "a table as a number": (f"{STEP}degrees = {{}}", "must be a number"),
    "a number of 5,000 digits": (f"{STEP}degrees = {'9' * 5000}", "not valid TOML"),
    "a huge number": (f"{STEP}degrees = {'9' * 400}", "degrees"),
    "a float beyond the range": (f"{STEP}degrees = 1e308", "must be a number"),
    "a switch that is text": (f'{STEP}fit-inside = "yes"', "must be true or false"),
    "a chance above one": (f"{STEP}chance = 1.5", "chance: must be a number from 0 to 1"),
    "a chance that is not a number": (f"{STEP}chance = nan", "chance: must be a number"),
    "an unknown policy": ('[[step]]\npolicy = "x"', "policy: no such policy"),
    "an empty group": ("[[step]]\none-of = []", "a group holds 1 to 200 steps"),
    "a group of numbers": ("[[step]]\none-of = [1]", "must be a list of steps"),
    "groups twelve deep": (DEEP, "groups at most 8 deep"),
    "a count beyond the group": (
        '[[step]]\nsome-of = [{transform = "gamma"}]\nleast = 2',
        "least: must be a whole number from 0 to 1",
    ),
    "a key inside a group": (
        '[[step]]\none-of = [\n {transform = "gamma"},\n {transform = "gamma", expo = 1},\n]',
        "line 4, step 1, one-of > gamma: expo: no such key",
    ),
    "steps that are one table": ('[step]\ntransform = "gamma"', "steps are tables"),
    "a bad sampling": (f'fill-mode = "mirror"\n{STEP}', "fill-mode: must be one of nearest"),
    "a sampling that is a list": (f"interpolation = []\n{STEP}", "interpolation: must be one of"),
    "a fill of five levels": (f"fill-value = [1, 2, 3, 4, 5]\n{STEP}", "fill-value"),
    "a fill that is not a number": (f"fill-value = nan\n{STEP}", "must be a level"),
    "a seed below zero": (f"seed = -1\n{STEP}", "seed: must be a whole number"),
    "a why that is a number": (f"why = 3\n{STEP}", "why: must be text"),
    "a key twice": (f"{STEP}degrees = 1\ndegrees = 2", "not valid TOML"),
    "half a file": (f"{STEP}degrees = [", "not valid TOML"),
    "100,000 levels": ("a = " + "[" * 100_000, "not valid TOML"),
    "100,000 tables": ("[" + "a." * 100_000 + "b]", "too many parts"),
    "control characters": ("\x00\x01", "not valid TOML"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_one_clear_error(content: str, said: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        _read(content)
    assert raised.value.problem.startswith("aug.toml")
    assert said in raised.value.problem
    assert len(raised.value.problem) < 400
    assert raised.value.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp500"])
def test_a_file_in_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(UsageProblem, match=r"aug\.toml is not"):
        _read(f'why = "Größe"\n{STEP}'.encode(encoding))


@given(content=st.text(max_size=200) | st.binary(max_size=200))
def test_any_content_is_a_pipeline_or_a_usage_problem(content: str | bytes) -> None:
    with suppress(UsageProblem):
        _read(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def test_a_reason_survives_writing_and_reading_whatever_its_characters() -> None:
    why = 'smiles \U0001f600, "quotes", back\\slashes,\nlines, tabs\t and \x7f'
    file = replace(_read(f"{STEP}degrees = 3"), why=why)
    assert _read(as_toml(file)).why == why


@pytest.mark.parametrize("name", presets())
def test_a_preset_has_a_reason_and_survives_writing_and_reading(name: str) -> None:
    preset = load(name)
    assert preset.why.endswith(".")
    assert _read(as_toml(preset)).pipeline.settings() == preset.pipeline.settings()
    assert tomllib.loads(text(name))["why"] == preset.why


def test_the_schema_names_every_transform_policy_and_knob() -> None:
    kinds = json.loads(json.dumps(schema({})))["$defs"]["step"]["oneOf"]
    named = {next(iter(kind["properties"])): kind for kind in kinds}
    assert set(named) == {"transform", "policy", "one-of", "some-of", "all-of"}
    transforms = [kind for kind in kinds if "transform" in kind["properties"]]
    assert len(transforms) == len(catalogue())
    for kind, transform in zip(transforms, catalogue().values(), strict=True):
        assert transform.name in kind["properties"]["transform"]["enum"]
        knobs = {name.replace("_", "-") for name in (*transform.knobs, *transform.switches)}
        knobs |= set(transform.choices)
        assert set(kind["properties"]) == {"transform", "chance", *knobs}
