"""``expand`` fills classes up to a target, and takes the images that are chosen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, run_file

FLAGS = ("--rotation", "15", "--seed", "3")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 6 images, one of 3 and one of 1."""
    root = tmp_path_factory.mktemp("unequal") / "data"
    for label, names in {"cat": "abcdef", "dog": "abc", "hat": "a"}.items():
        for seed, name in enumerate(names):
            save(root / label / f"{name}.png", photo(seed, 12, 9))
    return root


def counts(out: Path) -> Counter[str]:
    return Counter(one["label"] for one in records(out))


def test_every_class_gets_as_many_images_as_the_largest(data: Path, tmp_path: Path) -> None:
    for originals in ("none", "copy", "link"):
        out = tmp_path / originals
        expand(data, out, "--balance", "--originals", originals, *FLAGS)
        assert counts(out) == {"cat": 6, "dog": 6, "hat": 6}
        assert run("verify", out, data, "--deep").code == 0
    per_source = Counter(one["source"] for one in records(tmp_path / "none"))
    assert {per_source[f"dog/{name}.png"] for name in "abc"} == {2}


def test_a_larger_target_goes_on_and_is_a_superset(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "small", "--target-per-class", "4", *FLAGS)
    small = outputs(tmp_path / "small")
    expand(data, tmp_path / "large", "--target-per-class", "9", *FLAGS)
    expand(data, tmp_path / "small", "--target-per-class", "9", *FLAGS)
    assert outputs(tmp_path / "small") == outputs(tmp_path / "large")
    assert small.items() <= outputs(tmp_path / "large").items()


def test_copies_are_those_of_a_plain_run(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "plain", "--copies", "6", *FLAGS)
    expand(data, tmp_path / "filled", "--balance", *FLAGS)
    assert outputs(tmp_path / "filled").items() <= outputs(tmp_path / "plain").items()


@pytest.mark.parametrize("originals", ["none", "copy"])
def test_others_make_up_for_a_damaged_image(data: Path, tmp_path: Path, originals: str) -> None:
    spoilt = tmp_path / "data"
    for path in data.rglob("*.png"):
        target = spoilt / path.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (spoilt / "dog" / "b.png").write_bytes(b"no picture")
    out = tmp_path / "out"
    for _ in range(2):  # the second run finds everything in place
        result = run("expand", spoilt, out, "--balance", "--originals", originals, *FLAGS, "--json")
        assert (result.code, result.json["stale"]) == (3, [])
        assert counts(out) == {"cat": 6, "dog": 6, "hat": 6}
        copies = {label: row["copies"] for label, row in result.json["classes"].items()}
        kept = Counter(one["label"] for one in records(out) if one["copy"])
        assert copies == {label: kept[label] for label in copies}
    assert result.json["written"] == 0


def test_a_cap_draws_down_and_classes_have_numbers_of_their_own(data: Path, tmp_path: Path) -> None:
    expand(
        data, tmp_path / "cap", "--target-per-class", "2", "--cap", "--originals", "copy", *FLAGS
    )
    assert counts(tmp_path / "cap") == {"cat": 2, "dog": 2, "hat": 2}
    flags = ("--copies", "2", "--copies", "hat=7", "--copies", "cat=0")
    expand(data, tmp_path / "own", *flags, *FLAGS)
    assert counts(tmp_path / "own") == {"dog": 6, "hat": 7}
    assert run_file(tmp_path / "own")["settings"]["class_copies"] == {"cat": 0, "hat": 7}


def test_a_dry_run_shows_before_and_after(data: Path, tmp_path: Path) -> None:
    flags = ("--target-per-class", "100", "--originals", "copy", "--dry-run")
    result = run("expand", data, tmp_path / "out", *flags, *FLAGS)
    rows = {line.split()[0]: line.split() for line in result.stdout.splitlines() if line}
    assert rows["class"][1:5] == ["images", "copies", "after", "real"]
    assert rows["hat"][1:5] == ["1", "99", "100", "1%"]
    assert "class hat gets up to 99 copies of one image" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("flags", "sources"),
    [
        (("--include", "a.*"), {"cat/a.png", "dog/a.png", "hat/a.png"}),
        (("--include", "d*/*", "--exclude", "b.png"), {"dog/a.png", "dog/c.png"}),
        (
            ("--class", "hat", "--class", "dog", "--exclude", "dog/[bc]*"),
            {"dog/a.png", "hat/a.png"},
        ),
    ],
)
def test_images_are_chosen(
    data: Path, tmp_path: Path, flags: tuple[str, ...], sources: set[str]
) -> None:
    result = expand(data, tmp_path / "out", "--copies", "1", *flags, *FLAGS, "--json")
    assert {one["source"] for one in records(tmp_path / "out")} == sources
    assert result.json["passed_over"]["not chosen"] == 10 - len(sources)
    assert run("verify", tmp_path / "out", data, "--deep").code == 0


def test_a_limit_is_for_each_class_and_grows(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", "--copies", "1", "--limit", "2", *FLAGS)
    assert counts(tmp_path / "out") == {"cat": 2, "dog": 2, "hat": 1}
    before = outputs(tmp_path / "out")
    expand(data, tmp_path / "out", "--copies", "1", "--limit", "3", *FLAGS)
    assert before.items() <= outputs(tmp_path / "out").items()


def test_more_copies_of_an_image_than_there_can_be_are_refused(data: Path, tmp_path: Path) -> None:
    result = run("expand", data, tmp_path / "out", "--target-per-class", "20000", *FLAGS)
    assert_refused(result, "class hat", "more than 9999")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "flags",
    [
        ("--balance", "--copies", "3"),
        ("--copies", "hatt=3"),
        ("--class", "hut"),
        ("--include", "*.tif"),
        ("--total", "5"),
    ],
)
def test_what_cannot_be_is_refused_before_work(
    data: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    assert_refused(run("expand", data, tmp_path / "out", *flags, *FLAGS), flags[0])
    assert not (tmp_path / "out").exists()


def test_copies_of_a_class_are_refused_where_there_are_none(data: Path, tmp_path: Path) -> None:
    result = run("expand", data, tmp_path / "out", "--flat", "--copies", "hat=3", *FLAGS)
    assert_refused(result, "--copies hat=3")
    assert "there are no classes here: leave it out" in result.stderr
