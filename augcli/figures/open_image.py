"""Open the image to preview: from a file, or from bytes that another program made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.file_kinds import FIGURE, HEAD, check_ending
from augcli.errors import SourceProblem, UsageProblem, path_error
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.figure_mark import has_mark
from augcli.imaging.codec.formats import ALL_ENDINGS, content_ending
from augcli.imaging.image import Image
from augcli.storage.limits import Limits
from augcli.storage.read import read_file


@dataclass(frozen=True)
class OpenedImage:
    """A decoded image, as it is stored.

    Its copies are drawn by ``name``. ``ending`` is that of its file, without the dot, and ``data``
    are the bytes.
    """

    name: str
    image: Image
    ending: str = "png"
    data: bytes = b""


def open_image(path: Path, name: str) -> OpenedImage:
    """Decode an image file whose copies are drawn by a name.

    Raises:
        UsageProblem: there is no such file, or it can't be decoded.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    hint = "give the path of one image file"
    if path.is_dir():
        raise UsageProblem(f"{path} is a folder", f"{hint}, such as {path / 'IMAGE.jpg'}")
    try:
        return read_image(path, name)
    except SourceProblem as problem:
        text, _, way_out = problem.text.partition(": ") if problem.kind else (problem.text, "", "")
        hint = way_out or "give the path of a sound image file"
        raise path_error(f"{path}: {text}", hint, problem.__cause__) from problem


def read_image(path: Path, name: str) -> OpenedImage:
    """Decode an image file whose copies are drawn by a name. Raises SourceProblem."""
    return _decoded(path.name, name, read_file(path, Limits.bytes))


def read_source(path: Path, name: str) -> OpenedImage:
    """Decode a source of a dataset. Raises SourceProblem, also for a figure that augcli drew."""
    data = read_file(path, Limits.bytes)
    if has_mark(data):
        raise SourceProblem("skipped", "figure", f"it is {FIGURE}")
    return _decoded(path.name, name, data)


def decode_image(data: bytes, name: str) -> OpenedImage:
    """Decode an image that has no file; its ending is that of its format. Raises SourceProblem."""
    return _decoded("", name, data)


def _decoded(file: str, name: str, data: bytes) -> OpenedImage:
    from augcli.imaging.codec.decode import decode

    check_ending(file, data[:HEAD])
    with DecoderOutput():
        return OpenedImage(name, decode(data, Limits.pixels), _ending(file, data), data)


def _ending(file: str, data: bytes) -> str:
    """Return the ending of a file; of one that tells nothing, the usual one of its format."""
    own = file.rpartition(".")[2]
    # Of what is read, TIFF alone is not told by its first bytes.
    return own if own.lower() in ALL_ENDINGS else content_ending(data[:HEAD]) or "tiff"
