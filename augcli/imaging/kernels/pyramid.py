"""Average a picture before it is shown smaller, so that fine patterns don't become others."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from augcli.imaging.kernels.vectors import in_whole_vectors
from augcli.imaging.lazy import Array, cv2, np

SHARP = 1.1
_SMOOTHED = 1.6
"""A picture is sampled as it is where an output pixel spans up to 1.1 of its pixels, and smoothed
the more from there up to 1.6. From 2.2 on its half is used in its place, smoothed in turn up to
3.2, and so on. So stripes and noise keep about the deviation that Pillow's bilinear ``resize``
leaves them, with no step from one span to the next. A half that was used from exactly 2 on would be
seen unsmoothed there. Smoothing costs a fifth of a warp, so the slight zooms of most pipelines do
without."""

_SMOOTHING_STEPS = 64  # powers of two, so that weights times levels are exact on every processor


@dataclass(frozen=True)
class Pyramid:
    """A picture and its averages, made when they are first needed and kept.

    ``pixels`` has shape (height, width, channels) and dtype uint8 or float32. Each level has half
    the width, the height or both of another: the pyramid of Williams, 1983. Between two levels,
    the larger is smoothed by up to [1 2 1] / 4.
    """

    pixels: Array
    _levels: dict[tuple[int, int], Array] = field(default_factory=dict)
    _smooth: dict[int, Array] = field(default_factory=dict)

    def averaged(self, spans: tuple[float, float]) -> tuple[Array, tuple[int, int]]:
        """Return the picture to sample where output pixels span so many pixels in x and y.

        The second value says how many pixels of the original one of its pixels is the mean of, in
        x and y.
        """
        if max(spans) <= SHARP:
            return self.pixels, (1, 1)
        halvings = [
            min(_halvings(span), side.bit_length())
            for span, side in zip(spans, self.pixels.shape[1::-1], strict=True)
        ]
        shares = map(_smoothing, spans, halvings)
        across, down = halvings
        return smooth(self._level(across, down), *shares), (1 << across, 1 << down)

    def between(self, number: int) -> tuple[Array, int]:
        """Return a half level: the picture, smoothed, its half, that smoothed, and so on.

        The second value says how many pixels of the original one of its pixels is the mean of, in
        x and in y.
        """
        times = number // 2
        if number % 2 and number not in self._smooth:
            self._smooth[number] = smooth(self._level(times, times), 1.0, 1.0)
        return self._smooth[number] if number % 2 else self._level(times, times), 1 << times

    def _level(self, across: int, down: int) -> Array:
        """Return the picture with its width and height halved so many times."""
        if not (across or down):
            return self.pixels
        if (across, down) not in self._levels:
            # Both sides together as often as possible: averaging four pixels takes a third of the
            # time that averaging two takes.
            wide, high = across >= down, down >= across
            larger = self._level(across - wide, down - high)
            self._levels[across, down] = halve(larger, across=wide, down=high)
        return self._levels[across, down]


def half_levels(scale: Array) -> Array:
    """Return the number of the half level for each count of pixels that an output pixel spans.

    It is a fraction between two half levels: float32, 0 where nothing is shrunk.
    """
    scale = np.maximum(scale, np.float32(1))
    # Not log2, whose last bit depends on the processor: frexp is exact.
    halvings = np.maximum(np.frexp(scale / np.float32(SHARP))[1] - 1, 0)
    rest = np.ldexp(scale, -halvings)
    smoothed = (rest - np.float32(SHARP)) / np.float32(_SMOOTHED - SHARP)
    halved = (rest - np.float32(_SMOOTHED)) / np.float32(2 * SHARP - _SMOOTHED)
    number: Array = (
        halvings.astype(np.float32) * 2 + np.clip(smoothed, 0, 1) + np.maximum(halved, 0)
    )
    return number


def _halvings(span: float) -> int:
    return max(0, math.floor(math.log2(span / SHARP)))


def _smoothing(span: float, halvings: int) -> float:
    """Return the share, 0 to 1, that a picture halved so many times is smoothed by."""
    share = (span / (1 << halvings) - SHARP) / (_SMOOTHED - SHARP)
    steps = round(min(1.0, max(0.0, share)) * _SMOOTHING_STEPS)
    return steps / _SMOOTHING_STEPS


def smooth(pixels: Array, across: float, down: float) -> Array:
    """Return pixels smoothed by shares, 0 to 1, of [1 2 1] / 4 in x and y."""
    if not (across or down):
        return pixels
    if pixels.dtype == np.uint8:
        # In whole numbers of 256ths, so the same on every processor, and faster along one axis.
        size = tuple(3 if share else 1 for share in (across, down))
        x, y = map(_deviation, (across, down))
        blurred = cv2.GaussianBlur(pixels, size, x, sigmaY=y, borderType=cv2.BORDER_REPLICATE)
        return blurred.reshape(pixels.shape)
    row, column = (np.array([share / 4, 1 - share / 2, share / 4]) for share in (across, down))
    smoothed = in_whole_vectors(
        pixels,
        lambda whole: cv2.sepFilter2D(whole, -1, row, column, borderType=cv2.BORDER_REPLICATE),
    )
    return smoothed.reshape(pixels.shape)


def _deviation(share: float) -> float:
    """Return the deviation of the Gaussian of three pixels whose outer weights are share / 4."""
    weight = share / 4
    return math.sqrt(-0.5 / math.log(weight / (1 - 2 * weight))) if share else 0.0


def halve(pixels: Array, *, across: bool, down: bool) -> Array:
    """Return pixels, (height, width, channels), with the width, the height or both halved.

    The last row or column of an odd number is averaged with the one before it. Alone, it would
    stand out in each half: a stripe of one pixel would become one of eight. OpenCV averages four
    pixels 20 times as fast as any other number (0.07 ms instead of 1.4 for a photo of 400x533), so
    there are only exact halves; bilinear resizing averages two.
    """
    height, width, channels = pixels.shape
    beyond = height % 2 if down else 0, width % 2 if across else 0
    if any(beyond):
        pixels = cv2.copyMakeBorder(pixels, 0, beyond[0], 0, beyond[1], cv2.BORDER_REFLECT_101)
        pixels = pixels.reshape(height + beyond[0], width + beyond[1], channels)
        height, width = pixels.shape[:2]
    if pixels.dtype == np.float32 and across != down:  # OpenCV's differ between processors
        first, second = (pixels[:, ::2], pixels[:, 1::2]) if across else (pixels[::2], pixels[1::2])
        mean: Array = (first + second) * np.float32(0.5)
        return mean
    frame = width // 2 if across else width, height // 2 if down else height
    how = cv2.INTER_AREA if across and down else cv2.INTER_LINEAR
    return cv2.resize(pixels, frame, interpolation=how).reshape(frame[1], frame[0], channels)
