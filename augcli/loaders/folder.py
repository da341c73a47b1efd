"""Prepare the images of a folder for a flow: list them, and say how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from augcli.config.parse_size import LONGEST_SIDE
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splits import is_carried, is_split
from augcli.engines.cores import usable_cores
from augcli.errors import UsageProblem
from augcli.expansion.request.arrange import arranged
from augcli.expansion.request.near_duplicates import near_duplicates
from augcli.imaging.image import Frame
from augcli.loaders.arguments import arranged_by, checked, named_as_arguments, path_of
from augcli.loaders.feed.decoded_size import least_side
from augcli.loaders.feed.fed import Fed
from augcli.loaders.feed.pictures import Files
from augcli.loaders.feed.settings import FlowSettings
from augcli.loaders.feed.targets import checked_mode, targets_of
from augcli.loaders.flow import seeded
from augcli.loaders.options import whole, with_options
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.run_options import PathLike
from augcli.pipeline.copy_maker import CopyMaker

_CHANNELS = {"rgb": 3, "grayscale": 1, "rgba": 4}
_CHOOSE = (
    *("labels", "image_column", "label_column", "include", "exclude", "classes", "limit"),
    *("group_by", "groups", "group_near_duplicates", "flat", "follow_links"),
)
TargetSize = int | tuple[int, int] | None
"""(height, width) in pixels, N for NxN, or None for the size of the pipeline."""


class Prepared(NamedTuple):
    """What a flow is made of."""

    fed: Fed
    maker: CopyMaker
    settings: FlowSettings


class _Listed(NamedTuple):
    """The images of a split, the classes, and the numbers of the classes of each image."""

    sources: list[Source]
    classes: list[str]
    numbers: list[list[int]]


def prepared(
    directory: PathLike, pipeline: Pipeline | None, target_size: TargetSize, values: dict[str, Any]
) -> Prepared:
    """Return what a flow of a folder is made of; ``values`` are its arguments.

    Raises:
        TypeError, ValueError, UsageProblem, EnvironmentFailure: as ``flow_from_directory``.
    """
    mode = checked_mode(values.pop("class_mode", "categorical"))
    channels = _channels(values.pop("color_mode", "rgb"))
    exact, fit = values.pop("exact", False), values.pop("fit", None)
    if not isinstance(exact, bool):
        raise ValueError(f"exact must be True or False, not {exact!r:.40}")
    maker = _sized(seeded(pipeline, values.pop("seed", None)), target_size, fit)
    split = values.pop("split", "train")
    with named_as_arguments():
        listed = _list(path_of("directory", directory), split, values)
    held_out = split is not None and is_carried(split)
    values = {"cache": "memory", "shuffle": not held_out, "augment": not held_out, **values}
    values = {"workers": usable_cores(), **values}
    assert maker.output.size is not None
    width, height = maker.output.size
    files = Files(
        [source.name for source in listed.sources],
        [source.path for source in listed.sources],
        maker,
        0 if exact else least_side(maker),
        alpha=channels == 4,
    )
    fed = Fed(
        files,
        (height, width, channels),
        "uint8",
        targets_of(listed.numbers, listed.classes, mode),
        [numbers[0] if len(numbers) == 1 else tuple(numbers) for numbers in listed.numbers],
        listed.classes,
        is_input=mode == "input",
    )
    return Prepared(fed, maker, FlowSettings.of(values))


def _list(directory: Path, split: str | None, values: dict[str, Any]) -> _Listed:
    """List the images of a split; take what chooses them out of ``values``."""
    shares = values.pop("shares", None)
    given = {name: checked(name, values.pop(name)) for name in _CHOOSE if name in values}
    if shares is not None:
        given["split"] = checked("split", shares)
    chosen = arranged_by(given)
    flags = chosen["arrangement_flags"]
    flat = chosen.get("flat", False) or flags.labels is not None
    plain = Dataset(directory, flat=flat, follow_links=chosen.get("follow_links", False))
    dataset = arranged(plain, flags, None, lambda some: near_duplicates(some, usable_cores()))
    everything = [one for folder in dataset.folders() for one in folder.sources if one.is_readable]
    sources = sorted(_of_split(everything, split, directory), key=lambda one: one.name)
    classes = sorted({label for one in everything for label in one.classes})
    number = {label: n for n, label in enumerate(classes)}
    return _Listed(sources, classes, [[number[label] for label in one.classes] for one in sources])


def _of_split(sources: Sequence[Source], split: str | None, directory: Path) -> list[Source]:
    """Return the images of a split. Raises ValueError if there is none of that name."""
    there = sorted({one.split for one in sources if one.split})
    if split is None or (not there and split == "train"):
        return list(sources)
    alike = [name for name in there if name == split] or [
        name for name in there if is_split(name) and name[:3] == split[:3]
    ]
    if not alike:
        splits = f"its splits are {', '.join(there)}" if there else "it has no splits"
        raise UsageProblem(
            f"split {split!r}: {directory} has none of that name, {splits}",
            'hold one out with shares={"val": 0.2}, or give split=None to take all images',
        )
    return [one for one in sources if one.split in alike]


def _channels(mode: Any) -> int:
    if mode not in _CHANNELS:
        raise ValueError(f"color_mode must be one of {', '.join(_CHANNELS)}, not {mode!r:.40}")
    return _CHANNELS[mode]


def _sized(maker: CopyMaker, target: TargetSize, fit: str | None) -> CopyMaker:
    """Return a maker of copies of a size, (height, width)."""
    if fit is not None:
        maker = with_options(maker, {"fit": fit})
    if target is None:
        if maker.output.size is None:
            raise ValueError("target_size is missing: give (height, width), or the pipeline a size")
        return maker
    sides = target if isinstance(target, tuple | list) else (target, target)
    if len(sides) != 2:
        raise ValueError(f"target_size must be (height, width), not {target!r:.40}")
    height, width = (whole("target_size", side, 1) for side in sides)
    if max(height, width) > LONGEST_SIDE:
        raise ValueError(f"target_size can be {LONGEST_SIDE} pixels at most, not {target!r:.40}")
    return replace(maker, output=replace(maker.output, size=Frame(width, height)))
