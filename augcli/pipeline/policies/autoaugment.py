"""AutoAugment, learned on ImageNet and on CIFAR-10.

Source: Cubuk, Zoph, Mané, Vasudevan and Le, AutoAugment: learning augmentation strategies from
data, CVPR 2019, tables 7 (CIFAR-10) and 9 (ImageNet): 25 pairs of operations, each with its chance
and its magnitude, 0 to 9 on a scale of 10. Strengths are those of the authors' code: of
``augmentation_transforms.py`` in github.com/tensorflow/models for CIFAR-10, where pictures have 32
pixels a side, and of ``autoaugment.py`` in github.com/tensorflow/tpu for ImageNet.
"""

from __future__ import annotations

from augcli.pipeline.graded import Formula
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.policies import randaugment
from augcli.pipeline.policies.operations import Space, at_level

_TOP = 10
CIFAR = Space(
    skew=Formula(0, 0.3, _TOP),
    shift=Formula(0, 10 / 32, _TOP),
    rotation=Formula(0, 30, _TOP, whole=True),
    posterize=Formula(4, -4, _TOP, whole=True),
    solarize=Formula(256, -256, _TOP, whole=True),
    factor=Formula(0.1, 1.8, _TOP),
)
IMAGENET = randaugment.SPACE  # the two share their code
_IMAGENET = """
posterize .4 8, rotation .6 9
solarize .6 5, autocontrast .6 0
equalize .8 0, equalize .6 0
posterize .6 7, posterize .6 6
equalize .4 0, solarize .2 4
equalize .4 0, rotation .8 8
solarize .6 3, equalize .6 0
posterize .8 5, equalize 1 0
rotation .2 3, solarize .6 8
equalize .6 0, posterize .4 6
rotation .8 8, saturation .4 0
rotation .4 9, equalize .6 0
equalize 0 0, equalize .8 0
invert .6 0, equalize 1 0
saturation .6 4, contrast 1 8
rotation .8 8, saturation 1 2
saturation .8 8, solarize .8 7
sharpness .4 7, invert .6 0
horizontal_skew .6 5, equalize 1 0
saturation .4 0, equalize .6 0
equalize .4 0, solarize .2 4
solarize .6 5, autocontrast .6 0
invert .6 0, equalize 1 0
saturation .6 4, contrast 1 8
equalize .8 0, equalize .6 0
"""
_CIFAR = """
invert .1 0, contrast .2 6
rotation .7 2, width_shift .3 9
sharpness .8 1, sharpness .9 3
vertical_skew .5 8, height_shift .7 9
autocontrast .5 0, equalize .9 0
vertical_skew .2 7, posterize .3 7
saturation .4 3, brightness .6 7
sharpness .3 9, brightness .7 9
equalize .6 0, equalize .5 0
contrast .6 7, sharpness .6 5
saturation .7 7, width_shift .5 8
equalize .3 0, autocontrast .4 0
height_shift .4 3, sharpness .2 6
brightness .9 6, saturation .2 8
solarize .5 2, invert 0 0
equalize .2 0, autocontrast .6 0
equalize .2 0, equalize .6 0
saturation .9 9, equalize .6 0
autocontrast .8 0, solarize .2 8
brightness .1 3, saturation .7 0
solarize .4 5, autocontrast .9 0
height_shift .9 9, height_shift .7 9
autocontrast .9 0, solarize .8 3
equalize .8 0, invert .1 0
height_shift .7 9, autocontrast .9 0
"""


def policy(learned_on: str) -> Stage:
    """Return the policy learned on ``imagenet`` or ``cifar``: one of its pairs for each copy."""
    table, space = {"imagenet": (_IMAGENET, IMAGENET), "cifar": (_CIFAR, CIFAR)}[learned_on]
    return SomeOf(tuple(_pair(line, space) for line in table.strip().splitlines()))


def _pair(line: str, space: Space) -> Stage:
    return AllOf(tuple(_operation(text, space) for text in line.split(", ")))


def _operation(text: str, space: Space) -> Stage:
    name, chance, magnitude = text.split()
    return at_level(name, int(magnitude), space, float(chance))
