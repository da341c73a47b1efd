"""Check that images made to do harm cost their own copies and nothing else."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import outputs, run, skipped
from PIL import Image

from augcli.errors import SourceProblem
from augcli.imaging.codec.decode import decode

from .made import jpeg, png
from .scene import FLAGS, assert_all_accounted_for, assert_sound, small_dataset

TWO = ("--workers", "2")


JPEGS = {
    "baseline": lambda: jpeg(subsampling=2),
    "progressive": lambda: jpeg(progressive=True),
    "full colour": lambda: jpeg(subsampling=0),
    "with restarts": lambda: jpeg(restart_marker_rows=1),
    "with its own tables": lambda: jpeg(optimize=True),
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
    decode(png(32, 32, PNGS[kind], bytes(full)))
    for left in (full - 1, full // 2, row, 0):
        with pytest.raises(SourceProblem) as caught:
            decode(png(32, 32, PNGS[kind], bytes(left)))
        assert caught.value.status == "bad"


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
    except OSError:  # this file system has none
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
