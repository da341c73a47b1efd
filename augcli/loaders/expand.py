"""Expand and split datasets from Python, as the commands do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Unpack

from augcli.config.choose import ChosenPipeline
from augcli.config.pipeline_file import ClassTable
from augcli.expansion.expand import Expansion
from augcli.expansion.request.expand_request import ExpandRequest
from augcli.expansion.request.split_request import SplitRequest
from augcli.expansion.summary import Summary
from augcli.loaders.arguments import arranged_by, checked, named_as_arguments, path_of
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.run_options import ExpandOptions, PathLike, SplitOptions
from augcli.pipeline.copy_maker import CopyMaker

Copies = int | Mapping[str, int]


def expand(
    data: PathLike,
    out: PathLike,
    pipeline: Pipeline,
    copies: Copies | None = None,
    **options: Unpack[ExpandOptions],
) -> Summary:
    """Write augmented copies of every image in ``data/<class>/`` to ``out/<class>/``.

    It does what ``augcli expand`` does, with the same safety: ``data`` is never changed, a run that
    was cut short goes on, and the same arguments give the same bytes. ``copies`` is a number for
    each image, 5 unless another argument says how many, or numbers by class, ``{"hat": 12}``. The
    size of the copies, how they fill it, and the seed are those of the pipeline. ``options`` are
    the flags of the command, with ``_`` for ``-`` and ``classes`` for ``--class``; ``on_source`` is
    called after each image, with the summary so far. ``engine`` may also be a class of yours, which
    is called with the work, what to return for a job that is lost, and the seconds for a job
    (docs/scale.md). The summary has ``written``, the number of
    files, ``skipped``, the images without copies and why, ``classes``, and ``as_json()``, which is
    what ``--json`` prints.

    Example:
        >>> pipeline = augcli.Pipeline.from_flags("--rotation 20 --horizontal-flip")
        >>> summary = augcli.expand("sample_images", "out", pipeline, copies=2, originals="copy")
        >>> summary.written, len(summary.skipped)
        (45, 0)

    Raises:
        TypeError: there is no such argument, or one is of another type.
        ValueError: an argument can't be.
        UsageProblem: the run can't be done as asked, or ``data`` has no images in class folders.
        EnvironmentFailure: the disk is full, or there is no permission; run again to go on.
    """
    values: dict[str, Any] = dict(options)
    for name in ("size", "fit"):
        if name in values:
            raise TypeError(f"{name} is that of the pipeline: give pipeline.replace({name}=...)")
    mix_across = bool(checked("mix_across", values.pop("mix_across", False)))
    maker = pipeline.maker
    size = maker.output.size
    with named_as_arguments():
        make = partial(ExpandRequest, copies=_copies(copies), fit=maker.output.fit)
        request, on_source = _request(make, data, out, values | {"size": size and tuple(size)})
        settings = request.settings(chosen_of(maker), mix_across=mix_across)
        expansion = Expansion(
            request.dataset, request.out, settings, request.run_options(), request.part
        )
        return expansion.run(on_source)


def split(
    data: PathLike,
    out: PathLike,
    shares: str | Mapping[str, float] = "val=0.2",
    **options: Unpack[SplitOptions],
) -> Summary:
    """Split the images of ``data/<class>/`` into ``out/train/<class>/``, ``out/val/<class>/``.

    It does what ``augcli split`` does. ``shares`` says how much each split but train gets, as
    ``"val=0.2,test=0.1"`` or ``{"val": 0.2, "test": 0.1}``. ``size`` is that of the files, N for
    NxN or (width, height). The other ``options``, and the summary, are those of :func:`expand`.

    Example:
        >>> summary = augcli.split("sample_images", "out", {"val": 0.4}, size=64)
        >>> [split.name for split in summary.splits]
        ['train', 'val']

    Raises:
        TypeError: there is no such argument, or one is of another type.
        ValueError: an argument can't be.
        UsageProblem: the run can't be done as asked, or ``data`` has no images in class folders.
        EnvironmentFailure: the disk is full, or there is no permission; run again to go on.
    """
    values: dict[str, Any] = {**options, "split": shares}
    with named_as_arguments():
        request, on_source = _request(SplitRequest, data, out, values)
        expansion = Expansion(
            request.dataset,
            request.out,
            request.settings(),
            request.run_options(),
            request.part,
        )
        return expansion.run(on_source)


def _request(make: Any, data: PathLike, out: PathLike, values: dict[str, Any]) -> Any:
    """Return a request by arguments, and what to call after each image."""
    on_source = values.pop("on_source", lambda _: None)
    given = {name: checked(name, value) for name, value in values.items()}
    paths = {"data": path_of("data", data), "out": path_of("out", out)}
    return make(**paths, **arranged_by(given)), on_source


def _copies(copies: Copies | None) -> tuple[int | tuple[str, int], ...]:
    if copies is None:
        return ()
    if isinstance(copies, Mapping):
        return tuple((label, whole(f"copies of {label}", n, 0)) for label, n in copies.items())
    return (whole("copies", copies, 0),)


def chosen_of(maker: CopyMaker) -> ChosenPipeline:
    """Return the pipeline of a maker as a request has it."""
    return ChosenPipeline(
        maker.pipeline,
        maker.resampling,
        maker.seed,
        depth_range=maker.depth_range,
        classes=tuple(ClassTable(one, None, own) for one, own in maker.class_pipelines.items()),
    )
