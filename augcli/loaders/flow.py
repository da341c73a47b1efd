"""Feed arrays to a training loop, augmented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

from augcli.imaging.lazy import Array, np
from augcli.loaders.arrays import check_levels, open_array
from augcli.loaders.feed.fed import Fed
from augcli.loaders.feed.flow import Flow
from augcli.loaders.feed.pictures import Rows, shared
from augcli.loaders.feed.settings import FlowSettings
from augcli.loaders.flow_options import ArrayOptions
from augcli.loaders.makers import check_can_draw
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.pipeline.copy_maker import CopyMaker

_PLAIN = Pipeline.from_transforms([])


def flow(
    x: Array,
    y: Any = None,
    pipeline: Pipeline | None = None,
    batch_size: int = 32,
    **options: Unpack[ArrayOptions],
) -> Flow:
    """Return batches of augmented pictures from an array, with another draw in each epoch.

    ``x`` is NxHxWxC, or NxHxW of gray pictures: uint8, uint16, or floats in 0..1. ``y`` has what to
    learn for each picture, in any array with N rows; without it, a batch is the pictures alone.
    Without a pipeline the pictures are plain. Iterating over the flow once is one epoch, and
    ``len`` is the number of batches.

    - ``shuffle`` (True) mixes the pictures anew in each epoch. ``seed`` is that of the pipeline
      unless given. What is drawn depends on seed, epoch and key alone: not on workers or batches.
    - ``keys`` are the names of the pictures, "0", "1", ... unless given.
    - ``augment=False`` makes plain copies. ``copies=5`` makes five of each picture for test-time
      augmentation: a batch is then (size, 5, H, W, C), and the caller averages the predictions.
    - ``balance`` gives each label of ``y`` as many turns: numbers, texts, or one-hot rows.
    - ``workers`` (0) is the number of processes that make batches ahead, in shared memory.
    - ``dtype`` is ``"float32"``, in 0..1, or ``"uint8"``: the levels as they are.
      ``data_format`` is ``"channels_last"`` or ``"channels_first"``. ``normalize`` is
      ``"imagenet"`` or (means, deviations) of the channels in 0..1. ``drop_last`` leaves out the
      last batch if it is smaller.
    - ``epoch`` is the number of the first epoch. ``flow.epoch`` can be set, and
      ``flow.state_dict()`` and ``load_state_dict`` keep and restore the place in an epoch.

    Example:
        >>> x, y = np.zeros((100, 28, 28), np.uint8), np.arange(100) % 10
        >>> flow = augcli.flow(x, y, augcli.Pipeline.preset("digits"), batch_size=40)
        >>> [images.shape for images, labels in flow]
        [(40, 28, 28, 1), (40, 28, 28, 1), (20, 28, 28, 1)]
        >>> flow.epoch
        1

    Raises:
        TypeError: there is no such argument, or ``x`` is no array.
        ValueError: a shape, dtype, range, length or value can't be.
    """
    x = _checked_x(x)
    values: dict[str, Any] = dict(options)
    keys = _checked_keys(values.pop("keys", None), len(x))
    targets = None if y is None else _checked_y(y, len(x))
    maker = seeded(pipeline, values.pop("seed", None))
    settings = FlowSettings.of({**values, "batch_size": batch_size})
    if settings.balance and targets is None:
        raise ValueError("balance makes the labels of y equally frequent, and y is None")
    first = open_array(x[0], "x").image
    size = maker.output.size or first.frame
    maker = replace(maker, output=replace(maker.output, size=size))
    pictures, give_up = shared(keys, x) if settings.workers else (Rows(keys, x), lambda: None)
    shape, dtype = (size.height, size.width, x.shape[3]), first.pixels.dtype.str
    labels = [0] * len(x) if targets is None else _hashable(targets)
    fed = Fed(pictures, shape, dtype, targets, labels, give_up=give_up)
    return Flow(fed, maker, settings)


def seeded(pipeline: Pipeline | None, seed: int | None) -> CopyMaker:
    """Return the maker of a pipeline, a plain one of None.

    Raises:
        TypeError: it is no pipeline.
        ValueError: it can't draw here, or the seed can't be.
    """
    if not isinstance(pipeline, Pipeline | None):
        kind = type(pipeline).__name__
        raise TypeError(f"pipeline must be an augcli.Pipeline or None, not {kind}")
    maker = (pipeline or _PLAIN).maker
    check_can_draw(maker)
    return maker if seed is None else replace(maker, seed=whole("seed", seed, 0))


def _checked_x(x: Any) -> Array:
    if not isinstance(x, np.ndarray):
        raise TypeError(f"x must be a NumPy array, not {type(x).__name__}")
    if x.ndim == 3:
        x = x[..., np.newaxis]
    if x.ndim != 4 or 0 in x.shape:
        raise ValueError(f"x has shape {x.shape}, and pictures are NxHxW or NxHxWxC")
    check_levels(x, "x")
    return np.ascontiguousarray(x, x.dtype.newbyteorder("="))


def _checked_y(y: Any, count: int) -> Array:
    found = np.asarray(y)
    if found.ndim == 0 or len(found) != count:
        got = "one value" if found.ndim == 0 else f"{len(found)}"
        raise ValueError(f"y must have {count} rows, one for each picture of x, not {got}")
    return found


def _checked_keys(keys: Sequence[str] | None, count: int) -> list[str]:
    if keys is None:
        return [str(number) for number in range(count)]
    if isinstance(keys, str) or len(keys) != count or len(set(keys)) != count:
        raise ValueError(f"keys must be {count} different names, one for each picture of x")
    return list(map(str, keys))


def _hashable(y: Array) -> list[Any]:
    """Return the label of each row: its place in a one-hot row, or what the row holds."""
    if y.ndim == 1:
        return list(y.tolist())
    rows = y.reshape(len(y), -1)
    return [tuple(row) for row in rows.tolist()]
