"""Decode the samples of PPM and PGM: Pillow keeps 8 bits of 16-bit colour, pixel by pixel."""

from __future__ import annotations

import re
import warnings

from PIL import Image as PillowImage

from augcli.errors import SourceProblem
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, np

_COMMENT = re.compile(rb"#[^\r\n]*")


def decode_pnm(file: PillowImage.Image, data: bytes) -> Image | None:
    """Return a PPM or PGM that Pillow has opened, in 8 or 16 bits; None for a bitmap or PFM.

    Its largest value becomes full scale. One above 255 makes it 16-bit.

    Raises:
        SourceProblem: samples are missing, or larger than the header allows.
    """
    if file.mode not in ("L", "I", "RGB"):
        return None
    _, _, offset, args = file.tile[0]  # type: ignore[attr-defined]  # files that Pillow opened have it
    largest = args[1] if isinstance(args, tuple) else 65535 if args.startswith("I") else 255
    channels = 3 if file.mode == "RGB" else 1
    shape = file.height, file.width, channels
    count = file.height * file.width * channels
    if data[1:2] in b"23":
        samples = _plain(data[offset:])[:count]
    else:
        width = np.dtype(">u2" if largest > 255 else "u1")
        count = min(count, (len(data) - offset) // width.itemsize)
        samples = np.frombuffer(data, width, count, offset)
    if len(samples) < np.prod(shape):
        raise SourceProblem("bad", "truncated", "is damaged: its data ends early")
    if samples.max() > largest or samples.min() < 0:
        raise SourceProblem("bad", "undecodable", f"has samples that are not 0 to {largest}")
    pixels = _to_full_scale(samples, largest).reshape(shape)
    return Image(pixels, "RGB" if channels == 3 else "L")


def _plain(text: bytes) -> Array:
    """Return decimal numbers. Raises ValueError for anything else."""
    with warnings.catch_warnings(action="error"):  # NumPy warns of what isn't a number
        return np.fromstring(_COMMENT.sub(b"", text), np.int64, sep=" ")


def _to_full_scale(samples: Array, largest: int) -> Array:
    top, kind = (65535, np.uint16) if largest > 255 else (255, np.uint8)
    if largest == top:
        return samples.astype(kind)
    levels = (np.arange(largest + 1) * (2 * top) + largest) // (2 * largest)  # rounds half up
    return levels.astype(kind)[samples]
