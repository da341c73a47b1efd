"""``augcli inspect``: what it finds in a dataset, and what it advises."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from .datasets import gps_exif, make_messy, make_plain
from .pictures import photo, save
from .running import assert_refused, expand, run, stamps, tree


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_messy(tmp_path_factory.mktemp("messy") / "data")


@pytest.fixture(scope="module")
def found(messy: Path) -> dict[str, Any]:
    result = run("inspect", messy, "--json", "--workers", "2")
    assert result.code == 3
    return result.json


def _advice(found: dict[str, Any]) -> str:
    return "\n".join(f"{one['text']} $ {one['command']}" for one in found["advice"])


def test_it_counts_classes_splits_and_properties(found: dict[str, Any]) -> None:
    assert found["schema"] == 1
    assert found["images"] == 15
    assert found["classes"] == {
        "hat": {"images": 12, "splits": {"train": 10, "val": 2}},
        "shoe": {"images": 3, "splits": {"train": 3, "val": 0}},
    }
    assert found["splits"] == {"train": 13, "val": 2}
    # The photo of 40x30 with the orientation tag lies on its side.
    assert found["sizes"] == {"30x40": 2, "40x30": 13}
    assert found["modes"] == {"L 16-bit": 1, "RGB": 13, "RGBA": 1}
    assert found["formats"] == {"JPEG": 1, "PNG": 14}
    assert found["orientations"] == {"1": 14, "6": 1}
    assert found["gps"] == ["train/hat/gps.jpg"]
    assert found["metadata"] == 1
    assert found["drawn"] is None


def test_splits_are_in_the_order_in_which_they_are_used(tmp_path: Path) -> None:
    for number, split in enumerate(("train", "test", "test", "test", "val", "val")):
        save(tmp_path / "data" / split / "hat" / f"{number}.png", photo(number))
    shown = run("inspect", tmp_path / "data").stdout
    assert "train (1), val (2), test (3)" in shown
    assert "train 1, val 2, test 3" in shown


def test_every_field_is_documented(found: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "inspect.md").read_text("utf-8")
    table = page.partition("## `--json`")[2].partition("\n## ")[0]
    assert {*found} - {"schema"} <= {*re.findall(r"`([a-z_]+)`", table)}


def test_it_names_what_is_wrong(found: dict[str, Any]) -> None:
    outliers = {one["file"] for one in found["measures"]["brightness"]["outliers"]}
    assert "train/hat/black.png" in outliers
    assert {one["source"] for one in found["problems"]} == {
        "train/hat/a.psd",
        "train/hat/cut.png",
    }
    assert found["unread"] == {"PSD": 1}
    same = [["train/hat/0.png", "train/shoe/mislabelled.png"]]
    leak = [["train/hat/1.png", "val/hat/leak <b>.png"]]
    assert [one["files"] for one in found["duplicates"]] == same + leak
    assert [one["files"] for one in found["two_labels"]] == same
    assert [one["files"] for one in found["across_splits"]] == leak


def test_its_advice_is_plain_words_and_a_command(messy: Path, found: dict[str, Any]) -> None:
    said = _advice(found)
    beside = f"augcli expand {messy} {messy}-augmented"
    for part in (
        "1 picture stands under two labels, such as train/hat/0.png and train/shoe/misl",
        f"1 picture stands in more than one split, such as train and val: scores come out too "
        f"good; remove it from one side $ augcli check-leak {messy}/train {messy}/val",
        "1 PSD file is not read: convert to JPEG or PNG first",
        "1 file could not be read, such as train/hat/cut.png",
        f"1 class has fewer than half the images of the largest (shoe has 3, hat has 10): "
        f"--balance $ {beside} --balance",
        f"--size 224 --fit cover $ {beside} --size 224 --fit cover",
        f"--depth-range data $ {beside} --depth-range data",
        f"--format jpg lays copies on white $ {beside} --format jpg",
        "1 photo carries a GPS position",
        "1 photo is upright only by the orientation tag",
    ):
        assert part in said
    assert "--split" not in said


def test_the_report_for_people_is_short_and_aligned(messy: Path) -> None:
    result = run("inspect", messy)
    assert result.code == 3
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{messy}: 15 images in 2 classes")
    bars = [line for line in lines if line.startswith(("hat ", "shoe "))]
    assert [line.count("█") for line in bars] == [40, 10]
    assert "train 10, val 2" in bars[0]
    assert "the same file: 2 groups" in lines
    assert len(lines) < 70
    assert max(len(line) for line in lines if str(messy) not in line) <= 120
    assert "bad: train/hat/cut.png: " in result.stderr
    assert "1 PSD file left out" in result.stderr


def test_the_advice_of_small_gray_pictures_is_the_preset_of_digits(tmp_path: Path) -> None:
    for label in "01":
        for number in range(3):
            pixels = photo(number + 10 * int(label), 28, 28)[..., :1].squeeze()
            save(tmp_path / "data" / label / f"{number}.png", pixels)
    said = _advice(run("inspect", tmp_path / "data", "--json").json)
    assert "all pictures are 28x28 gray" in said
    assert "--preset digits" in said
    assert "--fit" not in said


def test_the_advice_counts_photos_with_a_position(tmp_path: Path) -> None:
    for number in range(17):
        save(tmp_path / "data" / "a" / f"{number}.jpg", photo(number), exif=gps_exif(1))
    said = _advice(run("inspect", tmp_path / "data", "--json").json)
    assert "17 photos carry GPS positions" in said
    assert "expand drops them" in said
    assert "--split val=0.2" in said
    assert "orientation" not in said


def test_commands_that_it_advises_work(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "some data", hat=12, shoe=3, cap=1)
    save(data / "hat" / "wide.png", photo(5, 80, 30))
    advised = [one["command"] for one in run("inspect", data, "--json").json["advice"]]
    assert f"augcli expand '{data}' '{data}-augmented' --size 224 --fit cover" in advised
    for command in filter(None, advised):
        _, *words = shlex.split(command)
        result = run(*words, *(["--dry-run"] if words[0] == "expand" else []), cwd=tmp_path)
        assert result.code == 0, result.stderr


def test_the_last_advice_is_one_command_for_all(found: dict[str, Any]) -> None:
    expanding = [one["command"] for one in found["advice"] if "augcli expand" in one["command"]]
    *single, together = (set(shlex.split(command)) for command in expanding)
    assert len(single) > 1
    assert together == set().union(*single)


def test_a_single_advice_needs_no_command_for_all(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=6, shoe=6)
    advice = run("inspect", data, "--json").json["advice"]
    assert [one["text"] for one in advice if "in one command" in one["text"]] == []


def test_nothing_is_written_to_the_data(messy: Path, tmp_path: Path) -> None:
    before = tree(messy), stamps(messy)
    run("inspect", messy, "--html", tmp_path / "page.html")
    assert (tree(messy), stamps(messy)) == before


def test_an_out_shows_the_values_that_were_drawn(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=5, shoe=5)
    flags = ["-n", "4", "--rotation", "30", "--hflip", "--brightness", "0.2,0.4"]
    expand(data, tmp_path / "out", *flags)
    result = run("inspect", tmp_path / "out", "--json")
    assert result.code == 0
    assert result.json["is_out"]
    assert result.json["images"] == 40
    drawn = result.json["drawn"]
    assert drawn["copies"] == 40
    assert drawn["transforms"]["rotation"] == 40
    assert 0 < drawn["transforms"]["horizontal_flip"] < 40
    values = {(one["transform"], one["field"]): one for one in drawn["values"]}
    factor = values["brightness", "factor"]
    assert 0.2 <= factor["least"] < factor["most"] <= 0.4
    assert sum(factor["histogram"]) == factor["copies"] == 40
    assert values["rotation", "degrees"]["least"] < -20
    text = run("inspect", tmp_path / "out").stdout
    assert "drawn for 40 copies" in text
    assert "passed over" not in text
    assert not [line for line in text.splitlines() if "expand" in line and "-augmented" in line]


def test_a_folder_without_a_readable_image_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "data" / "hat" / "a.png"
    bad.parent.mkdir(parents=True)
    bad.write_bytes(b"no picture")
    for flags in ([], ["--html", str(tmp_path / "page.html")]):
        result = run("inspect", tmp_path / "data", *flags)
        assert result.code == 3
        assert "none of 1 image could be read" in result.stdout
        assert "hat  0" in result.stdout
    assert run("inspect", tmp_path / "data", "--json").json["measures"] == {}


def test_a_flat_folder_has_no_classes(two_images: Path) -> None:
    result = run("inspect", two_images / "hat", "--flat")
    assert result.code == 0
    assert "class" not in result.stdout.splitlines()[0]
    assert "(none)" not in result.stdout


def test_commands_for_a_flat_folder_work_as_they_are_advised(tmp_path: Path) -> None:
    save(tmp_path / "data" / "a.png", photo(1))
    save(tmp_path / "data" / "wide.png", photo(7, 90, 30))
    advised = run("inspect", tmp_path / "data", "--flat", "--json").json["advice"]
    _, *words = shlex.split(next(one["command"] for one in advised if "--fit" in one["command"]))
    assert run(*words, "--dry-run").code == 0


def test_quiet_prints_only_what_explains_the_exit_code(messy: Path) -> None:
    result = run("inspect", messy, "--quiet")
    assert result.stdout == ""
    assert result.stderr.splitlines()[0].startswith("bad: train/hat/cut.png")


def test_bad_requests_are_refused(messy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_refused(run("inspect", tmp_path / "nowhere"), "does not exist")
    assert_refused(run("inspect", tmp_path / "empty"), "has no images")
    assert_refused(run("inspect", messy, "--html", messy / "page.html"), "is inside")
    assert_refused(run("inspect", messy, "--html", tmp_path / "page.png"), "the ending must be")
