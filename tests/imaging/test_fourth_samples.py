"""What the fourth sample of a TIFF is: alpha, premultiplied alpha, or something unknown."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from cli.running import Result, run_python
from oracles import Pixels, noise
from PIL import Image as PillowImage

from augcli.errors import SourceProblem
from augcli.imaging.codec.decode import decode
from augcli.imaging.codec.encode import encode
from augcli.imaging.codec.formats import format_of

UNKNOWN, PREMULTIPLIED, ALPHA = 0, 1, 2
ORANGE = (255, 127, 0)


def _tiff(pixels: Pixels, extra: int, photometric: int = 2) -> bytes:
    """Write an uncompressed TIFF by hand."""
    height, width, channels = pixels.shape
    data, bits = pixels.tobytes(), 8 * pixels.itemsize
    tags = [(256, width), (257, height), (258, 0), (259, 1), (262, photometric), (273, 0)]
    tags += [(277, channels), (278, height), (279, len(data)), (338, extra)]
    after = 8 + 2 + 12 * len(tags) + 4
    entries = b""
    for tag, value in tags:
        if tag == 258 and channels > 2:
            entries += struct.pack("<HHII", tag, 3, channels, after)
        elif tag == 258:
            entries += struct.pack("<HHIHH", tag, 3, channels, bits, bits)
        else:
            place = after + 2 * channels
            entries += struct.pack("<HHII", tag, 4, 1, place if tag == 273 else value)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags))
    return head + entries + bytes(4) + struct.pack(f"<{channels}H", *[bits] * channels) + data


def _orange(depth: int, *, premultiplied: bool) -> Pixels:
    """Make a picture of one colour, whose opacity grows from left to right."""
    opacity = np.linspace(0.01, 1, 40)[np.newaxis, :, np.newaxis].repeat(3, axis=0)
    colours = np.array(ORANGE) * np.ones((3, 40, 1)) * (opacity if premultiplied else 1)
    top = 2**depth - 1
    levels = np.concatenate([colours / 255, opacity], axis=2) * top
    made: Pixels = np.rint(levels).astype(f"<u{depth // 8}")
    return made


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("extra", [PREMULTIPLIED, ALPHA])
def test_colours_come_out_without_their_alpha(depth: int, extra: int) -> None:
    file = _tiff(_orange(depth, premultiplied=extra == PREMULTIPLIED), extra)
    found = decode(file)
    assert (found.mode, found.depth) == ("RGBA", depth)
    top = 2**depth - 1
    clear = found.pixels[0, 10:].astype(float)
    off = np.abs(clear[:, :3] / top - np.array(ORANGE) / 255).max()
    assert off < (0.02 if depth == 8 else 0.0001)  # 8 bits of a quarter of the colour
    shown = np.asarray(PillowImage.open(io.BytesIO(file)))
    if shown.shape[2] == 4:
        assert np.abs(clear / top - shown[0, 10:] / 255).max() < 0.02


@pytest.mark.parametrize("depth", [8, 16])
def test_a_sample_of_unknown_meaning_is_dropped_and_told(depth: int) -> None:
    found = decode(_tiff(_orange(depth, premultiplied=False), UNKNOWN))
    assert found.mode in ("RGB", "RGBX")
    assert found.changes == ("fourth sample of unknown meaning dropped",)
    assert np.abs(found.pixels[0, 0, :3] / found.top - np.array(ORANGE) / 255).max() < 0.001


def test_16_bit_gray_with_alpha_is_refused_by_name() -> None:
    with pytest.raises(SourceProblem, match="16-bit gray with alpha") as refused:
        decode(_tiff(_orange(16, premultiplied=False)[..., 2:], ALPHA, photometric=1))
    assert (refused.value.status, refused.value.reason) == ("refused", "mode")


def _read_by_opencv(path: Path) -> Result:
    return run_python("-c", f"import cv2; print(cv2.imread({str(path)!r}, -1).shape)")


def test_copies_say_that_their_fourth_sample_is_alpha(tmp_path: Path) -> None:
    image = noise(7, 5, "RGBA", 16)
    file = encode(image, format_of("tif"), 90)
    tags = PillowImage.open(io.BytesIO(file)).tag_v2  # type: ignore[attr-defined]  # a TIFF has them
    assert tags[338] in (ALPHA, (ALPHA,))
    assert (decode(file).pixels == image.pixels).all()
    (tmp_path / "a.tif").write_bytes(file)
    read = _read_by_opencv(tmp_path / "a.tif")
    assert (read.stdout, read.stderr) == ("(5, 7, 4)\n", "")


def test_lossy_webp_hides_what_is_hidden() -> None:
    y, x = np.mgrid[:64, :64]
    outside = np.hypot(x - 32, y - 32) > 20
    files = []
    for hidden in ((0, 0, 0), (0, 255, 0)):
        image = noise(64, 64, "RGBA")
        image.pixels[...] = (255, 0, 0, 255)
        image.pixels[outside] = (*hidden, 0)
        files.append(encode(image, format_of("webp"), 90))
    assert files[0] == files[1]
    found = np.asarray(PillowImage.open(io.BytesIO(files[0])))
    assert found[~outside][:, 0].min() > 245
