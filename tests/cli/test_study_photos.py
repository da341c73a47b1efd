"""``augcli study`` refuses photos, groups and numbers that could tell nothing, and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

import augcli

from .pictures import photo, save
from .running import assert_refused, run
from .small_study import QUICK, save_classes

WITHOUT_FOLDS = QUICK[:-2]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_classes(tmp_path_factory.mktemp("photos"), "a", "b", "c", count=12)


def test_a_class_that_cannot_be_read_is_no_class_of_a_study(tmp_path: Path) -> None:
    save_classes(tmp_path, "a", "b")
    for n in range(5):
        (tmp_path / "b" / f"{n}.png").write_bytes(b"nothing")
    result = run("study", tmp_path, *QUICK)
    assert (result.code, result.stdout) == (3, "")
    assert "class b has 1 of the 2 photos that it needs, as 5 can't be read" in result.stderr
    assert all(f"bad: b/{n}.png: " in result.stderr for n in range(5))


def test_photos_that_can_all_not_be_read_are_named(tmp_path: Path) -> None:
    for name in (f"{label}/{n}" for label in "ab" for n in range(6)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.png").write_bytes(b"nothing")
    result = run("study", tmp_path, *QUICK)
    assert (result.code, result.stdout) == (3, "")
    assert "none of 12 photos can be read" in result.stderr
    assert result.stderr.count("bad: ") == 10


def test_an_empty_class_is_named(tmp_path: Path) -> None:
    save_classes(tmp_path, "a")
    (tmp_path / "b").mkdir()
    one = run("study", tmp_path, *QUICK)
    assert_refused(one, "there is one, a; no photo is in b")
    save_classes(tmp_path, "a", "c")
    assert "class b has no photo, and is left out" in run("study", tmp_path, *QUICK).stderr


def test_too_few_photos_to_tell_are_not_said_to_teach_nothing(tmp_path: Path) -> None:
    for label, level in (("a", 0), ("b", 250)):
        for n in range(8 if label == "a" else 2):
            picture = photo(n, 20, 16) // 8 + level // 2
            save(tmp_path / label / f"{n}.png", picture.astype("uint8"))
    found = run("study", tmp_path, *QUICK, "--json").json
    assert (found["learns"], found["rows"][0]["verdict"]) == (None, None)
    said = run("study", tmp_path, *QUICK).stdout
    assert "Too few photos to tell whether the model learns anything: 10 tested" in said


def test_groups_that_are_fewer_than_folds_are_refused(data: Path) -> None:
    words = ("study", data, *QUICK, "--group-by", "^([a-c])/")
    assert_refused(run(*words), "class a has 1 of the 2 groups that it needs")


def test_a_group_is_not_both_trained_on_and_held_out(tmp_path: Path) -> None:
    for n, name in enumerate(("p1_0", "p2_0", "p3_0", "p4_0", "p5_0")):
        for place, label in enumerate(("a", "b")):
            save(tmp_path / "data" / label / f"{name}.png", photo(2 * n + place, 20, 16))
            held = f"p{n + 5}_1.png"
            save(tmp_path / "held" / label / held, photo(50 + 2 * n + place, 20, 16))
    words = ("study", tmp_path / "data", *WITHOUT_FOLDS, "--holdout", tmp_path / "held")
    shared = run(*words, "--group-by", "(p[0-9])_")
    assert_refused(shared, "the holdout shares 1 group with those to train on, such as p5")
    assert_refused(run(*words, "--folds", "3"), "--folds 3 has no use")
    found = run(*words, "--json").json
    assert (found["folds"], found["tested"]) == (2, 10)


def test_no_more_photos_are_trained_on_than_asked_for(data: Path) -> None:
    found = run("study", data, *QUICK, "--photos", "20", "--json").json
    assert (found["photos"], found["photos_there"]) == (20, 36)
    short = run("study", data, *WITHOUT_FOLDS, "--folds", "12", "--photos", "20")
    assert_refused(short, "--photos 20 is too few: 12 of each of 3 classes are 36")


@pytest.mark.parametrize("minutes", ["nan", "inf", "0", "-1"])
def test_minutes_are_a_time(data: Path, minutes: str) -> None:
    result = run("study", data, *QUICK, "--minutes", minutes)
    assert_refused(result, "it must be a number of minutes above 0")


def test_strengths_have_the_chance_that_is_asked_for(data: Path) -> None:
    words = ("study", data, "--strengths", "rotation=-10:30,5:10", *QUICK[1:])
    found = run(*words, "--json", "--chance", "rotation=0.0000001").json
    assert [row["change"] for row in found["rows"]] == [0, 0]
    other = run(*words, "--chance", "zoom=0.5")
    assert_refused(other, "zoom is not in the pipeline")
    assert "--chance rotation=0.5" in other.stderr


@pytest.mark.parametrize(
    "option",
    [
        {"folds": 1},
        {"folds": 101},
        {"photos": 3},
        {"copies": 21},
        {"repeats": 0},
        {"minutes": 0},
        {"minutes": float("nan")},
    ],
)
def test_python_has_the_bounds_of_the_command(data: Path, option: dict[str, float]) -> None:
    pipeline = augcli.Pipeline.from_flags("--horizontal-flip")
    with pytest.raises(ValueError, match=next(iter(option))):
        augcli.study(data, pipeline, **option)  # type: ignore[arg-type]  # the names are those of options
