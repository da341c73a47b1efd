"""Write a pipeline as calls of ``torchvision.transforms.v2``."""

from __future__ import annotations

import math
from typing import Any

from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.library import (
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
    Missing,
    NotExpressed,
    Raw,
    check_any,
    comments,
    lines,
    shortfalls,
    simple,
)
from augcli.interop.exporters.torchvision_groups import TorchvisionGroups, sampling, with_chance
from augcli.pipeline.steps import Step

_FRAME = "The frame may differ by a pixel."
_SHEAR = "Only the slant: the height is not stretched by 1 / cos of the angle."


def write(file: PipelineFile) -> Code:
    """Return the code. Raises NotExpressed."""
    how = file.resampling
    nodes = LIBRARY.nodes(file.pipeline.stages, how)
    check_any("torchvision", nodes)
    made = lines(Call("v2.Compose", {}, nodes))
    head = []
    if how.fill_mode != "constant" and any("fill=" in line for line in made):
        head = [Missing(f"--fill-mode {how.fill_mode}", "torchvision fills with one colour")]
    use = '# dataset = torchvision.datasets.ImageFolder("data/", transform=augment)'
    imports = "from torchvision.transforms import v2"
    body = [imports, "", *comments(head), f"augment = {made[0]}", *made[1:], use]
    return Code(body, [*head, *shortfalls(nodes)])


def _call(name: str, step: Step, *remarks: str, **arguments: object) -> Call:
    """Return the call of a transform that has no chance of its own, with the step's chance."""
    missing = switch_remarks(step, "uniform", "expand")
    inner = Call(f"v2.{name}", arguments, remarks=(*remarks, *missing))
    return inner if step.chance == 1 else with_chance([inner], step.chance)


def _choice(step: Step, one: Call, loop: str, *remarks: str) -> Call:
    """Return the call that chooses one of the transforms that a loop makes."""
    chosen = Call("v2.RandomChoice", {}, [one], loop, remarks)
    return chosen if step.chance == 1 else with_chance([chosen], step.chance)


def _affine(step: Step, how: Resampling, *remarks: str, **arguments: object) -> Call:
    return _call("RandomAffine", step, *remarks, **{"degrees": 0, **arguments, **sampling(how)})


def _rotation(step: Step, how: Resampling) -> Call:
    if "expand" not in step.switches:
        return _affine(step, how, degrees=ends(step))
    # Counter-clockwise, where RandomAffine turns clockwise.
    arguments = {"degrees": negated(ends(step)), "expand": True, **sampling(how)}
    return _call("RandomRotation", step, _FRAME, **arguments)


def _shift(step: Step, how: Resampling) -> Call:
    low, high = ends(step)
    if low != -high or unit(step) != "fraction":
        raise NotExpressed("torchvision shifts by fractions, equally far to both sides")
    way = (high, 0.0) if step.transform.name == "width_shift" else (0.0, high)
    return _affine(step, how, "Rounded to whole pixels.", translate=way)


def _shear(step: Step, how: Resampling) -> Call:
    return _affine(step, how, _SHEAR, shear=negated(ends(step)))


def _skew(step: Step, how: Resampling) -> Call:
    low, high = (math.degrees(math.atan(end)) for end in ends(step))
    remarks = ["Drawn as an angle."] if low != high else []
    across = step.transform.name == "horizontal_skew"
    ranges = (low, high) if across else (0.0, 0.0, low, high)
    return _affine(step, how, *remarks, shear=ranges)


def _zoom(step: Step, how: Resampling) -> Call:
    low, high = ends(step)
    remarks = ["Draws one over the factors of augcli: large ones come a little more often."]
    if "uniform" not in step.switches:
        remarks.append("One factor for both axes.")
    return _affine(step, how, *remarks, scale=(1 / high, 1 / low))


def _rot90(step: Step, _how: Resampling) -> Call:
    low, high = whole(ends(step))
    turn = Call("v2.RandomRotation", {"degrees": Raw("(-90 * turns, -90 * turns)"), "expand": True})
    return _choice(step, turn, f"for turns in range({low}, {high + 1})")


def _jitter(part: str, *remarks: str, factor: float = 1.0) -> Maker:
    def make(step: Step, _how: Resampling) -> Call:
        return _call("ColorJitter", step, *remarks, **{part: scaled(ends(step), factor)})

    return make


def _each_level(name: str, argument: str) -> Maker:
    """Return the maker of a choice among whole numbers: the library has one for all pictures."""

    def make(step: Step, how: Resampling) -> Call:
        low, high = math.ceil(ends(step)[0]), math.floor(ends(step)[1])
        if low >= high:
            return _with_p(name, **{argument: simple(ends(step)[0])})(step, how)
        one = Call(f"v2.{name}", {argument: Raw("level"), "p": 1.0})
        return _choice(step, one, f"for level in range({low}, {high + 1})")

    return make


def _sharpness(step: Step, how: Resampling) -> Call:
    low, high = ends(step)
    if low == high:
        return _with_p("RandomAdjustSharpness", sharpness_factor=low)(step, how)
    factor = Raw(f"{low:g} + {simple((high - low) / 10)} * part")
    one = Call("v2.RandomAdjustSharpness", {"sharpness_factor": factor, "p": 1.0})
    return _choice(step, one, "for part in range(11)", "One of eleven factors, evenly spread.")


def _autocontrast(step: Step, how: Resampling) -> Call:
    if fixed(ends(step), "torchvision has no cutoff") != 0:
        raise NotExpressed("torchvision has no cutoff")
    return _with_p("RandomAutocontrast")(step, how)


def _blur(step: Step, _how: Resampling) -> Call:
    low, high = ends(step)
    if unit(step) == "fraction" or high == 0:
        raise NotExpressed("torchvision blurs in pixels (augcli takes 0px,2px too)")
    sides = 2 * math.ceil(3 * high) + 1
    sigma: Range = (max(low, 0.01), max(high, 0.01))
    return _call("GaussianBlur", step, kernel_size=sides, sigma=sigma)


def _noise(step: Step, _how: Resampling) -> Call:
    level = fixed(ends(step), "torchvision has one deviation for all pictures")
    remark = "Takes tensors: put v2.ToImage() before it."
    return _call("GaussianNoise", step, remark, sigma=simple(level / 255))


def _jpeg(step: Step, _how: Resampling) -> Call:
    return _call("JPEG", step, quality=whole(ends(step)))


def _erasing(step: Step, how: Resampling) -> Call:
    remarks = (
        "Takes tensors: put v2.ToImage(), v2.ToDtype(torch.float32, scale=True) right before it.",
        "Fills with normal noise, and draws aspects evenly on a log scale.",
    )
    ratio = ends(step, "aspect")
    make = _with_p("RandomErasing", *remarks, scale=ends(step), ratio=ratio, value="random")
    return make(step, how)


def _with_p(name: str, *remarks: str, **arguments: Any) -> Maker:
    """Return the maker of a transform that has a chance of its own."""

    def make(step: Step, _how: Resampling) -> Call:
        own = {**arguments, "p": float(step.chance)}
        return Call(f"v2.{name}", own, remarks=(*remarks, *switch_remarks(step)))

    return make


_MAKERS: dict[str, Maker] = {
    "rotation": _rotation,
    "width_shift": _shift,
    "height_shift": _shift,
    "shear": _shear,
    "zoom": _zoom,
    "horizontal_flip": _with_p("RandomHorizontalFlip"),
    "vertical_flip": _with_p("RandomVerticalFlip"),
    "horizontal_skew": _skew,
    "vertical_skew": _skew,
    "rot90": _rot90,
    "brightness": _jitter("brightness"),
    "contrast": _jitter("contrast"),
    "posterize": _each_level("RandomPosterize", "bits"),
    "solarize": _each_level("RandomSolarize", "threshold"),
    "invert": _with_p("RandomInvert"),
    "autocontrast": _autocontrast,
    "equalize": _with_p("RandomEqualize"),
    "saturation": _jitter("saturation"),
    "hue": _jitter("hue", "Turns hues in HSV, which changes the luma.", factor=1 / 360),
    "grayscale": _with_p("RandomGrayscale"),
    "channel_shuffle": lambda step, _: _call("RandomChannelPermutation", step),
    "gaussian_blur": _blur,
    "sharpness": _sharpness,
    "gaussian_noise": _noise,
    "jpeg_compression": _jpeg,
    "random_erasing": _erasing,
}


LIBRARY = Library("torchvision", _MAKERS, TorchvisionGroups())
