"""Flows of folders: splits, classes, colours, caches, and images that can't be read."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.datasets import make_plain
from cli.pictures import deep, photo, save, save_deep
from cli.running import expand, run, run_python
from PIL import Image as PillowImage

import augcli

FLAGS = "--rotation 40 --horizontal-flip --brightness 0.3"
PIPELINE = augcli.Pipeline.from_flags(FLAGS)
RAW: dict[str, Any] = {"dtype": "uint8", "exact": True, "class_mode": "sparse"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_plain(tmp_path / "data", hat=5, shoe=3)


def test_an_epoch_has_the_copies_that_expand_makes(tmp_path: Path, data: Path) -> None:
    expand(data, tmp_path / "out", "-n", "2", "--size", "20x16", *FLAGS.split())
    with augcli.flow_from_directory(data, PIPELINE, (16, 20), 3, shuffle=False, **RAW) as flow:
        for epoch in (1, 2):
            images = np.concatenate([x for x, _ in flow])
            for name, image in zip(flow.filenames, images, strict=True):
                copy = tmp_path / "out" / f"{name[:-4]}_aug00{epoch}.png"
                assert np.array_equal(image, np.asarray(PillowImage.open(copy).convert("RGB")))


def test_splits_are_fed_apart_and_only_train_is_augmented(tmp_path: Path, data: Path) -> None:
    run("split", data, tmp_path / "out", "--split", "val=0.4")
    flows = {
        split: augcli.flow_from_directory(tmp_path / "out", PIPELINE, 16, split=split, workers=0)
        for split in ("train", "val", None)
    }
    assert [len(one.filenames) for one in flows.values()] == [5, 3, 8]
    assert [x.tobytes() for x, _ in flows["val"]] == [x.tobytes() for x, _ in flows["val"]]
    assert [x.tobytes() for x, _ in flows["train"]] != [x.tobytes() for x, _ in flows["train"]]
    assert flows["val"].class_indices == {"hat": 0, "shoe": 1}
    held = augcli.flow_from_directory(data, None, 16, split="val", shares={"val": 0.4}, workers=0)
    assert [f"val/{name}" for name in held.filenames] == flows["val"].filenames
    kept = augcli.flow_from_directory(data, None, 16, shares={"val": 0.4}, workers=0)
    assert sorted([*kept.filenames, *held.filenames]) == sorted(flows_names(data))


def flows_names(data: Path) -> list[str]:
    return [path.relative_to(data).as_posix() for path in data.glob("*/*.png")]


def test_class_modes_say_what_to_learn(data: Path) -> None:
    def first(mode: Any) -> Any:
        flow = augcli.flow_from_directory(
            data, None, 16, 8, class_mode=mode, shuffle=False, workers=0
        )
        return next(iter(flow))

    sparse = first("sparse")[1]
    assert sparse.tolist() == [0] * 5 + [1] * 3
    assert np.array_equal(first("categorical")[1], np.eye(2)[sparse])
    assert np.array_equal(first("binary")[1], sparse)
    x, y = first("input")
    assert x is y
    assert first(None).shape == (8, 16, 16, 3)
    with pytest.raises(ValueError, match=r"class_mode must be one of .* not 'other'"):
        first("other")


def test_images_with_several_labels_have_a_row_of_zeros_and_ones(tmp_path: Path) -> None:
    for n in range(3):
        save(tmp_path / "data" / f"{n}.png", photo(n))
    table = tmp_path / "labels.csv"
    table.write_text("image,label\n0,a|b\n1,b\n2,c\n")
    flow = augcli.flow_from_directory(tmp_path / "data", None, 8, labels=table, shuffle=False)
    (_, y), *_ = flow
    assert (flow.classes, y.tolist()) == (["a", "b", "c"], [[1, 1, 0], [0, 1, 0], [0, 0, 1]])
    with pytest.raises(ValueError, match="is for one class an image"):
        augcli.flow_from_directory(tmp_path / "data", None, 8, labels=table, class_mode="sparse")


def test_any_mode_of_image_comes_in_the_colours_asked_for(tmp_path: Path) -> None:
    pictures = {"gray": photo(1, channels=1), "colour": photo(2), "alpha": photo(3, channels=4)}
    for name, pixels in pictures.items():
        save(tmp_path / "data" / "hat" / f"{name}.png", pixels)
    save_deep(tmp_path / "data" / "hat" / "deep.png", deep(4))
    save(tmp_path / "data" / "hat" / "photo.jpg", photo(5, 90, 60))
    modes: dict[Any, int] = {"rgb": 3, "grayscale": 1, "rgba": 4}
    for mode, channels in modes.items():
        flow = augcli.flow_from_directory(
            tmp_path / "data", None, (30, 40), 5, color_mode=mode, shuffle=False, **RAW
        )
        (x, _), *_ = flow
        assert x.shape == (5, 30, 40, channels)
        found = dict(zip((Path(one).stem for one in flow.filenames), x, strict=True))
        if mode == "rgb":
            assert np.array_equal(found["colour"], pictures["colour"])
            assert np.array_equal(found["gray"], np.dstack([pictures["gray"]] * 3))
        if mode == "rgba":
            assert np.array_equal(found["alpha"], pictures["alpha"])
            assert (found["colour"][..., 3] == 255).all()


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("cache", ["memory", "folder"])
def test_a_cache_changes_no_picture(tmp_path: Path, data: Path, workers: int, cache: str) -> None:
    where = cache if cache == "memory" else tmp_path / "cache"
    options: dict[str, Any] = {"batch_size": 3, "workers": workers, **RAW}
    plain = augcli.flow_from_directory(data, PIPELINE, 16, **options)
    room = 20_000  # for some of the pictures
    kept = augcli.flow_from_directory(data, PIPELINE, 16, cache=where, cache_limit=room, **options)
    with plain, kept:
        for _ in range(3):
            for (x, y), (x2, y2) in zip(plain, kept, strict=True):
                assert np.array_equal(x, x2)
                assert np.array_equal(y, y2)
    assert not [*tmp_path.glob("cache/*")]


@pytest.mark.parametrize("workers", [0, 2])
def test_an_image_that_cannot_be_read_is_told_once_and_replaced(data: Path, workers: int) -> None:
    (data / "hat" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    options: dict[str, Any] = {"batch_size": 4, "workers": workers, "class_mode": "sparse"}
    with augcli.flow_from_directory(data, PIPELINE, 16, **options) as flow:
        with pytest.warns(UserWarning, match=r"hat/bad\.png is skipped: it .* stands in") as told:
            first = [y for _, y in flow]
        assert [len(y) for y in first] == [4, 4, 1]
        assert np.concatenate(first).sum() == 3
        assert len(told) == 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(list(flow)) == 3
        assert list(flow.skipped) == ["hat/bad.png"]
    raising = augcli.flow_from_directory(data, PIPELINE, 16, on_error="raise", **options)
    with raising, pytest.raises(augcli.UsageProblem, match=r"hat/bad\.png: "):
        list(raising)


def test_a_class_without_a_sound_image_stops_the_flow(tmp_path: Path) -> None:
    (tmp_path / "data" / "hat").mkdir(parents=True)
    (tmp_path / "data" / "hat" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    flow = augcli.flow_from_directory(tmp_path / "data", None, 8, workers=1)
    with pytest.raises(augcli.UsageProblem, match=r"no image of the class of hat/a\.png"):
        list(flow)


@pytest.mark.parametrize(
    ("arguments", "kind", "said"),
    [
        ({"split": "val"}, ValueError, "split 'val': .* it has no splits"),
        ({"target_size": 0}, ValueError, "target_size must be a whole number from 1, not 0"),
        ({"target_size": 20_000}, ValueError, "target_size can be 16384 pixels at most, not 20000"),
        ({"target_size": (1, 2, 3)}, ValueError, r"target_size must be \(height, width\)"),
        ({"target_size": None}, ValueError, "target_size is missing"),
        ({"color_mode": "cmyk"}, ValueError, "color_mode must be one of rgb, grayscale, rgba"),
        ({"fit": "squash"}, ValueError, "fit must be one of"),
        ({"classes": "hats"}, ValueError, "classes hats: .* no such class"),
        ({"class_mode": "binary", "classes": "hat"}, ValueError, "is for 2 classes"),
        ({"on_error": "ignore"}, ValueError, "on_error must be skip or raise"),
        ({"exact": 3}, ValueError, "exact must be True or False, not 3"),
        ({"pipeline": (16, 16)}, TypeError, "pipeline must be an augcli.Pipeline or None, not tup"),
        ({"colour": 1}, TypeError, "there is no argument 'colour'"),
    ],
)
def test_bad_arguments_are_named(
    data: Path, arguments: dict[str, Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        augcli.flow_from_directory(data, **{"target_size": 16, **arguments})


def test_a_folder_without_classes_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="data"):
        augcli.flow_from_directory(tmp_path / "data", None, 8)
    (tmp_path / "data").mkdir()
    with pytest.raises(ValueError, match="no image"):
        augcli.flow_from_directory(tmp_path / "data", None, 8)


def test_a_quick_decode_stays_close_to_an_exact_one(clothing: Path) -> None:
    def images(*, exact: bool) -> Any:
        options: dict[str, Any] = {"limit": 40, "shuffle": False, "dtype": "uint8"}
        flow = augcli.flow_from_directory(clothing, PIPELINE, 128, exact=exact, **options)
        return np.concatenate([x for x, _ in flow]).astype(int)

    apart = np.abs(images(exact=True) - images(exact=False))
    assert 0 < apart.mean() < 2
    assert apart.reshape(len(apart), -1).mean(1).max() < 12


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_workers_end_with_their_flow_and_leave_nothing(data: Path, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(
        "import os, gc, augcli, sys\n"
        "pipeline = augcli.Pipeline.preset('natural')\n"
        "def children():\n"
        "    return open(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read().split()\n"
        "for n in range(4):\n"
        f"    flow = augcli.flow_from_directory({str(data)!r}, pipeline, 8, 2, workers=2,\n"
        "        cache='memory')\n"
        "    for x, y in flow:\n"
        "        if n % 2: break\n"
        "    else: assert len(children()) >= 2, children()\n"
        "    del flow; gc.collect()\n"
        "    print(len(children()), len(os.listdir('/proc/self/fd')))\n"
        f"flow = augcli.flow_from_directory({str(data)!r}, pipeline, 8, 2, workers=2)\n"
        "next(iter(flow))\n"
    )
    result = run_python(script, cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == 4
    assert lines[0] == lines[-1]


def test_an_image_that_stands_in_comes_as_another_copy(data: Path) -> None:
    for path in sorted(data.glob("hat/*.png"))[1:]:
        path.write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    options: dict[str, Any] = {"classes": "hat", "class_mode": None, "workers": 0}
    flow = augcli.flow_from_directory(data, PIPELINE, 16, **options)
    with pytest.warns(UserWarning, match="is skipped"):
        (x,) = flow
    assert len({image.tobytes() for image in x}) == 5


def test_a_cache_that_the_disk_has_no_room_for_is_refused(data: Path, tmp_path: Path) -> None:
    options: dict[str, Any] = {"cache": tmp_path / "cache", "cache_limit": 10**18, "workers": 0}
    flow = augcli.flow_from_directory(data, PIPELINE, 16, **options)
    with pytest.raises(augcli.EnvironmentFailure, match=r"1,000,000,000,000,000,000 bytes may"):
        list(flow)
