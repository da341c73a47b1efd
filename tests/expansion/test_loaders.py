"""Which loaders are hit by the names and formats of outputs."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from augcli.dataset.splits import has_split_name, is_training
from augcli.expansion.loaders import (
    HUGGING_FACE,
    KERAS,
    KERAS_GENERATOR,
    READ,
    SPLIT_WORDS,
    TORCHVISION,
    ULTRALYTICS,
    LoaderCheck,
    Trap,
)
from augcli.imaging.codec.formats import ALL_ENDINGS

Tree = tuple[list[str], int | None] | tuple[list[str], int, str]
# Trees of files, and how many of them Hugging Face loads, None if it loads all as one split.
TREES = {
    "a name that begins with a word": (["hat/test_1_aug001.jpg", "hat/a.jpg"], 1),
    "a name that is a word": (["hat/train.jpg", "hat/a.jpg", "hat/b.jpg"], 1),
    "a word between separators": (["hat/my-val 2.png", "hat/a.jpg"], 1),
    "a class": (["test-tube/a.jpg", "hat/test_1.jpg", "hat/b.jpg"], 1),
    "a folder below": (["hat/dev/a.jpg", "hat/b.jpg"], 1),
    "all of a class": (["eval/a.jpg", "eval/b.jpg", "hat/b.jpg"], 2),
    "parts of words": (["hat/latest.jpg", "hat/contest_1.jpg", "training2go/a.jpg"], 1),
    "no word": (["hat/latest.jpg", "hat/contest_1.jpg", "hat/attest", "hat/Test_1.jpg"], None),
    "true splits": (["train/hat/a.jpg", "test/hat/a.jpg"], None),
    "splits of a year": (["train2017/hat/a.jpg", "val2017/hat/a.jpg"], None),
    "splits of other words": (["training_set/hat/a.jpg", "test_set/hat/a.jpg"], None),
}
# Trees of splits, how many files Hugging Face loads, and what is told.
SPLIT_TREES = {
    "capitals": (["Train/hat/a.jpg", "VAL/hat/a.jpg"], 2, "all for training, as it knows no split"),
    "some in capitals": (["train/a/1.jpg", "Test/a/1.jpg"], 1, "as it knows no split Test: "),
    "a word that it lacks": (["train/a/1.jpg", "hold-out/a/1.jpg"], 1, "no split hold-out: "),
    "no labels": (["train/a/1.jpg", "val/a/1.jpg", "extra/1.jpg"], 2, "no split extra: "),
    "a class": (["train/dev kit/1.jpg", "val/a/1.jpg"], 2, "in train/dev kit/ for two splits"),
    "files in capitals": (["Train/a/val_1.jpg", "Val/a/1.jpg"], 1, "no split Train, Val: "),
    "train alone": (["Train/a/1.jpg"], 1, ""),
    "all known": (["train/a/test_1.jpg", "val/a/1.jpg"], 2, ""),
}


def _traps(files: list[str], loader: str) -> list[Trap]:
    """Return the traps of a loader; files in folders that are called as splits are in splits."""
    check = LoaderCheck()
    tops = {file.partition("/")[0] for file in files}
    in_splits = any(map(is_training, tops)) and all(map(has_split_name, tops))
    for file in files:
        check.add(file, split=file.partition("/")[0] if in_splits else "")
    return [trap for trap in check.traps() if trap.loader == loader]


def _told(files: list[str], loader: str) -> list[int]:
    return [trap.read for trap in _traps(files, loader)]


@pytest.mark.parametrize("tree", TREES)
def test_names_that_make_splits_are_told_with_what_is_left(tree: str) -> None:
    files, read = TREES[tree]
    named = [trap for trap in _traps(files, HUGGING_FACE) if "makes splits" in trap.text]
    assert [trap.read for trap in named] == ([] if read is None else [read])


@pytest.mark.parametrize("tree", SPLIT_TREES)
def test_splits_that_hugging_face_takes_for_something_else_are_told(tree: str) -> None:
    files, read, told = SPLIT_TREES[tree]
    traps = _traps(files, HUGGING_FACE)
    assert [trap.read for trap in traps] == ([read] if told else [])
    assert told in "".join(trap.text for trap in traps)


def test_formats_that_keras_does_not_read_are_told() -> None:
    files = ["hat/a.webp", "hat/b.TIF", "hat/c.jpg"]
    assert _told(files, KERAS) == [1]
    assert _told(files, KERAS_GENERATOR) == [2]
    assert _told(files, TORCHVISION) == []
    assert _told(["hat/a.jpg", "hat/b.png", "hat/c.bmp"], KERAS) == []


def test_a_random_split_is_told_unless_there_is_train() -> None:
    assert _told(["hat/a.jpg"], ULTRALYTICS) == [1]
    assert _told(["hat/a.jpg", "val/a.jpg"], ULTRALYTICS) == [2]
    assert _told(["train/hat/a.jpg", "val/hat/a.jpg"], ULTRALYTICS) == []


def test_a_random_split_of_splits_is_told_with_another_way_out() -> None:
    (trap,) = _traps(["Train/hat/a.jpg", "Valid/hat/a.jpg"], ULTRALYTICS)
    assert trap.text.endswith("splits all files at random: rename Train to train")


def _constant(module: str, name: str) -> set[str]:
    """Return a list of endings from the source of a module, without running it."""
    package, _, rest = module.partition(".")
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / f"{rest.replace('.', '/')}.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return {str(ending).lstrip(".") for ending in ast.literal_eval(node.value)}
    raise AssertionError(f"{path} has no {name}")


@pytest.mark.environment(name="loaders")
@pytest.mark.parametrize(
    ("loader", "module", "name"),
    [
        (KERAS, "keras.src.utils.image_dataset_utils", "ALLOWLIST_FORMATS"),
        (KERAS_GENERATOR, "keras.src.legacy.preprocessing.image", "white_list_formats"),
        (
            HUGGING_FACE,
            "datasets.packaged_modules.imagefolder.imagefolder",
            "IMAGE_EXTENSIONS",
        ),
    ],
)
def test_the_endings_are_those_of_the_loader(loader: str, module: str, name: str) -> None:
    assert _constant(module, name) & ALL_ENDINGS == set(READ[loader].split())


@pytest.mark.environment(name="torchvision")
def test_the_endings_are_those_of_torchvision() -> None:
    theirs = _constant("torchvision.datasets.folder", "IMG_EXTENSIONS")
    assert theirs & ALL_ENDINGS == set(READ[TORCHVISION].split())


@pytest.mark.environment(name="loaders")
@pytest.mark.parametrize("tree", [*TREES.values(), *SPLIT_TREES.values()])
def test_hugging_face_loads_as_many_files_as_told(tree: Tree, tmp_path: Path) -> None:
    from datasets.data_files import SPLIT_KEYWORDS, DataFilesDict, get_data_patterns

    files, read, *_ = tree
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    patterns = get_data_patterns(str(tmp_path))
    found = DataFilesDict.from_patterns(patterns, base_path=str(tmp_path))
    assert len({file for split in found.values() for file in split}) == (read or len(files))
    assert {word for words in SPLIT_KEYWORDS.values() for word in words} == set(SPLIT_WORDS.split())
