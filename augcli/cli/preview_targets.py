"""Choose the files that ``preview`` writes, outside the dataset."""

from __future__ import annotations

import os
from pathlib import Path

from augcli.cli.preview_flags import PreviewFlags
from augcli.errors import UsageProblem
from augcli.figures import html
from augcli.figures.sheet import ENDINGS

_LONGEST_STEM = 255 - len("_preview.png")  # bytes


def preview_targets(flags: PreviewFlags) -> list[Path]:
    """Return the files to write: the figure, then the web page.

    With ``--html`` the figure is written only if ``-o`` is given too.

    Raises:
        UsageProblem: an ending names no format, or a file is the image or among the images.
    """
    targets = {}
    if flags.output or not flags.html:
        targets["--output"] = _figure(flags.output, flags.image)
    if flags.html:
        targets["--html"] = _page(flags.html)
    for flag, target in targets.items():
        _spare_images(f"{flag} {target}", target, flags)
    return list(targets.values())


def _page(target: Path) -> Path:
    if target.suffix[1:].lower() not in html.ENDINGS:
        raise UsageProblem(
            f"--html {target}: the ending must be {' or '.join(html.ENDINGS)}",
            f"for example: --html {target.stem or 'preview'}.html",
        )
    return target


def _figure(output: Path | None, image: Path) -> Path:
    stem = image.resolve().name if image.is_dir() else image.stem
    # A stem may be so long that the ending would make the name longer than file systems allow.
    name = f"{os.fsencode(stem)[:_LONGEST_STEM].decode(errors='ignore')}_preview.png"
    target = Path(name) if output is None else output / name if output.is_dir() else output
    if target.suffix[1:].lower() not in ENDINGS:
        raise UsageProblem(
            f"--output {target}: the ending must be one of {', '.join(ENDINGS)}",
            f"for example: -o {name}",
        )
    return target


def _spare_images(flag: str, target: Path, flags: PreviewFlags) -> None:
    image = flags.image
    if os.path.exists(target) and image.exists() and target.samefile(image):  # noqa: PTH110, Path.exists raises for a name too long
        raise UsageProblem(
            f"{flag} is the image itself, which is never changed",
            "give another file name",
        )
    if image.is_dir() and _is_among_images(target, image, flat=flags.flat):
        raise UsageProblem(
            f"{flag} is among the images of {image}",
            "a dataset is never changed: give a file elsewhere",
        )


def _is_among_images(target: Path, root: Path, *, flat: bool) -> bool:
    path, root = target.resolve(), root.resolve()
    return path.is_relative_to(root) and (flat or path.parent != root)
