"""The flags that say how many images expand makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from augcli.cli.command import option
from augcli.cli.number_types import Copies, Count
from augcli.expansion.output.amount import Amount

_SECTION = "How many"


_OPTIONS = [
    option(
        _SECTION,
        "-n",
        "--copies",
        metavar="N|CLASS=N",
        type=Copies(),
        multiple=True,
        help="How many augmented copies to make of each image, or of those of one class; "
        f"CLASS=0 makes none. The default is {Amount.copies}. May be repeated.",
    ),
    option(
        _SECTION,
        "--balance",
        metavar="[LEVEL]",
        is_flag=False,
        flag_value="largest",
        default="",
        help="Fill every class up to as many images as the largest has; to the median of all "
        "classes; or to a share of the largest, such as 80%.",
    ),
    option(
        _SECTION,
        "--target-per-class",
        metavar="N",
        type=Count(min=1),
        help="Fill every class up to N images in OUT. Originals count if --originals puts them "
        "there.",
    ),
    option(
        _SECTION,
        "--total",
        metavar="N",
        type=Count(min=1),
        help="Make N images in all, shared out by the size of the classes, or evenly with "
        "--balance.",
    ),
    option(
        _SECTION,
        "--cap",
        is_flag=True,
        help="Draw classes that are larger than the target down to it. Without, they stay.",
    ),
]


def amount_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to a command."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function
