"""The documentation says what the code does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from augcli.cli import COMMANDS, cli, load_command
from tools.docs.__main__ import renewed

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND_LINES = [
    (document.name, line.partition(" #")[0].partition(" >")[0])
    for document in DOCUMENTS
    for block in re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    for line in block.replace("\\\n", "").splitlines()
    if line.startswith("augcli ")
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_generated_parts_are_fresh(document: Path) -> None:
    text = document.read_text("utf-8")
    assert renewed(text) == text, "stale: run `make docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(("document", "line"), COMMAND_LINES)
def test_every_command_line_is_one_that_augcli_takes(document: str, line: str) -> None:  # noqa: ARG001, it is in the name of the case
    _, name, *arguments = shlex.split(line)
    load_command(name).make_context(name, arguments, **cli.context_settings)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text_that_is_a_sentence(name: str) -> None:
    for parameter in load_command(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", ")."))
