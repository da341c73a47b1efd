"""Copies that are mixed of several sources: reproducible, resumed, told, and previewed alike."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .parts import unequal_classes
from .pictures import load, photo, save
from .running import assert_refused, expand, outputs, records, run, tree
from .sharded import records_in

FLAGS = ("--mixup", "0.3", "--mosaic", "0.2,0.2", "--chance", "mosaic=0.5")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    for number in range(4):
        for label in ("cat", "dog"):
            save(root / label / f"{number}.png", photo(number + 10 * (label == "dog")))
    return root


def test_the_same_flags_give_the_same_bytes_for_any_number_of_workers(
    data: Path, tmp_path: Path
) -> None:
    for workers in ("1", "3"):
        result = run("expand", data, tmp_path / workers, *FLAGS, "--workers", workers)
        assert result.code == 0, result.stderr
    assert outputs(tmp_path / "1") == outputs(tmp_path / "3")


def test_partners_are_of_the_class_and_the_manifest_names_them(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *FLAGS)
    for record in records(tmp_path / "out"):
        named = {name for fired in record["recipe"] for name in _partners(fired)}
        assert named
        assert set(record["partners"]) == named
        assert record["source"] not in named
        assert {name.partition("/")[0] for name in named} == {record["label"]}
        assert "labels" not in record


def _partners(fired: dict[str, list[str]]) -> list[str]:
    return fired.get("partner", []) + fired.get("partners", [])


def test_across_classes_the_manifest_holds_soft_labels(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *FLAGS, "--mix-across")
    soft = [record["labels"] for record in records(tmp_path / "out") if "labels" in record]
    assert soft
    for labels in soft:
        assert set(labels) == {"cat", "dog"}
        assert sum(labels.values()) == pytest.approx(1)


def test_a_finished_run_has_nothing_to_do_and_verifies(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS)
    before = tree(out)
    assert "nothing to write" in expand(data, out, *FLAGS).stdout
    assert tree(out) == before
    result = run("verify", out, "--deep", data)
    assert result.code == 0, result.stdout


def test_a_copy_is_made_anew_once_a_partner_has_changed(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS)
    changed = "cat/0.png"
    affected = {
        record["file"]
        for record in records(out)
        if changed in record["partners"] or record["source"] == changed
    }
    before = outputs(out)
    save(data / changed, photo(99))
    expand(data, out, *FLAGS)
    after = outputs(out)
    assert {name for name in after if after[name] != before[name]} == affected
    fresh = tmp_path / "fresh"
    expand(data, fresh, *FLAGS)
    assert after == outputs(fresh)


def test_a_damaged_partner_costs_only_itself(data: Path, tmp_path: Path) -> None:
    (data / "cat" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    result = run("expand", data, tmp_path / "out", *FLAGS)
    assert result.code == 3
    made = records(tmp_path / "out")
    assert len(made) == 8 * 5
    assert not any("cat/bad.png" in record["partners"] for record in made)


def test_a_class_of_one_image_is_left_unmixed(tmp_path: Path) -> None:
    save(tmp_path / "data" / "cat" / "a.png", photo())
    result = expand(tmp_path / "data", tmp_path / "out", *FLAGS)
    assert all(record["recipe"] == [] for record in records(tmp_path / "out"))
    assert "left unmixed" in result.stderr


@pytest.mark.parametrize("kind", ["RGBA", "palette"])
@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_a_transparent_partner_is_white_whatever_it_hides(
    tmp_path: Path, kind: str, ending: str
) -> None:
    root = tmp_path / "data" / "cat"
    shown = save(root / f"a.{ending}", photo(width=32, height=32))
    hidden = Image.new("RGBA", (32, 32), (255, 0, 255, 0))
    if kind == "palette":
        hidden = Image.new("P", (32, 32), 7)
        hidden.putpalette([255, 0, 255] * 256)
    save(root / "b.png", hidden, **({"transparency": 7} if kind == "palette" else {}))
    expand(tmp_path / "data", tmp_path / "out", "--mixup", "0.5,0.5", "--quality", "100")
    made = np.asarray(load(tmp_path / "out" / "cat" / f"a_aug001.{ending}")).astype(int)
    wanted = Image.blend(load(shown), Image.new("RGB", (32, 32), "white"), 0.5)
    assert np.abs(made - np.asarray(wanted)).max() <= (1 if ending == "png" else 12)


def test_a_preview_without_a_partner_is_refused_with_the_way_out(data: Path) -> None:
    lone = shutil.copy(data / "cat" / "0.png", data.parent)
    result = run("preview", lone, "--mixup", "0.3", cwd=data.parent)
    assert_refused(result, "mixing needs a second picture")
    assert "--partner FILE" in result.stderr
    assert "--root DIR" in result.stderr


@pytest.mark.parametrize("how", ["partner", "root", "looking"])
def test_a_preview_with_a_partner_is_drawn(data: Path, how: str) -> None:
    ways = {"partner": ("--partner", data / "cat" / "1.png"), "root": ("--root", data)}
    args = ("--mosaic", "0.2", *ways.get(how, ()), "-o", "sheet.png")
    result = run("preview", data / "cat" / "0.png", *args, cwd=data.parent)
    assert result.code == 0, result.stderr
    assert (data.parent / "sheet.png").stat().st_size > 1000


def test_a_partner_that_is_no_picture_is_a_usage_problem(data: Path) -> None:
    (data.parent / "text.png").write_text("no picture")
    args = ("--mixup", "0.3", "--partner", data.parent / "text.png")
    assert_refused(run("preview", data / "cat" / "0.png", *args, cwd=data.parent), "text.png")


def test_a_preview_across_classes_shows_what_expand_makes(data: Path, tmp_path: Path) -> None:
    shown = tmp_path / "sheet.png"
    args = ("--cutmix", "0.4", "--mix-across", "--root", data, "-o", shown)
    result = run("preview", data / "cat" / "0.png", *args)
    assert result.code == 0, result.stderr
    expand(data, tmp_path / "out", "--cutmix", "0.4", "--mix-across")
    assert any("labels" in record for record in records(tmp_path / "out"))


@pytest.mark.parametrize(
    "flags",
    [
        ("--target-per-class", "3", "--cap"),
        ("--target-per-class", "3", "--cap", "--split", "val=0.3"),
        ("--total", "7", "--cap", "--rotation", "40,50", "--rotation-expand"),
        ("--class", "hat", "--copies", "2", "--rotation", "40,50", "--rotation-expand"),
    ],
)
def test_whatever_gives_no_copies_folders_and_shards_get_the_same_partners(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    """Some sources are damaged, some drawn down, and one is mixed in, but too large for copies."""
    data, found = unequal_classes(tmp_path / "data"), []
    for layout in ((), ("--layout", "webdataset", "--shard-count", "2")):
        out = tmp_path / f"out-{len(layout)}"
        run("expand", data, out, "--mixup", "0.3", "--workers", "1", *flags, *layout)
        checked = run("verify", out, data, "--deep")
        assert checked.code == 0, checked.stdout
        found.append(out)
    in_shards = {(one["label"], one["sha256"]) for one in records_in(found[1])}
    assert {(one["label"], one["sha256"]) for one in records(found[0])} == in_shards
