"""The keyword arguments of flows and loaders, as type checkers and editors see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict

from augcli.loaders.feed.settings import DataFormat, DType, OnError
from augcli.loaders.feed.targets import ClassMode
from augcli.loaders.run_options import ArrangementOptions
from augcli.pipeline.canvas import Fit

ColorMode = Literal["rgb", "grayscale", "rgba"]


class DrawOptions(TypedDict, total=False):
    """The arguments that all have."""

    shuffle: bool
    seed: int
    augment: bool
    balance: bool
    workers: int
    drop_last: bool
    epoch: int


class ArrayForm(TypedDict, total=False):
    """What the arrays of a batch are like."""

    copies: int
    dtype: DType
    data_format: DataFormat
    normalize: Literal["imagenet"] | tuple[Sequence[float], Sequence[float]] | None


class ArrayOptions(DrawOptions, ArrayForm, total=False):
    """The arguments of ``flow``."""

    keys: Sequence[str]


class FolderOptions(DrawOptions, ArrangementOptions, total=False):
    """The arguments that choose images of a folder and say how they are read."""

    split: str | None
    shares: str | Mapping[str, float]
    color_mode: ColorMode
    fit: Fit
    exact: bool
    on_error: OnError
    cache: Literal["memory"] | str | Path | None
    cache_limit: int
    flat: bool
    follow_links: bool


class DirectoryOptions(FolderOptions, ArrayForm, total=False):
    """The arguments of ``flow_from_directory``."""

    class_mode: ClassMode | None
