"""The generated part of docs/presets.md, and its pictures: each preset on a photo."""

from __future__ import annotations

from pathlib import Path

from augcli.config.flags import as_flags, picture_flags
from augcli.config.presets import load, presets
from augcli.figures.look import CopyRenderer, original_cell
from augcli.figures.open_image import open_image
from augcli.imaging.image import Frame
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.groups import SomeOf, Stage
from augcli.pipeline.steps import Step
from tools.docs.transform_pictures import Strip

_SAMPLE = "cat/chelsea.jpg"
_BOX = Frame(160, 160)
_COPIES = 4
_SEED = 3  # with it, rare steps show up about as often as their chance says


def preset_entries() -> str:
    """Return a section for each preset: why, a picture, and its steps."""
    return "\n".join(map(_entry, presets()))


def picture(name: str, samples: Path) -> bytes:
    """Return a photo and its first copies by a preset side by side, as a JPEG."""
    file = load(name)
    renderer = CopyRenderer(CopyMaker(file.pipeline, _SEED, file.resampling))
    opened = open_image(samples / _SAMPLE, _SAMPLE)
    copies = renderer.cells(opened, renderer.copies(opened, _COPIES), _BOX)
    cells = [original_cell(opened, _BOX), *copies]
    return Strip((), tuple(cell.image for cell in cells)).encode()


def write_pictures(folder: Path, samples: Path) -> None:
    """Write the picture of every preset into a folder, and remove stale ones."""
    folder.mkdir(exist_ok=True)
    for stored in folder.glob("*.jpg"):
        if stored.stem not in presets():
            stored.unlink()
    for name in presets():
        (folder / f"{name}.jpg").write_bytes(picture(name, samples))


def _entry(name: str) -> str:
    file = load(name)
    shown = f"![a photo, and copies 1 to {_COPIES} by the preset {name}](presets/{name}.jpg)"
    steps = "".join(f"- {_described(stage)}\n" for stage in file.pipeline.stages)
    flags = picture_flags(file)
    of_pictures = f"- `{' '.join(flags)}`\n" if flags else ""
    return f"## {name}\n\n{file.why}\n\n{shown}\n\n{steps}{of_pictures}"


def _described(stage: Stage) -> str:
    """Return a stage as its flags, with its chance if that is not 1."""
    match stage:
        case Step():
            text = f"`{' '.join(as_flags(stage))}`"
            chance = stage.chance
        case SomeOf():
            text = f"one of {', '.join(map(_described, stage.stages))}"
            chance = stage.chance
        case _:
            raise TypeError(f"cannot describe {stage.key}")
    return text if chance == 1 else f"{text}, {chance:.0%} of the time"
