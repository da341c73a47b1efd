"""Open the image to preview: from a file, or from bytes that another program made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.errors import SourceProblem, UsageProblem
from augcli.imaging.codec.decoder_output import DecoderOutput
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
    """
    hint = "give the path of one image file"
    if path.is_dir():
        raise UsageProblem(f"{path} is a folder", f"{hint}, such as {path / 'IMAGE.jpg'}")
    try:
        return read_image(path, name)
    except SourceProblem as problem:
        raise UsageProblem(
            f"{path}: {problem.text}", "give the path of a sound image file"
        ) from problem


def read_image(path: Path, name: str) -> OpenedImage:
    """Decode an image file whose copies are drawn by a name. Raises SourceProblem."""
    return _decoded(name, read_file(path, Limits.bytes), path.suffix[1:])


def decode_image(data: bytes, name: str) -> OpenedImage:
    """Decode an image that has no file; its ending is that of its format. Raises SourceProblem."""
    return _decoded(name, data, _ending(data))


def _decoded(name: str, data: bytes, ending: str) -> OpenedImage:
    from augcli.imaging.codec.decode import decode

    with DecoderOutput():
        return OpenedImage(name, decode(data, Limits.pixels), ending, data)


_MARKS = {b"\xff\xd8": "jpg", b"RIFF": "webp", b"BM": "bmp", b"II": "tiff", b"MM": "tiff"}


def _ending(data: bytes) -> str:
    """Return the ending of the format of an image; png for one whose copies would be PNG."""
    return next((ending for mark, ending in _MARKS.items() if data.startswith(mark)), "png")
