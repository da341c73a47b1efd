"""Sprites with transparent colours, through the real command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import load, photo, save
from .running import expand, outputs

BLURS = "gaussian-blur motion-blur box-blur defocus"
FLAGS = {
    "filters": (
        *(part for name in BLURS.split() for part in (f"--{name}", "2px,2px")),
        *("--zoom-blur", "0.1,0.1", "--median-blur", "1,1", "--sharpness", "3,3"),
        *("--unsharp-mask", "2,2", "--emboss", "0.5,0.5"),
    ),
    "histograms and codecs": (
        *("--autocontrast", "3,3", "--equalize", "--clahe", "3,3", "--spatter", "0.5,0.5"),
        *("--jpeg-compression", "30,30", "--webp-compression", "30,30", "--downscale", "0.4,0.4"),
    ),
}


def _sprite(mode: str, hidden: tuple[int, int, int]) -> Image.Image:
    """Make a sprite in 15 colours; its surroundings are transparent, of a colour nobody sees."""
    y, x = np.mgrid[:30, :40]
    outside = np.hypot(x - 20, y - 15) > 11
    shown = Image.fromarray(photo(3)).quantize(15)
    palette = shown.getpalette()
    assert palette
    sprite = Image.fromarray(np.where(outside, 15, np.asarray(shown)).astype(np.uint8), "P")
    sprite.putpalette([*palette[:45], *hidden])
    sprite.info["transparency"] = 15
    return sprite if mode == "P" else sprite.convert("RGBA")


def _on(background: str, sprite: Image.Image) -> bytes:
    sheet = Image.new("RGBA", sprite.size, background)
    return Image.alpha_composite(sheet, sprite.convert("RGBA")).tobytes()


@pytest.mark.parametrize("flags", FLAGS.values(), ids=FLAGS)
@pytest.mark.parametrize("mode", ["P", "RGBA"])
def test_sprites_that_look_alike_have_copies_that_look_alike(
    tmp_path: Path, mode: str, flags: tuple[str, ...]
) -> None:
    copies = []
    for number, hidden in enumerate([(0, 0, 0), (255, 0, 255)]):
        data, out = tmp_path / f"data{number}", tmp_path / f"out{number}"
        save(
            data / "hat" / "a.png", _sprite(mode, hidden), transparency=15 if mode == "P" else None
        )
        expand(data, out, "--copies", "3", *flags)
        copies.append([load(copy) for copy in outputs(out).values()])
    for one, other in zip(*copies, strict=True):
        for background in ("black", "white", "green"):
            assert _on(background, one) == _on(background, other)


@pytest.mark.parametrize(
    "flags", [("--rotation", "20,20"), ("--horizontal-flip", "--rot90", "0,3")]
)
def test_hidden_colours_change_no_visible_pixel_of_a_webp_copy(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    copies = []
    for number, hidden in enumerate([(0, 0, 0), (0, 255, 0)]):
        data, out = tmp_path / f"data{number}", tmp_path / f"out{number}"
        save(data / "hat" / "a.png", _sprite("RGBA", hidden))
        expand(data, out, "--copies", "2", "--format", "webp", *flags)
        copies.append([load(copy) for copy in outputs(out).values()])
    for one, other in zip(*copies, strict=True):
        assert _on("white", one) == _on("white", other)


def test_a_red_disc_stays_red_as_webp(tmp_path: Path) -> None:
    y, x = np.mgrid[:40, :50]
    disc = np.zeros((40, 50, 4), np.uint8)
    disc[np.hypot(x - 25, y - 20) < 14] = 255, 0, 0, 255
    save(tmp_path / "data" / "disc" / "a.png", Image.fromarray(disc))
    expand(tmp_path / "data", tmp_path / "out", "--format", "webp", "--rotation", "30")
    for copy in outputs(tmp_path / "out").values():
        levels = np.asarray(load(copy).convert("RGBA")).astype(int)
        assert np.abs(levels[levels[..., 3] > 0][:, :3] - (255, 0, 0)).max() <= 4
