"""Write a pipeline as layers of Keras 3, for batches with levels from 0 to 255."""

from __future__ import annotations

import math
from collections.abc import Callable

from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.keras3_groups import Keras3Groups, check_certain, sampling
from augcli.interop.exporters.library import (
    EQUALIZED,
    Library,
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

_DARKEST = 0.6  # the least factor: pixels below a fifth of white turn black


def write(file: PipelineFile) -> Code:
    """Return the code. Raises NotExpressed."""
    nodes = LIBRARY.nodes(file.pipeline.stages, file.resampling)
    check_any("Keras 3", nodes)
    made = lines(Call("layers.Pipeline", {}, nodes))
    imports = ["from keras import layers"]
    use = "# images = augment(images, training=True)"
    body = [*imports, "", f"augment = {made[0]}", *made[1:], use]
    return Code(body, [*shortfalls(nodes)])


def _call(name: str, step: Step, *remarks: str, **arguments: object) -> Call:
    check_certain(step.chance)
    return _layer(name, step, *remarks, **arguments)


def _layer(name: str, step: Step, *remarks: str, **arguments: object) -> Call:
    return Call(f"layers.{name}", arguments, remarks=(*remarks, *switch_remarks(step, "uniform")))


def _geometry(name: str, step: Step, how: Resampling, *remarks: str, **arguments: object) -> Call:
    return _call(name, step, *remarks, **arguments, **sampling(how))


def _rotation(step: Step, how: Resampling) -> Call:
    turns = negated(scaled(ends(step), 1 / 360))
    return _geometry("RandomRotation", step, how, factor=turns)


def _shift(step: Step, how: Resampling) -> Call:
    if unit(step) != "fraction":
        raise NotExpressed("Keras 3 shifts by fractions")
    across = step.transform.name == "width_shift"
    none: Range = (0.0, 0.0)
    height, width = (none, ends(step)) if across else (ends(step), none)
    return _geometry("RandomTranslation", step, how, height_factor=height, width_factor=width)


def _slant(step: Step, how: Resampling, factors: Range, *remarks: str) -> Call:
    low, high = factors
    if not math.isclose(low, -high) or high > 1:
        raise NotExpressed("Keras 3 slants equally far to both sides, up to 45 degrees")
    axis = "y_factor" if step.transform.name == "vertical_skew" else "x_factor"
    corner = f"About the top left corner: the centre slides by up to {high / 2:.0%} of {{side}}."
    side = "the width" if axis == "y_factor" else "the height"
    remarks = (*remarks, corner.format(side=side))
    return _geometry("RandomShear", step, how, *remarks, **{axis: (0.0, high)})


def _shear(step: Step, how: Resampling) -> Call:
    low, high = (math.tan(math.radians(end)) for end in ends(step))
    remark = "Only the slant, drawn as its tangent: the height is not stretched."
    return _slant(step, how, (low, high), remark)


def _skew(step: Step, how: Resampling) -> Call:
    return _slant(step, how, ends(step))


def _zoom(step: Step, how: Resampling) -> Call:
    factor = scaled(ends(step), 1, -1)
    if factor[1] > 1 or factor[0] < -1:
        raise NotExpressed("Keras 3 zooms out to twice the width at most")
    width = {} if "uniform" in step.switches else {"width_factor": factor}
    return _geometry("RandomZoom", step, how, height_factor=factor, **width)


def _flip(mode: str) -> Callable[[Step, Resampling], Call]:
    def make(step: Step, _how: Resampling) -> Call:
        if step.chance != 0.5:
            raise NotExpressed("Keras 3 always flips with a chance of 0.5")
        return _layer("RandomFlip", step, mode=mode)

    return make


def _brightness(step: Step, _how: Resampling) -> Call:
    if ends(step)[0] < _DARKEST:
        raise NotExpressed(
            f"Keras 3 adds a level, where augcli multiplies: factors below {_DARKEST} would "
            "turn dark pixels black"
        )
    remark = "Adds what the factor adds to mid-gray, where augcli multiplies every level."
    low, high = scaled(ends(step), 0.5, -0.5)
    return _call("RandomBrightness", step, remark, factor=(low, min(high, 1.0)))


def _channel_shift(step: Step, _how: Resampling) -> Call:
    return _call("RandomBrightness", step, factor=scaled(ends(step), 1 / 255))


def _contrast(step: Step, _how: Resampling) -> Call:
    low, high = ends(step)
    if low > 1 or not 1 <= high <= 2:
        raise NotExpressed("Keras 3 takes factors between 0 and 2, with 1 among them")
    remark = "About the mean of each channel, not about the mean luma."
    return _call("RandomContrast", step, remark, factor=(1 - low, high - 1))


def _saturation(step: Step, _how: Resampling) -> Call:
    low, high = ends(step)
    remark = "Multiplies the saturation of HSV, and draws factor / (1 + factor)."
    return _call("RandomSaturation", step, remark, factor=(low / (1 + low), high / (1 + high)))


def _hue(step: Step, _how: Resampling) -> Call:
    low, high = ends(step)
    if low != -high:
        raise NotExpressed("Keras 3 turns hues equally far both ways")
    remark = "Turns hues in HSV, which changes the luma."
    return _call("RandomHue", step, remark, factor=(0.0, high / 180))


def _posterize(step: Step, _how: Resampling) -> Call:
    low, high = whole(ends(step))
    if low < high == 8:
        raise NotExpressed("Keras 3 draws bits from 1 to 7")
    # The upper end of a range is left out.
    return _call("RandomPosterization", step, factor=(low, high + (low < high)))


def _solarize(step: Step, _how: Resampling) -> Call:
    low, high = ends(step)
    if low > 0 or high > 255:
        raise NotExpressed("Keras 3 draws thresholds from 0 to at most 255")
    return _call("Solarization", step, threshold_factor=(0.0, high / 255))


def _autocontrast(step: Step, _how: Resampling) -> Call:
    if fixed(ends(step), "Keras 3 has no cutoff") != 0:
        raise NotExpressed("Keras 3 has no cutoff")
    return _call("AutoContrast", step)


def _blur(step: Step, _how: Resampling) -> Call:
    high = ends(step)[1]
    if unit(step) == "fraction" or not 0 < high <= 1:
        raise NotExpressed("Keras 3 blurs in pixels, at most 1 (augcli takes 0px,1px too)")
    sides = 2 * math.ceil(3 * high) + 1
    chance = float(step.chance)
    remark = "Draws a blur for each axis separately."
    arguments = {"factor": (chance, chance), "kernel_size": sides, "sigma": ends(step)}
    return _layer("RandomGaussianBlur", step, remark, **arguments)


def _erasing(step: Step, _how: Resampling) -> Call:
    remark = "Draws width and height separately: there is no range of aspects."
    chance = (float(step.chance), float(step.chance))
    return _layer("RandomErasing", step, remark, factor=chance, scale=ends(step))


def _invert(step: Step, _how: Resampling) -> Call:
    return _layer("RandomInvert", step, factor=(float(step.chance), float(step.chance)))


def _grayscale(step: Step, _how: Resampling) -> Call:
    return _layer("RandomGrayscale", step, factor=float(step.chance))


_MAKERS = {
    "rotation": _rotation,
    "width_shift": _shift,
    "height_shift": _shift,
    "shear": _shear,
    "zoom": _zoom,
    "horizontal_flip": _flip("horizontal"),
    "vertical_flip": _flip("vertical"),
    "horizontal_skew": _skew,
    "vertical_skew": _skew,
    "brightness": _brightness,
    "channel_shift": _channel_shift,
    "contrast": _contrast,
    "posterize": _posterize,
    "solarize": _solarize,
    "invert": _invert,
    "autocontrast": _autocontrast,
    "equalize": lambda step, _: _call("Equalization", step, EQUALIZED),
    "saturation": _saturation,
    "hue": _hue,
    "grayscale": _grayscale,
    "gaussian_blur": _blur,
    "random_erasing": _erasing,
}


LIBRARY = Library("Keras 3", _MAKERS, Keras3Groups())
