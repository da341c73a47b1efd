"""The keyword arguments of functions on datasets, as type checkers and editors see them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypedDict

from augcli.dataset.splits import SplitMode
from augcli.expansion.output.settings import Originals
from augcli.expansion.output.sharding import LayoutName
from augcli.expansion.run_options import EngineName, NewEngine
from augcli.expansion.summary import Summary
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit

PathLike = str | os.PathLike[str]
Texts = str | Sequence[str]


class ArrangementOptions(TypedDict, total=False):
    """The arguments that choose, label and group the images of a dataset."""

    labels: PathLike | None
    image_column: str | None
    label_column: Texts
    include: Texts
    exclude: Texts
    classes: Texts
    limit: int | None
    group_by: str | None
    groups: PathLike | None
    group_near_duplicates: bool


class RunOptions(ArrangementOptions, total=False):
    """The arguments that ``expand`` and ``split`` share, named after the flags of the commands.

    ``on_source`` is called after each image, with the summary so far.
    """

    splits: SplitMode
    format: Literal["same", "jpg", "png", "webp", "bmp", "tiff"]
    quality: int
    subsampling: WantedSubsampling
    timeout: float
    max_pixels: int
    max_bytes: int
    workers: int
    follow_links: bool
    flat: bool
    again: bool
    strict: bool
    overwrite: bool
    verify: bool
    prune: bool
    durable: bool
    profile: bool
    shard: str
    on_source: Callable[[Summary], None]


class ExpandOptions(RunOptions, total=False):
    """The arguments of ``expand``."""

    split: str | Mapping[str, float]
    balance: bool | str
    target_per_class: int | None
    total: int | None
    cap: bool
    originals: Originals
    layout: LayoutName
    shard_size: int | None
    shard_count: int | None
    reject: bool
    swap_labels: Texts
    mix_across: bool
    engine: EngineName | NewEngine
    scheduler: str


class SplitOptions(RunOptions, total=False):
    """The arguments of ``split``."""

    size: int | tuple[int, int] | str | None
    fit: Fit


class InspectOptions(TypedDict, total=False):
    """The arguments of ``inspect``."""

    near_duplicates: bool | None
    labels: PathLike | None
    image_column: str | None
    label_column: Texts
    flat: bool
    follow_links: bool
    workers: int
    cached: bool
    on_step: Callable[[int, int], None]
