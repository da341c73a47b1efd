"""Parts made with ``--shard`` and merged are the single run, byte for byte."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from augcli.dataset.parts import partition

from .parts import check_merged, make_parts, unequal_classes
from .running import assert_refused, records, run, run_file, tree

FLAGS = ("--workers", "1", "--seed", "3")
CASES = {
    "plain copies": ("--hflip", "--swap-labels", "cat=dog", "--copies", "2"),
    "links of one class": ("--originals", "link", "--class", "cat", "--copies", "1"),
    "balance": ("--balance", "--rotation", "15"),
    "balance with copies too large": ("--balance", "--rotation", "40,50", "--rotation-expand"),
    "total with links": ("--total", "24", "--originals", "link", "--class", "cat"),
    "total with originals": ("--total", "40", "--originals", "copy", "--format", "jpg"),
    "groups": ("--split", "val=0.3", "--group-by", r"^\w+/(\w)", "--copies", "1"),
    "near duplicates": (
        *("--split", "val=0.3", "--group-near-duplicates", "--copies", "1"),
        *("--class", "dog"),
    ),
    "mixing": ("--cutmix", "0.3", "--mix-across", "--reject", "--mosaic", "0.2", "--copies", "2"),
    "mixing to a target": ("--mixup", "0.3", "--target-per-class", "3", "--cap"),
    "a total that makes one copy too large": (
        *("--total", "12", "--balance", "--cap", "--originals", "copy"),
        *("--rotation", "40,50", "--rotation-expand"),
    ),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unequal_classes(tmp_path_factory.mktemp("shard") / "data")


@pytest.mark.parametrize("flags", CASES.values(), ids=CASES)
def test_the_parts_are_the_single_run(data: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    whole = tmp_path / "whole"
    assert run("expand", data, whole, *FLAGS, *flags).code in (0, 3)
    assert records(whole)
    check_merged(whole, make_parts(data, tmp_path, 2, *FLAGS, *flags))


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_parts_will_do(data: Path, tmp_path: Path, count: int) -> None:
    flags = ("--class", "dog", "--class", "hat", "--copies", "1")
    run("expand", data, tmp_path / "whole", *FLAGS, *flags)
    parts = make_parts(data, tmp_path, count, *FLAGS, *flags)
    assert count == 1 or not all(records(part) for part in parts)  # some have no source
    check_merged(tmp_path / "whole", parts)


def test_images_with_several_labels_and_splits_are_merged(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    with table.open("w", newline="") as stream:
        write = csv.writer(stream).writerow
        write(("file", "red", "small"))
        for number, path in enumerate(sorted((data / "cat").glob("?.png"))):
            write((f"cat/{path.name}", number % 2, number % 3 == 0))
    flags = ("--labels", str(table), "--copies", "1", "--mixup", "0.3", "--split", "val=0.3")
    run("expand", data, tmp_path / "whole", *FLAGS, *flags)
    assert (tmp_path / "whole" / "labels.csv").is_file()
    parts = make_parts(data, tmp_path, 2, *FLAGS, *flags)
    check_merged(tmp_path / "whole", parts)
    assert run("verify", parts[0]).code == 0
    assert_refused(run("verify", parts[0], data, "--deep"), "part 1/2")


def test_split_makes_parts_too(data: Path, tmp_path: Path) -> None:
    flags = ("--split", "val=0.3", "--size", "8")
    run("split", data, tmp_path / "whole", *flags)
    check_merged(tmp_path / "whole", make_parts(data, tmp_path, 2, *flags, command="split"))
    assert_refused(run("split", data, tmp_path / "folds", "--folds", "2", "--shard", "1/2"))


def test_a_part_is_resumed_verified_and_replayed(data: Path, tmp_path: Path) -> None:
    part, flags = tmp_path / "part", (*FLAGS, "--mixup", "0.3", "--copies", "2", "--shard", "2/3")
    dry = run("expand", data, part, *flags, "--dry-run", "--json").json
    assert not part.exists()
    made = run("expand", data, part, *flags, "--json").json
    assert dry["part"] == made["part"] == "2/3"
    found_bad = 2 * made["bad"]  # a dry run opens none
    assert dry["copies"] - found_bad == made["copies"] == made["written"]
    before = tree(part)
    file = records(part)[0]["file"]
    assert run("verify", part, data, "--deep").code == 0
    assert run("inspect", part).code == 0
    (part / file).unlink()
    assert run("verify", part).code == 3
    assert run("replay", part, file, "--data", data).code == 0
    assert tree(part) == before
    (part / file).unlink()
    assert run("expand", data, part, *flags, "--json").json["written"] == 1
    assert tree(part) == before


def test_a_part_goes_on_as_itself_alone(data: Path, tmp_path: Path) -> None:
    out, flags = tmp_path / "out", (*FLAGS, "--copies", "1", "--class", "cat")
    run("expand", data, out, *flags, "--shard", "1/3")
    before = tree(out)
    assert_refused(run("expand", data, out, *flags, "--shard", "2/3"), "part 1/3", "part 2/3")
    assert_refused(run("expand", data, out, *flags, "--shard", "1/4"), "part 1/3", "part 1/4")
    assert_refused(run("expand", data, out, *flags), "part 1/3", "the whole run")
    assert tree(out) == before
    assert run("expand", data, out, *flags, "--shard", "2/3", "--overwrite").code == 3
    assert run_file(out)["part"]["number"] == 2
    run("expand", data, tmp_path / "two", *flags, "--shard", "2/3")
    assert tree(out) == tree(tmp_path / "two")
    assert_refused(run("expand", data, out, *flags, "--shard", "4/3"), "--shard 4/3", "1 to 3")
    assert_refused(run("expand", data, out, *flags, "--shard", ""), "I/N")


def test_prune_removes_what_has_moved_to_another_part(data: Path, tmp_path: Path) -> None:
    """A part that was a run of another listing keeps its files until they are pruned."""
    shard = ("--shard", "1/2", *FLAGS, "--class", "cat", "--copies", "1", "--rotation", "9")
    alone = tmp_path / "data"
    for path in sorted((data / "cat").glob("?.png")):
        target = alone / "cat" / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    run("expand", alone, tmp_path / "part", *shard)
    sizes = {path: path.stat().st_size for path in alone.rglob("*.png")}
    mine = {one["source"] for one in records(tmp_path / "part")}
    costs = {path.relative_to(alone).as_posix(): 2 * size for path, size in sizes.items()}
    assert mine < {*partition(costs, 2)}
    gone = alone / min(mine)
    gone.unlink()
    assert run("expand", alone, tmp_path / "part", *shard, "--json").json["stale"]
    result = run("expand", alone, tmp_path / "part", *shard, "--prune", "--json").json
    assert result["removed"]
    run("expand", alone, tmp_path / "new", *shard)
    assert tree(tmp_path / "part") == tree(tmp_path / "new")
