"""What every transform of the catalogue promises, whatever it does."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pytest
from oracles import lend_noise, noise, rendered

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.effects import Field, Homography, Mix, Pixels, Tone
from augcli.catalogue.knobs import Knob, Real, Shift
from augcli.catalogue.parameters import Partner
from augcli.catalogue.ranges import Interval
from augcli.imaging.image import Image, Mode
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.groups import AllOf, Blend, SomeOf
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from augcli.pipeline.steps import Recipe

MOVING = ("geometry", "distortion")
CLASSIC = [
    *["rotation", "width_shift", "height_shift", "shear", "zoom"],
    *["horizontal_flip", "vertical_flip"],
    *["brightness", "channel_shift", "contrast"],
]
SIZES = [(1, 1), (3, 2), (64, 33)]
IMAGES = [
    noise(width, height, mode, depth)
    for (width, height), mode, depth in itertools.product(SIZES, get_args(Mode), (8, 16))
]
EVERY_HOW = [
    Resampling(interpolation, fill_mode, (90.0,))
    for interpolation, fill_mode in itertools.product(INTERPOLATIONS, FILL_MODES)
]

each_transform = pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())


def _hows(transform: Transform) -> list[Resampling]:
    how = [Resampling(fill_mode=fill_mode, fill_value=(90.0,)) for fill_mode in FILL_MODES]
    return how if transform.group in MOVING else how[:1]


def _ends(knob: Knob) -> list[Interval]:
    """Return both ends of the default range and of the range that is declared."""
    ranges = [knob.default_interval]
    if isinstance(knob, Shift):
        ranges += [Interval(knob.least * end, end, unit) for unit, end in knob.limits.items()]
    else:
        assert isinstance(knob, Real)
        ranges.append(Interval(knob.low, knob.high))
    return [Interval(end, end, one.unit) for one in ranges for end in (one.low, one.high)]


def _drawn(transform: Transform, intervals: dict[str, Interval]) -> Recipe:
    return Pipeline((Step(transform, intervals),)).draw(0, "a.jpg", 1)[0]


def _extremes(transform: Transform) -> Iterator[Recipe]:
    """Return recipes in which each knob is at each of its ends, the others together at theirs."""
    ends = [_ends(knob) for knob in transform.knobs.values()]
    most = max(map(len, ends), default=1)
    for shift in range(2 if len(ends) > 1 else 1):
        for turn in range(most):
            chosen = [one[(turn + shift * n) % len(one)] for n, one in enumerate(ends)]
            yield _drawn(transform, dict(zip(transform.knobs, chosen, strict=True)))


def _neutral(transform: Transform) -> Interval | None:
    first = next(iter(transform.knobs.values()), None)
    return first.neutral_interval if first else None


@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if _neutral(found)],
    ids=lambda found: found.name,
)
def test_a_neutral_first_knob_changes_nothing(transform: Transform) -> None:
    neutral = _neutral(transform)
    assert neutral
    # Both zooms, though one is the twin of the other; the others as they are by default.
    recipe = _drawn(transform, {next(iter(transform.knobs)): neutral})
    for image, how in itertools.product(IMAGES, EVERY_HOW[:: 1 if _moves(transform) else 16]):
        got = rendered(image, recipe, how)
        assert _same_colours(got, image), (image.frame, image.mode, how)


def _moves(transform: Transform) -> bool:
    return transform.group in MOVING


def _same_colours(got: np.ndarray[Any, Any], image: Image) -> bool:
    """Compare; the fourth channel of RGBX may be gone, as it means nothing."""
    return got.tobytes() == image.pixels[..., : got.shape[2]].tobytes()


@each_transform
def test_the_ends_of_every_range_keep_frame_mode_and_dtype(transform: Transform) -> None:
    for recipe, image, how in itertools.product(_extremes(transform), IMAGES, _hows(transform)):
        got = rendered(image, recipe, how)
        height, width, channels = image.pixels.shape
        turned = {(height, width), (width, height)} if _swaps_sides(recipe) else {(height, width)}
        assert got.shape[:2] in turned, recipe
        assert got.shape[2] in ({3, 4} if image.mode == "RGBX" else {channels}), recipe
        assert got.dtype == image.pixels.dtype, recipe


def _swaps_sides(recipe: Recipe) -> bool:
    return recipe != [] and recipe[0]["transform"] in ("rot90", "transpose")


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if _moves(found)],
    ids=lambda found: found.name,
)
def test_the_ends_of_every_range_suit_every_interpolation(
    transform: Transform, interpolation: str
) -> None:
    hows = [how for how in EVERY_HOW if how.interpolation == interpolation]
    image = noise(5, 7, "RGBA", 16)
    for recipe, how in itertools.product(_extremes(transform), hows):
        assert rendered(image, recipe, how).size == image.pixels.size, (recipe, how)


@each_transform
def test_the_source_is_left_alone(transform: Transform) -> None:
    for recipe, image in itertools.product(_extremes(transform), IMAGES[::4]):
        before = image.pixels.copy()
        rendered(image, recipe)
        np.testing.assert_array_equal(image.pixels, before)


@each_transform
def test_a_source_may_be_read_only(transform: Transform) -> None:
    pixels = noise(5, 4).pixels
    pixels.flags.writeable = False
    for recipe in _extremes(transform):
        rendered(Image(pixels, "RGB"), recipe)


@each_transform
def test_a_recipe_survives_json_with_the_same_pixels(transform: Transform) -> None:
    for seed in range(20):
        (recipe,) = Pipeline((Step(transform),)).draw(seed, "a.jpg", 1)
        again: Recipe = json.loads(json.dumps(recipe))
        assert again == recipe
        for image in (noise(9, 7), noise(9, 7, "LA", 16)):
            assert rendered(image, again).tobytes() == rendered(image, recipe).tobytes()


@each_transform
def test_a_recipe_names_its_transform_and_holds_numbers(transform: Transform) -> None:
    for recipe in _extremes(transform):
        (fired,) = recipe
        assert fired.pop("transform") == transform.name
        flat = np.hstack([[0], *fired.values()]).tolist()
        assert all(type(value) in (int, float, bool) for value in flat)


@each_transform
def test_a_summary_is_one_line_that_ends_with_a_full_stop(transform: Transform) -> None:
    assert transform.summary.endswith(".")
    assert "\n" not in transform.summary


@each_transform
def test_its_file_says_when_a_transform_helps_and_when_it_harms(transform: Transform) -> None:
    _, helps, harms, *rest = transform.text.split("\n\n")
    assert helps.startswith("Helps ")
    assert harms.startswith("Harms ")
    assert all(paragraph.startswith(("Source: ", "Note: ")) for paragraph in rest)


@each_transform
def test_a_transform_has_a_file_of_its_own(transform: Transform) -> None:
    assert transform.function.__module__ == f"augcli.transforms.{transform.name}"


@each_transform
def test_a_transform_belongs_to_the_group_of_its_kind(transform: Transform) -> None:
    kinds = {
        "geometry": (Homography,),
        "distortion": (Field,),
        "tone": (Tone, Pixels),  # a tone that looks at its surroundings is no table
        "colour": (Mix, Tone),
    }.get(transform.group, (Pixels,))
    for recipe in _extremes(transform):
        fields = {name: value for name, value in recipe[0].items() if name != "transform"}
        effect = transform.effect(fields, IMAGES[0].frame, lend_noise)
        assert isinstance(effect, kinds)


@each_transform
def test_only_mixing_asks_for_partners(transform: Transform) -> None:
    assert bool(transform.only(Partner)) == (transform.group == "mixing")


def test_the_classic_flags_keep_their_order() -> None:
    assert [name for name, found in catalogue().items() if found.classic] == CLASSIC


def test_there_are_at_least_45_transforms() -> None:
    assert len(catalogue()) >= 45


def test_finding_the_transforms_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'cv2', 'PIL', 'matplotlib', 'scipy'}"
    code = f"""
        import sys
        from augcli.catalogue import catalogue
        assert catalogue()
        assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)
    """
    program = "\n".join(line.strip() for line in code.splitlines())
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_two_knobs_share_a_flag() -> None:
    flags = [
        flag
        for transform in catalogue().values()
        for flag in [
            *{transform.flag, *map(transform.knob_flag, transform.knobs)},
            *transform.switches.values(),
        ]
    ]
    assert len(flags) == len(set(flags))


def test_no_transform_is_called_like_a_group() -> None:
    assert not {AllOf.key, SomeOf.key, Blend.key} & set(catalogue())


def test_every_flag_fires_always_but_flips_half_the_time() -> None:
    chances = {name: transform.chance for name, transform in catalogue().items()}
    flips = dict.fromkeys(("horizontal_flip", "vertical_flip", "transpose"), 0.5)
    assert chances == dict.fromkeys(catalogue(), 1.0) | flips


@each_transform
def test_the_fields_of_a_recipe_are_distinct(transform: Transform) -> None:
    # They would share the random numbers of the step's chance, or hide each other in a recipe.
    (recipe,) = Pipeline((Step(transform),)).draw(0, "a.jpg", 1)
    if recipe:
        assert len(recipe[0]) == 1 + len(transform.parameters) - len(transform.switches) + len(
            {twin.switch for twin in transform.twins.values()}
        )
    assert "chance" not in transform.parameters


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if not _moves(found)],
    ids=lambda found: found.name,
)
def test_alpha_is_untouched_by_all_but_geometry(transform: Transform, mode: Mode) -> None:
    for depth, recipe in itertools.product((8, 16), _extremes(transform)):
        image = noise(33, 20, mode, depth)
        got = rendered(image, recipe)
        np.testing.assert_array_equal(got[..., -1], image.pixels[..., -1])


@each_transform
def test_some_value_changes_a_picture(transform: Transform) -> None:
    image = noise(33, 20)
    recipes = [recipe for recipe in _extremes(transform) if recipe]
    assert any(rendered(image, recipe).tobytes() != image.pixels.tobytes() for recipe in recipes), (
        recipes
    )
