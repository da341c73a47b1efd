"""Check that Unicode's normal forms make no difference, and which names would be merged is told."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from cli.pictures import photo, save
from cli.running import expand, outputs, records, run, run_file, tree

from .scene import assert_sound, same_trees

Form = Literal["NFC", "NFD"]

# An accent, a Hangul syllable, kana with a mark, an Angstrom sign (which NFC replaces), ASCII.
NAMES = (
    *("caf\u00e9/\u00e9.png", "caf\u00e9/\ud55c.png", "caf\u00e9/plain.png"),
    *("\u00c5ngstr\u00f6m/\u304c/\u212b.png", "hat/a.png", "hat/\u00fc.jpg"),
)
FLAGS = ("--copies", "2", "--rotation", "20", "--cutmix", "0.5", "--chance", "cutmix=0.5")
PLAIN = FLAGS[:4]
ALL = (*FLAGS, "--originals", "copy")


def _dataset(root: Path, form: Form) -> Path:
    for number, name in enumerate(NAMES):
        save(root / unicodedata.normalize(form, name), photo(number, 8, 8))
    return root


def _after_a_trip(root: Path, to: Path, form: Form) -> Path:
    """Copy a tree, and put all its names into another normal form, as archives do."""
    for name, data in tree(root).items():
        path = to / unicodedata.normalize(form, name)
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return to


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with names in form C, and its expansion."""
    root = tmp_path_factory.mktemp("composed")
    expand(_dataset(root / "data", "NFC"), root / "out", *ALL)
    return root


@pytest.fixture(scope="module")
def plain(composed: Path) -> Path:
    """An expansion of that dataset, each copy of one source."""
    expand(composed / "data", composed / "plain", *PLAIN)
    return composed / "plain"


@pytest.fixture
def decomposed(tmp_path: Path) -> Path:
    """The dataset with names in form D. Skip where that is no difference."""
    data = _dataset(tmp_path / "data", "NFD")
    if (data / NAMES[0]).exists():
        pytest.skip("this file system takes both forms for the same")
    return data


def test_the_same_dataset_in_another_form_has_the_same_expansion(
    composed: Path, decomposed: Path, tmp_path: Path
) -> None:
    result = expand(decomposed, tmp_path / "out", *ALL)
    assert same_trees(composed / "out", tmp_path / "out") == []
    assert "merged" not in result.stderr
    assert all(unicodedata.is_normalized("NFC", name) for name in outputs(tmp_path / "out"))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_nothing_is_made_again_after_a_trip(
    composed: Path, decomposed: Path, tmp_path: Path, form: Form
) -> None:
    out = _after_a_trip(composed / "out", tmp_path / "out", form)
    assert_sound(run("verify", out))
    assert_sound(run("verify", out, decomposed, "--deep"))
    dry = run("expand", decomposed, out, *ALL, "--dry-run", "--json")
    assert (dry.code, dry.json["written"]) == (0, 0)
    again = run("expand", decomposed, out, *ALL, "--json", "--verify", "--prune")
    assert (again.code, again.json["written"], again.json["stale"]) == (0, 0, [])
    assert same_trees(composed / "out", out) == []


def test_what_is_added_after_a_trip_joins_the_class(
    plain: Path, decomposed: Path, tmp_path: Path
) -> None:
    out = _after_a_trip(plain, tmp_path / "out", "NFD")
    save(decomposed / unicodedata.normalize("NFD", "caf\u00e9/n\u00e9w.png"), photo(9, 8, 8))
    assert expand(decomposed, out, *PLAIN, "--json").json["written"] == 2
    expand(decomposed, tmp_path / "fresh", *PLAIN)
    assert same_trees(out, tmp_path / "fresh") == []


def test_a_run_that_was_cut_short_is_finished_after_a_trip(
    plain: Path, decomposed: Path, tmp_path: Path
) -> None:
    out = _after_a_trip(plain, tmp_path / "out", "NFD")
    lines = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join(lines[:5]))
    (out / "augcli.json").write_text(json.dumps(run_file(out) | {"totals": None}), "utf-8")
    expand(decomposed, out, *PLAIN, "--prune")
    assert same_trees(plain, out) == []


def test_replay_finds_sources_and_outputs_in_either_form(
    composed: Path, decomposed: Path, tmp_path: Path
) -> None:
    out = _after_a_trip(composed / "out", tmp_path / "out", "NFD")
    file = unicodedata.normalize("NFD", "caf\u00e9/\u00e9_aug001.png")
    wanted = (out / file).read_bytes()
    (out / file).unlink()
    replayed = run("replay", out, file, "--data", decomposed)
    assert_sound(replayed)
    again = {unicodedata.normalize("NFD", name): data for name, data in outputs(out).items()}
    assert again[file] == wanted
    assert len(again) == len(outputs(out))
    assert_sound(run("verify", out))


def test_preview_draws_by_the_same_name_in_either_form(decomposed: Path, tmp_path: Path) -> None:
    image = decomposed / unicodedata.normalize("NFD", NAMES[0])
    for root in ((), ("--root", decomposed)):
        flags = ("--rotation", "20", "--grid", "1x1", "-o", tmp_path / "figure.png", "-v")
        result = run("preview", image, *flags, *root)
        assert_sound(result)
        assert f"drawn for the name {NAMES[0]}," in result.stderr


def test_names_in_both_forms_are_kept_apart_and_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    twins = ("hat/\u00e9.png", "hat/e\u0301.png", "\u00fc/a.png", "u\u0308/a.png")
    for number, name in enumerate(twins):
        save(data / name, photo(number, 8, 8))
    if len([path for path in data.rglob("*") if path.is_file()]) < len(twins):
        pytest.skip("this file system takes both forms for the same")
    result = expand(data, tmp_path / "out", "--copies", "2", "--rotation", "20", "--json")
    assert len(outputs(tmp_path / "out")) == 8
    assert {record["source"] for record in records(tmp_path / "out")} == set(twins)
    assert result.json["merging"] == [["u\u0308", "\u00fc"], ["hat/e\u0301.png", "hat/\u00e9.png"]]
    assert "warning: classes u\u0308 and \u00fc have the same name" in result.stderr
    assert "warning: hat/e\u0301.png and hat/\u00e9.png have the same name" in result.stderr
    assert_sound(run("verify", tmp_path / "out", data, "--deep"))
    again = run("expand", data, tmp_path / "out", "--copies", "2", "--rotation", "20", "--json")
    assert (again.json["written"], again.json["stale"]) == (0, [])


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        (("Cat", "cat"), "classes Cat and cat"),
        (("STRASSE", "stra\u00dfe"), "classes STRASSE and stra\u00dfe"),
        (("dog", "dog."), "classes dog and dog."),
        (("\u00c9", "e\u0301"), "classes \u00c9 and \u00e9"),
        (("cat", "dog"), ""),
    ],
)
def test_classes_that_other_systems_would_merge_are_told_before_the_work(
    tmp_path: Path, classes: tuple[str, str], told: str
) -> None:
    data = tmp_path / "data"
    for number, label in enumerate(classes):
        save(data / label / "a.png", photo(number, 8, 8))
    (data / "CAT").mkdir(exist_ok=True)  # has no images
    if len(list(data.rglob("a.png"))) < len(classes):
        pytest.skip("this file system merges them itself")
    for flags in ((), ("--dry-run",)):
        result = run("expand", data, tmp_path / "out", "--rotation", "5", "--copies", "1", *flags)
        assert_sound(result)
        warnings = [line for line in result.stderr.splitlines() if "same name" in line]
        assert len(warnings) == bool(told), result.stderr
        assert all(line.startswith(f"warning: {told} have") for line in warnings)
    assert run("expand", data, tmp_path / "out2", "--rotation", "5", "-q").stderr == ""


def test_a_class_without_copies_is_told_because_class_numbers_shift(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    save(data / "hat" / "a.png", photo(1, 8, 8))
    save(data / "zoo" / "below" / "a.png", photo(1, 8, 8))
    for name in ("bad/a.png", "unknown/a.txt", "zzz/.hidden"):
        (data / name).parent.mkdir()
        (data / name).write_bytes(b"no picture")
    for _ in range(2):
        result = run("expand", data, out, "--rotation", "5", "--json")
        assert_sound(result, 3)
        assert result.json["empty_classes"] == ["bad", "unknown", "zzz"]
        for label in ("bad", "unknown", "zzz"):
            assert f"warning: class {label} has no copies" in result.stderr
    shutil.rmtree(data / "bad")
    save(data / "unknown" / "a.png", photo(1, 8, 8))
    shutil.rmtree(data / "zzz")
    assert expand(data, out, "--rotation", "5", "--json").json["empty_classes"] == []
    assert run_file(out)["totals"]["sources"] == 3
