"""A pipeline in Python makes the pixels that ``augcli expand`` writes for the same name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli.pictures import Pixels, deep, photo, save, save_deep
from cli.running import expand
from PIL import Image as PillowImage

import augcli
from augcli.imaging.codec.decode import decode

FLAGS = "--rotation 25 --zoom 0.2 --horizontal-flip --brightness 0.3 --gaussian-noise 0.05"
SIZED = "--rotation 25 --size 24x20 --fit cover --seed 7 --fill-mode constant --fill-value 9"
PICTURES: dict[str, Pixels] = {
    "gray": photo(1, channels=1),
    "colour": photo(2),
    "alpha": photo(3, channels=4),
    "deep gray": deep(4, 1),
    "deep colour": deep(5),
}


def written(path: Path) -> Pixels:
    """Return the pixels of a file as an array of the shape that Pillow and OpenCV give."""
    image = decode(path.read_bytes(), 10**8)
    pixels = image.pixels[..., :3] if image.mode == "RGBX" else image.pixels
    return pixels[..., 0] if pixels.shape[2] == 1 else pixels


@pytest.mark.parametrize("flags", [FLAGS, SIZED, "--preset natural"])
@pytest.mark.parametrize("kind", PICTURES)
def test_an_array_gives_what_expand_writes(tmp_path: Path, kind: str, flags: str) -> None:
    pixels = PICTURES[kind]
    write = save_deep if pixels.dtype == np.uint16 else save
    write(tmp_path / "data" / "hat" / "a.png", pixels)
    expand(tmp_path / "data", tmp_path / "out", "--copies", "3", *flags.split())
    pipeline = augcli.Pipeline.from_flags(flags)
    for copy in (1, 2, 3):
        made = pipeline(pixels, key="hat/a.png", copy=copy)
        (file,) = (tmp_path / "out" / "hat").glob(f"a_*{copy}.png")
        assert np.array_equal(made, written(file))
        assert made.dtype == pixels.dtype


def test_real_photos_give_what_expand_writes(clothing: Path, tmp_path: Path) -> None:
    expand(clothing, tmp_path, "--copies", "1", "--limit", "1", *FLAGS.split(), "--format", "png")
    pipeline = augcli.Pipeline.from_flags(FLAGS)
    copies = sorted(tmp_path.glob("*/*.png"))
    assert copies
    for file in copies:
        (source,) = clothing.glob(f"{file.parent.name}/{file.stem.rpartition('_')[0]}.*")
        made = pipeline(written(source), key=source.relative_to(clothing).as_posix())
        assert np.array_equal(made, written(file))


def test_a_pil_image_gives_the_same_as_its_array() -> None:
    pipeline = augcli.Pipeline.from_flags(FLAGS)
    for kind in ("gray", "colour", "alpha", "deep gray"):
        picture = PillowImage.fromarray(PICTURES[kind])
        made = pipeline(picture, key="hat/a.png", copy=2)
        assert np.array_equal(np.asarray(made), pipeline(PICTURES[kind], key="hat/a.png", copy=2))
        assert made.mode == picture.mode


def test_a_class_with_steps_of_its_own_has_them_here_too(tmp_path: Path) -> None:
    file = tmp_path / "job.toml"
    file.write_text(
        '[[step]]\ntransform = "rotation"\ndegrees = 20\n'
        '[[classes.hat.step]]\ntransform = "vertical-flip"\nchance = 1.0\n'
    )
    for label in ("hat", "shoe"):
        save(tmp_path / "data" / label / "a.png", photo(8))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--config", file)
    pipeline = augcli.Pipeline.from_toml(file)
    for label in ("hat", "shoe"):
        (copy,) = (tmp_path / "out" / label).glob("*.png")
        assert np.array_equal(pipeline(photo(8), key=f"{label}/a.png"), written(copy))
