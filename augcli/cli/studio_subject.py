"""Find what a studio is to show: the images, and the command that they belong to."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from augcli.cli.console import note
from augcli.cli.note_guess import note_guess
from augcli.cli.output_options import note_unused_output
from augcli.cli.studio_flags import StudioFlags
from augcli.config.choose import ChosenPipeline
from augcli.config.pipeline_flags import PipelineFlags
from augcli.dataset.membership import Membership, membership
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.output.run_file import RUN_FILE
from augcli.expansion.request.output_files import parse_output
from augcli.studios.subject import Copying, Subject, images_at


def subject_of(
    context: click.Context, flags: StudioFlags, pipeline: PipelineFlags, chosen: ChosenPipeline
) -> Subject:
    """Return what the flags ask a studio to show.

    Raises:
        UsageProblem: there is no such folder or image, or flags contradict each other.
        EnvironmentFailure: it can't be read.
    """
    note_unused_output(flags)
    copying = Copying(
        parse_output(flags),
        flags.reject,
        pipeline.mix_across,
        flags.partner,
        _typed(context),
    )
    save = _file_to_save(flags, pipeline)
    for flag, typed in (("--root", flags.root), ("--partner", flags.partner)):
        if flags.data.is_dir() and typed:
            raise UsageProblem(f"{flag} goes with an image, and DATA is a folder", "leave it out")
    folder = Dataset(flags.data, flags.flat, flags.follow_links, flags.splits)
    dataset, sources = images_at(flags.data, folder, lambda: _member(flags))
    return Subject(flags.data, dataset, sources, chosen, copying, save)


def _member(flags: StudioFlags) -> Membership:
    found = membership(flags.data, RUN_FILE, flags.root, flat=flags.flat)
    note_guess(found)
    return found


def _typed(context: click.Context) -> frozenset[str]:
    """Return the flags that were typed, without their dashes."""
    return frozenset(
        max(one.opts, key=len).removeprefix("--")
        for one in context.command.params
        if context.get_parameter_source(str(one.name)) is ParameterSource.COMMANDLINE
    )


def _file_to_save(flags: StudioFlags, pipeline: PipelineFlags) -> Path | None:
    """Return the file that the page may write. Raises UsageProblem."""
    inside = "DATA is never written to"
    if flags.save_config is None:
        if pipeline.config and _is_inside(pipeline.config, flags.data):
            note(f"the page can't save to {pipeline.config}: {inside}")
            return None
        return pipeline.config
    if _is_inside(flags.save_config, flags.data):
        raise UsageProblem(f"--save-config {flags.save_config}: {inside}", "give a file beside it")
    if flags.save_config.exists():
        raise UsageProblem(
            f"{flags.save_config} exists and is not changed",
            f"give another file name, or --config {flags.save_config}",
        )
    if not flags.save_config.parent.is_dir():
        raise UsageProblem(
            f"--save-config {flags.save_config}: there is no folder {flags.save_config.parent}",
            "make the folder first, or give a file in another one",
        )
    return flags.save_config


def _is_inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())
