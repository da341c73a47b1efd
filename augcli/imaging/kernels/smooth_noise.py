"""Smooth random fields, on a coarse lattice."""

from __future__ import annotations

import math

from augcli.imaging.image import Frame
from augcli.imaging.kernels import noise
from augcli.imaging.kernels.sample import sample
from augcli.imaging.lazy import Array, cv2, np

_NODES_A_SIGMA = 3.0  # a Gaussian is straight between nodes to within 1.5 % of its height
_MOST_NODES = 512  # along a side
_REST = 16  # the last columns, which OpenCV calculates one by one, rounded otherwise on ARM


def smooth_noise(seed: int, frame: Frame, sigma: float, layers: int = 2) -> Array:
    """Return normal noise smoothed by a Gaussian of ``sigma`` pixels, with deviation 1.

    It is float32 of shape (rows, columns, layers): nodes spread evenly over the frame, the
    outermost on its rim. The same seed gives the same noise.
    """
    columns, rows = (
        int(np.clip(np.ceil(_NODES_A_SIGMA * side / sigma), 2, _MOST_NODES)) for side in frame
    )
    spacing = [
        max(1, side - 1) / (nodes - 1) for side, nodes in zip(frame, (columns, rows), strict=True)
    ]
    x, y = (sigma / step for step in spacing)
    # The noise continues beyond the rim; otherwise it would be larger there.
    beyond = math.ceil(3 * x), math.ceil(3 * y)
    field = noise.normal(seed, layers, rows + 2 * beyond[1], columns + 2 * beyond[0])
    inside = np.s_[beyond[1] : beyond[1] + rows, beyond[0] : beyond[0] + columns]
    smooth = [_smoothed(layer, x, y)[inside] for layer in field]
    return np.stack(smooth, axis=2)


def _smoothed(layer: Array, x: float, y: float) -> Array:
    """Return a blurred layer of white noise, with its deviation restored."""
    across, down = (cv2.getGaussianKernel(2 * math.ceil(3 * s) + 1, s) for s in (x, y))
    wide = cv2.copyMakeBorder(layer, 0, 0, 0, _REST, cv2.BORDER_REFLECT)
    blurred: Array = cv2.sepFilter2D(wide, -1, across, down, borderType=cv2.BORDER_REFLECT)
    return blurred / np.float32(math.sqrt((across**2).sum() * (down**2).sum()))


def sample_lattice(lattice: Array, frame: Frame, x: Array, y: Array) -> list[Array]:
    """Return the layers of a lattice at points, each float32 of the shape of x and y broadcast.

    ``x`` and ``y`` are in pixels from the centre of ``frame``, which the lattice covers.
    """
    rows, columns = lattice.shape[:2]
    across = (columns - 1) / max(1, frame.width - 1)
    down = (rows - 1) / max(1, frame.height - 1)
    shape = np.broadcast_shapes(x.shape, y.shape)
    at_x = np.broadcast_to(x * across + (columns - 1) / 2, shape)
    at_y = np.broadcast_to(y * down + (rows - 1) / 2, shape)
    return [
        sample(np.ascontiguousarray(lattice[..., [layer]]), at_x, at_y, cv2.INTER_LINEAR)[..., 0]
        for layer in range(lattice.shape[2])
    ]
