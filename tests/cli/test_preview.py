"""``augcli preview``: the figure it writes, where, and what it says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .captions import ALL_TEN, assert_says, captions_of_svg, texts_of_svg
from .pictures import deep, load, photo, save, save_deep
from .running import assert_refused, expand, records, run, stamps, tree

FLAGS = ("--rotation", "30", "--grid", "2x1")
MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "webp": b"RIFF",
    "svg": b"<?xml",
    "pdf": b"%PDF-",
}


@pytest.fixture
def here(two_images: Path, tmp_path: Path) -> Path:
    """A folder with the dataset ``data``; commands run in it."""
    shutil.copytree(two_images, tmp_path / "data")
    return tmp_path


def test_the_figure_is_written_here_and_its_path_printed(here: Path) -> None:
    before = tree(here), stamps(here / "data")
    result = run("preview", "data/hat/a.jpg", *FLAGS, cwd=here)
    assert (result.code, result.stdout, result.stderr) == (0, "hat_a_preview.png\n", "")
    assert tree(here).keys() - before[0].keys() == {"hat_a_preview.png"}
    assert stamps(here / "data") == before[1]
    assert load(here / "hat_a_preview.png").width > 400


@pytest.mark.parametrize("ending", ["jpg", "jpeg", "webp", "PNG"])
def test_the_ending_of_the_output_decides_its_format(here: Path, ending: str) -> None:
    target = here / f"figure.v2.{ending}"
    result = run("preview", "data/hat/a.jpg", *FLAGS, "-o", target, cwd=here)
    assert (result.code, result.stdout) == (0, f"{target}\n"), result.stderr
    assert target.read_bytes().startswith(MAGIC[ending.lower()])
    load(target)


def test_the_folder_of_the_output_is_made(here: Path) -> None:
    result = run("preview", "data/hat/a.jpg", *FLAGS, "-o", "new/deep/figure.png", cwd=here)
    assert (result.code, result.stdout) == (0, f"{Path('new/deep/figure.png')}\n")
    assert (here / "new" / "deep" / "figure.png").is_file()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_command_gives_the_same_bytes(here: Path, ending: str) -> None:
    command = ("preview", "data/hat/a.jpg", *FLAGS, "-o", f"figure.{ending}")
    made = []
    for run_it in (run, lambda *args, cwd: run(*args, cwd=cwd, env={"TZ": "UTC+5"})):
        assert run_it(*command, cwd=here).code == 0
        made.append((here / f"figure.{ending}").read_bytes())
    assert made[0].startswith(MAGIC[ending])
    assert made[0] == made[1]


def test_cell_k_is_copy_k_of_expand(here: Path) -> None:
    expand(here / "data", here / "out", "--copies", "8", "--seed", "5", *ALL_TEN)
    recipes = {
        record["copy"]: record["recipe"]
        for record in records(here / "out")
        if record["source"] == "hat/a.jpg"
    }
    flags = (*ALL_TEN, "--seed", "5", "--grid", "4x2", "-o", "figure.svg", "-v")
    result = run("preview", "data/hat/a.jpg", *flags, cwd=here)
    assert "hat/a.jpg" in result.stderr
    assert "seed 5" in result.stderr
    captions = captions_of_svg((here / "figure.svg").read_text("utf-8"))
    assert captions.keys() == recipes.keys()
    for copy, caption in captions.items():
        assert_says(caption, recipes[copy])


def test_the_title_is_the_command_to_get_it_again_and_the_original_comes_first(
    here: Path,
) -> None:
    typed = ["data/shoe/b.png", *FLAGS, "--with-original", "-o", "figure.svg"]
    assert run("preview", *typed, cwd=here).code == 0
    texts = texts_of_svg((here / "figure.svg").read_text("utf-8"))
    start = next(index for index, text in enumerate(texts) if text.startswith("original"))
    command, *facts = texts[:start]
    assert command == " ".join(["augcli", "preview", *typed[:-2]])
    told = "seed 0 · 33×47 px · shown at 700 % · drawn as shoe/b.png of data"
    assert " ".join(facts).replace(" · ", " ").replace(" ·", "") == told.replace(" · ", " ")
    assert texts[start + 1].startswith("#1")
    assert not any(text.startswith("#2") for text in texts)


@pytest.mark.parametrize(
    ("image", "flags", "name"),
    [
        ("data/hat/a.jpg", (), "hat/a.jpg"),
        ("./data/x/../hat/a.jpg", (), "hat/a.jpg"),
        ("data/hat/a.jpg", ("--root", "data"), "hat/a.jpg"),
        ("data/hat/a.jpg", ("--root", "."), "data/hat/a.jpg"),
        ("data/hat/a.jpg", ("--root", "data/hat"), "a.jpg"),
    ],
)
def test_the_name_that_feeds_the_draws_is_told(
    here: Path, image: str, flags: tuple[str, ...], name: str
) -> None:
    (here / "data" / "x").mkdir()
    result = run("preview", image, *FLAGS, *flags, "-v", cwd=here)
    assert result.code == 0, result.stderr
    assert name in result.stderr.replace(",", " ").split()


def _turned(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    save(path, photo(), exif=exif)


ODD: dict[str, Callable[[Path], object]] = {
    "1x1.png": lambda path: save(path, photo(width=1, height=1)),
    "1x600.png": lambda path: save(path, photo(width=1, height=600)),
    "600x1.png": lambda path: save(path, photo(width=600, height=1)),
    "3000x2000.jpg": lambda path: save(path, photo(width=3000, height=2000)),
    "deep.png": lambda path: save_deep(path, deep()),
    "gray.png": lambda path: save(path, photo(channels=1)),
    "deep_gray.tif": lambda path: save(path, deep(1, 1)),
    "rgba.webp": lambda path: save(path, photo(channels=4)),
    "gray_alpha.png": lambda path: save(path, photo(channels=4)[..., [0, 3]]),
    "palette.gif": lambda path: save(path, Image.fromarray(photo()).quantize(16)),
    "turned.jpg": _turned,
    f"{'n' * 200} $x_1$ {{}}%.png": lambda path: save(path, photo()),
    "猫 \N{COMBINING ACUTE ACCENT}.png": lambda path: save(path, photo()),
}


@pytest.mark.parametrize("name", ODD, ids=lambda name: name[:14])
def test_odd_images_are_shown(tmp_path: Path, name: str) -> None:
    ODD[name](tmp_path / name)
    result = run("preview", name, *FLAGS, "--with-original", cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")
    assert (tmp_path / f"{Path(name).stem}_preview.png").is_file()


def test_a_turned_photo_is_shown_upright(tmp_path: Path) -> None:
    """Stored as 40x30 to be shown as 30x40, with the dark corner at the top right."""
    pixels = np.full((30, 40, 3), (255, 0, 0), np.uint8)
    pixels[:15, :20] = (0, 0, 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    save(tmp_path / "turned.jpg", pixels, exif=exif, quality=95)
    grid = ("--rotation", "0", "--grid", "1x1")
    assert run("preview", "turned.jpg", *grid, cwd=tmp_path).code == 0
    shown = np.asarray(load(tmp_path / "turned_preview.png").convert("RGB"), int)
    red = np.argwhere(shown[..., 0] - shown[..., 2] > 128)
    blue = np.argwhere(shown[..., 2] - shown[..., 0] > 128)
    height, width = np.ptp(red, axis=0)
    assert height > 1.2 * width
    assert blue[:, 0].max() < red[:, 0].max()
    assert blue[:, 1].min() > red[:, 1].min()


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["missing.jpg"], ("missing.jpg",)),
        (["data", "-o", "data/hat/a.jpg"], ("data/hat/a.jpg", "among the images of data")),
        (["data", "-o", "data/hat/new.png"], ("data/hat/new.png", "among the images of data")),
        (["data", "--root", "data"], ("--root", "data is a folder")),
        (["notes.txt"], ("notes.txt", "not an image")),
        (["data/hat/empty.jpg"], ("empty.jpg", "empty")),
        (["data/hat/a.jpg", "-o", "figure.gif"], ("figure.gif", "ending")),
        (["data/hat/a.jpg", "-o", "figure"], ("figure", "ending")),
        (["data/hat/a.jpg", "-o", "data/hat/a.jpg"], ("data/hat/a.jpg", "the image itself")),
        (["data/hat/a.jpg", "-o", "data/../data/hat/a.jpg"], ("a.jpg", "the image itself")),
        (["data/hat/a.jpg", "-o", "notes.txt/figure.png"], ("notes.txt",)),
        (["data/hat/a.jpg", "--root", "data/shoe"], ("data/hat/a.jpg", "--root data/shoe")),
        (["data/hat/a.jpg", "--grid", "0x3"], ("--grid 0x3",)),
        (["data/hat/a.jpg", "--grid", "3x"], ("--grid 3x",)),
        (["data/hat/a.jpg", "--grid", "-3x3"], ("--grid", "-3x3")),
        (["data/hat/a.jpg", "--grid", "1000x1000"], ("--grid 1000x1000",)),
    ],
    ids=lambda value: " ".join(value)[-30:],
)
def test_what_will_not_do_is_refused_with_nothing_written(
    here: Path, args: list[str], named: tuple[str, ...]
) -> None:
    (here / "notes.txt").write_text("text", "utf-8")
    (here / "data" / "hat" / "empty.jpg").touch()
    before = tree(here)
    assert_refused(run("preview", *args, "--rotation", "5", cwd=here), *named)
    assert tree(here) == before


def test_a_figure_can_be_put_into_a_folder(here: Path) -> None:
    (here / "folder").mkdir()
    result = run("preview", "data/hat/a.jpg", "-o", "folder", cwd=here)
    assert (result.code, result.stdout) == (0, f"{Path('folder', 'hat_a_preview.png')}\n")
    assert (here / "folder" / "hat_a_preview.png").is_file()


@pytest.mark.parametrize("output", ["", "/", ".."])
def test_an_output_without_a_name_never_ends_in_a_traceback(here: Path, output: str) -> None:
    result = run("preview", "data/hat/a.jpg", "-o", output, "--grid", "0x1", cwd=here)
    assert result.code == 2
    assert len(result.stderr.splitlines()) == 2
