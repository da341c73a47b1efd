"""The benchmark's own promises, short of running it."""

from __future__ import annotations

import json
import runpy
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.pictures import load, photo, save
from cli.running import run, run_python

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
_on_unix = pytest.mark.skipif(sys.platform == "win32", reason="counts on Linux or macOS")
CASES: dict[str, Any] = runpy.run_path(str(BENCHMARKS / "cases.py"), run_name="cases")


@pytest.mark.parametrize("steps", CASES["STEPS"].values(), ids=CASES["STEPS"])
def test_the_flags_of_every_case_are_those_of_augcli(steps: str, tmp_path: Path) -> None:
    flags = [*shlex.split(steps), "--dry-run"]
    result = run("expand", ROOT / "sample_images", tmp_path / "out", *flags)
    assert result.code == 0, result.stderr


def test_every_program_of_a_case_has_its_script() -> None:
    scripts = {path.stem.removesuffix("_loop") for path in (BENCHMARKS / "peers").glob("*.py")}
    assert {peer for case in CASES["CASES"] for peer in case.peers} == scripts - {"task"}


def test_every_loader_that_is_timed_has_its_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    titles = runpy.run_path(str(BENCHMARKS / "flows.py"), run_name="flows")["TITLES"]
    scripts = {path.stem for path in (BENCHMARKS / "feeding").glob("*_*.py")}
    assert set(titles) == scripts - {"data_loader"}


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc of Linux")
def test_epochs_of_a_flow_are_measured(two_photos: Path) -> None:
    script = BENCHMARKS / "feeding" / "augcli_flow.py"
    done = run_python(script, two_photos, "--workers", "1", "--epochs", "2", "--size", "16")
    assert done.code == 0, done.stderr
    for epoch in map(json.loads, done.stdout.splitlines()):
        assert epoch["images"] == 2
        assert epoch["seconds"] > 0
        assert epoch["cpu"] >= 0
        assert epoch["megabytes"] > 1


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


@pytest.fixture(scope="module")
def meaningless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos ``data`` and ``new`` under labels that say nothing about them."""
    root = tmp_path_factory.mktemp("meaningless")
    for number in range(80):
        part = "data" if number < 40 else "new"
        save(root / part / f"class{number % 2}" / f"{number}.png", photo(number, 40, 30))
    return root


@_on_unix
def test_labels_that_mean_nothing_are_known_only_where_a_split_leaks(meaningless: Path) -> None:
    arguments = (meaningless / "data", meaningless / "new", "--rounds", "2")
    result = run_python(BENCHMARKS / "leaky_split.py", *arguments)
    assert result.code == 0, result.stderr
    rows = [line.split("|")[2].split()[0] for line in result.stdout.splitlines()[-3:]]
    by_file, by_source, on_new = map(float, rows)
    assert by_file > 0.85
    assert by_source < 0.75
    assert on_new < 0.7


@pytest.mark.slow
@_on_unix
def test_balancing_is_scored_for_each_amount(meaningless: Path) -> None:
    arguments = (meaningless / "data", meaningless / "new", "--rounds", "1", "--total", "60")
    result = run_python(BENCHMARKS / "balancing.py", *arguments)
    assert result.code == 0, result.stderr
    rows = [line.split("|") for line in result.stdout.splitlines()[2:]]
    assert [(row[1].strip(), int(row[2])) for row in rows] == [
        ("`--copies 5`", 240),
        ("`--balance median`", 40),
        ("`--balance`", 40),
        ("`--total 60`", 60),
        ("`--total 60 --balance`", 60),
    ]
