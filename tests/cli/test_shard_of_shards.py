"""Parts of a run into shards have whole shards, and merged they are the single run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.finish import index_of
from augcli.expansion.shards.marker import read_marker

from .parts import check_merged, edit, make_parts, unequal_classes
from .pictures import photo, save
from .running import assert_refused, run, run_file, run_python, tree
from .sharded import index
from .test_merge import KILLED_AT

FLAGS = ("--workers", "1", "--seed", "3", "--layout", "webdataset", "--shard-count", "4")
PLAIN = (*FLAGS, "--copies", "1", "--class", "cat")
CASES = {
    "splits": ("--split", "val=0.3", "--copies", "2", "--originals", "copy"),
    "balance": ("--balance", "--rotation", "15", "--originals", "copy"),
    "balance with copies too large": ("--balance", "--rotation", "40,50", "--rotation-expand"),
    "mixing": ("--cutmix", "0.3", "--mix-across", "--mosaic", "0.2", "--copies", "1"),
    "mixing to a target": ("--mixup", "0.3", "--target-per-class", "3", "--cap"),
    "a total that makes one copy too large": (
        *("--total", "12", "--balance", "--cap", "--originals", "copy"),
        *("--rotation", "40,50", "--rotation-expand"),
    ),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unequal_classes(tmp_path_factory.mktemp("shards") / "data")


@pytest.fixture(scope="module")
def whole(data: Path) -> Path:
    """One class in four shards; tests only read it."""
    run("expand", data, data.with_name("whole"), *PLAIN)
    return data.with_name("whole")


@pytest.fixture(scope="module")
def made(data: Path, whole: Path) -> list[Path]:
    """Its two parts; tests only read them."""
    return make_parts(data, whole.parent, 2, *PLAIN)


@pytest.fixture
def parts(made: list[Path], tmp_path: Path) -> list[Path]:
    """Copies of both parts, to spoil."""
    return [Path(shutil.copytree(part, tmp_path / part.name)) for part in made]


@pytest.mark.parametrize("flags", CASES.values(), ids=CASES)
def test_the_parts_are_the_single_run(data: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    whole = tmp_path / "whole"
    assert run("expand", data, whole, *FLAGS, *flags).code in (0, 3)
    before = tree(whole)
    assert run("expand", data, whole, *FLAGS, *flags, "--json").json["written"] == 0
    assert tree(whole) == before
    parts = make_parts(data, tmp_path, 3, *FLAGS, *flags)
    check_merged(whole, parts)
    again = run("expand", data, parts[0], *FLAGS, *flags, "--shard", "1/3", "--json")
    assert again.json["written"] == 0
    assert run("verify", tmp_path / "merged").code == 0
    assert run("expand", data, tmp_path / "merged", *FLAGS, *flags, "--json").json["written"] == 0


@pytest.mark.environment(name="shards")
@pytest.mark.parametrize("layout", ["parquet", "tfrecord"])
def test_parts_of_other_layouts_are_merged_too(data: Path, tmp_path: Path, layout: str) -> None:
    flags = ("--layout", layout, "--shard-count", "3", "--copies", "1", "--split", "val=0.3")
    run("expand", data, tmp_path / "whole", *flags)
    check_merged(tmp_path / "whole", make_parts(data, tmp_path, 2, *flags))


def test_images_of_several_labels_are_merged_with_their_table(data: Path, tmp_path: Path) -> None:
    rows = [f"cat/{letter}.png,{n % 2},{n // 3 % 2}\n" for n, letter in enumerate("abcdefg")]
    (tmp_path / "labels.csv").write_text("".join(["image,red,round\n", *rows]))
    labels = ("--labels", str(tmp_path / "labels.csv"), "--mixup", "0.3", "--copies", "1")
    flags = (*labels, "--layout", "webdataset", "--shard-count", "2")
    run("expand", data, tmp_path / "whole", *flags)
    assert (tmp_path / "whole" / "labels.csv").is_file()
    check_merged(tmp_path / "whole", make_parts(data, tmp_path, 2, *flags))


def test_each_part_has_whole_shards_of_about_the_same_bytes(tmp_path: Path) -> None:
    for number in range(80):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number, 8, 6))
    flags = ("--layout", "webdataset", "--shard-count", "8", "--copies", "1")
    parts = make_parts(tmp_path / "data", tmp_path, 2, *flags)
    names = [one["file"] for part in parts for one in index(part)["shards"]]
    assert sorted(names) == [f"train-{number:06d}.tar" for number in range(8)]
    samples = [index(part)["samples"] for part in parts]
    assert sum(samples) == 80
    assert max(samples) <= 44


def test_each_part_has_a_shard_though_some_are_small(tmp_path: Path) -> None:
    """Those of val and test would fit into one part."""
    for number in range(40):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number, 8, 6))
    splits = ("--split", "val=0.1,test=0.1", "--copies", "5")
    flags = (*splits, "--layout", "webdataset", "--shard-count", "3")
    run("expand", tmp_path / "data", tmp_path / "whole", *flags)
    parts = make_parts(tmp_path / "data", tmp_path, 5, *flags)
    assert [len(index(part)["shards"]) for part in parts] == [1] * 5
    assert all(run("verify", part).code == 0 for part in parts)
    check_merged(tmp_path / "whole", parts)


def test_a_part_is_forecast_resumed_verified_and_started_anew(
    data: Path, whole: Path, parts: list[Path]
) -> None:
    part, shard = parts[1], (*PLAIN, "--shard", "2/2")
    before = tree(part)
    dry = run("expand", data, part.with_name("new"), *shard, "--dry-run", "--json").json
    done = run("expand", data, part, *shard, "--json").json
    shards = len(index(part)["shards"])
    assert (dry["part"], dry["shards"]) == (done["part"], done["shards"]) == ("2/2", shards)
    lost = part / index(part)["shards"][0]["file"]
    lost.write_bytes(b"?" + lost.read_bytes()[1:])
    assert run("verify", part, data, "--deep").code == 3
    run("expand", data, part, *shard, "--verify")
    assert tree(part) == before
    lost.unlink()
    assert run("expand", data, part, *shard, "--json").json["written"] > 0
    assert tree(part) == before
    assert run("verify", part, data, "--deep").code == 0
    for other in (("--shard", "1/2"), ("--shard", "2/3"), ()):
        assert_refused(run("expand", data, part, *PLAIN, *other), "part 2/2")
    run("expand", data, part, *PLAIN, "--shard", "1/2", "--overwrite")
    assert tree(part) == tree(parts[0])
    run("expand", data, part, *PLAIN, "--overwrite")
    assert tree(part) == tree(whole)


@pytest.mark.parametrize(
    ("flags", "hint"),
    [
        (("--shard-count", "2"), "type --shard 1/2 to 2/2, or a larger --shard-count"),
        (("--shard-size", "1GB"), "type --shard 1/1, or --shard-count 3 in place of --shard-size"),
        ((), "type --shard 1/1, or add --shard-count 3"),
    ],
)
def test_fewer_shards_than_parts_are_refused(
    data: Path, tmp_path: Path, flags: tuple[str, ...], hint: str
) -> None:
    layout = ("--layout", "webdataset", "--copies", "1", "--shard", "2/3")
    result = run("expand", data, tmp_path / "out", *layout, *flags)
    assert_refused(result, "--shard 2/3", "for 3 parts")
    assert hint in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("nth", [2, 4, 8, 14, 16])
def test_a_killed_merge_goes_on(
    data: Path, whole: Path, made: list[Path], tmp_path: Path, nth: int
) -> None:
    out, before = tmp_path / "out", [tree(part) for part in made]
    assert run_python("-c", KILLED_AT, str(nth), "merge", *made, "-o", out).code == 137
    assert run("verify", out).code == 3
    assert_refused(run("expand", data, out, *PLAIN), "a merge that has not finished")
    again = tmp_path / "again"
    shutil.copytree(out, again)
    run("merge", *made, "-o", out)
    run("expand", data, again, *PLAIN, "--overwrite")
    assert tree(out) == tree(again) == tree(whole)
    assert [tree(part) for part in made] == before


def test_a_shard_that_was_changed_since_is_not_merged(
    whole: Path, parts: list[Path], tmp_path: Path
) -> None:
    for spoilt in (next(parts[0].glob("index/*.jsonl")), next(parts[1].glob("*.tar"))):
        good = spoilt.read_bytes()
        place = good.index(b'"sha256": "') + 11
        other = b"0" if good[place : place + 1] != b"0" else b"1"
        spoilt.unlink()  # it may have a name in OUT by now
        spoilt.write_bytes(good[:place] + other + good[place + 1 :])
        result = run("merge", *parts, "-o", tmp_path / "out")
        assert result.code == 1
        assert f"{spoilt} is not what the records of part" in result.stderr
        spoilt.write_bytes(good)
    result = run("merge", *parts, "-o", tmp_path / "out", "--json")
    assert (result.json["shards"], result.json["copied"]) == (4, 0)
    assert tree(tmp_path / "out") == tree(whole)


def _twin(one: Path, two: Path) -> None:
    """Put a shard of a part into another, and into its index."""
    row = index(one)["shards"][0]
    stem = Path(row["file"]).stem
    for file in (row["file"], f"index/{stem}.json", f"index/{stem}.jsonl"):
        shutil.copy(one / file, two / file)
    rows = sorted([*index(two)["shards"], row], key=lambda each: str(each["file"]))
    markers = [found for each in rows if (found := read_marker(two, Path(each["file"]).stem))]
    new = index_of(Sharding("webdataset"), index(two)["classes"], markers)
    (two / "index.json").write_bytes(new)


SPOILT: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "no shard": (lambda _, two: next(two.glob("*.tar")).unlink(), "is not there"),
    "no marker": (lambda _, two: next(two.glob("index/*.json")).unlink(), "json is damaged"),
    "no records": (
        lambda _, two: next(two.glob("index/*.jsonl")).unlink(),
        "index.json is damaged",
    ),
    "fewer records": (lambda _, two: next(two.glob("index/*.jsonl")).write_text(""), "jsonl is"),
    "no index": (lambda _, two: (two / "index.json").unlink(), "index.json is damaged"),
    "odd index": (lambda _, two: (two / "index.json").write_text("[]"), "index.json is damaged"),
    "overlap": (_twin, "is in "),
    "a class with another name": (
        lambda _, two: (two / "index.json").write_bytes(
            (two / "index.json").read_bytes().replace(b'"cat"', b'"cau"')
        ),
        "index.json is damaged",
    ),
    "other basis": (lambda _, two: edit(two, lambda run: run["part"].update(basis="0")), "mixed"),
}


@pytest.mark.parametrize(("spoil", "named"), SPOILT.values(), ids=SPOILT)
def test_damaged_and_odd_parts_are_refused_before_any_work(
    parts: list[Path], tmp_path: Path, spoil: Callable[[Path, Path], object], named: str
) -> None:
    spoil(*parts)
    assert_refused(run("merge", *parts, "-o", tmp_path / "out"), named)
    assert not (tmp_path / "out").exists()


def test_an_image_that_changed_between_the_parts_is_told(data: Path, tmp_path: Path) -> None:
    """It may be mixed into copies of another part, so it decides all shards."""
    alone = Path(shutil.copytree(data / "cat", tmp_path / "data" / "cat")).parent
    flags = (*PLAIN, "--mixup", "0.3")
    run("expand", alone, tmp_path / "one", *flags, "--shard", "1/2")
    save(alone / "cat" / "a.png", photo(999, 12, 9))
    size = (data / "cat" / "a.png").stat().st_size
    with (alone / "cat" / "a.png").open("ab") as stream:
        stream.truncate(size)
    run("expand", alone, tmp_path / "two", *flags, "--shard", "2/2")
    result = run("merge", tmp_path / "one", tmp_path / "two", "-o", tmp_path / "out")
    assert_refused(result, "mixed different images into copies")
    assert run_file(tmp_path / "one")["part"]["basis"]
