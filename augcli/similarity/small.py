"""Read an image file as a small picture in colour: nothing here looks at finer detail."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from augcli.imaging.codec.decode import decode
from augcli.imaging.depth_range import data_top
from augcli.imaging.image import Image
from augcli.imaging.kernels.opacity import lay_on_white
from augcli.imaging.lazy import Array, cv2, np
from augcli.storage.limits import Limits
from augcli.storage.read import read_hashed

FINE, MIDDLE, ROUGH = 96, 64, 32
"""The shorter side of pictures for the final check, for fingerprints, and for the rough check."""

_LONGEST = 32  # times the shorter side: one row of 3,000 pixels would become 96 of 288,000


class Small(NamedTuple):
    """A picture whose shorter side has ``FINE`` pixels: ``rgb`` is (height, width, 3), uint8.

    ``digest`` is the SHA-256 of the file in hex; ``sides`` are the lengths of the picture itself.
    """

    rgb: Array
    digest: str
    sides: tuple[int, int]

    @property
    def look(self) -> str:
        """A digest of what the small picture shows: that of a copy without loss is the same."""
        return hashlib.sha256(repr(self.rgb.shape).encode() + self.rgb.tobytes()).hexdigest()


def read_small(path: Path | str) -> Small:
    """Read an image file. Raises SourceProblem for one that can't be read or decoded."""
    data, digest = read_hashed(path, Limits.bytes)
    image = decode(data, smallest=FINE)
    return Small(fit(_as_rgb(image), FINE), digest, image.frame)


def fit(pixels: Array, shorter: int) -> Array:
    """Return a picture whose shorter side has a number of pixels; a long strip is squashed."""
    height, width = pixels.shape[:2]
    factor = shorter / min(height, width)
    size = tuple(
        min(max(shorter, round(side * factor)), shorter * _LONGEST) for side in (width, height)
    )
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return cv2.resize(pixels, size, interpolation=how)


def _as_rgb(image: Image) -> Array:
    """Return the 8-bit colours of a picture on white, (height, width, 3)."""
    pixels = image.pixels
    if image.depth == 16:
        pixels = (pixels // ((data_top([image]) + 1) // 256)).astype(np.uint8)
    if image.has_alpha:
        pixels = lay_on_white(pixels)
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels[..., :3]
