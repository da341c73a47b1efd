"""Declare the flags that choose, group and split images, which expand and split share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any

from augcli.cli.check_paths import PATH
from augcli.cli.command import option
from augcli.cli.label_options import LABEL_OPTIONS
from augcli.cli.number_types import Count
from augcli.expansion.request.arrangement_flags import ArrangementFlags

_WHICH = "Which images"
_SPLITS = "Splits"
_NAMES = [one.name for one in fields(ArrangementFlags)]

_OPTIONS = [
    *LABEL_OPTIONS,
    option(
        _WHICH,
        "--include",
        metavar="GLOB",
        multiple=True,
        help="Take only images whose name fits a pattern, such as '*.jpg', or whose path in DATA "
        "does, such as 'hat/2019*'. May be repeated.",
    ),
    option(
        _WHICH,
        "--exclude",
        metavar="GLOB",
        multiple=True,
        help="Leave out images that fit a pattern. May be repeated.",
    ),
    option(
        _WHICH,
        "--class",
        "only",
        metavar="NAME",
        multiple=True,
        help="Take only images of this class. May be repeated.",
    ),
    option(
        _WHICH,
        "--limit",
        metavar="N",
        type=Count(min=1),
        help="Take at most N images of each class, drawn by their names.",
    ),
    option(
        _SPLITS,
        "--split",
        metavar="val=SHARE[,test=SHARE]",
        default="",
        help="Split the images of each class: val=0.2,test=0.1 holds out 20 % and 10 %. expand "
        "makes copies of train alone; the others get their originals.",
    ),
    option(
        _SPLITS,
        "--group-by",
        metavar="REGEX",
        help="Keep a group on one side of a split: images with the same text in the first (...) of "
        "a regular expression on their path, such as '(patient\\d+)'.",
    ),
    option(
        _SPLITS,
        "--groups",
        metavar="FILE",
        type=PATH,
        help="Keep groups on one side by a table: CSV, TSV or JSON lines with a column of images, "
        "relative to DATA, and one of groups, such as group, patient or video.",
    ),
    option(
        _SPLITS,
        "--group-near-duplicates",
        is_flag=True,
        help="Keep near duplicates on one side: re-encoded, resized, cropped, mirrored or turned.",
    ),
]


def arrangement_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to a command, which gets their values as ``arrangement_flags``."""

    @wraps(function)
    def command(*arguments: Any, **values: Any) -> Any:
        found = {name: values.pop(name) for name in _NAMES if name in values}
        return function(*arguments, arrangement_flags=ArrangementFlags(**found), **values)

    for add in reversed(_OPTIONS):
        command = add(command)
    return command
