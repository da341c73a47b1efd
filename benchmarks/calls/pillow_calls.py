"""The same operations by Pillow, as far as it has them, as strong as in ``augcli_calls.py``."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from loop import SIZE, photo, serve
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

SMALL = SIZE[0] * 2 // 5, SIZE[1] * 2 // 5
BILINEAR = Image.Resampling.BILINEAR
SEPIA = (0.393, 0.769, 0.189, 0, 0.349, 0.686, 0.168, 0, 0.272, 0.534, 0.131, 0)
CORNERS = (20, 27, 0, 520, 390, 533, 380, 13)

Operation = Callable[[Image.Image], object]


def affine(*numbers: float) -> Operation:
    return lambda image: image.transform(SIZE, Image.Transform.AFFINE, numbers, BILINEAR)


def filtered(by: ImageFilter.Filter) -> Operation:
    return lambda image: image.filter(by)


def turned(how: Image.Transpose) -> Operation:
    return lambda image: image.transpose(how)


def compressed(image: Image.Image, into: str) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, into, quality=50)
    return Image.open(stream).convert("RGB")


def curve(function: Callable[[float], float]) -> Operation:
    table = [round(min(255, max(0, function(level)))) for level in range(256)] * 3
    return lambda image: image.point(table)


OPERATIONS: dict[str, Operation] = {
    "rotation": lambda image: image.rotate(30, BILINEAR),
    "width_shift": affine(1, 0, -40, 0, 1, 0),
    "height_shift": affine(1, 0, 0, 0, 1, -53.3),
    "shear": affine(1, 0.26, -70, 0, 1, 0),
    "zoom": affine(1.2, 0, -40, 0, 1.2, -53),
    "horizontal_flip": turned(Image.Transpose.FLIP_LEFT_RIGHT),
    "vertical_flip": turned(Image.Transpose.FLIP_TOP_BOTTOM),
    "perspective": lambda image: image.transform(SIZE, Image.Transform.QUAD, CORNERS, BILINEAR),
    "rot90": turned(Image.Transpose.ROTATE_90),
    "transpose": turned(Image.Transpose.TRANSPOSE),
    "crop": lambda image: image.resize(SIZE, BILINEAR, (45, 60, 355, 473)),
    "horizontal_skew": affine(1, 0.2, -53, 0, 1, 0),
    "vertical_skew": affine(1, 0, 0, 0.2, 1, -40),
    "brightness": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "channel_shift": curve(lambda level: level + 20),
    "contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.2),
    "gamma": curve(lambda level: 255 * (level / 255) ** 1.4),
    "levels": curve(lambda level: (level - 20) * 255 / 215),
    "posterize": partial(ImageOps.posterize, bits=3),
    "solarize": partial(ImageOps.solarize, threshold=128),
    "invert": ImageOps.invert,
    "autocontrast": ImageOps.autocontrast,
    "equalize": ImageOps.equalize,
    "saturation": lambda image: ImageEnhance.Color(image).enhance(1.4),
    "grayscale": lambda image: image.convert("L").convert("RGB"),
    "sepia": lambda image: image.convert("RGB", SEPIA),
    "channel_shuffle": lambda image: Image.merge("RGB", image.split()[::-1]),
    "gaussian_blur": filtered(ImageFilter.GaussianBlur(2)),
    "box_blur": filtered(ImageFilter.BoxBlur(4)),
    "median_blur": filtered(ImageFilter.MedianFilter(5)),
    "sharpness": lambda image: ImageEnhance.Sharpness(image).enhance(2),
    "unsharp_mask": filtered(ImageFilter.UnsharpMask(2, 50, 0)),
    "emboss": filtered(ImageFilter.EMBOSS()),
    "gaussian_noise": lambda image: ImageChops.add(
        image, Image.merge("RGB", [Image.effect_noise(SIZE, 20)] * 3), offset=-128
    ),
    "jpeg_compression": partial(compressed, into="JPEG"),
    "webp_compression": partial(compressed, into="WEBP"),
    "downscale": lambda image: image.resize(SMALL, Image.Resampling.BOX).resize(SIZE, BILINEAR),
}


def main() -> None:
    image, other = photo(), photo("bird.jpg")
    calls: dict[str, Callable[[], object]] = {
        name: partial(operation, image) for name, operation in OPERATIONS.items()
    }
    calls["mixup"] = lambda: Image.blend(image, other, 0.4)
    serve(calls)


if __name__ == "__main__":
    main()
