"""Draw copies of a picture as a matplotlib figure, as ``augcli preview`` does."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from augcli.config.parse_size import parse_grid
from augcli.dataset.membership import membership
from augcli.dataset.scan import Dataset
from augcli.errors import BadValue, SourceProblem
from augcli.expansion.output.run_file import RUN_FILE
from augcli.figures.look import CopyRenderer, Series, find_partner_pool
from augcli.figures.open_image import OpenedImage, open_image
from augcli.figures.sheet import Sheet, cell_size, columns_for
from augcli.figures.stretch import shown_in_8_bits
from augcli.loaders.arguments import path_of
from augcli.loaders.makers import maker_of
from augcli.loaders.pictures import open_picture
from augcli.loaders.pipeline import Pipeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_GRID = (3, 3)


def preview(
    image: Any,
    pipeline: Pipeline,
    *,
    key: str | None = None,
    grid: str | tuple[int, int] = _GRID,
    with_original: bool = False,
) -> Figure:
    """Return a figure of the copies of one picture, with the values drawn below each.

    ``image`` is the path of a file, or an array or PIL image as a pipeline takes it. The copies are
    1, 2, 3 and so on of ``key``, which is by default the name of the file in its dataset, as for
    ``augcli preview``, or ``"image"``. ``grid`` is (columns, rows), or a text such as ``"4x2"``;
    ``with_original`` shows the picture itself in the first cell. pyplot doesn't know the figure: a
    notebook shows it, and ``savefig`` writes it.

    Example:
        >>> pipeline = augcli.Pipeline.from_flags("--rotation 90 --horizontal-flip")
        >>> figure = augcli.preview("sample_images/bird.jpg", pipeline, grid="4x2")
        >>> len(figure.axes[0].images)
        8

    Raises:
        TypeError: ``image`` is no path, array or PIL image.
        ValueError: a shape, dtype, range, mode, or the grid can't be.
        UsageProblem: there is no such file, or it can't be decoded; or the pipeline mixes pictures,
            and the file is in no dataset that has others.
        EnvironmentFailure: there is no permission to read the file.
    """
    columns, rows = _checked_grid(grid)
    opened, dataset = _open(image, key)
    maker = maker_of(pipeline.maker, opened.name)
    pool = find_partner_pool([maker.pipeline], (), dataset)
    renderer = CopyRenderer(replace(maker, pool=pool))
    copies = renderer.copies(opened, columns * rows - with_original)
    count = len(copies) + with_original
    frame = maker.output.size or opened.image.frame
    if grid == _GRID:
        columns = columns_for(columns, count, frame)
    cell = cell_size(min(columns, count), -(-count // columns), frame)
    try:
        section = Series("", renderer, tuple(copies)).section(
            opened, cell, with_original=with_original
        )
    except SourceProblem as problem:
        raise ValueError(f"image {problem.text}") from problem
    title = f"{opened.name}: {pipeline!r}"
    sheet = Sheet(title, [section], columns, cell, Sheet.caption, (f"seed {maker.seed}",))
    return shown_in_8_bits(sheet, [opened.image]).figure()


def _open(image: Any, key: str | None) -> tuple[OpenedImage, Dataset | None]:
    """Return the picture under the name that it is drawn by, and the dataset that it is of."""
    if not isinstance(image, str | os.PathLike):
        return OpenedImage(key or "image", open_picture(image).image), None
    path = path_of("image", image)
    member = membership(path, RUN_FILE)
    dataset = Dataset(member.root, member.flat) if member.root and not member.doubt else None
    return open_image(path, key or member.name), dataset


def _checked_grid(grid: str | tuple[int, int]) -> tuple[int, int]:
    try:
        return parse_grid(grid if isinstance(grid, str) else "x".join(map(str, grid)))
    except (BadValue, TypeError) as rule:
        raise ValueError(f"grid can't be {grid!r:.40}: {rule}") from rule
