"""The options of expand that decide what its files are like and what it prints."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import load, photo, save
from .running import expand, outputs, records, run, tree

ONE = ("--copies", "1", "--rotation", "10")


@pytest.mark.parametrize(
    ("wanted", "format_", "files"),
    [
        ("same", None, ["hat/a_aug001.jpg", "shoe/b_aug001.png"]),
        ("jpg", "JPEG", ["hat/a_aug001.jpg", "shoe/b_aug001.jpg"]),
        ("png", "PNG", ["hat/a_aug001.png", "shoe/b_aug001.png"]),
        ("webp", "WEBP", ["hat/a_aug001.webp", "shoe/b_aug001.webp"]),
        ("bmp", "BMP", ["hat/a_aug001.bmp", "shoe/b_aug001.bmp"]),
        ("tiff", "TIFF", ["hat/a_aug001.tiff", "shoe/b_aug001.tiff"]),
    ],
)
def test_the_copies_have_the_format_asked_for(
    two_images: Path, tmp_path: Path, wanted: str, format_: str | None, files: list[str]
) -> None:
    expand(two_images, tmp_path / "out", *ONE, "--format", wanted)
    assert [record["file"] for record in records(tmp_path / "out")] == files
    for file in files:
        with Image.open(tmp_path / "out" / file) as image:
            assert image.format == (format_ or {"jpg": "JPEG", "png": "PNG"}[file[-3:]])


def test_a_source_keeps_the_spelling_of_an_ending_that_names_the_format(
    tmp_path: Path,
) -> None:
    for name in ("a.JPEG", "b.png", "c.jpg"):
        save(tmp_path / "data" / "hat" / name, photo())
    expand(tmp_path / "data", tmp_path / "out", *ONE, "--format", "jpg")
    files = [record["file"] for record in records(tmp_path / "out")]
    assert files == ["hat/a_aug001.JPEG", "hat/b_aug001.jpg", "hat/c_aug001.jpg"]


@pytest.mark.parametrize("wanted", ["jpg", "webp"])
def test_more_quality_makes_larger_and_closer_files(tmp_path: Path, wanted: str) -> None:
    source = photo(3, 200, 160)
    save(tmp_path / "data" / "hat" / "a.png", source)
    sizes, errors = [], []
    for quality in ("20", "95"):
        flags = ("--rotation", "0", "--copies", "1", "--format", wanted, "--quality", quality)
        expand(tmp_path / "data", tmp_path / quality, *flags)
        path = tmp_path / quality / "hat" / f"a_aug001.{wanted}"
        sizes.append(path.stat().st_size)
        errors.append(np.abs(np.asarray(load(path), float) - source).mean())
    assert sizes[0] < sizes[1]
    assert errors[0] > errors[1]


@pytest.mark.parametrize("fit", ["stretch", "cover", "contain"])
def test_every_copy_has_the_size_asked_for(two_images: Path, tmp_path: Path, fit: str) -> None:
    expand(two_images, tmp_path / "out", *ONE, "--size", "50x20", "--fit", fit)
    for record in records(tmp_path / "out"):
        assert (record["width"], record["height"]) == (50, 20)
        assert load(tmp_path / "out" / record["file"]).size == (50, 20)


def test_each_fit_places_the_picture_differently(tmp_path: Path) -> None:
    """A picture of 80x40, its left half red and right half blue, into 40x40."""
    halves = np.zeros((40, 80, 3), np.uint8)
    halves[:, :40] = (255, 0, 0)
    halves[:, 40:] = (0, 0, 255)
    save(tmp_path / "data" / "hat" / "a.png", halves)
    red, blue, white = (255, 0, 0), (0, 0, 255), (255, 255, 255)
    expected = {
        "stretch": {(1, 1): red, (38, 38): blue},
        "cover": {(1, 1): red, (38, 38): blue},
        "contain": {(1, 1): white, (38, 38): white, (1, 20): red, (38, 20): blue},
    }
    fill = ("--fill-mode", "constant", "--fill-value", "255")
    for fit, points in expected.items():
        size = ("--size", "40x40", "--fit", fit, "--rotation", "0", "--copies", "1")
        expand(tmp_path / "data", tmp_path / fit, *size, *fill)
        picture = load(tmp_path / fit / "hat" / "a_aug001.png")
        assert {point: picture.getpixel(point) for point in points} == points


@pytest.mark.parametrize("way", ["copy", "link"])
def test_unchanged_originals_are_put_beside_their_copies(
    two_images: Path, tmp_path: Path, way: str
) -> None:
    out = tmp_path / "out"
    expand(two_images, out, *ONE, "--originals", way)
    sources = {"hat/a.jpg", "shoe/b.png"}
    for name in sources:
        assert (out / name).read_bytes() == (two_images / name).read_bytes()
        if way == "copy":
            assert not (out / name).is_symlink()
        elif os.name == "posix":
            assert (out / name).is_symlink()
            assert (out / name).resolve() == (two_images / name).resolve()
    found = {record["file"]: record for record in records(out)}
    assert found.keys() == sources | {"hat/a_aug001.jpg", "shoe/b_aug001.png"}
    for name in sources:
        assert (found[name]["copy"], found[name]["recipe"]) == (0, [])
        assert found[name]["sha256"] == found[name]["source_sha256"]


def test_overwrite_keeps_the_sources_that_links_lead_to(two_images: Path, tmp_path: Path) -> None:
    before = tree(two_images)
    for extra in ((), ("--overwrite",)):
        expand(two_images, tmp_path / "out", *ONE, "--originals", "link", *extra)
    assert tree(two_images) == before


def _shades(root: Path, *names: str) -> None:
    for number, name in enumerate(names):
        shade = np.full((6, 8, 3), 20 + 40 * number, np.uint8)
        save(root / "hat" / name, shade)
    if len(list((root / "hat").iterdir())) < len(names):
        pytest.skip("this file system takes some of these names for the same")


@pytest.mark.parametrize(
    ("names", "flags"),
    [
        (("a.jpg", "a.png"), ("--format", "png")),
        (("a.gif", "a.png", "a.PNG"), ()),
        (("a.jpg", "A.jpg", "a.JPG"), ()),
        (("a.jpg", "a_aug001.jpg"), ()),
        (("a.jpg", "a_aug001.jpg", "A_AUG002.JPG"), ("--originals", "copy")),
        (("a.jpg", "a_aug001.png"), ("--originals", "copy", "--format", "png")),
        (("é.jpg", "e\u0301.jpg"), ()),
        ((f"{'x' * 251}.jpg", f"{'x' * 250}y.png"), ("--format", "png")),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_sources_with_similar_names_all_keep_their_own_copies(
    tmp_path: Path, names: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    _shades(tmp_path / "data", *names)
    out = tmp_path / "out"
    result = expand(tmp_path / "data", out, "--rotation", "0", "--copies", "3", "--json", *flags)
    found = records(out)
    each = 3 + ("copy" in flags)
    assert result.json["written"] == len(found) == each * len(names)
    # Distinct even where neither case nor composition of letters counts.
    folded = {unicodedata.normalize("NFC", record["file"]).casefold() for record in found}
    assert len(folded) == len(found)
    assert outputs(out).keys() == {record["file"] for record in found}
    for record in found:
        ours = np.asarray(load(out / record["file"]), float)
        theirs = np.asarray(load(tmp_path / "data" / record["source"]).convert("RGB"), float)
        assert np.abs(ours - theirs).max() <= 3
    assert expand(tmp_path / "data", out, "--rotation", "0", "--copies", "3", *flags).stdout.count(
        "nothing to write"
    )


def test_a_dry_run_counts_and_writes_nothing(two_images: Path, tmp_path: Path) -> None:
    flags = ("--dry-run", "--copies", "4", "--rotation", "10")
    result = expand(two_images, tmp_path / "out", *flags)
    assert [row.split()[:4] for row in result.stdout.splitlines()[1:4]] == [
        ["hat", "1", "4", "4"],
        ["shoe", "1", "4", "4"],
        ["total", "2", "8", "8"],
    ]
    found = expand(two_images, tmp_path / "out", *flags, "--json").json
    assert list(tmp_path.iterdir()) == []
    expand(two_images, tmp_path / "out", *flags[1:])
    actual = sum(len(data) for data in outputs(tmp_path / "out").values())
    assert found["bytes"] == pytest.approx(actual, rel=0.3)


def test_json_is_one_object_on_stdout_and_the_rest_is_on_stderr(
    two_images: Path, tmp_path: Path
) -> None:
    result = expand(two_images, tmp_path / "out", "--copies", "2", "--json", "-v")
    found = result.json
    assert (found["sources"], found["expanded"], found["copies"]) == (2, 2, 4)
    assert found["out"] == str(tmp_path / "out")
    assert found["finished"] is True
    assert found["classes"].keys() == {"hat", "shoe"}
    assert "preset" in result.stderr
    assert "seed 0" in result.stderr


def test_quiet_prints_nothing(two_images: Path, tmp_path: Path) -> None:
    result = expand(two_images, tmp_path / "out", "-q")
    assert (result.stdout, result.stderr) == ("", "")
    assert expand(two_images, tmp_path / "out", "-q", "--json").json["written"] == 0


def test_a_file_in_the_way_is_an_error_of_two_lines_with_exit_code_1(
    two_images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(two_images, out, *ONE)
    (out / "hat" / "a_aug001.jpg").unlink()
    (out / "hat").rmdir()
    (out / "hat").write_bytes(b"in the way")
    result = run("expand", two_images, out, *ONE)
    assert result.code == 1
    problem, way_out = result.stderr.splitlines()
    assert problem.startswith("augcli: cannot")
    assert "run the same command again" in way_out
    (out / "hat").unlink()
    expand(two_images, out, *ONE)
    expand(two_images, tmp_path / "fresh", *ONE)
    assert tree(out) == tree(tmp_path / "fresh")
