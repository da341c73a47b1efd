"""The pictures of a preview are the pixels of the files that ``expand`` writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from augcli.figures.rgb import as_rgb
from augcli.figures.stretch import Stretch
from augcli.imaging.codec.decode import decode

from .pictures import Pixels, deep, load, photo, save, save_deep
from .running import expand, records, run
from .web_pages import read_page

FLAGS = ("--rotation", "30", "--brightness", "0.4", "--gaussian-noise", "12", "--seed", "3")


def _make(root: Path) -> Path:
    """Make a dataset of small pictures: a page of the web keeps those exactly, as PNG."""
    made: dict[str, Callable[[Path], object]] = {
        "hat/1.jpg": lambda path: save(path, photo(1), quality=95, subsampling=0),
        "hat/summer/1.jpeg": lambda path: save(path, photo(2, 31, 44)),
        "hat/grüßé.png": lambda path: save(path, photo(3)),
        "hat/alpha.png": lambda path: save(path, photo(4, channels=4)),
        "hat/gray.jpg": lambda path: save(path, photo(5, channels=1)),
        "hat/deep.png": lambda path: save_deep(path, deep(6)),
        "shoe/1.webp": lambda path: save(path, photo(7), lossless=True),
        "shoe/2.gif": lambda path: save(path, Image.fromarray(photo(8)).quantize(16)),
        "shoe/3.bmp": lambda path: save(path, photo(9)),
        "shoe/4.TIF": lambda path: save(path, photo(10), format="TIFF"),
    }
    for name, write in made.items():
        write(root / name)
    return root


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder ``data`` of pictures of all kinds; tests only read it."""
    return _make(tmp_path_factory.mktemp("written") / "data")


def _shown(image: Path | str, cwd: Path, page: Path, *flags: str) -> list[Pixels]:
    """Return the copies that a preview shows."""
    result = run("preview", image, *FLAGS, *flags, "--grid", "4x1", "--html", page, cwd=cwd)
    assert result.code == 0, result.stderr
    return [np.asarray(load(one)) for one in read_page(page.parent).pictures[1:]]


def _written(out: Path, name: str, source: Path) -> list[Pixels]:
    """Return the copies in a folder as a figure shows them: in 8 bits, gray as colour."""
    files = [out / one["file"] for one in records(out) if one["source"] == name]
    stretch = Stretch.of([decode(source.read_bytes(), 10**6)])
    images = [decode(file.read_bytes(), 10**6) for file in files]
    shown = [stretch.shown(image) if stretch else image for image in images]
    return [np.asarray(as_rgb(image)) for image in shown]


# Every kind of file, with the flags that matter to it.
CASES = {
    "": ("hat/1.jpg", "hat/summer/1.jpeg", "hat/grüßé.png", "hat/deep.png", "shoe/2.gif"),
    "--quality 5": ("hat/summer/1.jpeg", "hat/gray.jpg", "shoe/1.webp"),
    "--quality 60 --subsampling 4:2:0 --size 50x40": ("hat/1.jpg", "hat/alpha.png"),
    "--format jpg --quality 30 --reject": ("hat/alpha.png", "hat/deep.png", "shoe/4.TIF"),
    "--format webp --size 64x64 --fit contain": ("hat/gray.jpg", "hat/alpha.png", "shoe/3.bmp"),
    "--format bmp --size 24x36 --fit cover": ("hat/alpha.png", "shoe/2.gif"),
}


@pytest.mark.parametrize("flags", CASES)
def test_a_preview_shows_the_pixels_of_the_files(data: Path, tmp_path: Path, flags: str) -> None:
    expand(data, tmp_path / "out", "--copies", "3", *FLAGS, *flags.split())
    for name in CASES[flags]:
        source = data / name
        shown = _shown(source.name, source.parent, tmp_path / "page.html", *flags.split())
        written = _written(tmp_path / "out", name, source)
        assert len(shown) == len(written) == 3
        for one, other in zip(shown, written, strict=True):
            assert np.array_equal(one, other), name


def test_a_dataset_is_shown_as_the_files_will_be(data: Path, tmp_path: Path) -> None:
    flags = ("--quality", "10", "--size", "40x40")
    expand(data, tmp_path / "out", "--copies", "3", *FLAGS, *flags)
    args = ("--class", "shoe", "--images", "4", "--html", "page.html")
    assert run("preview", data, *FLAGS, *flags, *args, cwd=tmp_path).code == 0
    pictures = [np.asarray(load(one)) for one in read_page(tmp_path).pictures]
    written = [
        pixels
        for name in ("1.webp", "2.gif", "3.bmp", "4.TIF")
        for pixels in _written(tmp_path / "out", f"shoe/{name}", data / "shoe" / name)
    ]
    assert len(pictures) == 16
    for pixels in written:
        assert any(np.array_equal(pixels, one) for one in pictures)


def test_images_without_classes_are_drawn_as_expand_flat_draws_them(
    data: Path, tmp_path: Path
) -> None:
    expand(data / "shoe", tmp_path / "out", "--copies", "3", *FLAGS, "--flat")
    shown = _shown("3.bmp", data / "shoe", tmp_path / "page.html", "--flat")
    written = _written(tmp_path / "out", "3.bmp", data / "shoe" / "3.bmp")
    assert all(map(np.array_equal, shown, written))


def test_a_large_photo_at_the_usual_quality_is_shown_as_it_was_before_encoding(
    tmp_path: Path,
) -> None:
    """Nobody sees the difference, and it takes a quarter of the time."""
    source = save(tmp_path / "large.jpg", photo(1, 900, 700))
    usual, rough = (
        _shown(source, tmp_path, tmp_path / "page.html", "--size", "900x700", "--quality", quality)
        for quality in ("90", "3")
    )
    assert np.abs(usual[0].astype(int) - rough[0]).mean() > 2


def test_useless_copies_are_drawn_again_and_told(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "1.png", photo(1))
    save(tmp_path / "data" / "shoe" / "1.png", photo(2))
    flags = ("--brightness", "0,0.02", "--chance", "brightness=0.5", "--rotation", "20", "--reject")
    expand(tmp_path / "data", tmp_path / "out", "--copies", "5", *flags)
    result = run(
        "preview", "1.png", *flags, "--grid", "6x1", "--html", tmp_path / "page.html",
        cwd=tmp_path / "data" / "hat",
    )  # fmt: skip  # the command as it is typed
    made = [one for one in records(tmp_path / "out") if one["source"] == "hat/1.png"]
    assert read_page(tmp_path).recipes[1:] == [one["recipe"] for one in made]
    told = {line.split()[1] for line in result.stderr.splitlines() if "is drawn again" in line}
    assert told == {str(one["copy"]) for one in made if "attempt" in one}
    assert told
