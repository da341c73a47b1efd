"""The short way to decode a plain JPEG gives the pixels of the long one, or leaves it to that."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from augcli.errors import SourceProblem
from augcli.imaging.codec.decode import decode
from augcli.imaging.codec.jpeg import decode_plain

MOST = 10**7


def jpeg(mode: str = "RGB", **options: object) -> bytes:
    noise = np.random.default_rng(3).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(stream, "JPEG", **options)
    return stream.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 0}, {"dpi": (9, 9)}]
)
@pytest.mark.parametrize("smallest", [0, 20])
def test_a_plain_jpeg_has_the_same_pixels(
    mode: str, options: dict[str, object], smallest: int
) -> None:
    data = jpeg(mode, **options)
    found = decode_plain(data, MOST, smallest)
    assert found is not None
    pixels, found_mode = found
    image = decode(data, MOST, smallest)
    assert found_mode == image.mode
    assert np.array_equal(pixels, image.pixels)


def test_what_is_not_plain_is_left_to_the_long_way() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    some = {
        "to be turned": jpeg(exif=exif.tobytes()),
        "CMYK": jpeg("CMYK"),
        "cut off": jpeg()[:-400],
        "PNG": b"\x89PNG\r\n\x1a\n",
        "nothing": b"",
    }
    assert [name for name, data in some.items() if decode_plain(data, MOST, 20)] == []
    assert decode_plain(jpeg(), 60 * 90 - 1, 20) is None


def test_hostile_files_are_no_exception(corpus: Path) -> None:
    for path in sorted(one for one in corpus.rglob("*") if one.is_file()):
        data = path.read_bytes()
        found = decode_plain(data, MOST, 64)
        try:
            image = decode(data, MOST, 64)
        except (SourceProblem, MemoryError):
            assert found is None, path
        else:
            assert found is None or np.array_equal(found[0], image.pixels), path
