"""Write a pipeline as calls of Albumentations 2, each with its chance ``p``."""

from __future__ import annotations

import math

from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.albumentations_groups import AlbumentationsGroups, sampling
from augcli.interop.exporters.library import (
    EQUALIZED,
    Library,
    Maker,
    Range,
    ends,
    fixed,
    negated,
    scaled,
    switch_remarks,
    unit,
    whole,
)
from augcli.interop.exporters.source import (
    Call,
    Code,
    NotExpressed,
    check_any,
    lines,
    shortfalls,
)
from augcli.pipeline.steps import Step

_FRAME = "The frame may be 2 pixels larger."
_SHEAR = "Only the slant: the height is not stretched by 1 / cos of the angle."


def write(file: PipelineFile) -> Code:
    """Return the code. Raises NotExpressed."""
    nodes = LIBRARY.nodes(file.pipeline.stages, file.resampling)
    check_any("Albumentations", nodes)
    made = lines(Call("A.Compose", {}, nodes))
    imports = ["import albumentations as A"]
    if any("cv2." in line for line in made):
        imports.append("import cv2")
    use = '# augmented = augment(image=image)["image"]'
    body = [*imports, "", f"augment = {made[0]}", *made[1:], use]
    return Code(body, [*shortfalls(nodes)])


def _call(name: str, step: Step, *remarks: str, **arguments: object) -> Call:
    arguments["p"] = float(step.chance)
    missing = switch_remarks(step, "uniform", "expand")
    return Call(f"A.{name}", arguments, remarks=(*remarks, *missing))


def _affine(step: Step, how: Resampling, *remarks: str, **arguments: object) -> Call:
    return _call("Affine", step, *remarks, **arguments, **sampling(how))


def _rotation(step: Step, how: Resampling) -> Call:
    if "expand" not in step.switches:
        return _affine(step, how, rotate=negated(ends(step)))
    return _affine(step, how, _FRAME, rotate=negated(ends(step)), fit_output=True)


def _shift(step: Step, how: Resampling) -> Call:
    axis, other = ("x", "y") if step.transform.name == "width_shift" else ("y", "x")
    remark = "Rounded to whole pixels."
    if unit(step) == "fraction":
        way: dict[str, object] = {axis: ends(step), other: (0.0, 0.0)}
        return _affine(step, how, remark, translate_percent=way)
    low, high = ends(step)
    pixels = math.ceil(low), math.floor(high)
    if pixels[0] > pixels[1]:
        raise NotExpressed("Albumentations shifts by whole pixels")
    return _affine(step, how, remark, translate_px={axis: pixels, other: (0, 0)})


def _shear(step: Step, how: Resampling) -> Call:
    return _affine(step, how, _SHEAR, shear={"x": negated(ends(step)), "y": (0.0, 0.0)})


def _skew(step: Step, how: Resampling) -> Call:
    low, high = (math.degrees(math.atan(end)) for end in ends(step))
    axis, other = ("x", "y") if step.transform.name == "horizontal_skew" else ("y", "x")
    remark = "Drawn as an angle." if low != high else ""
    ranges = {axis: (low, high), other: (0.0, 0.0)}
    return _affine(step, how, *filter(None, [remark]), shear=ranges)


def _zoom(step: Step, how: Resampling) -> Call:
    low, high = ends(step)
    remark = "Draws one over the factors of augcli: large ones come a little more often."
    scale = (1 / high, 1 / low)
    uniform = {"keep_ratio": True} if "uniform" in step.switches else {}
    return _affine(step, how, remark, scale={"x": scale, "y": scale}, **uniform)


def _rot90(step: Step, _how: Resampling) -> Call:
    if ends(step) != (0, 3):
        raise NotExpressed("all four turns are equally likely in Albumentations")
    return _call("RandomRotate90", step)


def _jitter(part: str, *remarks: str, factor: float = 1.0) -> Maker:
    def make(step: Step, _how: Resampling) -> Call:
        plain: dict[str, Range] = dict.fromkeys(("brightness", "contrast", "saturation"), (1, 1))
        ranges = plain | {"hue": (0, 0)} | {part: scaled(ends(step), factor)}
        return _call("ColorJitter", step, *remarks, **ranges)

    return make


def _channel_shift(step: Step, _how: Resampling) -> Call:
    limit = scaled(ends(step), 1 / 255)
    none = (0.0, 0.0)
    return _call("RandomBrightnessContrast", step, brightness_limit=limit, contrast_limit=none)


def _gamma(step: Step, _how: Resampling) -> Call:
    percents = scaled(ends(step), 100)
    if percents[0] < 1:
        raise NotExpressed("Albumentations takes exponents from 0.01")
    return _call("RandomGamma", step, gamma_limit=percents)


def _posterize(step: Step, _how: Resampling) -> Call:
    bits = whole(ends(step))
    if bits[1] > 7:
        raise NotExpressed("Albumentations takes 1 to 7 bits")
    return _call("Posterize", step, num_bits=bits)


def _solarize(step: Step, _how: Resampling) -> Call:
    low, high = scaled(ends(step), 1 / 255)
    remark = ("Thresholds end at 255, so white is always inverted.",) if high > 1 else ()
    return _call("Solarize", step, *remark, threshold_range=(min(low, 1.0), min(high, 1.0)))


def _autocontrast(step: Step, _how: Resampling) -> Call:
    cutoff = fixed(ends(step), "Albumentations has one cutoff for all pictures")
    return _call("AutoContrast", step, cutoff=cutoff, method="pil")


def _blur(step: Step, _how: Resampling) -> Call:
    if unit(step) == "fraction" and ends(step)[1] > 0:
        raise NotExpressed("Albumentations blurs in pixels (augcli takes 0px,2px too)")
    return _call("GaussianBlur", step, blur_limit=0, sigma_limit=ends(step))


def _noise(step: Step, _how: Resampling) -> Call:
    return _call("GaussNoise", step, std_range=scaled(ends(step), 1 / 255))


def _salt_and_pepper(step: Step, _how: Resampling) -> Call:
    salt = ends(step, "salt")
    return _call("SaltAndPepper", step, amount=ends(step), salt_vs_pepper=salt)


def _compression(kind: str) -> Maker:
    def make(step: Step, _how: Resampling) -> Call:
        quality = whole(ends(step))
        remark = "Swaps red and blue while it compresses, so colours suffer differently."
        arguments = {"compression_type": kind, "quality_range": quality}
        return _call("ImageCompression", step, remark, **arguments)

    return make


def _erasing(step: Step, _how: Resampling) -> Call:
    ratio = ends(step, "aspect")
    return _call("Erasing", step, scale=ends(step), ratio=ratio, fill="random")


def _cutout(step: Step, _how: Resampling) -> Call:
    level = fixed(ends(step, "level"), "Albumentations has one level for all pictures")
    sides = ends(step)
    if 0 in sides:
        raise NotExpressed("Albumentations makes no hole of size 0: start the range above 0")
    remarks = (
        "Width and height are drawn separately, each a share of its own side. The hole lies "
        "within the picture.",
    )
    holes = {"hole_height_range": sides, "hole_width_range": sides}
    return _call("CoarseDropout", step, *remarks, num_holes_range=(1, 1), **holes, fill=level)


def _plain(name: str, *remarks: str, **arguments: object) -> Maker:
    def make(step: Step, _how: Resampling) -> Call:
        return _call(name, step, *remarks, **arguments)

    return make


_MAKERS: dict[str, Maker] = {
    "rotation": _rotation,
    "width_shift": _shift,
    "height_shift": _shift,
    "shear": _shear,
    "zoom": _zoom,
    "horizontal_flip": _plain("HorizontalFlip"),
    "vertical_flip": _plain("VerticalFlip"),
    "horizontal_skew": _skew,
    "vertical_skew": _skew,
    "rot90": _rot90,
    "transpose": _plain("Transpose"),
    "brightness": _jitter("brightness"),
    "channel_shift": _channel_shift,
    "contrast": _jitter("contrast"),
    "gamma": _gamma,
    "posterize": _posterize,
    "solarize": _solarize,
    "invert": _plain("InvertImg"),
    "autocontrast": _autocontrast,
    "equalize": _plain("Equalize", EQUALIZED),
    "saturation": _jitter("saturation"),
    "hue": _jitter("hue", "Turns hues in HSV, which changes the luma.", factor=1 / 360),
    "grayscale": _plain("ToGray"),
    "channel_shuffle": _plain("ChannelShuffle"),
    "channel_dropout": _plain("ChannelDropout", channel_drop_range=(1, 1)),
    "gaussian_blur": _blur,
    "gaussian_noise": _noise,
    "salt_and_pepper": _salt_and_pepper,
    "jpeg_compression": _compression("jpeg"),
    "webp_compression": _compression("webp"),
    "random_erasing": _erasing,
    "cutout": _cutout,
}


LIBRARY = Library("Albumentations", _MAKERS, AlbumentationsGroups())
