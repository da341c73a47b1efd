"""PPM, AVIF and HEIC: decoded as they are, or refused by name."""

from __future__ import annotations

import io
import sys
from typing import Any

import numpy as np
import pytest
from heic import SIZE, TINY
from numpy.typing import NDArray
from PIL import Image

from augcli.errors import SourceProblem
from augcli.imaging.codec.decode import decode
from augcli.imaging.codec.isobmff import avif_depth, largest_size

RNG = np.random.default_rng(0)
DEEP = RNG.integers(0, 65536, (5, 7, 3), dtype=np.uint16)
FLAT = RNG.integers(0, 256, (5, 7, 3), dtype=np.uint8)


def _pnm(kind: int, largest: int, samples: NDArray[Any]) -> bytes:
    kind_of_sample = ">u2" if largest > 255 else "u1"
    header = f"P{kind}\n# a comment\n7 5\n{largest}\n".encode()
    return header + samples.astype(kind_of_sample).tobytes()


def _avif(pixels: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "AVIF", quality=100)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (_pnm(6, 65535, DEEP), DEEP),
        (_pnm(5, 65535, DEEP[..., :1]), DEEP[..., :1]),
        (_pnm(6, 255, FLAT), FLAT),
        (_pnm(5, 255, FLAT[..., :1]), FLAT[..., :1]),
        (_pnm(5, 1, FLAT[..., :1] % 2), FLAT[..., :1] % 2 * 255),
        (
            b"P3 2 1 65535\n1 2 3 # dark\n 4 5 65535\n",
            np.array([[[1, 2, 3], [4, 5, 65535]]], np.uint16),
        ),
        (b"P2\n2 1\n15\n0 15", np.array([[[0], [255]]], np.uint8)),
        (b"P1 2 2\n0 1 11", np.array([[[255], [0]], [[0], [0]]], np.uint8)),
    ],
    ids=["P6-16", "P5-16", "P6", "P5", "P5-1", "P3-16", "P2-4", "P1"],
)
def test_a_ppm_keeps_its_levels_and_its_depth(file: bytes, wanted: NDArray[Any]) -> None:
    pixels = decode(file).pixels
    assert pixels.dtype == wanted.dtype
    assert np.array_equal(pixels, wanted)


def test_a_ppm_of_12_bits_fills_the_scale_of_16() -> None:
    pixels = decode(_pnm(6, 4095, DEEP >> 4)).pixels
    assert np.array_equal(pixels, np.floor((DEEP >> 4) * (65535 / 4095) + 0.5))


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (_pnm(6, 65535, DEEP)[:-1], "truncated"),
        (_pnm(5, 255, FLAT)[:30], "truncated"),
        (b"P3 2 1 255\n1 2 3 4 5", "truncated"),
        (b"P2 1 1 255\n300", "undecodable"),
        (b"P2 1 1 255\nx", "undecodable"),
        (b"P5 100000 100000 255\n", "too-large"),
        (_avif(FLAT)[:-1], "truncated"),
        (b"P7\nWIDTH 1\n", "format"),
    ],
)
def test_what_cannot_be_decoded_whole_gives_the_reason(file: bytes, reason: str) -> None:
    with pytest.raises(SourceProblem) as caught:
        decode(file)
    assert caught.value.reason == reason


@pytest.mark.parametrize("pixels", [FLAT, FLAT[..., 0], np.dstack([FLAT, FLAT[..., :1]])])
def test_an_avif_keeps_its_channels(pixels: NDArray[Any]) -> None:
    image = decode(_avif(pixels))
    assert image.is_gray == (pixels.ndim == 2)
    assert image.has_alpha == (pixels.shape[2:] == (4,))
    assert image.changes == ()


def test_a_deep_avif_tells_that_it_was_reduced() -> None:
    file = bytearray(_avif(FLAT))
    at = file.find(b"av1C") + 6
    for flags, depth in ((0, 8), (0x40, 10), (0x60, 12)):
        file[at] |= flags
        assert avif_depth(bytes(file)) == depth


def test_a_heic_is_read_by_the_extra() -> None:
    pytest.importorskip("pi_heif", reason="needs pi_heif, which not all machines have")
    image = decode(TINY)
    assert image.frame == SIZE
    across, down = np.meshgrid(np.arange(32), np.arange(24))
    wanted = np.dstack([8 * across, 10 * down, 4 * (across + down)])
    assert np.abs(image.pixels[..., :3] - wanted).mean() < 8


def test_a_heic_without_the_extra_tells_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(SourceProblem) as caught:
        decode(TINY)
    assert (caught.value.status, caught.value.reason, caught.value.kind) == (
        "refused",
        "format",
        "HEIC",
    )
    assert caught.value.text.endswith(": pip install 'augcli[heif]'")


def test_a_cut_heic_is_damaged() -> None:
    pytest.importorskip("pi_heif", reason="needs pi_heif, which not all machines have")
    with pytest.raises(SourceProblem, match="ends early"):
        decode(TINY[:-1])


def test_a_huge_heic_is_refused_by_its_header() -> None:
    pytest.importorskip("pi_heif", reason="needs pi_heif, which not all machines have")
    at = TINY.find(b"ispe") + 8
    huge = TINY[:at] + (60_000).to_bytes(4, "big") * 2 + TINY[at + 8 :]
    assert largest_size(huge) == (60_000, 60_000)
    with pytest.raises(SourceProblem) as caught:
        decode(huge)
    assert caught.value.reason == "too-large"


def test_the_second_picture_of_an_mpo_is_told() -> None:
    stream = io.BytesIO()
    first, second = Image.fromarray(FLAT), Image.fromarray(FLAT[::-1])
    first.save(stream, "MPO", save_all=True, append_images=[second])
    assert decode(stream.getvalue()).changes == ("only the first picture of an MPO kept",)
