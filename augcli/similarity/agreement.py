"""Tell how far two aligned pictures agree: in their detail, and in their colours."""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2, np
from augcli.similarity.alignment import disc
from augcli.similarity.fingerprint import luma_of

_WARP = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
_COARSE = 3.0  # pixels: what a Gaussian of this size keeps is not detail
_NOISE = 1.0  # level: detail that is no stronger proves nothing
_SHARE = 0.4  # of the disc that both pictures must show
_DARKEST = 8.0  # levels: the colours of what is darker tell nothing
_MOST_TURNED, _MOST_MOVED = 0.06, 0.03  # of the sides, for a picture as it stands
_MOST_SCALE, _MOST_STRETCH = 1.38, 1.13  # of a crop; between the axes


def detail(picture: Array, template: Array, to: Array) -> float:
    """Return the correlation of the detail of two aligned pictures, at most 1.

    Both are float32 luma, 0 to 255; ``to`` maps points of the template to points of the picture.
    Return 0 if the two have little in common.
    """
    common = _common(picture, template, to)
    count = common.sum()
    if count < _SHARE * disc(template.shape[:2]).sum():
        return 0.0
    weight = cv2.GaussianBlur(common, (0, 0), _COARSE) + 1e-3

    def fine(luma: Array) -> Array:
        rest = luma - cv2.GaussianBlur(luma * common, (0, 0), _COARSE) / weight
        around_zero: Array = (rest - (rest * common).sum() / count) * common
        return around_zero

    one, other = fine(_warped(picture, template, to)), fine(template)
    powers = [(each * each).sum() + _NOISE * count for each in (one, other)]
    return float((one * other).sum() / np.sqrt(powers[0] * powers[1]))


def colour_gap(picture: Array, template: Array, to: Array) -> float:
    """Return the mean difference of the colours of two aligned RGB pictures, by their brightness.

    0 means the same colours; their brightness may differ.
    """
    common = _common(picture, template, to) > 0
    if not common.any():
        return np.inf
    both = _chroma(_warped(picture, template, to), common), _chroma(template, common)
    return float(np.abs(both[0] - both[1]).mean())


def is_plausible(to: Array, of: tuple[int, ...], other: tuple[int, ...], squashed: bool) -> bool:
    """Return True if a crop, a turn or a mirror image is mapped so.

    ``of`` and ``other`` are the shapes of the template and of the picture. With ``squashed`` a
    change of the aspect ratio is allowed too.
    """
    linear = to[:, :2]
    if _is_turn(linear * (min(of) / min(other))):
        return True
    return squashed and _is_turn(linear / np.array(other[::-1])[:, None] * of[::-1])


def is_as_it_stands(to: Array, of: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return True if a whole picture is mapped to a whole one: mirrored or turned by quarters.

    ``of`` and ``other`` are the shapes of the template and of the picture.
    """
    size, its_size = np.array(of[::-1]), np.array(other[::-1])
    turn = to[:, :2] * size / its_size[:, None]
    middle = to[:, :2] @ ((size - 1) / 2) + to[:, 2] - (its_size - 1) / 2
    moved = np.abs(middle / its_size).max()
    return bool(np.abs(turn - np.rint(turn)).max() < _MOST_TURNED and moved < _MOST_MOVED)


def _is_turn(matrix: Array) -> bool:
    """Return True if a 2x2 matrix hardly changes sizes and angles."""
    half = (matrix**2).sum() / 2
    area = abs(np.linalg.det(matrix))
    spread = np.sqrt(max(half * half - area * area, 0))
    longer, shorter = np.sqrt(half + spread), np.sqrt(max(half - spread, 1e-9))
    fits = longer < _MOST_SCALE and shorter > 1 / _MOST_SCALE
    return bool(fits and longer / shorter < _MOST_STRETCH)


def _common(picture: Array, template: Array, to: Array) -> Array:
    """Return 1 where both discs are, on the template: float32."""
    own = disc(template.shape[:2])
    both = _warped(disc(picture.shape[:2]), template, to) * own
    return (both > 0.9).astype(np.float32)


def _warped(picture: Array, template: Array, to: Array) -> Array:
    height, width = template.shape[:2]
    return cv2.warpAffine(picture, to, (width, height), flags=_WARP)


def _chroma(rgb: Array, where: Array) -> Array:
    smooth = cv2.GaussianBlur(rgb, (0, 0), 2).astype(np.float32)
    luma = luma_of(smooth)
    light = max(float(luma[where].mean()), _DARKEST)
    return ((smooth[..., ::2] - luma[..., None]) / light)[where]
