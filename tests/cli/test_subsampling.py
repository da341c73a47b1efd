"""JPEG copies store colours as their source does, or as --subsampling says."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import simplejpeg
from PIL import Image

from .pictures import load, photo, save
from .running import assert_refused, expand, records, run, tree

# How many samples of brightness there are for one of colour, in a row and in a column.
FACTORS = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}
WAYS = tuple(FACTORS.values())
ONE = ("--copies", "1", "--rotation", "20")


def _digits(way: str) -> str:
    return way.replace(":", "")


def _jpeg(way: str) -> bytes:
    return bytes(simplejpeg.encode_jpeg(photo(1), 90, "RGB", _digits(way)))


def _way_of(path: Path) -> str:
    """Return how a JPEG stores colours, as Pillow reads it."""
    with Image.open(path) as image:
        (_, *luma, _), *colours = image.layer  # type: ignore[attr-defined]  # Pillow's JPEGs have it
    assert all(tuple(colour[1:3]) == (1, 1) for colour in colours)
    return FACTORS[luma[0], luma[1]]


def _ways_of(out: Path) -> dict[str, str]:
    return {record["source"]: _way_of(out / record["file"]) for record in records(out)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """JPEGs of each way in the class jpeg, a PNG in the class other."""
    root = tmp_path_factory.mktemp("ways") / "data"
    save(root / "other" / "a.png", photo(1))
    (root / "jpeg").mkdir()
    for way in WAYS:
        (root / "jpeg" / f"{_digits(way)}.jpg").write_bytes(_jpeg(way))
    return root


@pytest.mark.parametrize("quality", ["90", "97"])
def test_copies_of_a_jpeg_store_colours_as_it_does(
    data: Path, tmp_path: Path, quality: str
) -> None:
    expand(data, tmp_path / "out", *ONE, "--format", "jpg", "--quality", quality)
    found = _ways_of(tmp_path / "out")
    assert {name: found[name] for name in found if name != "other/a.png"} == {
        f"jpeg/{_digits(way)}.jpg": way for way in WAYS
    }


def test_a_picture_that_exif_turns_keeps_the_colours_of_its_rows_and_columns(
    tmp_path: Path,
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    segment = b"\xff\xe1" + (len(exif.tobytes()) + 2).to_bytes(2, "big") + exif.tobytes()
    turned = {"4:2:2": "4:4:0", "4:4:0": "4:2:2", "4:1:1": "4:4:4", "4:2:0": "4:2:0"}
    (tmp_path / "data" / "hat").mkdir(parents=True)
    for way in turned:
        jpeg = _jpeg(way)
        path = tmp_path / "data" / "hat" / f"{_digits(way)}.jpg"
        path.write_bytes(jpeg[:20] + segment + jpeg[20:])
    expand(tmp_path / "data", tmp_path / "out", *ONE)
    assert _ways_of(tmp_path / "out") == {
        f"hat/{_digits(way)}.jpg": after for way, after in turned.items()
    }


@pytest.mark.parametrize(
    ("flags", "way"),
    [
        (("--quality", "94"), "4:2:0"),
        (("--quality", "95"), "4:4:4"),
        (("--quality", "95", "--subsampling", "4:2:0"), "4:2:0"),
        (("--subsampling", "4:4:4"), "4:4:4"),
        (("--subsampling", "4:2:2"), "4:2:2"),
    ],
)
def test_copies_of_other_formats_store_colours_as_quality_or_the_flag_says(
    data: Path, tmp_path: Path, flags: tuple[str, ...], way: str
) -> None:
    expand(data, tmp_path / "out", *ONE, "--format", "jpg", *flags)
    found = _ways_of(tmp_path / "out")
    assert found["other/a.png"] == way
    if "--subsampling" in flags:
        assert set(found.values()) == {way}


def test_edges_between_colours_stay_as_sharp_as_in_the_source(tmp_path: Path) -> None:
    stripes = np.zeros((32, 32, 3), np.uint8)
    stripes[:, ::2], stripes[:, 1::2] = (220, 30, 30), (30, 30, 220)
    save(tmp_path / "data" / "hat" / "a.jpg", stripes, quality=95, subsampling="4:4:4")
    expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--rotation", "0")
    ours = np.asarray(load(tmp_path / "out" / "hat" / "a_aug001.jpg"), float)
    assert np.abs(ours - stripes).mean() < 3  # with 4:2:0 it is 69


def test_a_source_of_4_2_0_keeps_the_bytes_that_simplejpeg_writes(tmp_path: Path) -> None:
    (tmp_path / "data" / "hat").mkdir(parents=True)
    (tmp_path / "data" / "hat" / "a.jpg").write_bytes(_jpeg("4:2:0"))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--rotation", "0")
    pixels = simplejpeg.decode_jpeg(_jpeg("4:2:0"), "RGBA")
    wanted = simplejpeg.encode_jpeg(pixels, 90, "RGBA", "420")
    assert (tmp_path / "out" / "hat" / "a_aug001.jpg").read_bytes() == wanted


@pytest.mark.parametrize("mode", ["CMYK", "RGB"])
def test_inks_and_plain_rgb_have_a_colour_for_each_pixel_and_so_have_their_copies(
    tmp_path: Path, mode: str
) -> None:
    stream = io.BytesIO()
    plain = {"keep_rgb": True} if mode == "RGB" else {}
    Image.fromarray(photo(2)).convert(mode).save(stream, "JPEG", **plain)
    (tmp_path / "data" / "hat").mkdir(parents=True)
    (tmp_path / "data" / "hat" / "a.jpg").write_bytes(stream.getvalue())
    expand(tmp_path / "data", tmp_path / "out", *ONE)
    assert _way_of(tmp_path / "out" / "hat" / "a_aug001.jpg") == "4:4:4"


def test_it_is_a_setting_that_another_run_verify_and_replay_hold_to(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(data, out, *ONE, "--subsampling", "4:2:2")
    before = tree(out)
    assert_refused(run("expand", data, out, *ONE), "subsampling", "4:2:2", "keep")
    assert run("verify", out, data, "--deep").code == 0
    (out / "jpeg" / "444_aug001.jpg").unlink()
    assert run("replay", out, "--all", "--data", data).code == 0
    assert tree(out) == before
    elsewhere = ("-o", tmp_path / "new", "--subsampling", "4:4:4")
    assert run("replay", out, "--all", "--data", data, *elsewhere).code == 0
    assert {_way_of(path) for path in (tmp_path / "new").rglob("*.jpg")} == {"4:4:4"}


def test_a_way_that_is_not_offered_is_refused(data: Path, tmp_path: Path) -> None:
    result = run("expand", data, tmp_path / "out", *ONE, "--subsampling", "4:4:2")
    assert_refused(result, "--subsampling", "4:4:2")
    assert "4:2:0" in result.stderr
