"""Pictures as callers have them: which shapes, dtypes and ranges are taken, and come back."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PillowImage

import augcli

PIPELINE = augcli.Pipeline.from_flags("--rotation 40 --brightness 0.3 --horizontal-flip")
STILL = augcli.Pipeline.from_transforms([])
PLAIN = np.full((12, 16, 3), 100, np.uint8)

shapes = st.tuples(st.integers(1, 20), st.integers(1, 20)).flatmap(
    lambda frame: st.sampled_from([frame, *((*frame, channels) for channels in (1, 2, 3, 4))])
)
dtypes = st.sampled_from(["uint8", "uint16", ">u2", "float16", "float32", "float64"])


def noise(shape: tuple[int, ...], dtype: str, seed: int = 0) -> Any:
    """An array of random levels over the whole range of its type."""
    generator = np.random.default_rng(seed)
    if "f" in dtype:
        return generator.random(shape).astype(dtype)
    top = np.iinfo(dtype).max
    return generator.integers(0, top, shape, dtype=np.uint16, endpoint=True).astype(dtype)


@given(shapes, dtypes, st.integers(1, 50))
def test_a_copy_has_the_shape_and_dtype_of_the_array(
    shape: tuple[int, ...], dtype: str, copy: int
) -> None:
    pixels = noise(shape, dtype)
    before = pixels.copy()
    made = PIPELINE(pixels, key="hat/a.jpg", copy=copy)
    assert made.shape == shape
    assert made.dtype == np.dtype(dtype).newbyteorder("=")
    assert np.array_equal(pixels, before)
    assert not np.may_share_memory(made, pixels)


@given(shapes, dtypes)
def test_without_steps_an_array_stays_as_it_is(shape: tuple[int, ...], dtype: str) -> None:
    pixels = noise(shape, dtype)
    made = STILL(pixels, key="a.jpg")
    room = 1 / 65535 if "f" in dtype else 0
    assert np.abs(made.astype(float) - pixels.astype(float)).max() <= room


def test_floats_are_rendered_as_16_bits_are() -> None:
    levels = noise((20, 30, 3), "uint16")
    deep = PIPELINE(levels, key="hat/a.jpg")
    assert np.array_equal(PIPELINE(levels / 65535, key="hat/a.jpg"), deep / 65535)


def test_a_batch_is_each_of_its_pictures_by_its_own_key() -> None:
    batch = noise((3, 12, 16, 3), "uint8")
    keys = ["hat/a.jpg", "hat/b.jpg", "shoe/a.jpg"]
    made = PIPELINE(batch, key=keys, copy=4, seed=9)
    assert [np.array_equal(one, PIPELINE(batch[n], keys[n], 4, 9)) for n, one in enumerate(made)]
    assert not np.array_equal(made[0], made[1])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "I;16"])
def test_a_pil_image_comes_back_in_its_mode(mode: str) -> None:
    picture = PillowImage.fromarray(PLAIN).convert("L" if mode == "I;16" else mode)
    made = PIPELINE(picture.convert(mode), key="a.jpg")
    assert (made.mode, made.size) == (mode, picture.size)


def test_a_picture_with_a_palette_comes_back_in_colour() -> None:
    picture = PillowImage.fromarray(PLAIN).convert("P")
    assert PIPELINE(picture, key="a.jpg").mode == "RGB"
    picture.info["transparency"] = 3
    assert PIPELINE(picture, key="a.jpg").mode == "RGBA"


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (np.zeros((2, 3, 5), np.uint8), r"image has shape \(2, 3, 5\)"),
        (np.zeros(9, np.uint8), r"image has shape \(9,\)"),
        (np.zeros((0, 4, 3), np.uint8), r"image has shape \(0, 4, 3\)"),
        (np.zeros((4, 4), np.int64), "image has dtype int64"),
        (np.full((4, 4), 255.0), "image has floats from 255 to 255, and floats are 0..1: divide"),
        (np.full((4, 4), -0.5), "image has floats from -0.5 to -0.5"),
        (np.full((4, 4), np.nan), "image has floats from nan to nan"),
        (PillowImage.new("CMYK", (4, 4)), "image has PIL mode CMYK"),
        (PillowImage.new("L", (0, 4)), "image has 0x4 pixels"),
    ],
)
def test_what_can_be_no_picture_is_a_value_error(picture: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PIPELINE(picture, key="a.jpg")


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        ({"image": [[1, 2]], "key": "a"}, TypeError, "image must be a NumPy array or a PIL image"),
        ({"image": PLAIN, "key": 3}, TypeError, "key must be the name of the picture"),
        ({"image": PLAIN, "key": "a", "copy": 0}, ValueError, "whole number from 1, not 0"),
        ({"image": PLAIN, "key": "a", "seed": -1}, ValueError, "seed must be a whole number"),
        ({"image": PLAIN[None], "key": "a"}, ValueError, "sequence of 1 keys, one a picture"),
        ({"image": PLAIN[None], "key": ["a", "b"]}, ValueError, "not 2"),
    ],
)
def test_bad_arguments_are_named(call: dict[str, Any], kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        PIPELINE(**call)


def test_a_batch_whose_copies_differ_in_size_asks_for_a_size() -> None:
    turning = augcli.Pipeline.from_flags("--rotation 40 --rotation-expand")
    batch, keys = np.stack([PLAIN, PLAIN]), ["a.jpg", "b.jpg"]
    with pytest.raises(ValueError, match="give the pipeline a size"):
        turning(batch, key=keys)
    assert turning.replace(size=9)(batch, key=keys).shape == (2, 9, 9, 3)


def test_threads_and_pickled_pipelines_draw_and_render_the_same() -> None:
    pixels, again = noise((24, 32, 3), "uint8"), pickle.loads(pickle.dumps(PIPELINE))
    alone = [PIPELINE(pixels, "hat/a.jpg", copy) for copy in range(1, 20)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda copy: again(pixels, "hat/a.jpg", copy), range(1, 20)))
    assert again == PIPELINE
    assert all(map(np.array_equal, alone, together))
