"""Decode and encode 16-bit colour by OpenCV, since Pillow keeps 8 bits of it."""

from __future__ import annotations

import struct

from augcli.errors import SourceProblem
from augcli.imaging.image import Image
from augcli.imaging.kernels.premultiply import straight
from augcli.imaging.lazy import Array, cv2, np

EXTRA_SAMPLES = 338
"""The tag of a TIFF that says what its fourth sample is."""

UNKNOWN_SAMPLE = "fourth sample of unknown meaning dropped"

_PREMULTIPLIED, _ALPHA = 1, 2  # its values; others are no alpha
_SHORT = 3  # the type of its value


def decode_deep_colour(data: bytes, icc: bytes | None, extra: int) -> Image:
    """Return a 16-bit colour PNG or TIFF. ``extra`` says what a fourth sample is, as in a TIFF.

    Raises:
        SourceProblem: it is damaged, or colour of another kind.
    """
    pixels: Array | None = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise SourceProblem("bad", "undecodable", "cannot be decoded")
    if pixels.dtype != np.uint16 or pixels.ndim != 3:
        raise SourceProblem("refused", "depth", "16-bit colour of a kind that is not supported")
    if pixels.shape[2] == 3:
        return Image(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), "RGB", icc)
    if extra not in (_PREMULTIPLIED, _ALPHA):
        return Image(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB), "RGB", icc, (UNKNOWN_SAMPLE,))
    pixels = cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA)
    if extra == _PREMULTIPLIED:
        pixels = straight(pixels.astype(np.float32), np.uint16)
    return Image(pixels, "RGBA", icc)


def encode_deep_tiff(image: Image) -> bytes:
    """Return the TIFF of a 16-bit picture in colour."""
    order = cv2.COLOR_RGB2BGR if image.mode == "RGB" else cv2.COLOR_RGBA2BGRA
    done, data = cv2.imencode(".tiff", cv2.cvtColor(image.pixels, order))
    if not done:
        raise RuntimeError(f"OpenCV cannot encode {image.frame} {image.mode} as TIFF")
    file = data.tobytes()
    return _with_alpha_named(file) if image.has_alpha else file


def _with_alpha_named(tiff: bytes) -> bytes:
    """Add the tag that the fourth sample is alpha. OpenCV leaves it out, and readers warn of that.

    A new directory of tags is put at the end: TIFF 6.0, section 2.
    """
    order = "<" if tiff[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    tags = [tiff[at + 2 + 12 * i :][:12] for i in range(count)]
    alpha = struct.pack(f"{order}HHIHH", EXTRA_SAMPLES, _SHORT, 1, _ALPHA, 0)
    tags = sorted([*tags, alpha], key=lambda tag: struct.unpack(f"{order}H", tag[:2]))
    rest = tiff[at + 2 + 12 * count :][:4]
    body = tiff + b"\0" * (len(tiff) % 2)
    head = tiff[:4] + struct.pack(f"{order}I", len(body))
    return b"".join([head, body[8:], struct.pack(f"{order}H", count + 1), *tags, rest])
