"""Advice looks into groups and policies, and knows which names tell what a class is."""

from __future__ import annotations

import string

import pytest

from augcli.catalogue.registry import get
from augcli.config.presets import load, presets
from augcli.config.read import parse_pipeline
from augcli.dataset import class_names
from augcli.dataset.advice import advise
from augcli.pipeline.groups import Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.steps import Step

DIGITS = list(string.digits)


def _step(name: str, typed: str = "") -> Step:
    transform = get(name)
    knobs = list(transform.knobs.items())[: bool(typed)]
    return Step(transform, {knob: one.parse(typed) for knob, one in knobs})


def _advice(classes: list[str], *stages: Stage) -> list[str]:
    return advise(Pipeline(stages), classes)


def _of_file(text: str, classes: list[str]) -> list[str]:
    return advise(parse_pipeline(text.encode(), "aug.toml").pipeline, classes)


@pytest.mark.parametrize(
    ("name", "classes", "done"),
    [
        ("trivialaugment", DIGITS, "(turns by up to 135°): digits and letters turn into others"),
        ("trivialaugment", DIGITS, "(inverts colours): dark digits"),
        ("trivialaugment", ["cat", "dog"], "(turns by up to 135°): photos of these"),
        ("trivialaugment", ["red", "green"], "(inverts colours, makes gray): classes that differ"),
        ("autoaugment-imagenet", ["red", "green"], "(inverts colours, makes gray): classes that"),
        ("autoaugment-cifar", DIGITS, "(inverts colours): dark digits"),
        ("autoaugment-imagenet", ["black cat", "white cat"], "(inverts colours): classes that"),
    ],
)
def test_what_a_policy_does_to_the_classes_is_told(
    name: str, classes: list[str], done: str
) -> None:
    told = [line for line in _advice(classes, policy(name)) if done in line]
    assert len(told) == 1
    assert told[0].startswith(f"--policy {name} (")
    assert "--policy randaugment does none of that" in told[0]


@pytest.mark.parametrize("name", ["randaugment", "augmix"])
@pytest.mark.parametrize("classes", [DIGITS, ["cat", "dog"], ["red", "green"], ["up", "left"]])
def test_a_policy_of_small_turns_that_keeps_colours_is_fine(name: str, classes: list[str]) -> None:
    assert _advice(classes, policy(name)) == []


@pytest.mark.parametrize("name", POLICIES)
def test_no_policy_harms_classes_whose_names_tell_nothing(name: str) -> None:
    assert _advice(["good", "bad"], policy(name)) == []


def test_groups_of_a_pipeline_file_are_looked_into() -> None:
    turns = '{ transform = "rotation", degrees = 90 }, { transform = "blur" }'
    turns = turns.replace('"blur"', '"gaussian-blur"')
    (line,) = _of_file(f"[[step]]\none-of = [{turns}]\n", DIGITS)
    assert line.startswith("a group of steps (turns by up to 90°): ")
    assert "take that out of the pipeline file" in line
    assert _of_file(f"[[step]]\nchance = 0\none-of = [{turns}]\n", DIGITS) == []


def test_turns_that_harm_only_together_are_told_together() -> None:
    step = '[[step]]\ntransform = "rotation"\ndegrees = 30\n'
    assert _of_file(step, DIGITS) == []
    (line,) = _of_file(step + step, DIGITS)
    assert line.startswith("--rotation: ")
    (line,) = _advice(DIGITS, _step("rotation", "30"), policy("randaugment"))
    assert line.startswith("--rotation, --policy randaugment (turns by up to 27°): ")


@pytest.mark.parametrize(
    ("typed", "is_far"),
    [("45", False), ("350,360", False), ("-370,-350", True), ("170,190", True), ("315,360", False)],
)
def test_what_counts_is_how_far_a_rotation_ends_from_upright(typed: str, *, is_far: bool) -> None:
    if typed == "-370,-350":
        typed = "-190,-170"
    assert bool(_advice(["cat", "dog"], _step("rotation", typed))) is is_far


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("saturation", typed) for typed in ("0,0", "0,0.05", "0.05,0.05", "1", "0,2")),
        *(("hue", "180"), ("hue", "180,180"), ("sepia", "1"), ("sepia", "0.9,1")),
        *(("grayscale", ""), ("channel_shuffle", ""), ("channel_dropout", ""), ("invert", "")),
        *(("solarize", "0,0"), ("solarize", "256"), ("white_balance", "0.8")),
    ],
)
def test_whatever_takes_colours_away_harms_classes_of_colours(name: str, typed: str) -> None:
    for classes in (["red", "green"], ["ripe", "unripe"], ["Ripe_Tomato", "Green_Tomato"]):
        (line,) = _advice(classes, _step(name, typed))
        assert line.startswith(f"{get(name).flag}: classes that differ in their colour")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("saturation", "0.6,1.4"), ("hue", "20"), ("sepia", "0.5"), ("solarize", "192,256")),
        *(("white_balance", "0.5"), ("temperature", "1"), ("brightness", "0.5"), ("gamma", "")),
    ],
)
def test_what_leaves_colours_apart_is_fine(name: str, typed: str) -> None:
    assert _advice(["red", "green"], _step(name, typed)) == []


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        (class_names.characters, ["6", "9"]),
        (class_names.characters, ["digit_0", "digit_1"]),
        (class_names.characters, ["number-six", "number-nine"]),
        (class_names.characters, ["digit6", "digit9"]),
        (class_names.characters, ["letter b", "letter d"]),
        (class_names.sides, ["lefthand", "righthand"]),
        (class_names.sides, ["turnleft", "turnright"]),
        (class_names.sides, ["keep_left", "keep_right"]),
        (class_names.sides, ["wind NE", "wind NW"]),
        (class_names.directions, ["arrow_north", "arrow_east"]),
        (class_names.directions, ["up", "down", "left", "right"]),
        (class_names.ends, ["thumbs_up", "thumbs_down"]),
        (class_names.ends, ["upright", "upside-down"]),
        (class_names.coloured, ["red_light", "green_light", "yellow_light"]),
        (class_names.coloured, ["ripe", "overripe"]),
        (class_names.shaded, ["dark_roast", "light_roast"]),
        (class_names.written, ["invoice", "receipt", "photo"]),
        (class_names.written, ["traffic sign yield", "traffic_sign_stop"]),
        (class_names.written, ["SpeedLimit30", "SpeedLimit50"]),
    ],
)
def test_names_that_leave_no_doubt_are_known(kind: object, classes: list[str]) -> None:
    assert callable(kind)
    found = kind(classes)
    assert found
    assert set(found) <= set(classes)


@pytest.mark.parametrize(
    "classes",
    [
        *(["digits", "letters"], ["lime", "orange"], ["bus", "car"], ["tops", "bottoms"]),
        *([str(number) for number in range(43)], ["red", "apple"], ["letter", "form", "advert"]),
        *(["leftover", "fresh"], ["uptown", "downtown", "north"], ["se", "no"], ["light", "heavy"]),
        *(["black", "brown"], ["class_6", "class_9"], ["grade 0", "grade 1"], ["sign_a", "sign_b"]),
    ],
)
def test_names_that_may_mean_something_else_are_none(classes: list[str]) -> None:
    kinds = (
        *(class_names.characters, class_names.sides, class_names.ends, class_names.directions),
        *(class_names.coloured, class_names.shaded, class_names.written),
    )
    assert [kind(classes) for kind in kinds] == [[]] * len(kinds)


def test_mirrored_writing_is_told() -> None:
    (line,) = _advice(["invoice", "receipt"], _step("horizontal_flip"))
    assert line.startswith("--horizontal-flip: writing is mirrored")


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_fine_for_what_it_is_made_for(name: str) -> None:
    classes = {
        "digits": DIGITS,
        "documents": ["invoice", "receipt"],
        "product": ["red shoe", "blue shoe"],
        "natural": ["cat", "dog"],
    }.get(name, ["one kind", "another"])
    assert advise(load(name).pipeline, classes, name) == []
