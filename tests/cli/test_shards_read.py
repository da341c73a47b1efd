"""The lines of docs/shards.md load what a run into shards has made, by the real loaders."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .running import Record, expand
from .sharded import make_data

PAGE = Path(__file__).resolve().parents[2] / "docs" / "shards.md"
CLASSES = ["Hat", "t-shirt 2", "überzieher"]

# webdataset and datasets leave the files open that they read.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
shards = pytest.mark.environment(name="shards")
loaders = pytest.mark.environment(name="loaders")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("read") / "data", **dict.fromkeys(CLASSES, 9))


def made(data: Path, folder: Path, layout: str, *split: str) -> Path:
    """Make shards of pictures that lose nothing, and return their folder."""
    flags = ("--copies", "2", "--hue", "20", "--originals", "copy", *split)
    expand(data, folder / "out", *flags, "--layout", layout, "--shard-count", "3")
    return folder / "out"


def told(out: Path, split: str) -> dict[str, str]:
    """Return the class of each image of a split, by its path, as the records tell."""
    lines = "".join(one.read_text("utf-8") for one in sorted((out / "index").glob("*.jsonl")))
    found: list[Record] = [json.loads(line) for line in lines.splitlines()]
    return {one["file"]: one["label"] for one in found if one.get("split", "train") == split}


def lines_of(loader: str) -> str:
    """Return the lines of the page for a loader: the first code block that names it."""
    blocks: list[str] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return next(block for block in blocks if loader in block)


def loaded(
    loader: str, out: Path, monkeypatch: pytest.MonkeyPatch, *, splits: bool = False
) -> Mapping[str, Any]:
    """Run the lines of the page for a loader beside OUT, and return their names.

    With splits, do what the comment of the lines says.
    """
    monkeypatch.chdir(out.parent)
    monkeypatch.setenv("HF_HOME", str(out.with_name("cache")))
    names: dict[str, Any] = {}
    lines = lines_of(loader)
    if splits:
        lines, changed = re.subn(r"\}  # and with --split: (.*)", r", \1}", lines)
        assert changed == 1
    exec(lines, names)
    assert names["classes"] == CLASSES
    return names


@shards
def test_webdataset_reads_every_sample(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = made(data, tmp_path, "webdataset")
    names = loaded("import webdataset", out, monkeypatch)
    found = list(names["dataset"])
    assert len(found) == len(told(out, "train"))
    import webdataset

    plain = webdataset.WebDataset(str(out / "train-{000000..000002}.tar"), shardshuffle=False)
    labels = {f"{one['__key__']}.png": CLASSES[int(one["cls"])] for one in plain}
    assert labels == told(out, "train")
    for image, number, record in found:
        assert image.size == (record["width"], record["height"])
        assert CLASSES[number] == record["label"]


@shards
@pytest.mark.parametrize("layout", ["webdataset", "parquet"])
@pytest.mark.parametrize("splits", [["train"], ["train", "validation"]], ids=["whole", "split"])
def test_hugging_face_reads_every_sample(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, splits: list[str]
) -> None:
    has_splits = len(splits) > 1
    out = made(data, tmp_path, layout, *(("--split", "val=0.3") if has_splits else ()))
    names = loaded(f'"{layout}",', out, monkeypatch, splits=has_splits)
    assert list(names["dataset"]) == splits
    for split in splits:
        rows = names["dataset"][split]
        column, label = ("png", "cls") if layout == "webdataset" else ("image", "label")
        assert rows.features[label].names == CLASSES
        assert {row[column].size for row in rows} == {(24, 20)}
        own = "val" if split == "validation" else split
        if layout == "webdataset":
            found = {f"{row['__key__']}.png": CLASSES[row[label]] for row in rows}
        else:
            records = [json.loads(row["json"]) for row in rows]
            assert [one["label"] for one in records] == [CLASSES[row[label]] for row in rows]
            found = {one["file"]: one["label"] for one in records}
        assert found == told(out, own)


@loaders
def test_tensorflow_reads_every_sample(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = made(data, tmp_path, "tfrecord")
    names = loaded("TFRecordDataset", out, monkeypatch)
    found = [(image.numpy(), int(number)) for image, number in names["dataset"]]
    assert len(found) == len(told(out, "train"))
    assert {image.shape for image, _ in found} == {(20, 24, 3)}
    import tensorflow as tf

    seen = {}
    for path in sorted(out.glob("train-*.tfrecord")):
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            feature = tf.train.Example.FromString(record).features.feature
            (number,) = feature["label"].int64_list.value
            (file,) = feature["path"].bytes_list.value
            assert json.loads(feature["json"].bytes_list.value[0])["file"] == file.decode()
            seen[file.decode()] = CLASSES[number]
    assert seen == told(out, "train")
