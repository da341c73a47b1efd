"""Small pictures, made when they are needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Pixels = NDArray[Any]

SRGB: bytes = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile_for(colours: bytes, kind: bytes = b"mntr") -> bytes:
    """Return a colour profile whose header says what colours and which kind of device it is for."""
    return SRGB[:12] + kind + colours + SRGB[20:]


def photo(seed: int = 0, width: int = 40, height: int = 30, channels: int = 3) -> Pixels:
    """A picture with soft slopes, no symmetry and a dark corner at its top left."""
    rng = np.random.default_rng(seed)
    small = rng.integers(40, 256, (5, 6, channels), dtype=np.uint8)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    pixels: Pixels = large.reshape(height, width, channels)
    corner = pixels[: max(1, height // 3), : max(1, width // 4), :3]
    np.floor_divide(corner, 8, out=corner)
    return pixels[..., 0] if channels == 1 else pixels


def deep(seed: int = 0, channels: int = 3) -> Pixels:
    """A picture of 16 bits a channel, whose low bytes say something too."""
    return photo(seed, channels=channels).astype(np.uint16) * 257 - 3


def save(path: Path, picture: Pixels | Image.Image, **options: Any) -> Path:
    """Write a picture with Pillow, in the format that its ending names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(path, **options)
    return path


def save_deep(path: Path, pixels: Pixels) -> Path:
    """Write a picture of 16 bits a channel, which Pillow can't in colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    done, data = cv2.imencode(path.suffix, _swapped(pixels))
    assert done
    path.write_bytes(data.tobytes())
    return path


def load(source: Path | bytes) -> Image.Image:
    """Read a picture whole."""
    with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
        image.load()
        return image.copy()


def load_deep(path: Path) -> Pixels:
    """Read a picture as it is stored, colour as RGB."""
    pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return _swapped(pixels)


def _swapped(pixels: Pixels) -> Pixels:
    """Turn RGB into BGR, and back."""
    if pixels.ndim == 2:
        return pixels
    return pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]
