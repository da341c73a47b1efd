"""Choose the files that ``preview`` writes, outside the dataset."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from augcli.cli.preview_flags import STANDARD, PreviewFlags
from augcli.errors import UsageProblem
from augcli.figures import html
from augcli.figures.sheet import ENDINGS
from augcli.imaging.codec.formats import INPUT_ENDINGS

_LONGEST_STEM = 255 - len("_preview.png")  # bytes


def preview_targets(flags: PreviewFlags) -> list[Path]:
    """Return the files to write: the figure, then the web page. ``-`` is stdout.

    With ``--html`` the figure is written only if ``-o`` is given too.

    Raises:
        UsageProblem: an ending names no format, a file is the image or among the images, or a
            terminal would get the bytes of a picture.
    """
    targets = {}
    if flags.output or not flags.html:
        targets["--output"] = _figure(flags)
    if flags.html:
        targets["--html"] = page_target(flags.html)
    if list(targets.values()).count(STANDARD) > 1:
        raise UsageProblem("-o - and --html - can't both be written to stdout", "give one a file")
    if flags.save_config == STANDARD:
        raise UsageProblem(
            "--save-config - would mix with the path of the figure on stdout",
            "give a file, or print the pipeline alone with augcli config init -",
        )
    for flag, target in targets.items():
        if target != STANDARD:
            _spare_images(f"{flag} {target}", target, flags)
    if targets.get("--output") == STANDARD and sys.stdout is not None and sys.stdout.isatty():
        raise UsageProblem(
            "-o - would print the bytes of a picture in the terminal",
            "send them on, such as -o - > figure.png, or leave -o out",
        )
    return list(targets.values())


def page_target(target: Path) -> Path:
    """Return the file that ``--html`` names. Raises UsageProblem if its ending is of no page."""
    if target != STANDARD and target.suffix[1:].lower() not in html.ENDINGS:
        raise UsageProblem(
            f"--html {target}: the ending must be {' or '.join(html.ENDINGS)}",
            f"for example: --html {target.stem or 'preview'}.html",
        )
    return target


def _figure(flags: PreviewFlags) -> Path:
    output = flags.output
    if output == STANDARD:
        return output
    # A name may be so long that the ending would make it longer than file systems allow.
    name = f"{os.fsencode(_stem(flags))[:_LONGEST_STEM].decode(errors='ignore')}_preview.png"
    target = Path(name) if output is None else output / name if output.is_dir() else output
    if target.suffix[1:].lower() not in ENDINGS:
        raise UsageProblem(
            f"--output {target}: the ending must be one of {', '.join(ENDINGS)}",
            f"for example: -o {name}",
        )
    return target


def _stem(flags: PreviewFlags) -> str:
    """Return what the name of a figure begins with, so that no other image has the same.

    That is the path below the dataset, with the ending only if two images differ in nothing else.
    """
    image, member = flags.image, flags.membership
    if image == STANDARD:
        return member.name
    if image.is_dir():
        return image.resolve().name
    own = image.name if _has_twin(image) else image.stem
    folders = member.name.split("/")[:-1] if member.label else []
    return "_".join([*folders, own.replace(".", "_") if own != image.stem else own])


def _has_twin(image: Path) -> bool:
    """Return True if an image of another format beside an image has the same stem."""
    endings = (spelt for ending in INPUT_ENDINGS for spelt in (ending, ending.upper()))
    twins = (image.with_name(f"{image.stem}.{ending}") for ending in endings)
    try:
        return any(twin.exists() and not twin.samefile(image) for twin in twins)
    except OSError:  # a name too long, or no such image, which is told when it is opened
        return False


def _spare_images(flag: str, target: Path, flags: PreviewFlags) -> None:
    image = flags.image
    if os.path.exists(target) and image.exists() and image.samefile(target):  # noqa: PTH110, Path.exists raises for a name too long
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
