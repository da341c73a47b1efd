"""The ways to make a pipeline agree, and say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import augcli
from augcli import Pipeline

BAD_FLAGS = {
    "--rotaton 20": "--rotaton: there is no such flag",
    "--rotation": "--rotation has no value",
    "--rotation --hflip": "--rotation has no value",
    "--rotation x": "--rotation",
    "--rotation 5 --rotation 9": "--rotation is given twice",
    "--fill-mode blue": "--fill-mode blue: there is no such word",
    "--seed x": "--seed x: must be a whole number",
    "--size 0": "size can't be '0'",
    "--policy 'x": "a quote is not closed",
}
BAD_TRANSFORMS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "transforms[0]": ([("rotaton", 20)], {}),
    "transforms[1]": ([("rotation", 20), ("zoom", "x")], {}),
    "horizontal_flip has no range": ([("horizontal_flip", 0.5)], {}),
    "must be a name": ([3], {}),
    "fit must be one of": ([], {"fit": "squash"}),
    "size can't be 0": ([], {"size": 0}),
    "seed must be a whole number": ([], {"seed": True}),
}


def test_flags_transforms_and_a_file_make_the_same_pipeline(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.toml"
    file.write_text(
        'size = "64x48"\nfit = "cover"\nfill-mode = "reflect"\n'
        '[[step]]\ntransform = "rotation"\ndegrees = 20\n'
        '[[step]]\ntransform = "horizontal-flip"\nchance = 0.2\n'
    )
    flags = "--rotation 20 --hflip --chance horizontal-flip=0.2 --fill-mode reflect --size 64x48"
    steps = [("rotation", 20), ("horizontal_flip", {"chance": 0.2})]
    made = [
        Pipeline.from_flags(f"{flags} --fit=cover"),
        Pipeline.from_flags([*flags.split(), "--fit", "cover"]),
        Pipeline.from_transforms(steps, fill_mode="reflect", size=(64, 48), fit="cover"),
        Pipeline.from_transforms(steps).replace(fill_mode="reflect", size="64x48", fit="cover"),
        Pipeline.from_toml(file),
        Pipeline.from_flags(f"--config {file}"),
    ]
    assert all(one == made[0] for one in made)
    assert eval(f"augcli.{made[0]!r}") == made[0]


def test_what_is_typed_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "job.toml"
    file.write_text('data = "data"\ncopies = 7\nsize = 64\npreset = "digits"\n')
    pipeline = Pipeline.from_flags(f"--config {file} --size 32 --seed 5")
    assert pipeline == Pipeline.preset("digits").replace(size=32, seed=5)


def test_numpy_numbers_and_groups_are_taken() -> None:
    pair = (np.float32(0.5), np.float64(1.5))
    group = ("one_of", [("rotation", np.int64(20)), ("brightness", pair)])
    assert Pipeline.from_transforms([group]) == Pipeline.from_transforms(
        [{"one-of": [{"transform": "rotation", "degrees": 20}, ("brightness", [0.5, 1.5])]}]
    )


@pytest.mark.parametrize("flags", BAD_FLAGS)
def test_bad_flags_are_value_errors(flags: str) -> None:
    with pytest.raises(ValueError, match=BAD_FLAGS[flags]):
        Pipeline.from_flags(flags)


@pytest.mark.parametrize("said", BAD_TRANSFORMS)
def test_bad_transforms_and_options_are_value_errors(said: str) -> None:
    transforms, options = BAD_TRANSFORMS[said]
    with pytest.raises(ValueError) as error:  # noqa: PT011, the text is what is compared
        Pipeline.from_transforms(transforms, **options)
    assert said in str(error.value)


def test_other_wrong_names() -> None:
    with pytest.raises(TypeError, match="there is no option 'sizes'"):
        Pipeline.from_transforms([], sizes=3)
    with pytest.raises(ValueError, match=r"name must be one of .*natural.*, not 'nature'"):
        Pipeline.preset("nature")


def test_a_file_that_is_not_there_is_an_error_of_augcli(tmp_path: Path) -> None:
    with pytest.raises(augcli.UsageProblem, match=r"none\.toml"):
        Pipeline.from_toml(tmp_path / "none.toml")
    with pytest.raises(augcli.AugcliError):
        Pipeline.from_flags(["--config", str(tmp_path / "none.toml")])
