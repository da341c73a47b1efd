"""Write a pipeline as one call of Keras' ``ImageDataGenerator``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.library import described, ends, switch_remarks, unit
from augcli.interop.exporters.source import (
    Argument,
    Code,
    Missing,
    NotExpressed,
    argument_lines,
    check_any,
    shortfalls,
    simple,
)
from augcli.pipeline.groups import Stage
from augcli.pipeline.steps import Step

TITLE = "ImageDataGenerator"
_ORDER = (
    *("rotation", "width_shift", "height_shift", "shear", "zoom", "channel_shift"),
    *("horizontal_flip", "vertical_flip", "brightness"),
)
_SPLINES = {"nearest": 0, "bilinear": 1, "bicubic": 3}
_HEAD = [
    "# pip install keras-preprocessing==1.1.2 'scipy<2'. Its copy in TensorFlow and Keras swaps",
    "# the two shifts, and turns pictures that are not square about a point off the centre.",
    "from keras_preprocessing.image import ImageDataGenerator",
    "",
]
_CENTRE = "About a point a pixel off the centre."
_USE = ['# batches = generator.flow_from_directory("data/", target_size=(224, 224))']


def write(file: PipelineFile) -> Code:
    """Return the code. Raises NotExpressed."""
    seen: set[str] = set()
    parts = [part for stage in file.pipeline.stages for part in _parts(stage, seen)]
    check_any(TITLE, parts)
    order = [n for n in (_place(stage) for stage in file.pipeline.stages) if n is not None]
    if order != sorted(order):
        why = f"{TITLE} uses rotation, shifts, shear, zoom, channel shift, flips, brightness"
        parts.append(Missing("the order of the steps", why))
    parts += _sampling(file.resampling)
    made = argument_lines(parts, TITLE)
    body = [*_HEAD, f"generator = {made[0]}", *made[1:], *_USE]
    return Code(body, [*shortfalls(parts)])


def _place(stage: Stage) -> int | None:
    name = stage.transform.name if isinstance(stage, Step) else ""
    # A flip gives the same picture before and after a step that changes only levels.
    return _ORDER.index(name) if name in _ORDER and "flip" not in name else None


def _parts(stage: Stage, seen: set[str]) -> Iterator[Argument | Missing]:
    maker = _MAKERS.get(stage.transform.name) if isinstance(stage, Step) else None
    if not isinstance(stage, Step) or maker is None:
        yield Missing(described(stage), f"{TITLE} has no such transform")
        return
    if stage.chance == 0:
        return
    name = stage.transform.name
    if name in seen:
        yield Missing(f"{described(stage)} once more", f"{TITLE} applies each only once")
        return
    try:
        argument = maker(stage)
    except NotExpressed as why:
        yield Missing(described(stage), str(why))
        return
    seen.add(name)
    yield argument
    usual = stage.transform.chance
    if stage.chance != usual:
        typed = f"--chance {stage.transform.title}={simple(stage.chance)}"
        yield Missing(typed, f"{TITLE} always uses a chance of {simple(usual)}")


def _sampling(how: Resampling) -> Iterator[Argument | Missing]:
    remarks = ("SciPy's wrap loses a pixel at each seam.",) if how.fill_mode == "wrap" else ()
    yield Argument("fill_mode", how.fill_mode, remarks)
    if how.fill_mode == "constant":
        colours = set(how.fill_value[:3])
        if len(colours) == 1:
            yield Argument("cval", simple(colours.pop()))
        else:
            levels = ",".join(f"{level:g}" for level in how.fill_value)
            yield Missing(f"--fill-value {levels}", f"{TITLE} fills with gray only")
    if how.interpolation not in _SPLINES:
        yield Missing(f"--interpolation {how.interpolation}", f"{TITLE} interpolates by splines")
    elif how.interpolation != "bilinear":
        yield Argument("interpolation_order", _SPLINES[how.interpolation])


def _symmetric(step: Step) -> float:
    low, high = ends(step)
    if low != -high:
        raise NotExpressed(f"ranges of {TITLE} go equally far to both sides")
    return simple(high)


def _rotation(step: Step) -> Argument:
    return Argument("rotation_range", _symmetric(step), (_CENTRE, *switch_remarks(step)))


def _shift(step: Step) -> Argument:
    most = float(_symmetric(step))
    if (unit(step) == "fraction") != (most < 1):
        raise NotExpressed(f"{TITLE} takes numbers below 1 as fractions, others as pixels")
    return Argument(f"{step.transform.name}_range", most)


def _shear(step: Step) -> Argument:
    other_axis = "Leans the horizontal axis, where augcli leans the vertical one."
    return Argument("shear_range", _symmetric(step), (other_axis, _CENTRE))


def _zoom(step: Step) -> Argument:
    return Argument("zoom_range", ends(step), (_CENTRE, *switch_remarks(step)))


def _flip(step: Step) -> Argument:
    return Argument(step.transform.name, True)


def _brightness(step: Step) -> Argument:
    return Argument("brightness_range", ends(step))


def _channel_shift(step: Step) -> Argument:
    clipped = ("Clips to the least and greatest level of each picture.",)
    return Argument("channel_shift_range", float(_symmetric(step)), clipped)


_MAKERS: dict[str, Callable[[Step], Argument]] = {
    "rotation": _rotation,
    "width_shift": _shift,
    "height_shift": _shift,
    "shear": _shear,
    "zoom": _zoom,
    "horizontal_flip": _flip,
    "vertical_flip": _flip,
    "brightness": _brightness,
    "channel_shift": _channel_shift,
}
