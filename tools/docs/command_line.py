"""Generated parts about the command line: classic transforms, help texts and exit codes."""

from __future__ import annotations

import click

from augcli.catalogue.registry import catalogue
from augcli.cli import COMMANDS, cli, load_command
from augcli.cli.command import Command
from augcli.config.flags import as_command_line
from augcli.config.presets import NATURAL, load
from augcli.errors import ExitCode
from tools.docs.table import table

_EXIT_CODES = {
    ExitCode.OK: "every source was expanded, or there was nothing to do",
    ExitCode.FAILURE: "the machine failed (disk full, no permission) or augcli has a bug; finished "
    "files stay, and the same command continues",
    ExitCode.USAGE: "the request is not valid; nothing was done",
    ExitCode.PARTIAL: "finished, but some sources gave no copies: stderr and `skipped.jsonl` name "
    "them",
    ExitCode.INTERRUPTED: "Ctrl-C; finished files stay, and the same command continues",
    ExitCode.TERMINATED: "SIGTERM; as for Ctrl-C",
}


def classic_transforms() -> str:
    """Return the table of the classic transforms, and a link to the others."""
    rows: list[tuple[str, ...]] = []
    for transform in catalogue().values():
        if transform.classic:
            knobs = transform.knobs.values()
            example = " ".join([transform.flag, *(knob.examples[0] for knob in knobs)])
            takes = "; ".join(knob.rule for knob in knobs)
            takes = takes or f"fires {transform.chance:.0%} of the time"
            rows.append((f"`{example}`", transform.summary, takes))
    more = (
        f"These are {len(rows)} of {len(catalogue())}. [docs/transforms.md](docs/transforms.md) "
        "shows every one on a photo. `augcli transforms` lists them in the terminal, and "
        "`--help-all` their flags.\n"
    )
    return f"{table(('flag', 'what it does', 'takes'), rows)}\n{more}"


def natural() -> str:
    """Return the preset natural as flags."""
    return f"```sh\n{' '.join(as_command_line(load(NATURAL)) or [])}\n```\n"


def exit_codes() -> str:
    """Return the table of exit codes."""
    return table(("code", "meaning"), [(f"{code:d}", text) for code, text in _EXIT_CODES.items()])


def help_texts() -> str:
    """Return the output of ``--help`` for each command."""
    parts = []
    for name in COMMANDS:
        command = load_command(name)
        text = command.get_help(_context(command))
        parts.append(f"## augcli {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _context(command: Command) -> click.Context:
    above = click.Context(cli, info_name="augcli", max_content_width=78, **cli.context_settings)
    return click.Context(command, above, info_name=command.name)
