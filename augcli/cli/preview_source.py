"""Open the image that ``preview`` shows: a file, or stdin."""

from __future__ import annotations

import sys

from augcli.cli.preview_flags import STANDARD, PreviewFlags
from augcli.errors import SourceProblem, UsageProblem
from augcli.figures.open_image import OpenedImage, decode_image, open_image
from augcli.storage.limits import Limits


def open_preview_source(flags: PreviewFlags) -> OpenedImage:
    """Decode the image to show. Raises UsageProblem if it can't be."""
    name = flags.membership.name
    if flags.image != STANDARD:
        return open_image(flags.image, name)
    if flags.root is not None:
        raise UsageProblem(
            "--root goes with the path of an image, and - is stdin",
            "give the image as a file, or leave --root out",
        )
    try:
        return decode_image(_read_stdin(), name)
    except SourceProblem as problem:
        raise UsageProblem(
            f"stdin: {problem.text}", "send one image, such as: augcli preview - < IMAGE.jpg"
        ) from problem


def _read_stdin() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageProblem(
            "- reads an image from stdin, and that is the terminal",
            "send one image, such as: augcli preview - < IMAGE.jpg",
        )
    data = sys.stdin.buffer.read(Limits.bytes + 1)
    if len(data) > Limits.bytes:
        raise SourceProblem("refused", "too-many-bytes", f"has more than {Limits.bytes:,} bytes")
    return data
