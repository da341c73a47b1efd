"""Colour profiles that don't fit their picture are dropped and told; those that fit are kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from .pictures import SRGB, load, photo, profile_for, save
from .running import expand, records

COLOUR, GRAY_PICTURE = photo(1), photo(2, channels=1)
OPAQUE = np.dstack([COLOUR, np.full(COLOUR.shape[:2], 255, np.uint8)])
GRAY = profile_for(b"GRAY")
ENDINGS = {"RGB": ("jpg", "png", "webp", "tif"), "L": ("jpg", "png", "tif"), "P": ("png",)}
PICTURES = {
    "RGB": Image.fromarray(COLOUR),
    "L": Image.fromarray(GRAY_PICTURE),
    "P": Image.fromarray(COLOUR).quantize(16),
}
FITTING = {
    "sRGB": ("RGB", SRGB),
    "of a scanner": ("RGB", profile_for(b"RGB ", b"scnr")),
    "gray": ("L", GRAY),
    "padded": ("RGB", SRGB + bytes(3)),
}
OTHER = {
    "gray in RGB": ("RGB", GRAY, "for gray colours, not RGB"),
    "gray in a palette": ("P", GRAY, "for gray colours, not RGB"),
    "CMYK in RGB": ("RGB", profile_for(b"CMYK", b"prtr"), "for CMYK colours, not RGB"),
    "Lab in RGB": ("RGB", profile_for(b"Lab ", b"abst"), "for Lab colours, not RGB"),
    "six inks in RGB": ("RGB", profile_for(b"6CLR"), "for other colours, not RGB"),
    "RGB in gray": ("L", SRGB, "for RGB colours, not gray"),
    "CMYK in gray": ("L", profile_for(b"CMYK"), "for CMYK colours, not gray"),
    "a link between devices": ("RGB", profile_for(b"RGB ", b"link"), "no camera"),
    "cut": ("RGB", SRGB[:300], "damaged"),
    "shorter than a header": ("RGB", b"profile", "damaged"),
    "without its signature": ("RGB", SRGB[:36] + b"ACSP" + SRGB[40:], "damaged"),
}


def _copies(
    root: Path, mode: str, profile: bytes, *flags: str
) -> tuple[list[Path], dict[str, int]]:
    """Expand pictures of a mode with a profile, and return the copies and the changes told."""
    for ending in ENDINGS[mode]:
        save(root / "data" / "hat" / f"{ending}.{ending}", PICTURES[mode], icc_profile=profile)
    flags = ("--copies", "1", "--rotation", "9", "--json", *flags)
    result = expand(root / "data", root / "out", *flags)
    changes: dict[str, int] = result.json["changes"]
    assert all(f"changed: {change}" in result.stderr for change in changes)
    return [root / "out" / record["file"] for record in records(root / "out")], changes


@pytest.mark.parametrize("kind", FITTING)
def test_a_profile_that_fits_is_kept_and_readers_are_content(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    mode, profile = FITTING[kind]
    copies, changes = _copies(tmp_path, mode, profile)
    assert changes == {}
    for copy in copies:
        padding = 3 if kind == "padded" and copy.suffix == ".png" else 0
        assert load(copy).info["icc_profile"] == profile[: len(profile) - padding]
    if kind != "gray":  # this one has tags for RGB, which libpng sees
        _assert_read_in_silence(copies, capfd)


@pytest.mark.parametrize("kind", OTHER)
def test_a_profile_that_does_not_fit_is_dropped_and_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    mode, profile, why = OTHER[kind]
    copies, changes = _copies(tmp_path, mode, profile)
    ((told, images),) = changes.items()
    assert told.startswith("colour profile dropped: it ")
    assert why in told
    assert images == len(copies) == len(ENDINGS[mode])
    assert all("icc_profile" not in load(copy).info for copy in copies)
    _assert_read_in_silence(copies, capfd)


def _assert_read_in_silence(copies: list[Path], capfd: pytest.CaptureFixture[str]) -> None:
    """Check that OpenCV, with libpng in it, reads pictures without a warning."""
    capfd.readouterr()
    for copy in copies:
        assert cv2.imdecode(np.fromfile(copy, np.uint8), cv2.IMREAD_UNCHANGED) is not None
    assert capfd.readouterr().err == ""


def test_a_profile_that_is_no_bytes_at_all_is_dropped_and_told(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[34675] = 3  # a 16-bit number
    tags[34675] = 7
    save(tmp_path / "data" / "hat" / "a.tif", COLOUR, tiffinfo=tags)
    flags = ("--copies", "1", "--rotation", "0", "--json")
    result = expand(tmp_path / "data", tmp_path / "out", *flags)
    assert result.json["changes"] == {"colour profile dropped: it is damaged": 1}
    assert np.array_equal(np.asarray(load(tmp_path / "out" / "hat" / "a_aug001.tif")), COLOUR)
