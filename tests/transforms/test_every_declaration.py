"""The promises of every transform of the catalogue on its file, flags and recipes."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import numpy as np
from oracles import lend_noise

from augcli.catalogue import Field, Homography, Mix, Pixels, Tone, Transform, catalogue
from augcli.catalogue.parameters import Partner
from augcli.pipeline.groups import AllOf, Blend, SomeOf
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

from .extremes import IMAGES, each_transform, extremes


@each_transform
def test_a_recipe_names_its_transform_and_holds_numbers(transform: Transform) -> None:
    for recipe in extremes(transform):
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
def test_a_transform_imports_from_the_catalogue_once_and_from_the_kernels(
    transform: Transform,
) -> None:
    tree = ast.parse(inspect.getsource(sys.modules[transform.function.__module__]))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert set(imports) <= set(tree.body)  # none is inside a function or a condition
    sources = [node.module or "" for node in imports if isinstance(node, ast.ImportFrom)]
    own = [source for source in sources if source.startswith("augcli")]
    assert own.count("augcli.catalogue") == 1
    own.remove("augcli.catalogue")
    assert all(source.startswith("augcli.imaging.kernels.") for source in own)


@each_transform
def test_a_transform_belongs_to_the_group_of_its_kind(transform: Transform) -> None:
    kinds = {
        "geometry": (Homography,),
        "distortion": (Field,),
        "tone": (Tone, Pixels),  # a tone that looks at its surroundings is no table
        "colour": (Mix, Tone),
    }.get(transform.group, (Pixels,))
    for recipe in extremes(transform):
        fields = {name: value for name, value in recipe[0].items() if name != "transform"}
        effect = transform.effect(fields, IMAGES[0].frame, lend_noise)
        assert isinstance(effect, kinds)


@each_transform
def test_only_mixing_asks_for_partners(transform: Transform) -> None:
    assert bool(transform.only(Partner)) == (transform.group == "mixing")


@each_transform
def test_what_depends_on_full_scale_says_what_that_is(transform: Transform) -> None:
    if transform.full_scale:
        assert "full scale" in transform.text


def test_there_are_at_least_45_transforms() -> None:
    assert len(catalogue()) >= 45


def test_finding_the_transforms_loads_nothing_heavy() -> None:
    assert not {"numpy", "cv2", "PIL", "matplotlib", "scipy", "statistics"} & _loaded_by(
        "catalogue()"
    )


def test_getting_a_transform_loads_no_other() -> None:
    loaded = {name for name in _loaded_by("get('hue')") if name.startswith("augcli.transforms.")}
    assert loaded == {"augcli.transforms.hue"}


def _loaded_by(call: str) -> set[str]:
    """Return the modules that are loaded after a call of the catalogue in a new process."""
    code = f"import sys; from augcli.catalogue import *; {call}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


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
        left_out = len(transform.switches) + len(transform.choices)  # they have their defaults
        assert len(recipe[0]) == 1 + len(transform.parameters) - left_out + len(
            {twin.switch for twin in transform.twins.values()}
        )
    assert "chance" not in transform.parameters
