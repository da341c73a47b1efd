"""Read a call of Keras' ``ImageDataGenerator`` as a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from augcli.catalogue.registry import catalogue
from augcli.config.pipeline_file import PipelineFile
from augcli.errors import BadValue
from augcli.interop.importers.arguments import AUGMENTING, read_argument
from augcli.interop.importers.code.names import FoundCall
from augcli.interop.importers.code.values import CONDITION
from augcli.interop.importers.remarks import remarks_on
from augcli.interop.importers.sampling import Sampling
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

NAME = "ImageDataGenerator"
_PREPARATION = (
    *("featurewise_center", "samplewise_center", "featurewise_std_normalization"),
    *("samplewise_std_normalization", "zca_whitening"),
)
ORDER = (
    *(*_PREPARATION, "zca_epsilon", "rotation_range", "width_shift_range", "height_shift_range"),
    *("brightness_range", "shear_range", "zoom_range", "channel_shift_range", "fill_mode", "cval"),
    *("horizontal_flip", "vertical_flip", "rescale", "preprocessing_function", "data_format"),
    *("validation_split", "interpolation_order", "dtype"),
)
"""The arguments in the order of Keras, for those that are given without a name."""
_SAMPLING = ("fill_mode", "cval", "interpolation_order")
_OF_OLD_KERAS = ("dim_ordering",)
# By its name, or because it is arithmetic on the levels alone: lambda x: x / 127.5 - 1
_PREPARING_FUNCTION = re.compile(
    r".*(preproc|normali[sz]|standardi[sz]|rescale).*|lambda (\w+): (\2\b|[\d\s./*+()-])+",
    re.IGNORECASE,
)

SIMILAR = (
    *("random_rotation", "random_shift", "random_shear", "random_zoom", "random_brightness"),
    *("random_channel_shift", "apply_affine_transform", "apply_brightness_shift"),
    *("apply_channel_shift", "random_flip_left_right", "random_flip_up_down", "random_contrast"),
    *("random_saturation", "random_hue", "random_crop", "RandomFlip", "RandomRotation"),
    *("RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomCrop"),
    *("RandomHeight", "RandomWidth", "RandomShear", "RandomHue", "RandomSaturation"),
    *("RandomSharpness", "RandomErasing", "RandomGaussianBlur", "RandomPerspective"),
    *("RandomElasticTransform", "RandomGrayscale", "RandomInvert", "RandomPosterization"),
    *("RandomColorJitter", "RandomColorDegeneration", "RandAugment", "AugMix", "CutMix", "MixUp"),
)
"""Other functions and layers of Keras and TensorFlow that augment; they are not read."""


@dataclass(frozen=True)
class Imported:
    """The pipeline of a call.

    ``left_out`` says what is not in it, or stands there with another value: where, and what.
    ``remarks`` tell where Keras differs, and what was hardly meant.
    """

    file: PipelineFile
    where: str
    left_out: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


def read_call(call: FoundCall) -> Imported:
    """Return the pipeline of a call; without steps if it augments nothing that can be read."""
    steps: dict[str, Step] = {}
    left_out = []
    for name in call.places:
        if what := _take(steps, name, call):
            left_out.append((call.places[name], what))
    sampling = Sampling(call.arguments)
    left_out += [(call.places[name], what) for name, what in sampling.left_out.items()]
    order = list(catalogue())
    stages = sorted(steps.values(), key=lambda step: order.index(step.transform.name))
    for name in steps:
        if CONDITION in call.assumed.get(name, ()):
            left_out.append((call.places[name], f"the condition under which {name} is set"))
    remarks = [*remarks_on(steps, call.arguments), *sampling.remarks, *_preparation(call)]
    remarks += [
        f"{name} is {why}, which may be given otherwise"
        for name in steps
        for why in call.assumed.get(name, ())
        if why != CONDITION
    ]
    return Imported(
        PipelineFile(Pipeline(tuple(stages)), sampling.resampling),
        call.where,
        tuple(dict.fromkeys(left_out)),
        tuple(dict.fromkeys(remarks)),
    )


def _take(steps: dict[str, Step], name: str, call: FoundCall) -> str:
    """Add the step of an argument. Return what is left out of it, or nothing."""
    if name in call.unread:
        return _unread(name, call.unread[name])
    value = call.arguments[name]
    if name in AUGMENTING:
        try:
            reading = read_argument(name, value)
        except BadValue as rule:
            return f"{name}={value!r:.60}: {rule}"
        if reading.step:
            steps[name] = reading.step
        return f"{name}={value!r:.60}: {reading.instead}" if reading.instead else ""
    if name == "preprocessing_function" and value is not None:
        return f"{name}={value!r:.60}: is no function"
    return "" if name in (*ORDER, *_OF_OLD_KERAS) else f"{name:.60} is no argument of {NAME}"


def _unread(name: str, code: str) -> str:
    """Return what is left out by an argument whose value isn't known, or nothing."""
    if name == "preprocessing_function":
        if _PREPARING_FUNCTION.fullmatch(code):
            return ""
        return f"{name}={code}: it may augment too, and augcli reads no functions"
    if name in (*ORDER, *_OF_OLD_KERAS) and name not in (*AUGMENTING, *_SAMPLING):
        return ""
    return f"{name:.60} is not given as a literal: {code}"


def _preparation(call: FoundCall) -> Iterator[str]:
    """Remark on arguments that prepare pictures for a network."""
    read = {name: not _unread(name, code) for name, code in call.unread.items()}
    given = {**call.arguments, **read}
    found = [
        name for name in (*_PREPARATION, "rescale", "preprocessing_function") if given.get(name)
    ]
    if found:
        names, verb = ", ".join(found), "are" if len(found) > 1 else "is"
        yield f"{names} {verb} not augmentation: do it where the pictures are loaded"
    if given.get("validation_split"):
        yield (
            "validation_split is not augmentation: take the validation pictures out before you "
            "make copies"
        )
