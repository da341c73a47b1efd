"""Captions: one line a value, in words, beside the same value of the other copies."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from cli.captions import assert_says, said

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Drawn, Partner, Seed
from augcli.catalogue.ranges import Interval
from augcli.figures.captions import aligned, caption_of
from augcli.figures.cells import NOT_RUN, Cell
from augcli.imaging.image import Image
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.in_words import does_something
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.steps import Recipe, Step

each_transform = pytest.mark.parametrize(
    "transform", catalogue().values(), ids=lambda one: one.name
)


def _captions(*stages: Stage, copies: int = 9) -> list[tuple[tuple[str, ...], Recipe]]:
    """Return captions with their recipes; partners get names."""
    drawn = Pipeline(stages).draw(3, "hat/a.jpg", copies)
    for recipe in drawn:
        for fired in recipe:
            partners = catalogue()[fired["transform"]].partners if "chains" not in fired else {}
            fired.update({key: ["shoe/b.jpg"] * one.count for key, one in partners.items()})
    return [(caption_of(f"#{n}", stages, recipe), recipe) for n, recipe in enumerate(drawn, 1)]


def _step(name: str, low: float | None = None, high: float = 0, chance: float = 1.0) -> Step:
    transform = catalogue()[name]
    if low is None:
        return Step(transform, chance=chance)
    knob = next(iter(transform.knobs))
    unit = transform.knobs[knob].default_interval.unit
    return Step(transform, {knob: Interval(low, high, unit)}, chance=chance)


@each_transform
def test_every_value_that_users_set_is_said_rounded(transform: Transform) -> None:
    for caption, recipe in _captions(Step(transform)):
        shown = [
            {key: _shown(transform, key, value) for key, value in fired.items()}
            for fired in filter(does_something, recipe)
        ]
        shown = [{k: v for k, v in fired.items() if v is not None} for fired in shown]
        lines = "\n".join(caption[1:]).replace(" × 90°", "").split("\n")
        assert_says(said(line for line in lines if not line.startswith("with ")), shown)
        assert not any(re.search(r"-\d", line) for line in lines)


def _shown(transform: Transform, field: str, value: Any) -> Any:
    """Return a value of a recipe as :func:`said` reads it, None if captions leave it out."""
    one = transform.parameters.get(field)
    is_left_out = isinstance(one, Drawn | Seed | Partner)
    is_percent = isinstance(one, Real) and one.unit.startswith("percents")
    return None if is_left_out else value / 100 if is_percent else value


@each_transform
def test_the_same_value_is_at_the_same_place_of_every_caption(transform: Transform) -> None:
    captions = _captions(_step("brightness"), Step(transform, chance=0.5), _step("vertical_flip"))
    assert len({len(caption) for caption, _ in captions}) == 1
    for texts in zip(*(caption[1:] for caption, _ in captions), strict=True):
        named = {re.match(r"[a-z0-9-]+( [a-z]+\b)?", text)[0] for text in texts if NOT_RUN in text}  # type: ignore[index]  # each begins with a name
        assert len(named) <= 1
        assert all(text.startswith(name) for name in named for text in texts)


@each_transform
def test_a_number_says_its_unit(transform: Transform) -> None:
    (caption, _), *_ = _captions(Step(transform))
    for name, knob in transform.knobs.items():
        number = knob.caption(knob.default[1], knob.field(name, knob.default_interval.unit))
        is_plain = re.fullmatch(r"\d+(\.\d+)?", number)
        # A plain number needs a word in front of it, or has no unit at all.
        assert not is_plain or name in {"exponent", "limit", "deviation", "level"}, number
    assert len(caption) > 1


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (_step("rotation", -12.94, -12.94), "rotation −12.9°"),
        (_step("rotation", 3.0, 3.0), "rotation +3.0°"),
        (_step("rotation", 0.04, 0.04), "rotation +0.04°"),
        (_step("crop", 0.41, 0.41), "crop 41 % of the area"),
        (_step("brightness", 1.08, 1.08), "brightness ×1.08"),
        (_step("width_shift", -0.04, -0.04), "width-shift −4.0 % left"),
        (_step("height_shift", 0.12, 0.12), "height-shift +12 % down"),
        (_step("channel_shift", -12.3, -12.3), "channel-shift −12 levels"),
        (_step("zoom", 0.5, 0.5), "zoom x ×0.50 closer"),
        (_step("rot90", 1, 1), "rot90 1 × 90° clockwise"),
        (_step("posterize", 1, 1), "posterize 1 bit a channel"),
        (_step("posterize", 4, 4), "posterize 4 bits a channel"),
        (_step("median_blur", 2, 2), "median-blur 2 px"),
        (_step("jpeg_compression", 64, 64), "jpeg-compression quality 64"),
        (_step("solarize", 203, 203), "solarize from 203 levels up"),
        (_step("rotation", 0, 0), "rotation –"),
        (_step("rot90", 0, 0), "rot90 –"),
        (_step("brightness", 1, 1), "brightness –"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_has_the_digits_and_the_words_of_its_unit(step: Step, line: str) -> None:
    assert _captions(step, copies=1)[0][0][1] == line


def test_lengths_in_pixels_say_so() -> None:
    knob = catalogue()["width_shift"].knobs["distance"]
    assert knob.caption(12.0, "pixels") == "+12.0 px right"
    assert catalogue()["gaussian_blur"].knobs["sigma"].caption(1.4, "pixels") == "1.4 px"


def test_a_copy_that_nothing_changes_says_so() -> None:
    (caption, _), *_ = _captions(_step("rot90", 0, 0), _step("invert", chance=0.0))
    assert caption == ("#1 unchanged", "rot90 –", "invert –")


def test_values_close_together_get_enough_digits_to_tell_them_apart() -> None:
    knob = catalogue()["brightness"].knobs["factor"]
    said_apart = [knob.caption(0.99 + n / 600, "factor", 1 / 600) for n in range(7)]
    assert len(set(said_apart)) == 7


def test_what_a_group_chooses_stands_in_one_place() -> None:
    group = SomeOf((_step("motion_blur"), _step("jpeg_compression"), _step("invert")), chance=0.6)
    captions = _captions(_step("rotation"), group, _step("gamma"), copies=30)
    texts = {re.sub(r"[\d.−+]+", "N", caption[2]) for caption, _ in captions}
    assert texts == {
        "motion-blur N % of the side\nmotion-blur angle N°",
        "jpeg-compression quality N",
        "invert",
        "N of N –",
    }
    assert all(caption[3].startswith("gamma") for caption, _ in captions)


def test_steps_that_run_together_have_their_own_places() -> None:
    group = AllOf((_step("hue"), _step("gamma")), chance=0.5)
    first = {caption[1].partition(" ")[0] for caption, _ in _captions(group)}
    assert first == {"hue"}


@pytest.mark.parametrize("name", POLICIES)
def test_policies_are_said_step_by_step_and_not_as_data(name: str) -> None:
    for caption, recipe in _captions(policy(name), copies=40):
        text = "\n".join(caption)
        assert not re.search(r"[\[\]{}'\"_]|\d{5}", text), text
        (*_, last), steps = caption, [fired["transform"] for fired in recipe]
        if name != "augmix":
            ran = [one["transform"].replace("_", "-") for one in recipe if does_something(one)]
            assert [line.split()[0] for line in last.split("\n")] == ran or not ran
        elif steps:
            blend, *chains = last.split("\n")
            assert blend.startswith("blend: ")
            assert len(chains) == 3
            shares = [int(line.split(" %")[0].split()[-1]) for line in (blend, *chains)]
            assert 98 <= sum(shares) <= 102


def test_partners_are_named_below_the_value_without_their_folders() -> None:
    (caption, _), *_ = _captions(_step("mixup", 0.4, 0.4))
    assert caption[1:] == ("mixup 40 % of the other\nwith b.jpg",)


def test_a_long_name_alone_leaves_no_gap_in_the_captions_beside_it() -> None:
    image = Image(np.zeros((4, 4, 3), np.uint8), "RGB")
    name = Cell(("a-very-long-name-of-a-file.jpg",), [], image)
    copy = Cell(("#1", "rotation +3°"), [], image)
    beside = aligned([name, copy], 12, len)
    assert len(beside[0]) > 1
    assert beside[1] == ["#1", "rotation +3°"]
