"""Measure one image file: its header, its pixels and its digest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from augcli.storage.limits import Limits

GRAY = 1.0
"""A picture of less colourfulness is gray, whatever the mode of its file."""


@dataclass(frozen=True)
class Measures:
    """What is known of one image file.

    ``width`` and ``height`` are those of the upright picture, in pixels; ``mode`` is that of the
    file: 1, L, LA, P, RGB, RGBA or CMYK; ``depth`` is 8 or 16 bits. ``transparent`` is true if it
    has an alpha channel or a transparent colour. ``sha256`` is that of the file. The other numbers
    are explained in :mod:`.header` and :mod:`.levels`.
    """

    width: int
    height: int
    format: str
    mode: str
    depth: int
    transparent: bool
    orientation: int
    metadata: bool
    gps: bool
    bytes: int
    sha256: str
    brightness: float
    contrast: float
    sharpness: float
    colourfulness: float

    @property
    def size(self) -> str:
        """The size as people write it: 400x533."""
        return f"{self.width}x{self.height}"

    @property
    def described_mode(self) -> str:
        """The mode, with the depth if it is 16 bits: RGB, L 16-bit."""
        return f"{self.mode} 16-bit" if self.depth == 16 else self.mode

    @property
    def aspect(self) -> float:
        """The width divided by the height."""
        return self.width / self.height

    @property
    def is_gray(self) -> bool:
        """True if no colour is to be seen, whatever the mode of the file."""
        return self.colourfulness < GRAY

    def as_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)

    @classmethod
    def of_json(cls, fields: dict[str, Any]) -> Self:
        """Make it from what ``as_json`` gave. Raises TypeError if that was another version."""
        return cls(**fields)


def measure(data: bytes, digest: str, most_pixels: int = Limits.pixels) -> Measures:
    """Measure the content of an image file, whose SHA-256 is ``digest``.

    Raises:
        SourceProblem: it is no picture that augcli reads, or it is damaged.
        MemoryError: there is too little memory.
    """
    from augcli.imaging.codec.decode import decode  # these load Pillow
    from augcli.inspection.header import read_header
    from augcli.inspection.levels import SIDE, measure_levels

    image = decode(data, most_pixels, smallest=SIDE)
    header = read_header(data, most_pixels)
    # Only a JPEG may be decoded smaller; other files know best by their pixels.
    width, height = header.size if header.format in ("JPEG", "MPO") else image.frame
    mode = "RGB" if image.mode == "RGBX" else image.mode
    return Measures(
        width,
        height,
        header.format,
        header.stored or mode,
        image.depth,
        image.has_alpha,
        header.orientation,
        header.metadata,
        header.gps,
        len(data),
        digest,
        *measure_levels(image),
    )
