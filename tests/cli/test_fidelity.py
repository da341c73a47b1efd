"""What of a picture survives an expansion, and that what can't is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from .pictures import SRGB, Pixels, deep, load, load_deep, photo, profile_for, save, save_deep
from .running import Record, expand, records

_UNDO = {  # what sets a picture of that EXIF orientation upright, so what to store is its inverse
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
GPS = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
RGBA = np.dstack([photo(5), np.tile(np.linspace(0, 255, 40, dtype=np.uint8), (30, 1))])
LA = RGBA[..., [0, 3]]


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0131] = "a camera's software"
    exif.get_ifd(0x8825).update(GPS)
    return exif


def _turned(path: Path) -> None:
    orientation = int(path.stem[-1])
    image, undo = Image.fromarray(photo()), _UNDO[orientation]
    stored = image if undo is None else image.transpose(undo)
    save(
        path, stored, exif=_exif(orientation), **({"quality": 95} if path.suffix == ".jpg" else {})
    )


def _by(picture: Pixels | Image.Image, **options: Any) -> Callable[[Path], object]:
    return lambda path: save(path, picture, **options)


def _deep(pixels: Pixels) -> Callable[[Path], object]:
    return lambda path: save_deep(path, pixels)


PALETTE = Image.fromarray(photo(6)).quantize(64)
COLOURS = PALETTE.convert("RGB")
INKS = Image.fromarray(photo(7)).convert("CMYK")
ICC = {"icc_profile": SRGB, "exif": _exif()}
GRAY = profile_for(b"GRAY")
GRAY_ICC = {"icc_profile": GRAY, "exif": _exif()}
_KEYED = photo(8)
_KEYED[:9] = (1, 2, 3)

SOURCES: dict[str, Callable[[Path], object]] = {
    **{f"turned/f{number}.{ending}": _turned for number in _UNDO for ending in ("jpg", "png")},
    **{f"turned/t{number}.tif": _turned for number in (1, 6)},
    **{f"icc/a.{ending}": _by(photo(), **ICC) for ending in ("jpg", "png", "webp", "tiff")},
    **{f"icc/rgba.{ending}": _by(RGBA, **ICC) for ending in ("png", "webp", "tiff")},
    **{
        f"icc/gray.{ending}": _by(photo(channels=1), **GRAY_ICC)
        for ending in ("jpg", "png", "tiff")
    },
    **{f"gray/a.{end}": _by(photo(channels=1)) for end in ("jpg", "png", "bmp", "tif", "webp")},
    "gray/one_bit.png": _by(Image.fromarray(photo(channels=1)).convert("1")),
    "deep/gray.png": _by(deep(1, 1)),
    "deep/gray.tif": _by(deep(2, 1)),
    "deep/rgb.png": _deep(deep(3)),
    "deep/rgb.tif": _deep(deep(4)),
    "deep/rgba.png": _deep(deep(5, 4)),
    "alpha/rgba.png": _by(RGBA),
    "alpha/rgba.webp": _by(RGBA, lossless=True, exact=True),
    "alpha/rgba.tif": _by(RGBA),
    "alpha/la.png": _by(LA),
    "odd/palette.png": _by(PALETTE),
    "odd/palette.gif": _by(PALETTE),
    "odd/palette_seen_through.png": _by(PALETTE, transparency=3),
    "odd/key.png": _by(_KEYED, transparency=(1, 2, 3)),
    "odd/gray_key.png": _by(_KEYED[..., 0], transparency=1),
    "odd/inks.jpg": _by(INKS, quality=95),
    "odd/inks.tif": _by(INKS),
}


@dataclass(frozen=True)
class Done:
    """All the sources expanded once, neither moved nor recoloured."""

    data: Path
    out: Path
    files: dict[str, str]
    summary: Record
    told: str

    def path(self, source: str) -> Path:
        return self.out / self.files[source]

    def load(self, source: str) -> Image.Image:
        return load(self.path(source))


def _expanded(root: Path, name: str, *flags: str) -> Done:
    out = root / name
    result = expand(root / "data", out, "--rotation", "0", "--copies", "1", "--json", *flags)
    files = {record["source"]: record["file"] for record in records(out)}
    assert files.keys() == SOURCES.keys()
    return Done(root / "data", out, files, result.json, result.stderr)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("fidelity")
    for name, make in SOURCES.items():
        (root / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        make(root / "data" / name)
    return root


@pytest.fixture(scope="module")
def same(root: Path) -> Done:
    return _expanded(root, "same")


@pytest.fixture(scope="module")
def png(root: Path) -> Done:
    return _expanded(root, "png", "--format", "png")


@pytest.fixture(scope="module")
def jpg(root: Path) -> Done:
    return _expanded(root, "jpg", "--format", "jpg")


_EIGHT_BIT = [name for name in SOURCES if not name.startswith(("deep/", "odd/inks"))]


@pytest.mark.parametrize("source", _EIGHT_BIT)
def test_an_identity_run_agrees_with_pillow_exactly(png: Done, source: str) -> None:
    upright = ImageOps.exif_transpose(load(png.data / source))
    ours = png.load(source)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    assert ("A" in ours.getbands()) == transparent
    wanted = np.asarray(upright.convert("RGBA" if transparent else "RGB"))
    assert np.array_equal(np.asarray(ours.convert("RGBA" if transparent else "RGB")), wanted)


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_all_eight_orientations_come_out_upright_and_equal(same: Done, ending: str) -> None:
    for number in _UNDO:
        ours = same.load(f"turned/f{number}.{ending}")
        assert ours.size == (40, 30)
        difference = np.abs(np.asarray(ours, float) - photo()).mean()
        assert difference < (8 if ending == "jpg" else 0.01)


def test_a_turned_tiff_comes_out_upright(same: Done) -> None:
    for number in (1, 6):
        assert np.array_equal(np.asarray(same.load(f"turned/t{number}.tif")), photo())


@pytest.mark.parametrize("source", [name for name in SOURCES if name.startswith(("turned", "icc"))])
def test_orientation_gps_and_other_metadata_are_dropped(same: Done, source: str) -> None:
    assert same.load(source).getexif().get(0x0112, 1) == 1
    assert 0x8825 not in same.load(source).getexif()
    data = same.path(source).read_bytes()
    assert b"camera" not in data
    assert b"Exif" not in data


@pytest.mark.parametrize("source", [name for name in SOURCES if name.startswith("icc")])
def test_the_colour_profile_is_kept(same: Done, png: Done, source: str) -> None:
    profile = GRAY if "gray" in source else SRGB
    assert same.load(source).info.get("icc_profile") == profile
    assert png.load(source).info.get("icc_profile") == profile


def test_a_profile_of_many_segments_is_kept(tmp_path: Path) -> None:
    profile = SRGB[:128] + bytes(range(256)) * 800
    save(tmp_path / "data" / "hat" / "a.jpg", photo(), icc_profile=profile)
    expand(tmp_path / "data", tmp_path / "out", "--rotation", "0", "--copies", "1")
    assert load(tmp_path / "out" / "hat" / "a_aug001.jpg").info["icc_profile"] == profile


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.bmp", "a.tif", "one_bit.png"])
def test_gray_stays_gray(same: Done, name: str) -> None:
    assert same.load(f"gray/{name}").mode == "L"


@pytest.mark.parametrize("source", [name for name in SOURCES if name.startswith("deep")])
def test_16_bits_stay_16_bits_to_the_last(same: Done, png: Done, source: str) -> None:
    for done in (same, png):
        ours = load_deep(done.path(source))
        assert ours.dtype == np.uint16
        assert np.array_equal(ours, load_deep(done.data / source))


@pytest.mark.parametrize("source", [name for name in SOURCES if name.startswith("alpha")])
def test_alpha_stays_where_the_format_can_hold_it(same: Done, source: str) -> None:
    ours = same.load(source)
    assert ours.mode == ("LA" if "la." in source else "RGBA")
    assert np.array_equal(np.asarray(ours)[..., -1], RGBA[..., 3])


def test_a_palette_becomes_colours(same: Done) -> None:
    modes = {"palette.png": "RGB", "palette.gif": "RGB", "palette_seen_through.png": "RGBA"}
    assert {name: same.load(f"odd/{name}").mode for name in modes} == modes
    assert np.array_equal(np.asarray(same.load("odd/palette.png")), np.asarray(COLOURS))


def test_a_transparent_colour_becomes_alpha(same: Done) -> None:
    for source, mode in (("odd/key.png", "RGBA"), ("odd/gray_key.png", "LA")):
        ours = same.load(source)
        assert ours.mode == mode
        assert not np.asarray(ours)[:9, :, -1].any()
        assert (np.asarray(ours)[10:, :, -1] == 255).mean() > 0.9


@pytest.mark.parametrize("ending", ["jpg", "tif"])
def test_inks_become_colours_that_are_not_inverted(same: Done, ending: str) -> None:
    ours = same.load(f"odd/inks.{ending}")
    assert ours.mode == "RGB"
    assert np.abs(np.asarray(ours, float) - photo(7)).mean() < 12


def test_what_jpeg_cannot_keep_is_told(jpg: Done) -> None:
    changes = jpg.summary["changes"]
    expected = {"16-bit": 5, "alpha": 11, "1-bit": 1, "CMYK": 2}
    for what, images in expected.items():
        assert sum(n for change, n in changes.items() if change.startswith(what)) == images
    assert all(f"changed: {change}" in jpg.told for change in changes)


def test_what_is_seen_through_is_put_onto_white(jpg: Done) -> None:
    ours = np.asarray(jpg.load("alpha/rgba.png"), float)
    opacity = RGBA[..., 3:] / 255
    assert np.abs(ours - (RGBA[..., :3] * opacity + 255 * (1 - opacity))).mean() < 8
