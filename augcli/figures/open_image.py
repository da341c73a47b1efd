"""Open the image to preview, and find the name that its copies are drawn by."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from augcli.errors import SourceProblem, UsageProblem, path_error
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.image import Image
from augcli.storage.limits import Limits
from augcli.storage.names import canonical
from augcli.storage.read import read_file


def open_image(path: Path) -> Image:
    """Decode an image file.

    Raises:
        UsageProblem: there is no such file, or it can't be decoded.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    hint = "give the path of one image file"
    if path.is_dir():
        raise UsageProblem(f"{path} is a folder", f"{hint}, such as {path / 'IMAGE.jpg'}")
    try:
        return read_image(path)
    except SourceProblem as problem:
        hint = "give the path of a sound image file"
        raise path_error(f"{path}: {problem.text}", hint, problem.__cause__) from problem


def read_image(path: Path) -> Image:
    """Decode an image file. Raises SourceProblem."""
    from augcli.imaging.codec.decode import decode

    with DecoderOutput():
        return decode(read_file(path, Limits.bytes))


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
