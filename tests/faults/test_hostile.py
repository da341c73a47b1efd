"""Images that are made to do harm: each costs its own copies, within bounds, and is named."""

from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import outputs, records, run, skipped
from PIL import Image

from augcli.codec.decode import decode
from augcli.errors import SourceProblem

from .scene import FLAGS, assert_all_accounted_for, assert_sound, small_dataset

MOST_MEMORY = 400  # megabytes for refusing a file, of the issue's own choosing
TWO = ("--workers", "2")


def _jpeg(**options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(photo(3, 200, 150)).save(stream, "JPEG", quality=90, **options)
    return stream.getvalue()


JPEGS = {
    "baseline": lambda: _jpeg(subsampling=2),
    "progressive": lambda: _jpeg(progressive=True),
    "full colour": lambda: _jpeg(subsampling=0),
    "with restarts": lambda: _jpeg(restart_marker_rows=1),
    "with its own tables": lambda: _jpeg(optimize=True),
}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", JPEGS)
def test_a_jpeg_cut_short_is_bad_also_with_its_end_marker_put_back(kind: str, share: float) -> None:
    whole = JPEGS[kind]()
    decode(whole)
    if kind == "progressive" and share == 0.9:
        share = 0.8  # with every scan begun, only the last refinement is cut
    for end in (b"", b"\xff\xd9"):
        with pytest.raises(SourceProblem) as caught:
            decode(whole[: int(len(whole) * share)] + end)
        assert caught.value.status == "bad"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("end", [b"", b"\xff\xd9"], ids=["cut", "end marker"])
def test_gray_and_inked_jpegs_cut_short_are_bad_too(mode: str, end: bytes) -> None:
    stream = io.BytesIO()
    Image.fromarray(photo(3, 200, 150)).convert(mode).save(stream, "JPEG")
    whole = stream.getvalue()
    with pytest.raises(SourceProblem):
        decode(whole[: len(whole) * 6 // 10] + end)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, kind: tuple[int, int, int], rows: bytes) -> bytes:
    depth, colour, interlaced = kind
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = _chunk(b"PLTE", bytes(range(256)) * 3) if colour == 3 else b""
    data = _chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + palette + data + _chunk(b"IEND", b"")


PNGS = {
    "gray": (8, 0, 0),
    "colour": (8, 2, 0),
    "palette": (8, 3, 0),
    "one bit": (1, 0, 0),
    "gray with alpha": (8, 4, 0),
    "colour with alpha": (8, 6, 0),
    "deep gray": (16, 0, 0),
    "deep colour": (16, 2, 0),
    "deep colour with alpha": (16, 6, 0),
    "interlaced": (8, 2, 1),
    "interlaced palette": (8, 3, 1),
    "interlaced deep colour": (16, 2, 1),
}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@pytest.mark.parametrize("kind", PNGS)
def test_a_png_whose_sound_data_ends_early_is_bad(kind: str) -> None:
    depth, colour, interlaced = PNGS[kind]
    row = 1 + (32 * CHANNELS[colour] * depth + 7) // 8
    passes = [(4, 4), (4, 4), (8, 4), (8, 8), (16, 8), (16, 16), (32, 16)]
    bits = CHANNELS[colour] * depth
    full = sum((1 + (w * bits + 7) // 8) * h for w, h in passes) if interlaced else row * 32
    decode(_png(32, 32, PNGS[kind], bytes(full)))
    for left in (full - 1, full // 2, row, 0):
        with pytest.raises(SourceProblem) as caught:
            decode(_png(32, 32, PNGS[kind], bytes(left)))
        assert caught.value.status == "bad"


# A logical screen of 0x0, in which a frame of 65535x65535 is to be restored to the background.
GIF_BOMB = (
    b"GIF89a\0\0\0\0\0\0\0"
    b"\x21\xf9\x04\x09\0\0\0\0"
    b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0\x3b"
)


def _huge_png() -> bytes:
    return _png(30_000, 30_000, (8, 2, 0), bytes(1000))


def _huge_jpeg() -> bytes:
    found = bytearray(_jpeg())
    place = found.index(b"\xff\xc0")
    found[place + 5 : place + 9] = struct.pack(">HH", 8000, 8000)
    return bytes(found)


def _text_bomb() -> bytes:
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 << 20), 9))
    whole = _png(8, 8, (8, 0, 0), bytes(72))
    return whole[:33] + bomb + whole[33:]


def _profile_bomb() -> bytes:
    bomb = _chunk(b"iCCP", b"ICC\0\0" + zlib.compress(bytes(100 << 20), 9))
    whole = _png(8, 8, (8, 0, 0), bytes(72))
    return whole[:33] + bomb + whole[33:]


def _data_bomb() -> bytes:
    return _png(8, 8, (8, 0, 0), bytes(100 << 20))


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


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes, sockets and devices in folders there")
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    wanted = {"hat/pipe.jpg"}
    os.mkfifo(data / "hat" / "pipe.jpg")
    here = os.open(data / "hat", os.O_RDONLY)
    try:  # a socket's path may not be long
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"/proc/self/fd/{here}/socket.jpg")
            wanted.add("hat/socket.jpg")
    except OSError:
        pass
    finally:
        os.close(here)
    try:
        os.mknod(data / "hat" / "zero.jpg", 0o600 | 0o020000, os.makedev(1, 5))
        wanted.add("hat/zero.jpg")
    except OSError:  # only root may
        pass
    result = run("expand", data, out, *FLAGS, *TWO, "--json")
    assert_sound(result, 3)
    found = {r["source"]: (r["status"], r["reason"]) for r in skipped(out)}
    assert found.pop("hat/socket.jpg", ("bad", "unreadable"))[1] in ("unreadable", "not-a-file")
    wanted.discard("hat/socket.jpg")
    assert found == dict.fromkeys(wanted, ("refused", "not-a-file"))


def test_limits_refuse_what_is_larger_and_only_that(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    save(data / "hat" / "exact.png", photo(1, 40, 25))
    save(data / "hat" / "larger.png", photo(2, 41, 25))
    flags = (*FLAGS, *TWO, "--json")
    result = run("expand", data, out, *flags, "--max-pixels", "1000")
    assert_sound(result, 3)
    assert_all_accounted_for(result.json, out, 2)
    found = [(r["source"], r["status"], r["reason"]) for r in skipped(out)]
    assert found == [("hat/larger.png", "refused", "too-large")]
    size = (data / "hat" / "exact.png").stat().st_size
    for most, count in ((size, 1), (size - 1, 0)):
        result = run("expand", data, tmp_path / f"{most}", *flags, "--max-bytes", str(most))
        named = {r["source"]: r["reason"] for r in skipped(tmp_path / f"{most}")}
        assert ("hat/exact.png" not in named) == bool(count)
        assert set(named.values()) <= {"too-many-bytes"}
    assert_sound(run("expand", data, out, *flags), 0)
    assert len(outputs(out)) == 4
