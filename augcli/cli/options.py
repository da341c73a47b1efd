"""The flags that commands share, made from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from augcli.catalogue.registry import catalogue
from augcli.cli.command import AnyFunction, help_all, option
from augcli.cli.complete_values import chances
from augcli.config.presets import presets
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS
from augcli.pipeline.policies import POLICIES


def augmentation_options(function: AnyFunction) -> AnyFunction:
    """Add a flag for every knob of every transform, and those that go with them."""
    for add in reversed([*_transform_options(), *_COMMON, help_all]):
        function = add(function)
    return function


def _transform_options() -> Iterator[Callable[[AnyFunction], AnyFunction]]:
    for transform in catalogue().values():
        section, more = transform.group.capitalize(), not transform.classic
        if not transform.knobs:
            yield option(section, transform.flag, is_flag=True, more=more, help=transform.summary)
        for number, (name, knob) in enumerate(transform.knobs.items()):
            flag = transform.knob_flag(name)
            text = f"{knob.rule}."
            if number == 0:
                text = f"{transform.summary} {text}"
            yield option(section, flag, metavar="N|A,B", more=more, help=text)
        for name, flag in transform.switches.items():
            text = transform.switch_help(name)
            yield option(section, flag, is_flag=True, more=more, help=text)


_SAMPLING = "Sampling and chance"
_PIPELINE = "Whole pipelines"
_COMMON = [
    option(
        _PIPELINE,
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A pipeline file (see augcli config); flags change its steps or add to them.",
    ),
    option(
        _PIPELINE,
        "--preset",
        type=click.Choice(presets()),
        metavar="NAME",
        help=f"A pipeline for a kind of pictures: {', '.join(presets())}.",
    ),
    option(
        _PIPELINE,
        "--policy",
        type=click.Choice(list(POLICIES)),
        metavar="NAME",
        help="A policy from a paper, after the geometry and before the rest: "
        + "; ".join(f"{name} is {text}" for name, text in POLICIES.items())
        + ".",
    ),
    option(
        "Mixing",
        "--mix-across",
        is_flag=True,
        more=True,
        help="Mix with pictures of any class; the manifest says the share of each class.",
    ),
    option(
        _SAMPLING,
        "--fill-mode",
        type=click.Choice(FILL_MODES),
        default="nearest",
        show_default=True,
        help="What shows beyond the edges: the nearest pixel, the picture mirrored (reflect) or "
        "repeated (wrap), or --fill-value.",
    ),
    option(
        _SAMPLING,
        "--fill-value",
        metavar="N|R,G,B[,A]",
        default="0",
        show_default=True,
        help="The level or colour of --fill-mode constant, 0 to 255.",
    ),
    option(
        _SAMPLING,
        "--interpolation",
        type=click.Choice(INTERPOLATIONS),
        default="bilinear",
        show_default=True,
        help="How to sample between pixels.",
    ),
    option(
        _SAMPLING,
        "--chance",
        multiple=True,
        metavar="NAME=P",
        shell_complete=chances,
        help="How often a transform fires, 0 to 1 (default: 1, flips 0.5). May be repeated.",
    ),
    option(
        _SAMPLING,
        "--seed",
        metavar="N",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Another seed gives other draws; the same seed gives the same bytes.",
    ),
]
