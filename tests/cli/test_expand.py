"""What an expansion leaves on disk: the tree, the names, the records."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import load, photo, save
from .running import Record, Result, Tree, expand, outputs, records, run_file, stamps, tree

SOURCES = [
    "hat/UPPER.JPG",
    "hat/a.jpg",
    "hat/deep/er/b.png",
    "hat/v1.2 final.jpeg",
    "hat/über.tif",
    "shoe/anim.gif",
    "shoe/d.webp",
    "shoe/e.bmp",
    "shoe/f.TIFF",
]
STEMS = [
    ("hat/UPPER", "JPG"),
    ("hat/a", "jpg"),
    ("hat/deep/er/b", "png"),
    ("hat/v1.2 final", "jpeg"),
    ("hat/über", "tif"),
    ("shoe/anim", "png"),
    ("shoe/d", "webp"),
    ("shoe/e", "bmp"),
    ("shoe/f", "TIFF"),
]
FOLDERS = {"hat/", "hat/deep/", "hat/deep/er/", "shoe/"}
PASSED_OVER = [
    (".git/x.jpg", "hidden"),
    (".hidden.jpg", "hidden"),
    ("__MACOSX/hat/._a.jpg", "hidden"),
    ("hat/.DS_Store", "hidden"),
    ("hat/notes.txt", "not an image"),
    ("hat/names.csv", "not an image"),
    ("loose.jpg", "outside the class folders"),
    ("empty/README.md", "not an image"),
]
EXAMPLES = {
    "hidden": ".git, .hidden.jpg, __MACOSX, …",
    "not an image": "empty/README.md, hat/names.csv, hat/notes.txt",
    "outside the class folders": "loose.jpg",
}
FLAGS = ["--copies", "3", "--rotation", "20", "--zoom", "0.2", "--horizontal-flip"]
FLAGS += ["--brightness", "0.2", "--chance", "brightness=0.5"]


@dataclass(frozen=True)
class Done:
    data: Path
    out: Path
    result: Result
    before: tuple[Tree, dict[str, int]]

    @property
    def records(self) -> list[Record]:
        return records(self.out)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    root = tmp_path_factory.mktemp("expand")
    data, out = root / "data", root / "new" / "out"
    for number, name in enumerate(SOURCES):
        if name.endswith("gif"):
            frames = [Image.new("L", (12, 9), level) for level in (200, 10)]
            save(data / name, frames[0], save_all=True, append_images=frames[1:])
        else:
            save(data / name, photo(number))
    for name, _ in PASSED_OVER:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((data / "hat" / "a.jpg").read_bytes())
    before = tree(data), stamps(data)
    return Done(data, out, expand(data, out, *FLAGS), before)


def test_the_tree_holds_each_copy_under_its_class_and_nothing_else(done: Done) -> None:
    copies = {f"{stem}_aug{k:03d}.{ending}" for stem, ending in STEMS for k in (1, 2, 3)}
    own = {"augcli.json", "manifest.jsonl", "skipped.jsonl"}
    assert tree(done.out).keys() == copies | own | FOLDERS


def test_the_input_is_left_as_it_was(done: Done) -> None:
    assert (tree(done.data), stamps(done.data)) == done.before


def test_the_manifest_has_a_record_for_each_copy_sorted_by_file(done: Done) -> None:
    files = [record["file"] for record in done.records]
    assert files == sorted(files)
    assert set(files) == outputs(done.out).keys()


def test_a_record_has_the_promised_fields_in_their_order(done: Done) -> None:
    fields = "file label source copy recipe width height bytes sha256 source_sha256"
    assert all(" ".join(record) == fields for record in done.records)


def test_a_record_tells_the_truth_of_its_file(done: Done) -> None:
    for record in done.records:
        data = (done.out / record["file"]).read_bytes()
        source = (done.data / record["source"]).read_bytes()
        assert record["sha256"] == hashlib.sha256(data).hexdigest()
        assert record["source_sha256"] == hashlib.sha256(source).hexdigest()
        assert record["bytes"] == len(data)
        assert (record["width"], record["height"]) == load(data).size == load(source).size


def test_a_record_names_label_source_and_copy(done: Done) -> None:
    by_source = dict(zip(SOURCES, STEMS, strict=True))
    assert Counter(record["source"] for record in done.records) == dict.fromkeys(SOURCES, 3)
    for record in done.records:
        stem, ending = by_source[record["source"]]
        assert record["label"] == record["source"].split("/")[0]
        assert record["file"] == f"{stem}_aug{record['copy']:03d}.{ending}"


def test_a_recipe_holds_just_what_fired_in_the_order_applied(done: Done) -> None:
    order = ["rotation", "zoom", "horizontal_flip", "brightness"]
    seen: Counter[str] = Counter()
    for record in done.records:
        names = [step["transform"] for step in record["recipe"]]
        assert names == [name for name in order if name in names]
        seen.update(names)
    assert seen["rotation"] == seen["zoom"] == len(done.records)
    assert 0 < seen["horizontal_flip"] < len(done.records)
    assert 0 < seen["brightness"] < len(done.records)


def test_a_recipe_keeps_values_from_the_stated_intervals(done: Done) -> None:
    steps = [step for record in done.records for step in record["recipe"]]
    fields = {step["transform"]: set(step) - {"transform"} for step in steps}
    assert fields["rotation"] == {"degrees"}
    assert fields["zoom"] == {"x", "y"}
    assert fields["horizontal_flip"] == set()
    assert fields["brightness"] == {"factor"}
    for step in steps:
        assert -20 <= step.get("degrees", 0) <= 20
        assert all(0.8 <= step.get(field, 1) <= 1.2 for field in ("x", "y", "factor"))


def test_the_run_file_tells_settings_and_totals(done: Done) -> None:
    run = run_file(done.out)
    assert {"version", "seed", "pipeline", "fingerprint", "totals"} <= run.keys()
    assert (run["seed"], run["settings"]["copies"]) == (0, 3)
    assert [step["transform"] for step in run["pipeline"]] == [
        "rotation",
        "zoom",
        "horizontal_flip",
        "brightness",
    ]
    assert len(run["fingerprint"]) == 64
    totals = run["totals"]
    assert (totals["sources"], totals["expanded"], totals["copies"]) == (9, 9, 27)
    assert {name: row["sources"] for name, row in totals["classes"].items()} == {
        "hat": 5,
        "shoe": 4,
    }


def test_what_is_passed_over_is_counted_by_reason_and_named(done: Done) -> None:
    told = [line for line in done.result.stderr.splitlines() if line.startswith("passed over")]
    # A hidden folder, and __MACOSX, count once: they aren't entered.
    counts = Counter(reason for _, reason in PASSED_OVER)
    assert sorted(told) == sorted(
        f"passed over ({reason}): {n} {'entry' if n == 1 else 'entries'}: {EXAMPLES[reason]}"
        for reason, n in counts.items()
    )


def test_the_summary_is_a_table_of_the_classes(done: Done) -> None:
    heads, *rows, closing = done.result.stdout.partition("originals: ")[0].splitlines()
    assert heads.split()[:3] == ["class", "images", "copies"]
    assert [row.split()[:3] for row in rows] == [
        ["hat", "5", "15"],
        ["shoe", "4", "12"],
        ["total", "9", "27"],
    ]
    assert "27 files written" in closing
    assert "images/s" in closing


def test_an_animation_gives_its_first_frame(done: Done) -> None:
    record = next(found for found in done.records if found["source"] == "shoe/anim.gif")
    factor = next((s["factor"] for s in record["recipe"] if "factor" in s), 1.0)
    levels = np.asarray(load(done.out / record["file"]).convert("L"))
    assert np.abs(levels.astype(float) - min(255, 200 * factor)).max() <= 1


def test_a_flip_is_recorded_when_it_happened_and_only_then(tmp_path: Path) -> None:
    source = load(save(tmp_path / "data" / "hat" / "a.png", photo()))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "9", "--horizontal-flip")
    mirrored = source.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    found = records(tmp_path / "out")
    for record in found:
        picture = load(tmp_path / "out" / record["file"])
        assert picture == (mirrored if record["recipe"] else source)
    assert len({bool(record["recipe"]) for record in found}) == 2


def test_no_flags_mean_the_preset_and_five_copies_and_are_told(
    two_images: Path, tmp_path: Path
) -> None:
    result = expand(two_images, tmp_path / "out")
    assert "preset natural" in result.stderr
    flags = result.stderr.split("which is ")[1].splitlines()[0].split()
    assert len(records(tmp_path / "out")) == 10
    again = expand(two_images, tmp_path / "again", *flags)
    assert "preset" not in again.stderr
    assert tree(tmp_path / "again") == tree(tmp_path / "out")
