"""Of an animated PNG the default image is taken, as Pillow takes it, in all its bits."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from faults.made import chunk
from PIL import Image

from .pictures import Pixels, deep, load, load_deep, photo
from .running import expand

_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}  # by the number of channels


def _rows(pixels: Pixels) -> bytes:
    big_endian = pixels.astype(">u2") if pixels.dtype == np.uint16 else pixels
    return zlib.compress(b"".join(b"\0" + row.tobytes() for row in big_endian))


def _animated(
    default: Pixels, frames: list[Pixels], *, hidden: bool, how: tuple[int, int]
) -> bytes:
    """Return an animated PNG; ``hidden`` keeps its default image out of the animation.

    ``how`` says how a frame is removed (dispose) and laid on the ones before (blend).
    """
    height, width, channels = default.shape
    depth = 8 * default.itemsize
    header = struct.pack(">IIBBBBB", width, height, depth, _COLOUR_TYPES[channels], 0, 0, 0)
    count = len(frames) + (not hidden)
    parts = [chunk(b"IHDR", header), chunk(b"acTL", struct.pack(">II", count, 0))]
    order = 0
    for number, pixels in enumerate([default, *frames]):
        if number or not hidden:
            place = (order, pixels.shape[1], pixels.shape[0], min(number, 1), 0, 1, 10, *how)
            parts.append(chunk(b"fcTL", struct.pack(">IIIIIHHBB", *place)))
            order += 1
        if number:
            parts.append(chunk(b"fdAT", struct.pack(">I", order) + _rows(pixels)))
            order += 1
        else:
            parts.append(chunk(b"IDAT", _rows(pixels)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


def _picture(seed: int, channels: int, depth: int) -> Pixels:
    pixels = deep(seed, 4) if depth == 16 else photo(seed, channels=4)
    return pixels[..., [0, 3]] if channels == 2 else pixels[..., :channels]


@pytest.mark.parametrize("depth", [8, 16])
def test_the_default_image_is_taken_at_full_depth(tmp_path: Path, depth: int) -> None:
    folder = tmp_path / "data" / "hat"
    folder.mkdir(parents=True)
    wanted = {}
    for channels in _COLOUR_TYPES:
        default, one, other = (_picture(seed, channels, depth) for seed in (1, 2, 3))
        small = one[:9, :9]
        for name, frames, hidden, how in (
            ("hidden", [one, other], True, (0, 0)),
            ("hidden, cleared", [one, other], True, (1, 1)),
            ("hidden, put back", [small, other], True, (2, 1)),
            ("hidden, one small frame", [small], True, (0, 1)),
            ("shown", [small, other], False, (0, 1)),
        ):
            path = folder / f"{name} {channels}.png"
            path.write_bytes(_animated(default, frames, hidden=hidden, how=how))
            wanted[path] = default
    flags = ("--copies", "1", "--rotation", "0", "--json")
    result = expand(tmp_path / "data", tmp_path / "out", *flags)
    assert result.json["changes"]["only the first frame of an animation kept"] == len(wanted)
    for path, default in wanted.items():
        ours = load_deep(tmp_path / "out" / "hat" / f"{path.stem}_aug001.png")
        _assert_equal(ours, default)
        with Image.open(path) as theirs:
            assert theirs.is_animated  # type: ignore[attr-defined]  # Pillow's PNGs have it
        _assert_shown_by_pillow(path, default)


def _assert_equal(ours: Pixels, wanted: Pixels) -> None:
    """Compare pixels, gray with alpha also where it is stored as colour."""
    assert ours.dtype == wanted.dtype
    channels = 1 if ours.ndim == 2 else ours.shape[2]
    as_read = wanted[..., [0, 0, 0, 1]] if wanted.shape[2] == 2 and channels == 4 else wanted
    assert np.array_equal(ours.reshape(*wanted.shape[:2], channels), as_read)


def _assert_shown_by_pillow(path: Path, default: Pixels) -> None:
    theirs = np.asarray(load(path))
    if default.dtype == np.uint16 and theirs.dtype == np.uint8:
        default = (default >> 8).astype(np.uint8)
    if default.shape[2] == 2:
        theirs, default = np.asarray(load(path).convert("RGBA")), default[..., [0, 0, 0, 1]]
    assert np.array_equal(theirs.reshape(default.shape), default)
