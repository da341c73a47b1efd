"""What every transform of the catalogue promises, whatever it does."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from oracles import noise, rendered

from augcli.image import Image, Mode
from augcli.kinds import Homography, Tone
from augcli.knobs import Interval, Knob, Real, Shift
from augcli.pipeline import Pipeline, Step
from augcli.registry import GROUPS, Transform, catalogue
from augcli.resampling import FILL_MODES, INTERPOLATIONS, Resampling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from augcli.pipeline import Recipe

SIZES = [(1, 1), (3, 2), (4, 5), (64, 33)]
IMAGES = [
    noise(width, height, mode, depth)
    for (width, height), mode, depth in itertools.product(SIZES, get_args(Mode), (8, 16))
]
HOWS = [Resampling(fill_mode=fill_mode, fill_value=(90.0,)) for fill_mode in FILL_MODES]
EVERY_HOW = [
    Resampling(interpolation, fill_mode, (90.0,))
    for interpolation, fill_mode in itertools.product(INTERPOLATIONS, FILL_MODES)
]

each_transform = pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())
each_knob = pytest.mark.parametrize(
    ("transform", "name"),
    [(transform, name) for transform in catalogue().values() for name in transform.knobs],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


def _ends(knob: Knob) -> list[Interval]:
    """Give both ends of the default range and of the range that is declared."""
    by_default = knob.parse(f"{knob.default[0]},{knob.default[1]}")
    ranges = [by_default]
    if isinstance(knob, Shift):
        ranges += [Interval(-limit, limit, unit) for unit, limit in knob.limits.items()]
    else:
        assert isinstance(knob, Real)
        ranges.append(Interval(knob.low, knob.high))
    return [Interval(end, end, one.unit) for one in ranges for end in (one.low, one.high)]


def _drawn(transform: Transform, intervals: dict[str, Interval]) -> Recipe:
    return Pipeline((Step(transform, intervals),)).draw(0, "a.jpg", 1)[0]


def _extremes(transform: Transform) -> Iterator[Recipe]:
    for ends in itertools.product(*map(_ends, transform.knobs.values())):
        yield _drawn(transform, dict(zip(transform.knobs, ends, strict=True)))


@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if found.knobs],  # a flip has no neutral value
    ids=lambda found: found.name,
)
def test_neutral_values_change_nothing(transform: Transform) -> None:
    neutral = _drawn(transform, {name: k.neutral_interval for name, k in transform.knobs.items()})
    for image, how in itertools.product(IMAGES, EVERY_HOW):
        got = rendered(image, neutral, how)
        assert got.tobytes() == image.pixels.tobytes(), (image.frame, image.mode, how)


@each_transform
def test_the_ends_of_every_range_keep_shape_and_dtype(transform: Transform) -> None:
    for recipe, image, how in itertools.product(_extremes(transform), IMAGES, HOWS):
        got = rendered(image, recipe, how)
        assert got.shape == image.pixels.shape, recipe
        assert got.dtype == image.pixels.dtype, recipe


@each_transform
@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_the_ends_of_every_range_suit_every_interpolation(
    transform: Transform, interpolation: str
) -> None:
    hows = [how for how in EVERY_HOW if how.interpolation == interpolation]
    image = noise(5, 7, "RGBA", 16)
    for recipe, how in itertools.product(_extremes(transform), hows):
        assert rendered(image, recipe, how).shape == image.pixels.shape, (recipe, how)


@each_transform
def test_the_source_is_left_alone(transform: Transform) -> None:
    for recipe, image, how in itertools.product(_extremes(transform), IMAGES, HOWS[:1]):
        before = image.pixels.copy()
        rendered(image, recipe, how)
        np.testing.assert_array_equal(image.pixels, before)


@each_transform
def test_a_source_may_be_read_only(transform: Transform) -> None:
    pixels = noise(5, 4).pixels
    pixels.flags.writeable = False
    for recipe in _extremes(transform):
        rendered(Image(pixels, "RGB"), recipe)


@each_transform
def test_a_recipe_survives_json_with_the_same_pixels(transform: Transform) -> None:
    steps = (Step(transform, {name: _default(knob) for name, knob in transform.knobs.items()}),)
    for seed in range(20):
        (recipe,) = Pipeline(steps).draw(seed, "a.jpg", 1)
        again: Recipe = json.loads(json.dumps(recipe))
        assert again == recipe
        for image in (noise(9, 7), noise(9, 7, "LA", 16)):
            assert rendered(image, again).tobytes() == rendered(image, recipe).tobytes()


def _default(knob: Knob) -> Interval:
    return knob.parse(f"{knob.default[0]},{knob.default[1]}")


@each_transform
def test_a_recipe_names_its_transform_and_holds_numbers(transform: Transform) -> None:
    for recipe in _extremes(transform):
        (fired,) = recipe
        assert fired.pop("transform") == transform.name
        assert all(type(value) in (int, float) for value in fired.values())


@each_transform
def test_a_summary_is_one_line_that_ends_with_a_full_stop(transform: Transform) -> None:
    assert transform.summary.endswith(".")
    assert "\n" not in transform.summary


@each_transform
def test_a_transform_has_a_file_of_its_own(transform: Transform) -> None:
    assert transform.function.__module__ == f"augcli.transforms.{transform.name}"


@each_transform
def test_a_transform_belongs_to_the_group_of_its_kind(transform: Transform) -> None:
    kind = {"geometry": Homography, "tone": Tone}[transform.group]
    for recipe in _extremes(transform):
        fields = {name: value for name, value in recipe[0].items() if name != "transform"}
        assert isinstance(transform.effect(fields, IMAGES[0].frame), kind)


@pytest.mark.parametrize("group", GROUPS)
def test_places_within_a_group_are_unique(group: str) -> None:
    places = [found.place for found in catalogue().values() if found.group == group]
    assert places
    assert places == sorted(set(places))


def test_the_order_of_flags_is_geometry_before_tone() -> None:
    assert list(catalogue()) == [
        *["rotation", "width_shift", "height_shift", "shear", "zoom"],
        *["horizontal_flip", "vertical_flip"],
        *["brightness", "channel_shift", "contrast"],
    ]


def test_no_two_knobs_share_a_flag() -> None:
    flags = [
        flag
        for transform in catalogue().values()
        for flag in {transform.flag, *map(transform.knob_flag, transform.knobs)}
    ]
    assert len(flags) == len(set(flags))


def test_every_flag_fires_always_but_flips_half_the_time() -> None:
    chances = {name: transform.chance for name, transform in catalogue().items()}
    flips = {"horizontal_flip": 0.5, "vertical_flip": 0.5}
    assert chances == dict.fromkeys(catalogue(), 1.0) | flips


@each_knob
def test_no_knob_takes_a_name_that_a_step_needs_itself(transform: Transform, name: str) -> None:
    # It would share the random numbers of the step's chance, or hide the transform in a recipe.
    names = {name, transform.knobs[name].field(name, _default(transform.knobs[name]).unit)}
    assert not names & {"chance", "transform"}


@each_knob
def test_the_examples_of_a_knob_are_of_its_own_grammar(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    spread, interval, *_ = parsed = [knob.parse(example) for example in knob.examples]
    assert (interval.low, interval.high) == pytest.approx(knob.default)
    assert spread.low < spread.high
    assert all(one.low <= knob.neutral_interval.low <= one.high for one in parsed)


@each_knob
def test_the_default_of_a_knob_is_within_its_limits(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    low, high = knob.default
    assert (_default(knob).low, _default(knob).high) == (low, high)
    assert low < knob.neutral_interval.low < high


@each_knob
def test_a_knob_says_its_rule_and_captions_its_numbers(transform: Transform, name: str) -> None:
    knob = transform.knobs[name]
    assert knob.rule.strip(" .") == knob.rule != ""
    assert knob.caption(0.5, knob.field(name, _default(knob).unit))


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if found.group == "tone"],
    ids=lambda found: found.name,
)
def test_alpha_is_untouched_by_tone(transform: Transform, mode: Mode) -> None:
    for depth, recipe in itertools.product((8, 16), _extremes(transform)):
        image = noise(33, 20, mode, depth)
        got = rendered(image, recipe)
        np.testing.assert_array_equal(got[..., -1], image.pixels[..., -1])
        assert (got[..., :-1] != image.pixels[..., :-1]).any()
