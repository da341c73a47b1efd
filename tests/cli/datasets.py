"""Small datasets with something wrong in each, for ``augcli inspect``."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from .pictures import photo, save, save_deep


def make_messy(root: Path) -> Path:
    """Make a dataset in splits, in which most of what ``inspect`` looks for is to be found."""
    train, val = root / "train", root / "val"
    for number in range(6):
        save(train / "hat" / f"{number}.png", photo(number))
    for number in range(2):
        save(train / "shoe" / f"{number}.png", photo(10 + number))
    save(val / "hat" / "v.png", photo(20, 30, 40))
    save(train / "hat" / "black.png", np.zeros((30, 40, 3), np.uint8))
    save_deep(train / "hat" / "deep.png", np.full((30, 40), 30_000, np.uint16))
    save(train / "hat" / "glass.png", photo(30, channels=4))
    save(train / "hat" / "gps.jpg", photo(31), exif=gps_exif())
    shutil.copy(train / "hat" / "0.png", train / "shoe" / "mislabelled.png")
    shutil.copy(train / "hat" / "1.png", val / "hat" / "leak <b>.png")
    (train / "hat" / "cut.png").write_bytes((train / "hat" / "2.png").read_bytes()[:300])
    (train / "hat" / "a.psd").write_bytes(b"8BPS" + bytes(40))
    return root


def gps_exif(orientation: int = 6) -> Image.Exif:
    """Return EXIF data as a phone writes them: turned, and with a position."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (48.0, 12.0, 3.0), 3: "E", 4: (11.0, 5.0, 0.0)},
    )
    return exif


def make_plain(root: Path, **classes: int) -> Path:
    """Make a dataset of so many photos of each class, all different and sound."""
    for number, (label, count) in enumerate(classes.items()):
        for image in range(count):
            save(root / label / f"{image}.png", photo(100 * number + image))
    return root
