"""Declare the flags that preview, expand, config and export share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import click

from augcli.catalogue.registry import catalogue
from augcli.cli.check_paths import PATH
from augcli.cli.command import help_all, option
from augcli.cli.complete_values import chances
from augcli.cli.project_file import use_project
from augcli.config.pipeline_flags import split_values
from augcli.config.presets import presets
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.policies import POLICIES

Function = Callable[..., Any]


def augmentation_options(function: Function) -> Function:
    """Add a flag for every knob of every transform, and the flags that go with them.

    The command gets their values as one argument, ``pipeline_flags``.
    """

    @wraps(function)
    def command(*arguments: Any, **values: Any) -> Any:
        flags, others = split_values(values)
        return function(*arguments, pipeline_flags=flags, **others)

    for add in reversed([*_transform_options(), *_COMMON, help_all]):
        command = add(command)
    return command


def _transform_options() -> Iterator[Callable[[Function], Function]]:
    for transform in catalogue().values():
        section, more = transform.group.capitalize(), not transform.classic
        if not transform.knobs:
            flags = [transform.flag, *([f"--{transform.short}"] if transform.short else [])]
            yield option(section, *flags, is_flag=True, more=more, help=transform.summary)
        for number, (name, knob) in enumerate(transform.knobs.items()):
            flag = transform.knob_flag(name)
            text = f"{knob.rule}."
            if number == 0:
                text = f"{transform.summary} {text}"
            yield option(section, flag, metavar="N|A,B", more=more, help=text)
        for name, choice in transform.choices.items():
            flag = transform.knob_flag(name)
            words = click.Choice(choice.words)
            yield option(section, flag, type=words, more=more, help=choice.help)
        for name, flag in transform.switches.items():
            text = transform.switch_help(name)
            yield option(section, flag, is_flag=True, more=more, help=text)


# The defaults stand in the help alone: click passes None for a flag that wasn't typed, so that a
# pipeline file can be told from a typed flag with the same value.
_SAMPLING = "Sampling and chance"
_PIPELINE = "Whole pipelines"
_COMMON = [
    option(
        _PIPELINE,
        "--config",
        type=PATH,
        metavar="FILE",
        is_eager=True,  # before the options that it gives values to
        callback=use_project,
        help="Use the pipeline in this file (see augcli config), and the options of expand, DATA "
        "and OUT that it has. Flags win, and change or add steps.",
    ),
    option(
        _PIPELINE,
        "--preset",
        type=click.Choice(presets()),
        metavar="NAME",
        help=f"Use a pipeline made for one kind of pictures: {', '.join(presets())}.",
    ),
    option(
        _PIPELINE,
        "--policy",
        type=click.Choice(list(POLICIES)),
        metavar="NAME",
        help="Add a policy from a paper, after the geometry and before the rest: "
        + "; ".join(f"{name} is {text}" for name, text in POLICIES.items())
        + ".",
    ),
    option(
        "Mixing",
        "--mix-across",
        is_flag=True,
        more=True,
        help="Mix with pictures of any class. The manifest records the share of each class.",
    ),
    option(
        _SAMPLING,
        "--fill-mode",
        type=click.Choice(FILL_MODES),
        help="What to show beyond the edges: the nearest pixel, the picture mirrored (reflect) or "
        f"repeated (wrap), or --fill-value (default: {Resampling.fill_mode}).",
    ),
    option(
        _SAMPLING,
        "--fill-value",
        metavar="N|R,G,B[,A]",
        help="The level or colour for --fill-mode constant, 0 to 255 or a name such as red "
        "(default: 0).",
    ),
    option(
        _SAMPLING,
        "--interpolation",
        type=click.Choice(INTERPOLATIONS),
        help=f"How to sample between pixels (default: {Resampling.interpolation}).",
    ),
    option(
        _SAMPLING,
        "--depth-range",
        type=click.Choice(DEPTH_RANGES),
        help="What white is in 16-bit pictures: 65535 (full, the default), the top of the fewest "
        "bits that hold the picture, such as 4095 (data), or the same top for all pictures "
        "(10-bit: 1023, 12-bit: 4095, 14-bit: 16383).",
    ),
    option(
        _SAMPLING,
        "--chance",
        multiple=True,
        metavar="NAME=P",
        shell_complete=chances,
        help="How often a transform is applied, 0 to 1 (default: 1; flips 0.5). May be repeated.",
    ),
    option(
        _SAMPLING,
        "--seed",
        metavar="N",
        type=click.IntRange(min=0),
        help="The same seed gives the same bytes; another seed draws other values (default: 0).",
    ),
]
