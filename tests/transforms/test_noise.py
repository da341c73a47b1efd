"""The statistics of noise agree with the formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from oracles import CHANNELS, DTYPES, rendered
from scipy import stats

from augcli.imaging.image import Image, Mode
from augcli.imaging.kernels import noise

SIDE = 200
NOISY = ["gaussian_noise", "shot_noise", "iso_noise", "speckle_noise"]
AMOUNT = {
    "gaussian_noise": ("deviation", 12.0),
    "shot_noise": ("strength", 12.0),
    "iso_noise": ("deviation", 12.0),
    "salt_and_pepper": ("share", 0.2),
    "speckle_noise": ("deviation", 0.12),
}
SHARES = [(0.2, 0.25), (0.01, 0.5), (0.5, 1), (0.5, 0), (1, 0.5)]
MORE = {"iso_noise": {"chroma": 0.5}, "salt_and_pepper": {"salt": 0.25}}

each_noise = pytest.mark.parametrize("name", NOISY)
each_depth = pytest.mark.parametrize("depth", [8, 16])


def _flat(level: float, mode: Mode = "RGB", depth: int = 8) -> Image:
    top = 2**depth - 1
    pixels = np.full((SIDE, SIDE, CHANNELS[mode]), round(level * top / 255), DTYPES[depth])
    return Image(pixels, mode)


def _noisy(name: str, image: Image, amount: float | None = None, **more: float) -> NDArray[Any]:
    """Return the rendered levels as floats on the scale 0 to 255."""
    field, default = AMOUNT[name]
    values = {field: default if amount is None else amount, "seed": 7} | MORE.get(name, {}) | more
    return rendered(image, [{"transform": name, **values}]) * (255 / image.top)


@pytest.mark.parametrize("seed", [0, 1, 2**53 - 1])
def test_normal_numbers_are_normal(seed: int) -> None:
    numbers = noise.normal(seed, 300, 300).ravel()
    assert stats.kstest(numbers, "norm").pvalue > 1e-3
    assert stats.kurtosis(numbers) == pytest.approx(0, abs=0.06)
    assert stats.norm.sf(3) * numbers.size * 2 == pytest.approx((abs(numbers) > 3).sum(), rel=0.3)
    assert abs(numbers).max() < 4.4


def test_random_words_are_uniform_and_the_same_on_every_machine() -> None:
    words = noise.random_words(3, 300, 301)
    assert stats.kstest(words.ravel() / 2**16, "uniform").pvalue > 1e-3
    raw = np.random.SFC64(3).random_raw(1)[0]
    np.testing.assert_array_equal(
        words[0, :4], [int(raw) >> shift & 0xFFFF for shift in range(0, 64, 16)]
    )


@each_noise
@each_depth
@pytest.mark.parametrize("level", [40.0, 127.5, 200.0])
def test_the_mean_is_kept(name: str, depth: int, level: float) -> None:
    image = _flat(level, depth=depth)
    assert _noisy(name, image).mean() == pytest.approx(
        image.pixels.mean() * 255 / image.top, abs=0.2
    )


@each_depth
@pytest.mark.parametrize(
    ("name", "level", "deviation"),
    [
        *[("gaussian_noise", level, 12) for level in (60, 127.5, 200)],
        *[("shot_noise", level, 12 * np.sqrt(level / 127.5)) for level in (10, 60, 127.5, 200)],
        *[("speckle_noise", level, 0.12 * level) for level in (10, 60, 127.5, 160)],
    ],
)
def test_the_deviation_is_as_the_formula_has_it(
    name: str, level: float, deviation: float, depth: int
) -> None:
    got = _noisy(name, _flat(level, depth=depth)).std()
    # Rounding adds a twelfth of a level to the variance.
    assert got == pytest.approx(np.sqrt(deviation**2 + 1 / 12), rel=0.03)


@pytest.mark.parametrize("deviation", [0.3, 1, 20])
def test_gaussian_noise_is_normal_but_for_its_rarest(deviation: float) -> None:
    got = _noisy("gaussian_noise", _flat(127), deviation) - 127
    for beyond in (0.5, 1.5, 2.5):
        # Rounded: what is beyond lies half a level further in.
        wanted = stats.norm.sf((np.ceil(beyond * deviation) - 0.5) / deviation) * 2
        assert (np.abs(got) >= beyond * deviation).mean() == pytest.approx(wanted, abs=0.004)
    assert np.abs(got).max() <= 2.95 * deviation + 0.5


@each_depth
@pytest.mark.parametrize("level", [60.0, 127.5, 200.0])
def test_grain_grows_with_the_root_of_the_level_from_half_of_it(level: float, depth: int) -> None:
    expected = 12 * (0.5 + 0.5 * np.sqrt(level / 127.5))
    for mode in ("L", "RGB"):
        got = _noisy("iso_noise", _flat(level, mode, depth), chroma=0).std()
        assert got == pytest.approx(expected, rel=0.03)


@each_depth
def test_colour_noise_is_a_part_of_the_grain_and_twice_as_coarse(depth: int) -> None:
    got = _noisy("iso_noise", _flat(127.5, depth=depth), chroma=0.5)
    red, green, blue = np.moveaxis(got, 2, 0)
    gray = 0.299 * red + 0.587 * green + 0.114 * blue
    cr = (red - gray) / 1.402
    cb = (blue - gray) / 1.772
    for colour in (cb, cr):
        assert colour.std() == pytest.approx(6, rel=0.05)
        assert np.corrcoef(colour[:, :-1].ravel(), colour[:, 1:].ravel())[0, 1] > 0.5
    assert abs(np.corrcoef(cb.ravel(), cr.ravel())[0, 1]) < 0.05
    assert abs(np.corrcoef(gray[:, :-1].ravel(), gray[:, 1:].ravel())[0, 1]) < 0.03


def test_few_photons_are_counted_about_as_by_poisson() -> None:
    # 12 levels at mid-gray are 0.885 photons a level.
    for level in (2, 4, 8, 16):
        rate = level * 127.5 / 144
        got = _noisy("shot_noise", _flat(level, depth=16)) * 127.5 / 144
        assert got.mean() == pytest.approx(rate, rel=0.03)
        assert got.var() == pytest.approx(rate, rel=0.1, abs=0.13)
        # Skewed to the bright side, half as much again as counts are; normal numbers are not.
        assert stats.skew(got.ravel()) == pytest.approx(1.4 * rate**-0.5, rel=0.15)


@pytest.mark.parametrize("name", ["shot_noise", "speckle_noise"])
@each_depth
def test_black_stays_black(name: str, depth: int) -> None:
    assert not _noisy(name, _flat(0, depth=depth)).any()


@pytest.mark.parametrize("name", ["gaussian_noise", "shot_noise", "speckle_noise"])
@each_depth
def test_neither_pixels_nor_channels_have_anything_to_do_with_each_other(
    name: str, depth: int
) -> None:
    got = _noisy(name, _flat(127.5, depth=depth))
    got -= got.mean()
    neighbours = [
        (got[:, :-1], got[:, 1:]),
        (got[:-1], got[1:]),
        (got[..., 0], got[..., 1]),
        (got[..., 1], got[..., 2]),
    ]
    for one, other in neighbours:
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.02


@each_depth
@pytest.mark.parametrize(
    ("share", "salt"), [(0.2, 0.25), (0.01, 0.5), (0.5, 1), (0.5, 0), (1, 0.5)]
)
def test_salt_and_pepper_are_of_the_shares_asked_for(share: float, salt: float, depth: int) -> None:
    image = _flat(100, depth=depth)
    got = _noisy("salt_and_pepper", image, share, salt=salt)
    assert (got == got[..., :1]).all()  # all channels of a pixel together
    white, black = (got[..., 0] == 255).mean(), (got[..., 0] == 0).mean()
    for found, expected in ((white, share * salt), (black, share * (1 - salt))):
        assert found == pytest.approx(expected, abs=5 * np.sqrt(expected / SIDE**2))
    kept = (got != 0) & (got != 255)
    assert (got[kept] == image.pixels[0, 0, 0] * (255 / image.top)).all()


@pytest.mark.parametrize("name", AMOUNT)
@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
@each_depth
def test_gray_and_alpha_pictures_get_noise_as_others(name: str, mode: Mode, depth: int) -> None:
    colours = CHANNELS[mode] - (mode in ("LA", "RGBA"))
    expected = _noisy(name, _flat(127.5, "RGB", depth), **_no_chroma(name)).std()
    got = _noisy(name, _flat(127.5, mode, depth), **_no_chroma(name))[..., :colours].std()
    assert got == pytest.approx(expected, rel=0.05)


def _no_chroma(name: str) -> dict[str, float]:
    return {"chroma": 0} if name == "iso_noise" else {}


@each_noise
def test_16_bit_noise_is_finer_than_8_bit_levels(name: str) -> None:
    got = _noisy(name, _flat(127.5, depth=16))
    assert (np.abs(got - np.rint(got)) > 1e-6).mean() > 0.9


@pytest.mark.parametrize("name", AMOUNT)
def test_another_seed_gives_other_noise(name: str) -> None:
    image = _flat(127.5)
    assert (_noisy(name, image, seed=7) != _noisy(name, image, seed=8)).mean() > 0.2
