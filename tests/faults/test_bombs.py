"""Check that small files which claim or hold too much do not take much memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import records
from PIL import Image

from .made import chunk, jpeg, png
from .scene import FLAGS, small_dataset

MOST_MEMORY = 400  # megabytes for refusing a file, of the issue's own choosing

# A logical screen of 0x0, in which a frame of 65535x65535 is to be restored to the background.
GIF_BOMB = (
    b"GIF89a\0\0\0\0\0\0\0"
    b"\x21\xf9\x04\x09\0\0\0\0"
    b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0\x3b"
)


def _huge_png() -> bytes:
    return png(30_000, 30_000, (8, 2, 0), bytes(1000))


def _huge_jpeg() -> bytes:
    found = bytearray(jpeg())
    place = found.index(b"\xff\xc0")
    found[place + 5 : place + 9] = struct.pack(">HH", 8000, 8000)
    return bytes(found)


def _text_bomb() -> bytes:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 << 20), 9))
    whole = png(8, 8, (8, 0, 0), bytes(72))
    return whole[:33] + bomb + whole[33:]


def _profile_bomb() -> bytes:
    bomb = chunk(b"iCCP", b"ICC\0\0" + zlib.compress(bytes(100 << 20), 9))
    whole = png(8, 8, (8, 0, 0), bytes(72))
    return whole[:33] + bomb + whole[33:]


def _data_bomb() -> bytes:
    return png(8, 8, (8, 0, 0), bytes(100 << 20))


def _webp_of_most_size() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (16_383, 5000)).save(stream, "WEBP", lossless=True, method=0)
    return stream.getvalue()


def _bmp_header() -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def _tiff_header() -> bytes:
    tags = [(256, 4, 1, 60_000), (257, 4, 1, 60_000), (258, 3, 1, 8), (259, 3, 1, 1)]
    tags += [(262, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, 60_000), (279, 4, 1, 4_000_000_000)]
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + body + bytes(4)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "GIF whose frame is larger than its screen": ("gif", lambda: GIF_BOMB),
    "PNG of 900 megapixels": ("png", _huge_png),
    "JPEG of 64 megapixels in 5 kB": ("jpg", _huge_jpeg),
    "PNG with compressed text": ("png", _text_bomb),
    "PNG with a compressed profile": ("png", _profile_bomb),
    "PNG with more data than pixels": ("png", _data_bomb),
    "WebP of 82 megapixels": ("webp", _webp_of_most_size),
    "BMP of a header": ("bmp", _bmp_header),
    "TIFF of a header": ("tif", _tiff_header),
}
MEASURE = (
    "import resource, sys\nfrom augcli.cli import main\n"
    "try: main(sys.argv[1:])\n"
    "finally:\n"
    "    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
    "    print('memory', most // (1 << (20 if sys.platform == 'darwin' else 10)), file=sys.stderr)"
)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured otherwise there")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_gives_nothing_or_a_picture_and_takes_little_memory(
    tmp_path: Path, bomb: str
) -> None:
    ending, make = BOMBS[bomb]
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    (data / "hat" / f"bomb.{ending}").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, "expand", data, out, *FLAGS, "--workers", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode in (0, 3), done
    assert "Traceback" not in done.stderr
    assert {r["source"] for r in records(out)} >= {"hat/a.png", "shoe/b.jpg"}
    memory = int(done.stderr.split()[-1])
    if done.returncode == 3:
        assert memory < MOST_MEMORY
