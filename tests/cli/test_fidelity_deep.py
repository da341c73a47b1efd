"""Pictures of 16 bits a channel with orientations, transparency and profiles."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import SRGB, Pixels, deep, load, load_deep, save_deep
from .running import Result, records, run, skipped

COLOUR = deep(1)
# Orientation to how an upright picture is stored with it.
STORED: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, 1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: lambda pixels: np.rot90(pixels, 3),
}


def _with_chunk(path: Path, kind: bytes, body: bytes) -> None:
    """Put a chunk into a PNG, after the header."""
    png = path.read_bytes()
    chunk = struct.pack(">I", len(body)) + kind + body
    path.write_bytes(png[:33] + chunk + struct.pack(">I", zlib.crc32(kind + body)) + png[33:])


def _write_png(path: Path, pixels: Pixels, orientation: int) -> None:
    save_deep(path, np.ascontiguousarray(pixels))
    exif = Image.Exif()
    exif[0x0112] = orientation
    _with_chunk(path, b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0"))


def _write_tiff(path: Path, pixels: Pixels, orientation: int, colours: int | None = None) -> None:
    """Write an uncompressed TIFF of one strip: no library here writes 16 bits and a tag."""
    height, width = pixels.shape[:2]
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    data = pixels.astype("<u2").tobytes()
    depths = struct.pack(f"<{channels}H", *[16] * channels)
    start = 8 + len(data)
    photometric = colours or (1 if channels == 1 else 2)
    tags = [(256, 4, 1, width), (257, 4, 1, height), (259, 3, 1, 1), (262, 3, 1, photometric)]
    tags += [(258, 3, channels, 16 if channels == 1 else start), (273, 4, 1, 8)]
    tags += [(274, 3, 1, orientation), (277, 3, 1, channels), (278, 4, 1, height)]
    tags += [(279, 4, 1, len(data)), (284, 3, 1, 1)]
    table = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    header = struct.pack("<2sHI", b"II", 42, start + len(depths))
    directory = struct.pack("<H", len(tags)) + table + bytes(4)
    path.write_bytes(header + data + depths + directory)


LAB, ICC_LAB, ITU_LAB, CMYK = 8, 9, 10, 5  # photometric interpretations


@pytest.mark.parametrize("colours", [LAB, ICC_LAB, ITU_LAB])
def test_lab_is_refused_by_name(hat: Path, tmp_path: Path, colours: int) -> None:
    _write_tiff(hat / "deep.tif", COLOUR, 1, colours)
    Image.new("LAB", (9, 9)).save(hat / "shallow.tif")
    assert _expand(tmp_path).code == 3
    for record in skipped(tmp_path / "out"):
        assert (record["status"], record["reason"]) == ("refused", "mode")
        assert "LAB" in record["text"]
        assert "RGB" in record["text"]


def test_16_bit_inks_that_become_8_bit_colours_are_told(hat: Path, tmp_path: Path) -> None:
    _write_tiff(hat / "a.tif", deep(1, 4), 1, CMYK)
    assert _expand(tmp_path).json["changes"] == {
        "16-bit CMYK reduced to 8-bit": 1,
        "CMYK converted to RGB": 1,
    }


def _expand(tmp_path: Path, *flags: str) -> Result:
    identity = ("--rotation", "0", "--copies", "1", "--workers", "1")
    return run("expand", tmp_path / "data", tmp_path / "out", *identity, "--json", *flags)


@pytest.fixture
def hat(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "hat"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("ending", "write", "upright"),
    [
        ("png", _write_png, COLOUR),
        ("tif", _write_tiff, COLOUR),
        ("png", _write_png, COLOUR[..., 0]),
        ("tif", _write_tiff, COLOUR[..., 0]),
    ],
    ids=["png", "tiff", "gray png", "gray tiff"],
)
def test_all_eight_orientations_of_16_bit_pictures_come_out_upright(
    hat: Path,
    tmp_path: Path,
    ending: str,
    write: Callable[[Path, Pixels, int], None],
    upright: Pixels,
) -> None:
    for orientation, stored in STORED.items():
        write(hat / f"f{orientation}.{ending}", stored(upright), orientation)
    assert _expand(tmp_path, "--format", "png").code == 0
    wrong = [
        record["source"]
        for record in records(tmp_path / "out")
        if not np.array_equal(load_deep(tmp_path / "out" / record["file"]), upright)
    ]
    assert wrong == []


@pytest.mark.parametrize("channels", [1, 3])
def test_a_transparent_level_of_16_bits_is_kept_or_told_or_refused(
    hat: Path, tmp_path: Path, channels: int
) -> None:
    pixels = deep(2, channels)
    pixels[:9] = 771
    save_deep(hat / "key.png", pixels)
    _with_chunk(hat / "key.png", b"tRNS", struct.pack(">H", 771) * channels)
    result = _expand(tmp_path)
    if skipped(tmp_path / "out"):
        return
    ours = load_deep(tmp_path / "out" / "hat" / "key_aug001.png")
    has_alpha = ours.ndim == 3 and ours.shape[2] == 4
    told = [change for change in result.json["changes"] if "transparen" in change]
    assert has_alpha or told, (ours.shape, result.stderr)
    if has_alpha:
        assert not ours[:9, :, 3].any()
        assert ours[10:, :, 3].all()


def test_gray_with_alpha_of_16_bits_keeps_its_levels_and_any_change_is_told(
    hat: Path, tmp_path: Path
) -> None:
    pixels = deep(3, 4)[..., [0, 3]]
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 16, 4, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")):
        png += struct.pack(">I", len(body)) + kind + body
        png += struct.pack(">I", zlib.crc32(kind + body))
    (hat / "la.png").write_bytes(png)
    result = _expand(tmp_path)
    assert result.code == 0
    path = tmp_path / "out" / "hat" / "la_aug001.png"
    ours = load_deep(path)
    assert np.array_equal(ours[..., [0, 3]], pixels)
    is_gray = path.read_bytes()[25] == 4
    assert is_gray or result.json["changes"], "became RGBA, untold"


def test_the_profile_of_a_16_bit_picture_is_kept_or_told(hat: Path, tmp_path: Path) -> None:
    save_deep(hat / "a.png", COLOUR)
    _with_chunk(hat / "a.png", b"iCCP", b"sRGB\0\0" + zlib.compress(SRGB))
    _expand(tmp_path)
    assert load(tmp_path / "out" / "hat" / "a_aug001.png").info["icc_profile"] == SRGB
    told = _expand(tmp_path, "--format", "tiff", "--overwrite").json["changes"]
    kept = load(tmp_path / "out" / "hat" / "a_aug001.tiff").info.get("icc_profile") == SRGB
    assert kept or any("profile" in change for change in told)


@pytest.mark.parametrize("channels", [1, 3])
def test_16_bits_become_8_by_scale_where_a_format_holds_no_more(
    hat: Path, tmp_path: Path, channels: int
) -> None:
    pixels = deep(4, channels)
    save_deep(hat / "a.png", pixels)
    result = _expand(tmp_path, "--format", "bmp")
    ours = np.asarray(load(tmp_path / "out" / "hat" / "a_aug001.bmp"), float)
    assert np.abs(ours - pixels / 257).max() <= 0.51
    assert any("16-bit" in change for change in result.json["changes"])
