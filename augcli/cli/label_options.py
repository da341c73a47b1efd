"""Declare the flags of a table of labels."""

from __future__ import annotations

from typing import Any

from augcli.cli.check_paths import PATH
from augcli.cli.command import option

_LABELS = "Labels from a table"

LABEL_OPTIONS = [
    option(
        _LABELS,
        "--labels",
        metavar="FILE",
        type=PATH,
        help="Take the classes from a table, not from folders: CSV, TSV or JSON lines with a "
        "column of images, relative to DATA, and one of labels. A column named split counts too, "
        "and one of groups, such as group, patient or video.",
    ),
    option(
        _LABELS,
        "--image-column",
        metavar="NAME",
        help="The column of the images, if its name is not one such as image or filename.",
    ),
    option(
        _LABELS,
        "--label-column",
        metavar="NAME",
        multiple=True,
        help="The column of the labels, if its name is not one such as label or class. Several "
        "labels of an image are separated by |, or have columns of 0 and 1: repeat the flag.",
    ),
]
"""The decorators that add the flags to a command."""


def label_options(function: Any) -> Any:
    """Add the flags to a command."""
    for add in reversed(LABEL_OPTIONS):
        function = add(function)
    return function
