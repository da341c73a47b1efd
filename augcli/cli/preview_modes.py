"""What a preview shows: from the values of the flags to a sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from augcli.cli.console import note
from augcli.cli.parse_size import parse_grid
from augcli.cli.pipeline_flags import PipelineFlags, read, read_choice
from augcli.config.flags import as_flags
from augcli.config.presets import presets
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.figures import html
from augcli.figures.cells import ORIGINAL
from augcli.figures.class_sheet import ClassSheet
from augcli.figures.look import CopyRenderer, Series, find_partner_pool
from augcli.figures.open_image import open_image, source_name
from augcli.figures.sheet import Sheet, cell_size
from augcli.figures.sweeps import Sweeps, find_knob, step_of
from augcli.imaging.image import Frame
from augcli.pipeline.pipeline import Pipeline

Values = dict[str, Any]

_FOLDER = "a folder"
_MODES = ("--each", "--extremes", "--sweep", "--compare")
_GRIDS = {"--each": (5, 1), "--extremes": (6, 1), "--sweep": (7, 1), "--compare": (5, 1)}
_GRIDS |= {_FOLDER: (8, 10), "": (3, 3)}
_SQUARE = Frame(1, 1)
_MOST = 100  # rows, of one transform each
_SHORT = 100  # pixels: room for a caption that is just a value


def make_sheet(title: str, values: Values) -> Sheet:
    """Make the pictures that the flags of preview ask for.

    Raises:
        UsageProblem: flags contradict each other, or there is no picture to show.
    """
    mode = _mode(values)
    typed = values["grid"]
    grid = read("--grid", typed, parse_grid, ("3x3", "4x2")) if typed else _GRIDS[mode]
    if mode == _FOLDER:
        return _of_folder(title, values, grid)
    return _of_image(title, values, grid, mode)


def _mode(values: Values) -> str:
    given = [flag for flag in _MODES if values[flag.removeprefix("--")] not in (None, False)]
    if values["image"].is_dir():
        given.append(_FOLDER)
    if len(given) > 1:
        raise UsageProblem(
            f"{given[0]} and {given[1]} can't both be shown in one figure",
            "leave one out, or run the command once for each",
        )
    return given[0] if given else ""


def _of_image(title: str, values: Values, grid: tuple[int, int], mode: str) -> Sheet:
    path: Path = values["image"]
    name = source_name(path, values["root"])
    image = open_image(path)
    looks = [_look(choice, values, values["root"]) for choice in _choices(mode, values)]
    if values["verbose"]:
        note(f"drawn by the name {name}, seed {looks[0].seed}")
    if values["flat"]:
        note(f"--flat does nothing here: {path} is a file")
    columns, lines = grid
    with_original = values["with_original"] or values["html"] is not None
    series = _series(mode, values, looks, name, columns * lines - with_original)
    if len(series) > _MOST:
        note(f"only the first {_MOST} of {len(series)} transforms are shown: name fewer")
        series = series[:_MOST]
    if with_original:
        series = [replace(one, shots=(ORIGINAL, *one.shots)) for one in series]
    count = sum(len(one.shots) for one in series)
    box = cell_size(min(columns, count), -(-count // columns), image.frame)
    sections = [one.section(image, _detail(values, count, box)) for one in series]
    short = mode in ("--each", "--extremes", "--sweep")
    return Sheet(title, sections, columns, box, *([_SHORT] if short else []))


def _choices(mode: str, values: Values) -> list[PipelineFlags]:
    """Read the flags: for a comparison once with each of its pipelines below them."""
    if mode == "--compare":
        return _compared(values)
    choice = read_choice(values)
    if mode == "--sweep":
        # A preset that nobody asked for says nothing of the range that somebody wants to see.
        known = Pipeline(()) if choice.preset else choice.pipeline
        step = step_of(find_knob(values["sweep"])[0], known)
        choice = replace(choice, pipeline=Pipeline((step,)), preset="")
    _announce(choice)
    return [choice]


def _compared(values: Values) -> list[PipelineFlags]:
    for flag in ("config", "preset"):
        if values[flag]:
            raise UsageProblem(
                f"--{flag} and --compare can't both be given",
                "--compare names both pipelines itself: files, or presets",
            )
    first, second = (read_choice({**values, **_base(name)}) for name in values["compare"])
    return [first, replace(second, seed=first.seed)]


def _base(name: str) -> Values:
    if name in presets() and not Path(name).exists():
        return {"preset": name}
    return {"config": Path(name)}


def _series(
    mode: str, values: Values, looks: list[CopyRenderer], name: str, count: int
) -> list[Series]:
    sweeps = Sweeps(looks[0], name)
    match mode:
        case "--each":
            return sweeps.each(count)
        case "--extremes":
            return sweeps.extremes()
        case "--sweep":
            (step,) = looks[0].pipeline.steps()
            return [sweeps.sweep(step, find_knob(values["sweep"])[1], count)]
        case _:
            titles = values["compare"] or [""]
            return [
                Series(title, look, tuple(look.copies(name, count)))
                for title, look in zip(titles, looks, strict=True)
            ]


def _of_folder(title: str, values: Values, grid: tuple[int, int]) -> Sheet:
    root: Path = values["image"]
    if values["root"]:
        raise UsageProblem(
            f"--root goes with an image, and {root} is a folder",
            f"leave --root out: names are those below {root}",
        )
    choice = read_choice(values)
    sheet = ClassSheet(Dataset(root, values["flat"]), _look(choice, values, root), _pass_over)
    classes = sheet.classes()
    _announce(choice)
    columns, rows = grid
    box = cell_size(columns, min(rows, len(classes)), _SQUARE)
    detail = _detail(values, columns * min(rows, len(classes)), box)
    shown = [sheet.section(*found, columns, detail) for found in list(classes.items())[:rows]]
    sections = [section for section in shown if section.cells]
    if not sections:
        raise UsageProblem(f"{root} has no image that can be shown", "see the notes above")
    if len(classes) > rows:
        note(
            f"{len(classes) - rows} of {len(classes)} classes are not shown: "
            "--grid COLSxROWS shows ROWS of them, up to 20"
        )
    return Sheet(title, sections, columns, box)


def _detail(values: Values, count: int, box: Frame) -> Frame:
    """Return the most that each of so many pictures may have: more where people enlarge them."""
    return html.picture_size(count) if values["html"] else box


def _pass_over(name: str, why: str) -> None:
    note(f"{name} is passed over: {why}")


def _look(choice: PipelineFlags, values: Values, root: Path | None) -> CopyRenderer:
    pool = find_partner_pool(choice.pipeline, values["partner"], root, across=values["mix_across"])
    return CopyRenderer(choice.pipeline, choice.resampling, choice.seed, pool)


def _announce(choice: PipelineFlags) -> None:
    if choice.preset:
        flags = " ".join(flag for step in choice.pipeline.steps() for flag in as_flags(step))
        note(f"no augmentation flags: using the preset {choice.preset}, which is {flags}")
