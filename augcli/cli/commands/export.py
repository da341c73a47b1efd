"""``augcli export``: print a pipeline as Python code for another library."""

from __future__ import annotations

from pathlib import Path

import click

from augcli.cli.check_paths import GivenPath
from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.doubts import note_doubts
from augcli.cli.note_unseen import note_unseen
from augcli.cli.options import augmentation_options
from augcli.cli.typed_again import typed_again
from augcli.cli.write_for_user import check_free, write_for_user
from augcli.config.pipeline_flags import PipelineFlags
from augcli.errors import UsageProblem
from augcli.interop.exporters import TARGETS, export
from augcli.text import printable

_OUTPUT = "Code"
_LIBRARIES = {*TARGETS, "keras_preprocessing", "torch", "tensorflow", "numpy", "cv2", "random"}
_OTHERS = ", ".join(name for name in TARGETS if name != "torchvision")


@click.command(
    "export",
    cls=Command,
    examples=(
        "augcli export --to torchvision --rotation 30 --hflip",
        "augcli export --to keras --config aug.toml -o augmentation.py",
    ),
)
@option(
    _OUTPUT,
    "--to",
    "target",
    type=click.Choice(list(TARGETS)),
    metavar="LIBRARY",
    help="; ".join(f"{name} is {what}" for name, what in TARGETS.items()) + ".",
)
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=GivenPath(dir_okay=False),
    metavar="FILE",
    help="Write the code to a file instead of printing it.",
)
@augmentation_options
@click.pass_context
def command(
    context: click.Context,
    /,
    pipeline_flags: PipelineFlags,
    target: str | None,
    output: Path | None,
) -> None:
    """Print Python code that does the same as a pipeline, in another library.

    What the library can't do becomes a comment in the code and a note on stderr. What it does a
    little differently gets a comment. If no flag names a transform, augcli uses a mild set that
    suits photos.

    Exit codes: 0 the code is written, 1 the machine failed, 2 not a valid request, or the library
    can do nothing of the pipeline.
    """
    if output is not None:
        check_free(output, _is_ours)
    if target is None:
        again = typed_again(context, ()).removeprefix("augcli export").strip()
        raise UsageProblem(
            "--to is missing: which library is the code for?",
            f"type: {f'augcli export --to torchvision {again}'.strip()} (or {_OTHERS})",
        )
    chosen = choose_pipeline(pipeline_flags)
    note_doubts(pipeline_flags)
    announce_preset(chosen)
    note_unseen([chosen])
    if own := ", ".join(chosen.class_pipelines):
        note(f"the classes with a pipeline of their own are left out: {own}")
    exported = export(chosen.as_file(), target)
    for shortfall in exported.shortfalls:
        note(shortfall)
    if output is None:
        click.echo(exported.source, nl=False)
        return
    if output.stem in _LIBRARIES:
        note(f"warning: {output.name} hides {output.stem} from the code beside it: rename it")
    write_for_user(output, exported.source.encode(), "give another file with -o FILE")
    click.echo(printable(str(output)))


def _is_ours(data: bytes) -> bool:
    """Return True if a file holds code that augcli wrote."""
    return not data or data.startswith(b"# augcli export ")
