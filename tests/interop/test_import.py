"""``augcli import``: the flags that augment like Keras code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import assert_refused, run
from keras_preprocessing.image import ImageDataGenerator

G = "ImageDataGenerator"


def flags(code: str, cwd: Path) -> str:
    """Import a call of which nothing is left out, and return what is printed."""
    result = run("import", code, cwd=cwd)
    assert result.code == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ("rotation_range=30", "--rotation 30"),
        ("width_shift_range=0.2", "--width-shift 0.2"),
        ("width_shift_range=20.0", "--width-shift 20px"),
        ("height_shift_range=5", "--height-shift 4px"),
        ("height_shift_range=[-10, 10]", "--height-shift 10px"),
        ("width_shift_range=(0.1, 0.2)", "--width-shift 0.2"),
        ("shear_range=12.5", "--shear 12.5"),
        ("zoom_range=0.25", "--zoom 0.25"),
        ("zoom_range=[0.5, 0.9]", "--zoom 0.5,0.9"),
        ("brightness_range=(0.2, 1.0)", "--brightness 0.2,1"),
        ("channel_shift_range=40.", "--channel-shift 40"),
        ("horizontal_flip=True", "--horizontal-flip"),
        ("vertical_flip=1, zoom_range=0, shear_range=0.0", "--vertical-flip"),
        ("zoom_range=.1, fill_mode='reflect'", "--zoom 0.1 --fill-mode reflect"),
        (
            "zoom_range=.1, fill_mode='constant', cval=7",
            "--zoom 0.1 --fill-mode constant --fill-value 7",
        ),
        ("zoom_range=.1, interpolation_order=0", "--zoom 0.1 --interpolation nearest"),
        ("0, 0, 0, 0, 0, 1e-6, 30, 0.1", "--rotation 30 --width-shift 0.1"),
        ("zoom_range=.1, rotation_range=-5", "--rotation 5 --zoom 0.1"),
    ],
)
def test_arguments_become_flags(tmp_path: Path, arguments: str, wanted: str) -> None:
    assert flags(f"{G}({arguments})", tmp_path) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "--rotation 30 --width-shift 0.1 --height-shift 20px --shear 5 --zoom 0.2",
        "--zoom 0.5,0.9 --horizontal-flip --vertical-flip --brightness 0.2,1",
        "--rotation 7.5 --brightness 0.3 --channel-shift 12.5 --fill-mode wrap",
        "--zoom 0.1 --fill-mode constant --fill-value 200 --interpolation bicubic",
    ],
)
def test_flags_exported_to_keras_are_imported_unchanged(tmp_path: Path, wanted: str) -> None:
    made = run("export", "--to", "keras", "-o", "a.py", *wanted.split(), cwd=tmp_path)
    assert made.code == 0, made.stderr
    assert flags("a.py", tmp_path) == wanted


def test_other_commands_take_the_printed_flags(tmp_path: Path) -> None:
    code = f"{G}(rotation_range=20, width_shift_range=[3, 9], fill_mode='wrap')"
    printed = flags(code, tmp_path)
    again = run("export", "--to", "keras", *printed.split(), cwd=tmp_path)
    assert "rotation_range=20" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("width_shift_range=[-10, 10]", "one of the exact values of width_shift_range"),
        ("width_shift_range=0.1", "swaps the axes"),
        ("height_shift_range=5", "whole pixels up to 4 for height_shift_range=5"),
        ("rotation_range=5", "wrong centre"),
        ("zoom_range=0.1, fill_mode='wrap'", "loses a pixel at each seam"),
        ("brightness_range=[0.5, 1]", "stretches each picture"),
        ("channel_shift_range=9", "least and greatest level of each picture"),
        ("channel_shift_range=9, brightness_range=[0, 1]", "shifts channels before it brightens"),
        ("shear_range=9", "leans the other axis"),
        ("zoom_range=0.1, rescale=1./255", "rescale is not augmentation"),
        ("zoom_range=0.1, featurewise_center=True", "featurewise_center is not augmentation"),
        ("zoom_range=0.1, validation_split=0.2", "validation_split is not augmentation"),
        ("zoom_range=0.1, fill_mode='mirror'", "mirror doesn't repeat the outermost pixels"),
        ("zoom_range=0.1, interpolation_order=2", "interpolation_order=2 is a spline"),
        ("zoom_range=0.1, cval=9", "cval=9 has no effect without fill_mode='constant'"),
    ],
)
def test_differences_from_keras_are_notes_on_stderr(
    tmp_path: Path, arguments: str, said: str
) -> None:
    result = run("import", f"{G}({arguments})", cwd=tmp_path)
    assert (result.code, result.stdout.count("\n")) == (0, 1)
    assert said in result.stderr


def test_arguments_without_a_difference_get_no_note(tmp_path: Path) -> None:
    result = run("import", f"{G}(horizontal_flip=True, dtype='float32')", cwd=tmp_path)
    assert (result.stdout, result.stderr) == ("--horizontal-flip\n", "")


@pytest.mark.parametrize(("number", "values"), [(3, {-2, -1, 0, 1, 2}), ([2, 5], {-5, -2, 2, 5})])
def test_keras_draws_shifts_as_the_notes_claim(number: object, values: set[int]) -> None:
    generator = ImageDataGenerator(width_shift_range=number)
    draws = {generator.get_random_transform((9, 9, 3), seed)["ty"] for seed in range(100)}
    assert draws == values


SCRIPT = """
from tensorflow.keras.preprocessing.image import ImageDataGenerator as IDG
ANGLE = 15
args = dict(rotation_range=15, zoom_range=0.1)
train = IDG(**args, rescale=1. / 255)
test = IDG(rescale=1. / 255)
"""


def test_a_script_is_read_with_its_constants_and_only_the_call_that_augments(
    tmp_path: Path,
) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    assert flags("train.py", tmp_path) == "--rotation 15 --zoom 0.1"


def test_one_of_several_calls_must_be_chosen(tmp_path: Path) -> None:
    code = f"{G}(zoom_range=0.1)\nx.{G}(zoom_range=0.2)"
    assert_refused(run("import", code, cwd=tmp_path), "2 times, on lines 1, 2")
    chosen = run("import", code, "--call", "2", cwd=tmp_path)
    assert chosen.stdout == "--zoom 0.2\n"
    assert_refused(run("import", code, "--call", "3", cwd=tmp_path), "--call 3", "2 times")


def test_the_pipeline_can_be_saved_as_a_file(tmp_path: Path) -> None:
    code = f"{G}(rotation_range=20, brightness_range=[0.5, 2])"
    result = run("import", code, "--save-config", "a.toml", cwd=tmp_path)
    assert result.code == 0
    by_file = run("export", "--to", "keras", "--config", "a.toml", cwd=tmp_path)
    by_flags = run("export", "--to", "keras", *result.stdout.split(), cwd=tmp_path)
    assert by_file.stdout == by_flags.stdout != ""


def test_a_dash_means_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "augcli", "import", "-"],
        input=f"{G}(zoom_range=0.2)".encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == "--zoom 0.2"


def test_import_has_help_although_its_name_is_a_keyword() -> None:
    assert "ImageDataGenerator" in run("import", "--help").stdout


def test_layers_without_a_generator_are_named() -> None:
    result = run("import", "x = 1\nSequential([RandomFlip(), layers.RandomZoom(.1)])")
    assert_refused(result, "RandomFlip (line 2), RandomZoom (line 2)")
