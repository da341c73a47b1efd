"""Write the parts of the documentation that are made from the code.

``python -m tools.docs`` rewrites them; a test fails when one is stale. What is generated stands
between ``<!-- generated: NAME -->`` and ``<!-- end -->``; the pictures of the transforms are in
docs/transforms/.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click

from augcli.catalogue.registry import catalogue
from augcli.cli import COMMANDS, cli, load_command
from augcli.cli.command import Command
from augcli.config.flags import as_command_line
from augcli.config.presets import NATURAL, load
from augcli.errors import ExitCode
from tools.docs import presets_page, transforms_page
from tools.docs.transform_pictures import Strip

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_EXIT_CODES = {
    ExitCode.OK: "every source expanded; nothing to do counts too",
    ExitCode.FAILURE: "the machine failed (disk full, no permission) or augcli has a bug; "
    "what is done stays, run again to go on",
    ExitCode.USAGE: "not a valid request; nothing was done",
    ExitCode.PARTIAL: "finished, but some sources gave nothing: they are named on stderr and in "
    "`skipped.jsonl`",
    ExitCode.INTERRUPTED: "Ctrl-C; what is done stays, run again to go on",
    ExitCode.TERMINATED: "SIGTERM; likewise",
}


def classic_transforms() -> str:
    """Return the table of the classic transforms, and say where the others are."""
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
        "shows them all: what each does to a photo, when it helps and when it harms. "
        "`augcli transforms` lists them in the terminal, and `--help-all` their flags.\n"
    )
    return f"{_table(('flag', 'what it does', 'takes'), rows)}\n{more}"


def _context(command: Command) -> click.Context:
    above = click.Context(cli, info_name="augcli", max_content_width=78, **cli.context_settings)
    return click.Context(command, above, info_name=command.name)


def help_texts() -> str:
    """Return what ``--help`` prints for each command."""
    parts = []
    for name in COMMANDS:
        command = load_command(name)
        text = command.get_help(_context(command))
        parts.append(f"## augcli {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def natural() -> str:
    """Return the flags that the preset natural stands for."""
    return f"```sh\n{' '.join(as_command_line(load(NATURAL)) or [])}\n```\n"


def exit_codes() -> str:
    """Return the table of exit codes."""
    return _table(("code", "meaning"), [(f"{code:d}", text) for code, text in _EXIT_CODES.items()])


_GENERATORS: dict[str, Callable[[], str]] = {
    function.__name__: function
    for function in (
        *(classic_transforms, help_texts, natural, exit_codes),
        *(transforms_page.contents, transforms_page.entries, presets_page.preset_entries),
    )
}


def renewed(text: str) -> str:
    """Return a document with its generated parts made again."""
    return _PART.sub(lambda part: part[1] + _GENERATORS[part[2]]() + part[3], text)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_pictures(folder: Path, samples: Path) -> None:
    """Write the picture of every transform into a folder, and remove those of no transform."""
    folder.mkdir(exist_ok=True)
    for stored in folder.glob("*.jpg"):
        if stored.stem not in catalogue():
            stored.unlink()
    for transform in catalogue().values():
        (folder / f"{transform.name}.jpg").write_bytes(Strip.of(transform, samples).encode())


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    for document in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
        document.write_text(renewed(document.read_text("utf-8")), "utf-8")
    write_pictures(root / "docs" / "transforms", root / "sample_images")
    presets_page.write_pictures(root / "docs" / "presets", root / "sample_images")
