"""Load, convert and save single images, as scripts for Keras do."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import IO, Any

from PIL import Image as PillowImage
from PIL import ImageOps

from augcli.imaging.lazy import Array, np

CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}
_MODES = {"rgb": "RGB", "rgba": "RGBA"}
_DEEP_GRAY = ("L", "I;16", "I")
_RESAMPLING = {
    "nearest": PillowImage.Resampling.NEAREST,
    "bilinear": PillowImage.Resampling.BILINEAR,
    "bicubic": PillowImage.Resampling.BICUBIC,
    "hamming": PillowImage.Resampling.HAMMING,
    "box": PillowImage.Resampling.BOX,
    "lanczos": PillowImage.Resampling.LANCZOS,
}


def load_img(
    path: str | os.PathLike[str] | IO[bytes],
    grayscale: bool = False,
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
) -> PillowImage.Image:
    """Return an image file as a PIL image, upright by its EXIF orientation.

    ``color_mode`` is ``"grayscale"``, ``"rgb"`` or ``"rgba"``; 16-bit and 32-bit gray stays as deep
    as it is. ``target_size`` is (height, width), None for that of the file, and ``interpolation``
    is ``nearest``, ``bilinear``, ``bicubic``, ``lanczos``, ``box`` or ``hamming``. ``grayscale`` is
    the old form of the first.

    Raises:
        ValueError: there is no such colour mode, or no such interpolation.
        OSError: there is no such file, or it is no image.
    """
    if grayscale:
        warnings.warn('grayscale is deprecated: use color_mode="grayscale"', stacklevel=2)
        color_mode = "grayscale"
    check_color_mode(color_mode)
    data = Path(path).read_bytes() if isinstance(path, str | os.PathLike) else path.read()
    with PillowImage.open(io.BytesIO(data)) as file:
        image = ImageOps.exif_transpose(file)
    if color_mode == "grayscale":
        image = image if image.mode in _DEEP_GRAY else image.convert("L")
    elif image.mode != _MODES[color_mode]:
        image = image.convert(_MODES[color_mode])
    return image if target_size is None else _resized(image, target_size, interpolation)


def img_to_array(img: Any, data_format: str = "channels_last", dtype: Any = "float32") -> Array:
    """Return a PIL image as an array of shape (height, width, channels), or channels first.

    Raises:
        ValueError: there is no such data format, or ``img`` has neither two nor three axes.
    """
    check_data_format(data_format)
    x = np.asarray(img, dtype=dtype)
    if x.ndim not in (2, 3):
        raise ValueError(f"img has shape {x.shape}, and an image has two or three axes")
    x = x[:, :, np.newaxis] if x.ndim == 2 else x
    return x.transpose(2, 0, 1) if data_format == "channels_first" else x


def array_to_img(
    x: Any, data_format: str = "channels_last", scale: bool = True, dtype: Any = "float32"
) -> PillowImage.Image:
    """Return an array with 1, 3 or 4 channels as a PIL image.

    ``scale`` stretches its levels, so that the lowest becomes 0 and the highest 255.

    Raises:
        ValueError: the shape or the data format can't be.
    """
    x = np.asarray(x, dtype=dtype)
    check_data_format(data_format)
    if x.ndim != 3:
        raise ValueError(f"x has shape {x.shape}, and a single image has three axes")
    x = x.transpose(1, 2, 0) if data_format == "channels_first" else x
    if x.shape[2] not in CHANNELS.values():
        raise ValueError(f"x has {x.shape[2]} channels, and an image has 1, 3 or 4")
    if scale:
        x = x - np.min(x)
        highest = np.max(x)
        x = x / highest * 255 if highest != 0 else x
    if x.shape[2] == 1:
        deep = np.max(x) > 255
        return PillowImage.fromarray(x[:, :, 0].astype("int32" if deep else "uint8"))
    return PillowImage.fromarray(x.astype("uint8"))


def save_img(
    path: str | os.PathLike[str] | IO[bytes],
    x: Any,
    data_format: str = "channels_last",
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Write an array as an image file; ``kwargs`` go to ``PIL.Image.Image.save``.

    ``file_format`` is that of the file, by default what the ending of ``path`` names. The others
    are as in :func:`array_to_img`.

    Raises:
        ValueError: the shape, the data format or the file format can't be.
    """
    image = array_to_img(x, data_format=data_format, scale=scale)
    wanted = (file_format or Path(str(path)).suffix.removeprefix(".")).lower()
    wanted = "jpeg" if wanted == "jpg" else wanted
    if image.mode == "RGBA" and wanted == "jpeg":
        warnings.warn("JPEG has no transparency: the image is saved as RGB", stacklevel=2)
        image = image.convert("RGB")
    if image.mode == "I" and wanted == "png":
        # PNG has 16 bits at most, and Pillow 13 writes no others as PNG.
        image = PillowImage.fromarray(np.clip(np.asarray(image), 0, 65535).astype("uint16"))
    image.save(path, format=wanted if file_format else None, **kwargs)


def check_data_format(data_format: object) -> None:
    """Raise ValueError if there is no such data format."""
    if data_format not in ("channels_last", "channels_first"):
        known = "'channels_last' or 'channels_first'"
        raise ValueError(f"data_format must be {known}, not {data_format!r:.40}")


def check_color_mode(color_mode: object) -> None:
    """Raise ValueError if there is no such colour mode."""
    if color_mode not in CHANNELS:
        raise ValueError(f"color_mode must be one of {', '.join(CHANNELS)}, not {color_mode!r:.40}")


def _resized(
    image: PillowImage.Image, target_size: tuple[int, int], interpolation: str
) -> PillowImage.Image:
    height, width = target_size
    if image.size == (width, height):
        return image
    if interpolation not in _RESAMPLING:
        known = ", ".join(_RESAMPLING)
        raise ValueError(f"interpolation must be one of {known}, not {interpolation!r:.40}")
    return image.resize((width, height), _RESAMPLING[interpolation])
