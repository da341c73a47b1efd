"""Read a call of Keras' ``ImageDataGenerator`` as a pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from augcli.catalogue.registry import catalogue
from augcli.config.pipeline_file import PipelineFile
from augcli.errors import BadValue, UsageProblem
from augcli.interop.importers.calls import FoundCall, find_calls
from augcli.interop.importers.sampling import number, read_resampling
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

NAME = "ImageDataGenerator"
_PREPARATION = (
    *("featurewise_center", "samplewise_center", "featurewise_std_normalization"),
    *("samplewise_std_normalization", "zca_whitening"),
)
_ORDER = (
    *(*_PREPARATION, "zca_epsilon", "rotation_range", "width_shift_range", "height_shift_range"),
    *("brightness_range", "shear_range", "zoom_range", "channel_shift_range", "fill_mode", "cval"),
    *("horizontal_flip", "vertical_flip", "rescale", "preprocessing_function", "data_format"),
    *("validation_split", "interpolation_order", "dtype"),
)

_CENTRE = (
    "Keras turns, shears and zooms about a wrong centre: it is a pixel off in keras-preprocessing "
    "1.1.2; in TensorFlow since 2020, its coordinates are swapped on pictures that aren't square. "
    "augcli uses the centre"
)
_AXES = (
    "since 2020, TensorFlow's Keras swaps the axes of shifts: its width_shift_range moves up and "
    "down. augcli does what the documentation says"
)
_REMARKS = {
    "rotation_range": _CENTRE,
    "width_shift_range": _AXES,
    "height_shift_range": _AXES,
    "shear_range": "keras-preprocessing 1.1.2 leans the other axis than later Keras and augcli do",
    "zoom_range": _CENTRE,
    "brightness_range": "keras-preprocessing 1.1.2 first stretches each picture from black to "
    "white, and Keras cuts off fractions of levels. augcli multiplies and rounds",
    "channel_shift_range": "Keras clips to the least and greatest level of each picture. augcli "
    "clips to black and white",
}


@dataclass(frozen=True)
class Imported:
    """The pipeline of a call, and remarks on what differs or is left out, a line each."""

    file: PipelineFile
    remarks: tuple[str, ...]


def import_generator(code: str, which: int | None = None) -> Imported:
    """Return the pipeline of a call of ``ImageDataGenerator`` in Python code.

    ``which`` counts the calls from 1. None means the only call that augments.

    Raises:
        UsageProblem: the code can't be parsed, has no such call, or has several that augment; or
            the call has no augmentation that can be read.
    """
    calls = find_calls(code, NAME, _ORDER)
    if which is None:
        return _only(calls)
    if which > len(calls):
        problem = f"--call {which}: the code calls {NAME} {len(calls)} times"
        raise UsageProblem(problem, "the first call is --call 1")
    call = calls[which - 1]
    read = _read(call)
    if not read.file.pipeline.stages:
        raise _nothing(f"the {NAME} on line {call.line}", read)
    return read


def _only(calls: list[FoundCall]) -> Imported:
    if not calls:
        raise UsageProblem(
            f"the code has no call of {NAME}",
            f"for example: augcli import '{NAME}(zoom_range=0.2)'",
        )
    read = [_read(call) for call in calls]
    augmenting = [one for one in read if one.file.pipeline.stages]
    if len(augmenting) > 1:
        lines = ", ".join(str(call.line) for call in calls[:20])
        problem = f"the code calls {NAME} {len(calls)} times, on lines {lines}"
        raise UsageProblem(problem, "choose one with --call N, counted from 1")
    if not augmenting:
        raise _nothing(f"no {NAME} of the code", read[0])
    return augmenting[0]


def _nothing(what: str, read: Imported) -> UsageProblem:
    why = f": {'; '.join(read.remarks)[:300]}" if read.remarks else ""
    return UsageProblem(
        f"{what} has an augmentation that can be read{why}",
        "write numbers in the call, such as rotation_range=20",
    )


def _read(call: FoundCall) -> Imported:
    steps: dict[str, Step] = {}
    remarks = [
        f"line {line}: {name} is not given as a literal: left out"
        for name, line in call.unread.items()
        if name not in _ORDER or name in _READERS
    ]
    for name, value in call.arguments.items():
        try:
            if name in _READERS and (step := _READERS[name](name, value)):
                steps[name] = step
                remarks += [_REMARKS[name]] if name in _REMARKS else []
        except BadValue as rule:
            remarks.append(f"{name}={value!r:.60}: {rule}: left out")
    order = list(catalogue())
    stages = sorted(steps.values(), key=lambda step: order.index(step.transform.name))
    remarks += [*_of_shifts(steps, call.arguments), *_of_the_rest(steps, call)]
    resampling, sampling_remarks = read_resampling(call.arguments)
    remarks += sampling_remarks
    file = PipelineFile(Pipeline(tuple(stages)), resampling)
    return Imported(file, tuple(dict.fromkeys(remarks)))


def _step(name: str, low: float, high: float, unit: str = "") -> Step | None:
    """Return a step, or None if its range changes nothing. Raises BadValue."""
    transform = catalogue()[name]
    ((knob_name, knob),) = transform.knobs.items()
    interval = knob.parse(f"{low!r}{unit},{high!r}{unit}")
    neutral = knob.neutral_interval
    if neutral and (interval.low, interval.high) == (neutral.low, neutral.high):
        return None
    return Step(transform, {knob_name: interval}, chance=transform.chance)


def _pair(value: object) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise BadValue("is not two numbers")
    return number(value[0]), number(value[1])


def _spread(name: str, value: object) -> Step | None:
    """Return the step for a range of plus or minus a number."""
    most = abs(number(value or 0))
    return _step(name.removesuffix("_range"), -most, most)


def _shift(name: str, value: object) -> Step | None:
    transform = name.removesuffix("_range")
    if isinstance(value, list | tuple):
        lengths = [number(one) for one in value]
        most = max(map(abs, lengths), default=0.0)
        pixels = max(lengths, default=0.0) >= 1
    else:
        most = abs(number(value or 0))
        pixels = most >= 1
        if isinstance(value, int) and most:
            most -= 1  # Keras draws whole numbers below it
    return _step(transform, -most, most, "px" if pixels else "")


def _zoom(_name: str, value: object) -> Step | None:
    if isinstance(value, list | tuple):
        low, high = sorted(_pair(value))
        return _step("zoom", low, high)
    most = abs(number(value or 0))
    return _step("zoom", 1 - most, 1 + most)


def _brightness(_name: str, value: object) -> Step | None:
    if value is None:
        return None
    low, high = sorted(_pair(value))
    return _step("brightness", low, high)


def _flip(name: str, value: object) -> Step | None:
    transform = catalogue()[name]
    return Step(transform, chance=transform.chance) if value else None


_READERS: dict[str, Callable[[str, object], Step | None]] = {
    "rotation_range": _spread,
    "width_shift_range": _shift,
    "height_shift_range": _shift,
    "brightness_range": _brightness,
    "shear_range": _spread,
    "zoom_range": _zoom,
    "channel_shift_range": _spread,
    "horizontal_flip": _flip,
    "vertical_flip": _flip,
}


def _of_shifts(steps: Mapping[str, Step], arguments: Mapping[str, Any]) -> Iterator[str]:
    for name in ("width_shift_range", "height_shift_range"):
        value = arguments.get(name)
        if name in steps and isinstance(value, list | tuple):
            yield (
                f"Keras chooses one of the exact values of {name}, with either sign. augcli draws "
                "from the whole range between them"
            )
        elif name in steps and isinstance(value, int):
            yield (
                f"Keras draws whole pixels up to {value - 1} for {name}={value}, not {value} as "
                "its documentation says. augcli draws fractions of pixels too"
            )


def _of_the_rest(steps: Mapping[str, Step], call: FoundCall) -> Iterator[str]:
    if "brightness_range" in steps and "channel_shift_range" in steps:
        yield "Keras shifts channels before it brightens; the flags of augcli do it after"
    for name, value in {**call.arguments, **call.unread}.items():
        if name in (*_PREPARATION, "rescale", "preprocessing_function") and value:
            yield f"{name} is not augmentation: do it where the pictures are loaded"
        elif name == "validation_split" and value:
            yield (
                "validation_split is not augmentation: take the validation pictures out before you "
                "make copies"
            )
        elif name not in _ORDER and name not in call.unread:
            yield f"{name:.60} is no argument of {NAME}: left out"
