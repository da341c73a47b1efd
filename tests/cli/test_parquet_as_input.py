"""A DATA of Parquet files with images, as Hugging Face writes them and as others do."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from .running import (
    assert_refused,
    expand,
    outputs,
    records,
    run,
    run_python,
    skipped,
    tree,
)
from .sharded import TURN, make_data

needs_parquet = pytest.mark.environment(name="shards")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("plain") / "data", hat=3, shoe=2)


def write(path: Path, **columns: list[Any]) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.table(columns), path, row_group_size=2)
    return path


def photos(data: Path) -> list[Path]:
    return sorted(data.rglob("*.png"))


@needs_parquet
def test_what_hugging_face_writes_is_read_with_the_names_of_its_classes(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    datasets = import_module("datasets")
    features = {"image": datasets.Image(), "label": datasets.ClassLabel(names=["hat", "shoe"])}
    rows = {
        "image": [{"bytes": one.read_bytes(), "path": one.name} for one in photos(data)],
        "label": [int(one.parent.name == "shoe") for one in photos(data)],
    }
    for split in ("train", "test"):
        path = tmp_path / "tables" / f"{split}-00000-of-00001.parquet"
        path.parent.mkdir(exist_ok=True)
        datasets.Dataset.from_dict(rows, datasets.Features(features)).to_parquet(str(path))
    before = tree(tmp_path / "tables")
    result = expand(tmp_path / "tables", tmp_path / "out", *TURN, "--json")
    assert (result.json["copies"], result.json["carried"]) == (10, 5)
    found = {one["source"]: one["label"] for one in records(tmp_path / "out")}
    assert found["train-00000-of-00001.parquet/00000000/0.png"] == "hat"
    assert found["train-00000-of-00001.parquet/00000004/1.png"] == "shoe"
    assert (tmp_path / "out" / "train" / "shoe" / "1_aug001.png").is_file()
    assert run("verify", tmp_path / "out", tmp_path / "tables", "--deep").code == 0
    assert expand(tmp_path / "tables", tmp_path / "out", *TURN, "--json").json["written"] == 0
    assert tree(tmp_path / "tables") == before


@needs_parquet
def test_bytes_and_labels_without_paths_and_features_are_read(data: Path, tmp_path: Path) -> None:
    images = [one.read_bytes() for one in photos(data)]
    labels = [one.parent.name for one in photos(data)]
    table = write(tmp_path / "one.parquet", image=images, label=labels)
    expand(table, tmp_path / "out", *TURN)
    found = {one["source"]: one["label"] for one in records(tmp_path / "out")}
    assert found == {f"{row:08d}": label for row, label in enumerate(labels)}
    assert (tmp_path / "out" / "shoe" / "00000004_aug002.png").is_file()
    assert run("inspect", table, "--json", "--no-cache").json["images"] == 5
    numbers = write(tmp_path / "numbers.parquet", image=images, label=[0, 0, 0, 1, 1])
    expand(numbers, tmp_path / "numbers", *TURN)
    assert {one["label"] for one in records(tmp_path / "numbers")} == {"0", "1"}


@needs_parquet
def test_shards_in_parquet_are_read_again(data: Path, tmp_path: Path) -> None:
    flags = ("--layout", "parquet", "--shard-count", "2")
    expand(data, tmp_path / "shards", *TURN, *flags)
    expand(tmp_path / "shards", tmp_path / "out", *TURN, *flags, "--again")
    assert run("verify", tmp_path / "out", tmp_path / "shards", "--deep").code == 0


@needs_parquet
def test_rows_without_bytes_or_class_and_damaged_files_cost_themselves_alone(
    data: Path, tmp_path: Path
) -> None:
    image = photos(data)[0].read_bytes()
    images = [{"bytes": image, "path": "a.png"}, {"bytes": None, "path": "b.png"}]
    images += [{"bytes": image, "path": "../c.png"}, {"bytes": image[:100], "path": "d.png"}]
    root = write(
        tmp_path / "tables" / "a.parquet", image=images, label=["hat", "hat", "../up", "hat"]
    ).parent
    write(root / "b.parquet", text=["no image"])
    whole = (root / "a.parquet").read_bytes()
    (root / "c.parquet").write_bytes(whole[: len(whole) // 2])
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3, result.stderr
    assert [one["source"] for one in skipped(tmp_path / "out")] == [
        *("a.parquet/00000001/b.png", "a.parquet/00000002/c.png", "a.parquet/00000003/d.png"),
        *("b.parquet", "c.parquet"),
    ]
    assert outputs(tmp_path / "out").keys() == {"hat/a_aug001.png", "hat/a_aug002.png"}
    assert all(len(line) < 300 for line in result.stderr.splitlines())


def test_parquet_beside_class_folders_is_no_dataset(data: Path, tmp_path: Path) -> None:
    both = Path(shutil.copytree(data, tmp_path / "both"))
    (both / "labels.parquet").write_bytes(b"PAR1")
    expand(data, tmp_path / "folders", *TURN)
    run("expand", both, tmp_path / "out", *TURN)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "folders")


def test_without_pyarrow_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    code = "import sys; sys.modules['pyarrow'] = None; from augcli.cli import main; main()"
    result = run_python("-c", code, "expand", tmp_path / "a.parquet", tmp_path / "out", *TURN)
    assert_refused(result, "needs pyarrow")
    assert "augcli[parquet]" in result.stderr


@needs_parquet
def test_every_row_with_bytes_is_an_image_whatever_its_path(data: Path, tmp_path: Path) -> None:
    image = photos(data)[0].read_bytes()
    paths = ["a.b.png", "a", "../x/a.JPG.png", "", "a.png"]
    rows = [{"bytes": image, "path": path} for path in paths]
    write(tmp_path / "tables" / "t.parquet", image=rows, label=["hat"] * 5)
    made = expand(tmp_path / "tables", tmp_path / "out", "--copies", "1", "--hflip", "--json").json
    assert (made["sources"], made["copies"], made["passed_over"]) == (5, 5, {})


@needs_parquet
def test_columns_that_can_not_be_classes_or_images_are_named(data: Path, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    image, folder = [photos(data)[0].read_bytes()], tmp_path / "tables"
    odd: list[list[Any]] = [[1.5], [["a"]], [{"a": 1}], [b"a"], [date.min]]
    for number, labels in enumerate(odd):
        write(folder / f"{number}.parquet", image=image, label=labels)
    ages_ago = pa.table({"image": image, "label": pa.array([1 << 62], pa.timestamp("ns"))})
    parquet.write_table(ages_ago, folder / "5.parquet")
    twice = pa.table([image, image, ["a"]], ["image", "image", "label"])
    parquet.write_table(twice, folder / "6.parquet")
    deep = pa.table({"image": image, "label": [0]}, metadata={"huggingface": "[" * 100_000})
    parquet.write_table(deep, folder / "7.parquet")
    (folder / "index.json").write_text("[" * 100_000)
    result = run("expand", folder, tmp_path / "out", "--copies", "1", "--hflip", "--json")
    assert (result.code, result.json["copies"]) == (3, 1)
    told = {one["source"]: one["text"] for one in skipped(tmp_path / "out")}
    assert sorted(told) == [f"{number}.parquet" for number in range(7)]
    assert "more than one column image" in told.pop("6.parquet")
    assert all("neither texts nor whole numbers" in text for text in told.values())


@needs_parquet
@pytest.mark.skipif(sys.platform != "linux", reason="others have no names but UTF-8")
def test_names_that_are_no_utf8_are_written_found_and_read_again(
    data: Path, tmp_path: Path
) -> None:
    """Parquet holds texts in UTF-8 alone."""
    folder = tmp_path / "latin" / os.fsdecode(b"caf\xe9")
    folder.mkdir(parents=True)
    for name in (b"a\xe9.png", b"a\xff.png"):
        shutil.copy(photos(data)[0], folder / os.fsdecode(name))
    flags = ("--copies", "1", "--hflip", "--layout", "parquet")
    expand(tmp_path / "latin", tmp_path / "out", *flags)
    assert run("verify", tmp_path / "out", tmp_path / "latin", "--deep").code == 0
    again = expand(tmp_path / "out", tmp_path / "again", *flags, "--again", "--json").json
    assert (again["copies"], list(again["classes"])) == (2, [folder.name])
