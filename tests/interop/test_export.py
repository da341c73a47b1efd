"""``augcli export``: the code that it writes, and the shortfalls that it reports."""

from __future__ import annotations

import ast
import shlex
from pathlib import Path

import pytest
from cli.running import assert_refused, run

from augcli.catalogue.registry import catalogue
from augcli.interop.exporters import TARGETS
from augcli.pipeline.policies import POLICIES

from .exporting import EVERYTHING, GROUPS, exported


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "flags", [EVERYTHING, *(["--brightness", "0.2", "--policy", name] for name in POLICIES)]
)
def test_the_first_line_is_the_command_that_writes_the_same_code(
    tmp_path: Path, target: str, flags: list[str]
) -> None:
    source = exported(target, *flags, cwd=tmp_path)
    first, _, _ = source.partition("\n")
    again = shlex.split(first.removeprefix("# augcli "))
    assert run(*again, cwd=tmp_path).stdout == source


@pytest.mark.parametrize("target", ["torchvision", "albumentations"])
def test_a_pipeline_that_flags_cannot_express_is_in_the_header_as_a_file(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "a.toml").write_text(GROUPS)
    source = exported(target, "--config", "a.toml", cwd=tmp_path)
    toml = [line.removeprefix("#").strip() for line in source.splitlines() if line[:5] == "#    "]
    (tmp_path / "b.toml").write_text("\n".join(toml))
    assert exported(target, "--config", "b.toml", cwd=tmp_path) == source


@pytest.mark.parametrize("target", TARGETS)
def test_shortfalls_are_comments_in_the_code_and_notes_on_stderr(
    tmp_path: Path, target: str
) -> None:
    result = run("export", "--to", target, *EVERYTHING, "--elastic", "0.1", cwd=tmp_path)
    assert result.code == 0
    assert "not expressed: --elastic 0.1: " in result.stderr
    assert "    # not expressed: --elastic 0.1: " in result.stdout
    assert len(result.stderr.splitlines()) == result.stdout.count("# not expressed: ")


@pytest.mark.parametrize("target", TARGETS)
def test_a_library_that_can_do_nothing_of_the_pipeline_is_an_error(
    tmp_path: Path, target: str
) -> None:
    assert_refused(run("export", "--to", target, "--elastic", "0.1", cwd=tmp_path), target)


def test_without_a_library_the_error_names_the_flag_and_all_libraries(tmp_path: Path) -> None:
    result = run("export", "--rotation", "3", cwd=tmp_path)
    assert_refused(result, "--to is missing")
    assert all(target in result.stderr for target in TARGETS)


def test_an_unknown_library_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    result = run("export", "--to", "imgaug", "--rotation", "3", cwd=tmp_path)
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
def test_the_shortfalls_of_keras_are_named(tmp_path: Path, flags: str, said: str) -> None:
    args = [*flags.split(), "--height-shift", "0.1"]
    result = run("export", "--to", "keras", *args, cwd=tmp_path)
    assert [line for line in result.stderr.splitlines() if said in line], result.stderr


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", catalogue())
def test_every_transform_becomes_valid_code_or_is_refused(
    tmp_path: Path, target: str, name: str
) -> None:
    transform = catalogue()[name]
    knob = next(iter(transform.knobs.values()), None)
    args = [transform.flag, *([f"{knob.default[0]:g},{knob.default[1]:g}"] if knob else [])]
    result = run("export", "--to", target, *args, cwd=tmp_path)
    assert result.code in (0, 2), result.stderr
    if result.code == 0:
        ast.parse(result.stdout)
        assert max(map(len, result.stdout.splitlines()[1:])) <= 100


def test_output_goes_to_a_file_whose_name_is_printed(tmp_path: Path) -> None:
    wanted = exported("keras", "--rotation", "3", cwd=tmp_path)
    result = run("export", "--to", "keras", "--rotation", "3", "-o", "new/a.py", cwd=tmp_path)
    assert (result.code, Path(result.stdout.strip())) == (0, Path("new/a.py"))
    assert (tmp_path / "new/a.py").read_text() == wanted


DOCS = Path(__file__).parents[2] / "docs" / "libraries.md"


def row_of(name: str, cwd: Path) -> str:
    """Return the row of a transform in the docs: what each library does at its default range."""
    transform = catalogue()[name]
    knob = next(iter(transform.knobs.values()), None)
    args = [transform.flag, *([f"{knob.default[0]:g},{knob.default[1]:g}"] if knob else [])]
    cells = []
    for target in TARGETS:
        result = run("export", "--to", target, *args, cwd=cwd)
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


@pytest.mark.parametrize("target", ["keras", "keras3", "torchvision", "albumentations"])
def test_no_library_knows_the_range_of_16_bit_data(tmp_path: Path, target: str) -> None:
    flags = ("--rotation", "5", "--depth-range", "12-bit")
    result = run("export", "--to", target, *flags, cwd=tmp_path)
    assert "not expressed: --depth-range 12-bit: " in result.stderr
    assert "\n# not expressed: --depth-range 12-bit: " in result.stdout
    compile(result.stdout, target, "exec")
