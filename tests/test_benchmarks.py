"""The benchmark's own promises, short of running it."""

from __future__ import annotations

import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from cli.pictures import load, photo, save
from cli.running import run, run_python

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
CASES: dict[str, Any] = runpy.run_path(str(BENCHMARKS / "cases.py"), run_name="cases")


@pytest.mark.parametrize("steps", CASES["STEPS"].values(), ids=CASES["STEPS"])
def test_the_flags_of_every_case_are_those_of_augcli(steps: str, tmp_path: Path) -> None:
    flags = [*shlex.split(steps), "--dry-run"]
    result = run("expand", ROOT / "sample_images", tmp_path / "out", *flags)
    assert result.code == 0, result.stderr


def test_every_program_of_a_case_has_its_script() -> None:
    scripts = {path.stem.removesuffix("_loop") for path in (BENCHMARKS / "peers").glob("*.py")}
    assert {peer for case in CASES["CASES"] for peer in case.peers} == scripts - {"task"}


def test_a_dataset_has_the_pictures_asked_for(two_photos: Path, tmp_path: Path) -> None:
    size = ("--count", "5", "--size", "6x8", "--format", "png")
    for out in ("one", "two"):
        made = run_python(BENCHMARKS / "datasets.py", two_photos, tmp_path / out, *size)
        assert made.code == 0, made.stderr
    one, two = (sorted((tmp_path / out).glob("*/*")) for out in ("one", "two"))
    assert [load(path).size for path in one] == [(6, 8)] * 5
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert len({path.read_bytes() for path in one}) == 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["1"], 0, id="the sizes of the sources"),
        pytest.param(["2"], 1, id="too few"),
        pytest.param(["1", "20x20"], 1, id="not the size asked for"),
    ],
)
def test_outputs_of_other_sizes_are_found(
    arguments: list[str], code: int, two_photos: Path, tmp_path: Path
) -> None:
    for path in two_photos.glob("*/*"):  # under other names
        save(tmp_path / path.parent.name / "x.png", load(path))
    result = run_python(BENCHMARKS / "check.py", two_photos, tmp_path, *arguments)
    assert result.code == code, result.stderr
    assert "Traceback" not in result.stderr


def test_a_report_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measured -->\nold\n<!-- end -->\nafter\n", "utf-8")
    write = runpy.run_path(str(BENCHMARKS / "report.py"))["write"]
    write(page, "new \\1")
    assert page.read_text("utf-8") == "before\n<!-- measured -->\nnew \\1\n<!-- end -->\nafter\n"


def test_a_page_without_the_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("text\n", "utf-8")
    write = runpy.run_path(str(BENCHMARKS / "report.py"))["write"]
    with pytest.raises(SystemExit, match=r"page\.md"):
        write(page, "new")


def test_the_page_of_the_project_has_the_marks() -> None:
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert text.count("<!-- measured -->") == text.count("<!-- end -->") == 1


@pytest.fixture
def two_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("photos")
    save(data / "hat" / "a.png", photo(1, 40, 30))
    save(data / "shoe" / "b.png", photo(2, 30, 40))
    return data
