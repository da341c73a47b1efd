"""Make the dataset that the tests of the commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .parts import FLAGS, make_part
from .pictures import photo, save
from .running import expand
from .sharded import make_data


@pytest.fixture(scope="session")
def two_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one JPEG and one PNG; tests only read it."""
    root = tmp_path_factory.mktemp("two") / "data"
    save(root / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "shoe" / "b.png", photo(2, 33, 47))
    return root


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset of three images, data, and its expansion, out; tests only read it."""
    root = tmp_path_factory.mktemp("made")
    save(root / "data" / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "data" / "hat" / "b.png", photo(3, 31, 24))
    save(root / "data" / "shoe" / "c.webp", photo(2, 33, 47))
    moves = ("--rotation", "40", "--zoom", "0.3", "--elastic", "0.05", "--mixup", "0.4")
    levels = ("--brightness", "0.3", "--gaussian-noise", "9", "--random-erasing", "0.2")
    originals = ("--originals", "copy")
    expand(root / "data", root / "out", "--copies", "2", *moves, *levels, *originals)
    return root


@pytest.fixture(scope="session")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset, data, its run, whole, and its two parts, part-1-2 and part-2-2."""
    folder = tmp_path_factory.mktemp("parted")
    for number in range(8):
        save(folder / "data" / "ch"[number % 2] / f"{number}.png", photo(number, 12, 9))
    expand(folder / "data", folder / "whole", *FLAGS)
    for shard in ("1/2", "2/2"):
        make_part(folder / "data", folder, shard)
    return folder


@pytest.fixture
def parts(parted: Path, tmp_path: Path) -> list[Path]:
    """Copies of both parts, to spoil."""
    return [shutil.copytree(parted / name, tmp_path / name) for name in ("part-1-2", "part-2-2")]


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of two photos in each of two classes; tests put them into tars too."""
    return make_data(tmp_path_factory.mktemp("four") / "data", hat=2, shoe=2)
