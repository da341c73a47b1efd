"""Check that any number of workers, in any order and environment, makes the same bytes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from .running import Tree, outputs, run, run_python, tree

FLAGS = ["--copies", "2", "--seed", "7", "--rotation", "30", "--shear", "5", "--zoom", "0.2"]
FLAGS += ["--horizontal-flip", "--brightness", "0.3", "--chance", "shear=0.5"]
LATE_CLASS = "another"


def _expand(data: Path, out: Path, workers: int, *flags: str, **env: str) -> Tree:
    result = run("expand", data, out, *FLAGS, *flags, "--workers", str(workers), env=env)
    assert result.code == 0, result.stderr
    return tree(out)


def _copy_in_order(source: Path, names: list[str], to: Path) -> Path:
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, to / name)
    return to


def _names(data: Path) -> list[str]:
    return sorted(
        path.relative_to(data).as_posix() for path in data.glob("*/*") if path.suffix != ".md"
    )


@pytest.fixture(scope="module", params=["samples", "clothing"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the sample images of each class, or two photos of each class of clothing."""
    fixture = {"samples": "sample_images", "clothing": "clothing"}[request.param]
    source: Path = request.getfixturevalue(fixture)
    classes: dict[str, list[str]] = {}
    for name in _names(source):
        classes.setdefault(name.split("/")[0], []).append(name)
    few = [name for names in classes.values() for name in names[:2]]
    return _copy_in_order(source, few, tmp_path_factory.mktemp(request.param) / "data")


@pytest.fixture(scope="module")
def expected(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Return the tree that one worker makes."""
    found = _expand(data, tmp_path_factory.mktemp("expected") / "out", 1)
    assert len(found) > 2 * len(_names(data))
    return found


@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_workers_makes_the_same_tree(
    data: Path, expected: Tree, tmp_path: Path, workers: int
) -> None:
    assert _expand(data, tmp_path / "out", workers) == expected


def test_surroundings_and_the_order_of_files_do_not_matter(
    data: Path, expected: Tree, tmp_path: Path
) -> None:
    names = _names(data)
    random.Random(5).shuffle(names)
    shuffled = _copy_in_order(data, names, tmp_path / "elsewhere" / "renamed")
    surroundings = {"LC_ALL": "tr_TR.UTF-8", "LANG": "C", "PYTHONHASHSEED": "12345"}
    assert _expand(shuffled, tmp_path / "out", 2, TZ="Asia/Tokyo", **surroundings) == expected
    again = _expand(data, tmp_path / "plain", 2, LC_ALL="C", PYTHONHASHSEED="0", PYTHONUTF8="0")
    assert again == expected


def test_another_class_leaves_the_files_of_the_others_as_they_are(
    data: Path, expected: Tree, tmp_path: Path
) -> None:
    more = Path(shutil.copytree(data, tmp_path / "data"))
    shutil.copytree(more / min(path.name for path in data.iterdir()), more / LATE_CLASS)
    _expand(more, tmp_path / "out", 2)
    found = outputs(tmp_path / "out")
    pictures = {name: data for name, data in expected.items() if name.endswith(("jpg", "png"))}
    assert {name: found[name] for name in pictures} == pictures
    assert {name.split("/")[0] for name in found.keys() - pictures.keys()} == {LATE_CLASS}


def test_the_rest_of_a_dataset_makes_the_rest_of_the_tree(
    data: Path, expected: Tree, tmp_path: Path
) -> None:
    part = Path(shutil.copytree(data, tmp_path / "data"))
    dropped = _names(part)[::3]
    for name in dropped:
        (part / name).unlink()
    _expand(part, tmp_path / "out", 2)
    for name in dropped:
        shutil.copyfile(data / name, part / name)
    assert _expand(part, tmp_path / "out", 2) == expected


# A process with one thread forks its workers; one with more, such as a notebook, does not.
WITH_A_THREAD = (
    "import sys, threading; threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    "from augcli.cli import main; main(sys.argv[1:])"
)


@pytest.mark.parametrize("start", [("-m", "augcli"), ("-c", WITH_A_THREAD)], ids=["one", "two"])
def test_a_process_with_one_thread_or_two_makes_the_same_tree(
    sample_images: Path, tmp_path: Path, start: tuple[str, str]
) -> None:
    out = tmp_path / "out"
    result = run_python(*start, "expand", sample_images, out, *FLAGS, "--workers", "2")
    assert result.code == 0, result.stderr
    assert tree(out) == _expand(sample_images, tmp_path / "one", 1)


@pytest.mark.slow
def test_all_the_clothing_is_the_same_for_one_worker_and_five(
    clothing: Path, tmp_path: Path
) -> None:
    # Small ones: it is the many sources that make a difference here.
    one, five = (_expand(clothing, tmp_path / f"{n}", n, "--size", "96x96") for n in (1, 5))
    assert one == five
    assert len(outputs(tmp_path / "1")) == 2 * len(_names(clothing)) == 682
