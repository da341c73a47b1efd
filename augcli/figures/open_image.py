"""Open the image to preview, and find the name that its copies are drawn by."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from augcli.dataset.file_kinds import FIGURE, HEAD, check_ending
from augcli.errors import SourceProblem, UsageProblem
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.figure_mark import has_mark
from augcli.imaging.image import Image
from augcli.storage.limits import Limits
from augcli.storage.names import canonical
from augcli.storage.read import read_file


def open_image(path: Path) -> Image:
    """Decode an image file.

    Raises:
        UsageProblem: there is no such file, or it can't be decoded.
    """
    hint = "give the path of one image file"
    if path.is_dir():
        raise UsageProblem(f"{path} is a folder", f"{hint}, such as {path / 'IMAGE.jpg'}")
    try:
        return read_image(path)
    except SourceProblem as problem:
        text, _, way_out = problem.text.partition(": ") if problem.kind else (problem.text, "", "")
        raise UsageProblem(
            f"{path}: {text}", way_out or "give the path of a sound image file"
        ) from problem


def read_image(path: Path) -> Image:
    """Decode an image file. Raises SourceProblem."""
    return _decoded(path, read_file(path, Limits.bytes))


def read_source(path: Path) -> Image:
    """Decode a source of a dataset. Raises SourceProblem, also for a figure that augcli drew."""
    data = read_file(path, Limits.bytes)
    if has_mark(data):
        raise SourceProblem("skipped", "figure", f"it is {FIGURE}")
    return _decoded(path, data)


def _decoded(path: Path, data: bytes) -> Image:
    from augcli.imaging.codec.decode import decode

    check_ending(path.name, data[:HEAD])
    with DecoderOutput():
        return decode(data)


def source_name(path: Path, root: Path | None = None) -> str:
    """Return the name that the copies are drawn by: the path below ``root``, with ``/``.

    Without a root it is ``CLASS/FILE``, or ``FILE`` if the path has no folder.

    Raises:
        UsageProblem: the path is not below the root.
    """
    if root is not None:
        try:
            # Not resolve(): a link in the dataset is expanded under its own name.
            name = Path(os.path.abspath(path)).relative_to(os.path.abspath(root)).as_posix()  # noqa: PTH100, resolve() would follow links
        except ValueError:
            raise UsageProblem(
                f"{path} is not inside --root {root}", "give the folder that holds the classes"
            ) from None
        return canonical(name)
    given = PurePath(os.path.normpath(path))
    name = f"{given.parent.name}/{given.name}"
    return canonical(name).removeprefix("../").removeprefix("/")
