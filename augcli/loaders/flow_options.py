"""The keyword arguments of ``flow`` and ``flow_from_directory``, as type checkers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict

from augcli.loaders.feed.settings import DataFormat, DType, OnError
from augcli.loaders.feed.targets import ClassMode
from augcli.loaders.run_options import PathLike, Texts
from augcli.pipeline.canvas import Fit

ColorMode = Literal["rgb", "grayscale", "rgba"]


class FlowOptions(TypedDict, total=False):
    """The arguments that both have."""

    shuffle: bool
    seed: int
    augment: bool
    copies: int
    balance: bool
    workers: int
    cache: Literal["memory"] | str | Path | None
    cache_limit: int
    dtype: DType
    data_format: DataFormat
    drop_last: bool
    epoch: int


class ArrayOptions(FlowOptions, total=False):
    """The arguments of ``flow``."""

    keys: Sequence[str]


class DirectoryOptions(FlowOptions, total=False):
    """The arguments of ``flow_from_directory``."""

    split: str | None
    shares: str | Mapping[str, float]
    class_mode: ClassMode | None
    color_mode: ColorMode
    fit: Fit
    exact: bool
    on_error: OnError
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
    flat: bool
    follow_links: bool
