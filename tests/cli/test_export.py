"""``augcli export``: code of other libraries, run where they are installed."""

from __future__ import annotations

import ast
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from augcli.catalogue.registry import catalogue
from augcli.interop.exporters import TARGETS
from augcli.pipeline.policies import POLICIES

from .running import assert_refused, call

EVERYTHING = [
    *("--rotation", "30", "--width-shift", "0.1", "--height-shift", "20px", "--shear", "10"),
    *("--zoom", "0.7,1.2", "--horizontal-flip", "--vertical-flip", "--channel-shift", "10"),
]
GROUPS = """
[[step]]
one-of = [{transform = "gamma"}, {transform = "brightness", factor = [0.5, 2]}]
chance = 0.5
[[step]]
some-of = [{transform = "invert"}, {transform = "horizontal-flip"}, {transform = "rotation"}]
least = 1
most = 2
[[step]]
all-of = [{transform = "invert", chance = 0.5}, {transform = "posterize"}]
chance = 0.25
"""


def exported(target: str, *args: str | Path, cwd: Path) -> str:
    """Export a pipeline that the library can do all or some of."""
    result = call("export", "--to", target, *args, cwd=cwd)
    assert result.code == 0, result.stderr
    ast.parse(result.stdout)
    return result.stdout


def executed(source: str) -> dict[str, Any]:
    """Run exported code, and give its names."""
    names: dict[str, Any] = {}
    exec(compile(source, "exported.py", "exec"), names)
    return names


def drawn(source: str, count: int = 300) -> dict[str, list[float]]:
    """Draw from exported Keras code: the values of each parameter for so many pictures."""
    pytest.importorskip("keras_preprocessing", reason="runs the code")
    generator = executed(source)["generator"]
    draws = [generator.get_random_transform((50, 200, 3), seed) for seed in range(count)]
    return {name: [draw[name] for draw in draws] for name in draws[0]}


@pytest.mark.parametrize(
    ("flags", "name", "low", "high"),
    [
        ("--rotation 30", "theta", -30, 30),
        ("--width-shift 0.1", "ty", -20, 20),
        ("--height-shift 10%", "tx", -5, 5),
        ("--width-shift 7px", "ty", -7, 7),
        ("--height-shift 2.5px", "tx", -2.5, 2.5),
        ("--shear 12", "shear", -12, 12),
        ("--zoom 0.3", "zx", 0.7, 1.3),
        ("--zoom 0.5,0.9", "zy", 0.5, 0.9),
        ("--brightness 0.2,1.0", "brightness", 0.2, 1.0),
        ("--channel-shift 40", "channel_shift_intensity", -40, 40),
        ("--horizontal-flip", "flip_horizontal", 0, 1),
        ("--vertical-flip", "flip_vertical", 0, 1),
    ],
)
def test_keras_draws_from_the_same_range(
    tmp_path: Path, flags: str, name: str, low: float, high: float
) -> None:
    values = drawn(exported("keras", *flags.split(), cwd=tmp_path))[name]
    margin = 0.02 * (high - low)
    assert low <= min(values) <= low + margin
    assert high - margin <= max(values) <= high


def test_keras_does_nothing_that_was_not_asked_for(tmp_path: Path) -> None:
    values = drawn(exported("keras", "--rotation", "30", cwd=tmp_path), 20)
    neutral = {"zx": 1, "zy": 1, "brightness": None, "channel_shift_intensity": None}
    assert {name: set(values[name]) for name in values if name != "theta"} == {
        name: {neutral.get(name, 0)} for name in values if name != "theta"
    }


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "flags", [EVERYTHING, *(["--brightness", "0.2", "--policy", name] for name in POLICIES)]
)
def test_the_first_line_tells_how_to_make_it_again(
    tmp_path: Path, target: str, flags: list[str]
) -> None:
    source = exported(target, *flags, cwd=tmp_path)
    first, _, _ = source.partition("\n")
    again = shlex.split(first.removeprefix("# augcli "))
    assert call(*again, cwd=tmp_path).stdout == source


@pytest.mark.parametrize("target", ["torchvision", "albumentations"])
def test_what_flags_can_not_say_is_in_the_header_as_a_file(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.toml").write_text(GROUPS)
    source = exported(target, "--config", "a.toml", cwd=tmp_path)
    toml = [line.removeprefix("#").strip() for line in source.splitlines() if line[:5] == "#    "]
    (tmp_path / "b.toml").write_text("\n".join(toml))
    assert exported(target, "--config", "b.toml", cwd=tmp_path) == source


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_library_can_not_do_is_told_in_the_code_and_on_stderr(
    tmp_path: Path, target: str
) -> None:
    result = call("export", "--to", target, *EVERYTHING, "--elastic", "0.1", cwd=tmp_path)
    assert result.code == 0
    assert "not expressed: --elastic 0.1: " in result.stderr
    assert "    # not expressed: --elastic 0.1: " in result.stdout
    assert len(result.stderr.splitlines()) == result.stdout.count("# not expressed: ")


@pytest.mark.parametrize("target", TARGETS)
def test_a_library_that_can_do_nothing_of_it_is_an_error(tmp_path: Path, target: str) -> None:
    assert_refused(call("export", "--to", target, "--elastic", "0.1", cwd=tmp_path), target)


def test_no_library_is_an_error_that_says_which_flag_names_one(tmp_path: Path) -> None:
    result = call("export", "--rotation", "3", cwd=tmp_path)
    assert_refused(result, "--to is missing")
    assert all(target in result.stderr for target in TARGETS)


def test_an_unknown_library_is_an_error_that_lists_those_there_are(tmp_path: Path) -> None:
    result = call("export", "--to", "imgaug", "--rotation", "3", cwd=tmp_path)
    assert_refused(result, "imgaug", *TARGETS)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("--rotation -10,30", "--rotation -10,30"),
        ("--zoom 0.2 --zoom-uniform", "--zoom-uniform"),
        ("--rotation 5 --fit-inside", "--fit-inside"),
        ("--rotation 5 --chance rotation=0.5", "--chance rotation=0.5"),
        ("--horizontal-flip --chance horizontal-flip=1", "--chance horizontal-flip=1"),
        ("--width-shift 1", "--width-shift 1"),
        ("--width-shift 0.5px", "--width-shift 0.5px"),
        ("--zoom 0.1 --fill-mode constant --fill-value 9,8,7", "--fill-value 9,8,7"),
        ("--zoom 0.1 --interpolation lanczos", "--interpolation lanczos"),
        ("--brightness 0.1 --channel-shift 5", "the order of the steps"),
    ],
)
def test_keras_says_where_it_falls_short(tmp_path: Path, flags: str, said: str) -> None:
    args = [*flags.split(), "--height-shift", "0.1"]
    result = call("export", "--to", "keras", *args, cwd=tmp_path)
    assert [line for line in result.stderr.splitlines() if said in line], result.stderr


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", catalogue())
def test_every_transform_becomes_valid_code_or_is_refused(
    tmp_path: Path, target: str, name: str
) -> None:
    transform = catalogue()[name]
    knob = next(iter(transform.knobs.values()), None)
    args = [transform.flag, *([f"{knob.default[0]:g},{knob.default[1]:g}"] if knob else [])]
    result = call("export", "--to", target, *args, cwd=tmp_path)
    assert result.code in (0, 2), result.stderr
    if result.code == 0:
        ast.parse(result.stdout)
        assert max(map(len, result.stdout.splitlines()[1:])) <= 100


def test_output_goes_to_a_file_whose_name_is_printed(tmp_path: Path) -> None:
    wanted = exported("keras", "--rotation", "3", cwd=tmp_path)
    result = call("export", "--to", "keras", "--rotation", "3", "-o", "new/a.py", cwd=tmp_path)
    assert (result.code, Path(result.stdout.strip())) == (0, Path("new/a.py"))
    assert (tmp_path / "new/a.py").read_text() == wanted


def albumentations() -> ModuleType:
    reason = "its version 2 is large, and runs the code"
    found: ModuleType = pytest.importorskip("albumentations", "2", reason=reason)
    return found


PICTURE = np.arange(40 * 60 * 3, dtype=np.uint32).reshape(40, 60, 3).astype(np.uint8)


@pytest.mark.parametrize("name", [*POLICIES, "groups", "everything"])
@pytest.mark.parametrize("target", ["albumentations", "torchvision", "keras3"])
def test_the_code_runs_in_the_library(tmp_path: Path, target: str, name: str) -> None:
    flags = {"groups": ["--config", "a.toml"], "everything": EVERYTHING}
    (tmp_path / "a.toml").write_text(GROUPS)
    args = flags.get(name, ["--policy", name, "--rotation", "5"])
    if target == "albumentations":
        albumentations()
    elif target == "torchvision":
        pytest.importorskip("torchvision", reason="it is large, and runs the code")
    else:
        pytest.importorskip("keras", "3.10", reason="it is large, and runs the code")
    if (target, name) == ("keras3", "groups"):
        assert_refused(call("export", "--to", target, *args, cwd=tmp_path), "Keras 3")
        return
    augment = executed(exported(target, *args, cwd=tmp_path))["augment"]
    for _ in range(5):
        assert np.asarray(_run(target, augment)).shape == PICTURE.shape


def _run(target: str, augment: Any) -> Any:
    from PIL import Image

    match target:
        case "albumentations":
            return augment(image=PICTURE)["image"]
        case "torchvision":
            return augment(Image.fromarray(PICTURE))
        case _:
            return augment(PICTURE[None].astype(np.float32), training=True)[0]


DOCS = Path(__file__).parents[2] / "docs" / "libraries.md"


def row_of(name: str, cwd: Path) -> str:
    """Return the row of a transform in the docs: what each library does at its default range."""
    transform = catalogue()[name]
    knob = next(iter(transform.knobs.values()), None)
    args = [transform.flag, *([f"{knob.default[0]:g},{knob.default[1]:g}"] if knob else [])]
    cells = []
    for target in TARGETS:
        result = call("export", "--to", target, *args, cwd=cwd)
        body = result.stdout.partition("\n")[2]
        near = [line for line in body.splitlines() if line.startswith("    ") and "# " in line]
        cells.append("-" if result.code else "near" if near else "same")
    return f"| {name.replace('_', '-')} | {' | '.join(cells)} |"


@pytest.mark.parametrize("name", catalogue())
def test_the_docs_say_what_each_library_can_do(tmp_path: Path, name: str) -> None:
    row = row_of(name, tmp_path)
    rows = [
        line
        for line in DOCS.read_text("utf-8").splitlines()
        if line.startswith(f"| {name.replace('_', '-')} ")
    ]
    # One that no library can do has no row.
    assert rows == ([row] if "same" in row or "near" in row else [])
