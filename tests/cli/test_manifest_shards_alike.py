"""A run whose manifest is in shards makes what others make, in one piece or in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from .parts import check_merged, make_parts, unequal_classes
from .pictures import photo, save
from .running import assert_refused, expand, run, run_file, stamps_but_run_file, tree
from .sharded import TURN, images, lines_in, make_data

THREE = ("--shard-count", "3")


@pytest.mark.parametrize(
    "flags",
    [
        ("--balance", "--originals", "copy", "--format", "png"),
        ("--copies", "2", "--originals", "link", "--split", "val=0.3", "--mixup", "0.4"),
        ("--copies", "2", "--horizontal-flip", "--swap-labels", "cat=dog"),
        ("--copies", "2", "--flat", "--size", "16", "--reject"),
    ],
    ids=["balance", "mixing", "swaps", "flat"],
)
def test_any_request_makes_the_same_images_and_records(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    data, turn = unequal_classes(tmp_path / "data"), ("--rotation", "20", *flags)
    results = [
        run("expand", data, tmp_path / name, *turn, *shards, "--json").json
        for name, shards in (("one", ()), ("out", THREE))
    ]
    one, out = tmp_path / "one", tmp_path / "out"
    assert images(out) == images(one)
    lines = [line for of in lines_in(out).values() for line in of]
    assert sorted(lines) == sorted(lines_in(one)["manifest.jsonl"])
    assert (out / "skipped.jsonl").read_bytes() == (one / "skipped.jsonl").read_bytes()
    assert run_file(out)["totals"] == run_file(one)["totals"]
    varying = {"out", "seconds", "images_per_second", "shards", "loaders"}
    plain, sharded = ({k: v for k, v in one.items() if k not in varying} for one in results)
    assert plain == sharded
    assert run("verify", out, data, "--deep").code == 0
    before = stamps_but_run_file(out)
    again = run("expand", data, out, *turn, "--json").json
    assert (again["written"], again["classes"]) == (0, results[1]["classes"])
    assert stamps_but_run_file(out) == before


@pytest.mark.parametrize("flags", [("--balance",), ("--copies", "2", "--mixup", "0.4")])
def test_parts_make_up_the_single_run_byte_for_byte(tmp_path: Path, flags: tuple[str, ...]) -> None:
    data, eight = unequal_classes(tmp_path / "data"), ("--shard-count", "8", *flags)
    run("expand", data, tmp_path / "whole", *eight)
    parts = make_parts(data, tmp_path, 2, *eight)
    names = [{*lines_in(part)} for part in parts]
    assert not names[0] & names[1]
    check_merged(tmp_path / "whole", parts)
    merged = tmp_path / "merged"
    assert run("verify", merged, data, "--deep").code == 0
    assert run("expand", data, merged, *eight, "--json").json["written"] == 0


def test_parts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", hat=7, shoe=5)
    flags = (*TURN, "--shard-count", "4")
    parts = make_parts(data, tmp_path, 2, *flags)
    assert_refused(run("expand", data, tmp_path / "x", *TURN, *THREE, "--shard", "1/4"), "4 parts")
    (data / "hat" / "2.png").unlink()
    for number, part in enumerate(parts, 1):
        run("expand", data, part, *flags, "--shard", f"{number}/2")
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), "does not have any more")
    for number, part in enumerate(parts, 1):
        run("expand", data, part, *flags, "--shard", f"{number}/2", "--prune")
    marker = next(parts[1].glob("manifest-*.json"))
    good = marker.read_bytes()
    marker.write_bytes(b"{}")
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), marker.name)
    marker.write_bytes(good)
    image = next(parts[0].rglob("*.png"))
    image.rename(tmp_path / "kept.png")
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), image.name)
    (tmp_path / "kept.png").rename(image)
    assert run("merge", *parts, "-o", tmp_path / "out").code == 0
    expand(data, tmp_path / "fresh", *flags)
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_a_class_with_the_name_of_a_shard_is_refused(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", hat=1)
    save(data / "manifest-00000.json" / "a.png", photo(0))
    result = run("expand", data, tmp_path / "out", *TURN, *THREE, "--json")
    assert result.code == 3
    assert [one["reason"] for one in result.json["problems"]] == ["name"]
