"""What is measured: the cases, and the programs that each is measured with."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

WARP = "--rotation 40 --width-shift 0.1 --height-shift 0.1 --zoom 0.2 --horizontal-flip"
STEPS = {
    "photos": f"{WARP} --brightness 0.6,1.2",
    "tone": "--horizontal-flip --vertical-flip --brightness 0.6,1.2 --contrast 0.8,1.2",
    "heavy": (
        f"{WARP} --brightness 0.6,1.2 --contrast 0.8,1.2 --saturation 0.7,1.3 "
        "--gaussian-blur 0.1px,2px --gaussian-noise 0,10 --random-erasing 0.02,0.2"
    ),
}
"""The flags of each set of steps; the peers know the sets by these names."""

SHARES = {"augmentor": 5, "keras": 5}
"""Slow programs get one in so many sources; what they take is compared by the output."""

ONE_PROCESS = {"keras"}
"""Programs that take no number of workers."""


@dataclass(frozen=True)
class Case:
    """One comparison. ``size`` is that of the outputs, empty for the sources' own.

    The aims are the most that augcli may take as a multiple of the floor, and the least that the
    fastest other program must take as a multiple of augcli.
    """

    name: str
    title: str
    peers: tuple[str, ...]
    aims: tuple[float, float] | None = None
    data: str = "photos"
    steps: str = "photos"
    copies: int = 5
    size: str = ""
    on_disk: bool = False

    @property
    def flags(self) -> list[str]:
        """What augcli is given beside the folders and the number of workers."""
        size = ["--size", self.size] if self.size else []
        return ["--copies", str(self.copies), *size, *shlex.split(STEPS[self.steps])]

    @property
    def options(self) -> list[str]:
        """What the others are given for the same work."""
        size = ["--size", self.size] if self.size else []
        return ["--copies", str(self.copies), *size, "--steps", self.steps]


CASES = (
    Case(
        "photos",
        "Photos",
        ("floor", "albumentations", "imgaug", "pillow", "augmentor", "keras"),
        (2.5, 1.8),
    ),
    Case(
        "tone",
        "Photos, tone and flips",
        ("floor", "albumentations", "imgaug", "pillow", "augmentor"),
        (1.35, 1.5),
        steps="tone",
    ),
    Case(
        "heavy", "Photos, heavy", ("floor", "albumentations", "imgaug"), (5.0, 2.0), steps="heavy"
    ),
    Case(
        "small",
        "Photos to 224x224",
        ("floor", "albumentations", "imgaug", "pillow"),
        (2.2, 2.0),
        size="224x224",
    ),
    Case(
        "tiny",
        "Tiny: PNGs of 32x32",
        ("floor", "albumentations", "pillow"),
        (2.0, 1.5),
        data="tiny",
    ),
    Case(
        "large",
        "Large: photos of 12 megapixels",
        ("floor", "albumentations", "pillow"),
        (2.5, 1.8),
        data="large",
        copies=3,
    ),
    Case("disk", "Photos, written to disk", ("floor", "albumentations"), on_disk=True),
)
