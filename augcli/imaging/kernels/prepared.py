"""A picture in the form in which it is resampled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from augcli.imaging.image import Image
from augcli.imaging.kernels.alpha import is_see_through
from augcli.imaging.kernels.premultiply import premultiplied, straight
from augcli.imaging.kernels.pyramid import Pyramid
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.kernels.sample import Edge, border_flag, interpolation_flag
from augcli.imaging.lazy import Array, cv2, np
from augcli.imaging.resampling import Resampling


@dataclass(frozen=True)
class Prepared:
    """What resampling a picture takes, the same for all its copies.

    The pixels of ``pyramid`` are those of the picture, or float32: 16-bit levels, or colours times
    alpha. ``edge`` says what lies beyond them, ``flag`` how OpenCV interpolates, and ``averages``
    whether shrinking averages. ``channels`` and ``dtype`` are those of the picture.
    """

    pyramid: Pyramid
    edge: Edge
    flag: int
    averages: bool
    is_premultiplied: bool
    channels: int
    dtype: Any

    @property
    def tie(self) -> float:
        """How far, in pixels, points are moved so that midway the later pixel is the nearest.

        SciPy and Pillow take the later one too. OpenCV 5 rounds such ties to even, so a zoom would
        repeat pixels in an uneven rhythm. It calculates in single precision: larger pictures need
        a larger step.
        """
        longest: int = max(self.pyramid.pixels.shape)
        return 0.0 if self.averages else max(1e-4, longest * 2.0**-22)

    def sampled_alike(self) -> Prepared:
        """Return the same in floats where OpenCV samples bytes otherwise on other processors."""
        pixels = self.pyramid.pixels
        if pixels.dtype != np.uint8 or pixels.shape[2] > 1:
            return self
        return replace(self, pyramid=Pyramid(pixels.astype(np.float32)))

    def restored(self, sampled: Array) -> Array:
        """Return sampled pixels as levels with the channels and the dtype of the picture.

        Floats that are given are overwritten.
        """
        if self.is_premultiplied:
            return straight(sampled, self.dtype)
        if sampled.dtype != self.dtype:
            sampled = rounded(sampled, self.dtype)
        return with_channels(sampled, self.channels)


_prepared: WeakKeyDictionary[Image, dict[Resampling, Prepared]] = WeakKeyDictionary()


def prepare(image: Image, how: Resampling) -> Prepared:
    """Return what resampling a picture takes. It is made once, for all copies of a source."""
    made = _prepared.get(image)
    if made is None:
        made = _prepared[image] = {}
    found = made.get(how)
    if found is None:
        found = made[how] = _prepare(image, how)
    return found


def _prepare(image: Image, how: Resampling) -> Prepared:
    averages = how.interpolation != "nearest"
    fill = [level * image.top / 255 for level in how.fill(image.mode)]
    shows_fill = how.fill_mode == "constant"
    seen_through = image.has_alpha and shows_fill and fill[-1] < image.top
    weighted = averages and (seen_through or is_see_through(image))
    if weighted:
        pixels = premultiplied(image)
        fill = [*(level * fill[-1] / image.top for level in fill[:-1]), fill[-1]]
    elif averages and (image.depth == 16 or image.mode == "LA"):
        # OpenCV's sums differ between processors for 16 bits, and for two channels.
        pixels = image.pixels.astype(np.float32)
    else:
        pixels = _in_four(image.pixels, how)
    return Prepared(
        pyramid=Pyramid(pixels),
        edge=Edge(border_flag(how.fill_mode), fill * 4 if len(fill) == 1 else fill),
        flag=interpolation_flag(how),
        averages=averages,
        is_premultiplied=weighted,
        channels=image.pixels.shape[2],
        dtype=image.pixels.dtype,
    )


def _in_four(pixels: Array, how: Resampling) -> Array:
    """Add a channel to three: bilinear, OpenCV samples four channels in half the time.

    Gray beside a constant fill becomes four too: one channel is rounded otherwise there on ARM.
    """
    if how.interpolation != "bilinear":
        return pixels
    if pixels.shape[2] == 1 and how.fill_mode == "constant":
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA)
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA) if pixels.shape[2] == 3 else pixels


def with_channels(pixels: Array, channels: int) -> Array:
    """Remove the channels that were added, or put back a single one, which OpenCV drops."""
    if pixels.ndim == 2:
        return pixels[:, :, np.newaxis]
    if channels == pixels.shape[2]:
        return pixels
    if channels == 1:
        return cv2.extractChannel(pixels, 0)[:, :, np.newaxis]
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)
