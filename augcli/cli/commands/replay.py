"""``augcli replay``: make outputs of expand again, by their records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.json_output import say_json
from augcli.cli.no_effect import note_no_effect
from augcli.cli.print_options import json_option
from augcli.config.parse_flag import parse_flag
from augcli.config.parse_size import parse_size
from augcli.dataset.labels.mask_names import MaskNames, parse_mask_names
from augcli.errors import UsageProblem
from augcli.expansion.remake import MasksToMove, ReplayTarget
from augcli.expansion.replay import Replayed, replay
from augcli.imaging.codec.formats import FORMATS, SUBSAMPLINGS, WantedSubsampling
from augcli.pipeline.canvas import FITS, Fit
from augcli.text import printable

_OUTPUT = "Output"
_NOT_FOR_MASKS = {"format", "quality", "subsampling"}
_CHANGES = ("format", "quality", "subsampling", "size", "fit")


@click.command(
    "replay",
    cls=Command,
    examples=(
        "augcli replay out/ --all --data data/",
        "augcli replay out/ hat/a_aug001.jpg --data data/ -o again/ --size 512",
    ),
)
@click.argument("out", type=DATA_PATH)
@click.argument("files", nargs=-1, metavar="FILE...")
@option(
    "Input",
    "--data",
    type=DATA_PATH,
    metavar="DIR",
    help="The dataset that OUT was made from. Always needed: OUT doesn't record where it is.",
)
@option("Input", "--all", "everything", is_flag=True, help="Make every output again.")
@option(
    "Input",
    "--mask",
    type=PATH,
    metavar="PATH",
    help="Move this mask as each copy was moved, and write it as PNG instead of the copy. PATH is "
    "the mask of one source, or a folder of masks laid out like DATA. Every pixel of the result is "
    "a level of the mask; beyond its edges it is --mask-fill.",
)
@option(
    "Input",
    "--mask-name",
    metavar="TEMPLATE",
    help="With --mask DIR: how masks are named after their images, such as '{stem}_mask.png'; also "
    "{name}, {ending} and {folder}. The default is the name of the image with any ending.",
)
@option(
    "Input",
    "--mask-fill",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="With --mask: the level of what lies beyond the edges of a mask, such as 255 where that "
    "means void. The default is 0.",
)
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=PATH,
    metavar="DIR",
    help="Write to this folder instead of OUT. Files of the same name are overwritten.",
)
@option(
    _OUTPUT, "--size", metavar="WxH", help="With -o: use another size in pixels, such as 224x224."
)
@option(
    _OUTPUT,
    "--fit",
    type=click.Choice(FITS),
    help="With -o: how to fit a source to the size: stretch it, cover the size and cut off the "
    "rest, or contain all of it.",
)
@option(_OUTPUT, "--format", type=click.Choice(list(FORMATS)), help="With -o: use another format.")
@option(
    _OUTPUT,
    "--quality",
    metavar="N",
    type=click.IntRange(1, 100),
    help="With -o: use another quality for JPEG and WebP files, 1 to 100.",
)
@option(
    _OUTPUT,
    "--subsampling",
    type=click.Choice(SUBSAMPLINGS),
    help="With -o: let JPEG files store colours another way.",
)
@json_option
def command(**values: Any) -> None:
    """Make outputs of an earlier expand again, by the recipes in OUT/manifest.jsonl.

    FILE is the path of an output as in the manifest, or a path to the file. Outputs that are
    missing or were edited are restored byte for byte; the others are left alone. With -o, the
    files are written to another folder, in another size or format if you ask for it.

    The sources must be unchanged. A file whose bytes can't be made again is reported and not
    written.

    Exit codes: 0 every file is made or in place, 1 the machine failed, 2 not a valid request, 3
    finished, but some files could not be made again: each is named.
    """
    flags = _ReplayFlags(**values)
    if bool(flags.files) == flags.everything:
        raise UsageProblem(
            "both FILE and --all are given" if flags.files else "no output is named",
            f"give the outputs as the manifest of {flags.out} names them, or --all alone",
        )
    if flags.data is None:
        raise UsageProblem(
            f"the dataset is missing: {flags.out} doesn't record where it is",
            "add --data and the folder that OUT was made from",
        )
    replayed = replay(flags.out, flags.data, flags.files, flags.target())
    if flags.as_json:
        say_json(replayed.as_json())
    else:
        _report(replayed)
    click.get_current_context().exit(replayed.exit_code)


@dataclass(frozen=True)
class _ReplayFlags:
    """The flags of ``replay``, named after its parameters; None is a flag that wasn't typed."""

    out: Path
    files: tuple[str, ...]
    data: Path | None
    everything: bool
    mask: Path | None
    mask_name: str | None
    mask_fill: int | None
    output: Path | None
    size: str | None
    fit: Fit | None
    format: str | None
    quality: int | None
    subsampling: WantedSubsampling | None
    as_json: bool

    def target(self) -> ReplayTarget | None:
        """Return the folder to write to and what to change there; None if that is OUT itself."""
        changes = {name: value for name in _CHANGES if (value := getattr(self, name)) is not None}
        masks = self._masks()
        if self.output is None:
            if changes or masks:
                flag = "mask" if masks else next(iter(changes))
                raise UsageProblem(
                    f"--{flag} makes files that are not in OUT's manifest",
                    "choose where to write them with -o DIR",
                )
            return None
        if masks and (wrong := changes.keys() & _NOT_FOR_MASKS):
            raise UsageProblem(
                f"--{min(wrong)} is not for masks",
                "leave it out: masks are PNG, which keeps levels",
            )
        if self.format:
            quality, subsampling = self.quality is not None, self.subsampling is not None
            note_no_effect(self.format, quality=quality, subsampling=subsampling)
        if self.size is not None:
            changes["size"] = parse_flag("--size", self.size, parse_size, ("224x224",))
        return ReplayTarget(self.output, changes, masks)

    def _masks(self) -> MasksToMove | None:
        if self.mask is None:
            for flag in ("mask_name", "mask_fill"):
                if getattr(self, flag) is not None:
                    raise UsageProblem(
                        f"--{flag.replace('_', '-')} does nothing without --mask",
                        "add --mask and the folder of masks",
                    )
            return None
        names = MaskNames()
        if self.mask_name is not None:
            example = ("{stem}_mask.png",)
            names = parse_flag("--mask-name", self.mask_name, parse_mask_names, example)
            if self.mask.is_file():
                raise UsageProblem(
                    f"--mask-name is for a folder of masks, and {self.mask} is a file",
                    "leave --mask-name out",
                )
        return MasksToMove(self.mask, names, self.mask_fill or 0)


def _report(replayed: Replayed) -> None:
    for problem in replayed.problems:
        note(f"{problem.kind}: {problem.file}: {problem.text}")
    count = len(replayed.problems)
    failed = f", {count} could not be made again" if count else ""
    in_place = f", {replayed.in_place} in place" if replayed.in_place else ""
    files = "file" if replayed.made == 1 else "files"
    click.echo(printable(f"{replayed.made} {files} made in {replayed.folder}{in_place}{failed}"))
