"""The documentation says what the code does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from augcli.cli import COMMANDS, cli, load_command
from tools.docs.parts import renewed

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
DOCUMENTS = [*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")), *PAGES]
COMMAND_LINES = [
    (document.name, re.split(r" (?:#|>|\|\|)", line)[0])
    for document in DOCUMENTS
    for block in re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    for line in map(str.strip, block.replace("\\\n", "").splitlines())
    if line.startswith("augcli ")
]

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@each_document
def test_the_generated_parts_are_fresh(document: Path) -> None:
    text = document.read_text("utf-8")
    assert renewed(text) == text, "stale: run `make docs`"


@each_document
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    assert [link for link in links(document) if not (document.parent / link).exists()] == []


@each_document
def test_every_link_to_a_heading_leads_to_one(document: Path) -> None:
    found = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text("utf-8"))
    assert [
        (file, heading)
        for file, heading in found
        if heading not in headings(document.parent / file if file else document)
    ] == []


@each_document
def test_every_make_target_exists(document: Path) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?:^|`)make (\w+)", document.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= set(targets)


@pytest.mark.parametrize(("document", "line"), COMMAND_LINES)
def test_every_command_line_is_one_that_augcli_takes(
    document: str,  # noqa: ARG001, it is in the name of the case
    line: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What reads from servers is not installed here.
    monkeypatch.setattr("augcli.storage.remote.backends.find_spec", lambda _name: object())
    _, name, *arguments = shlex.split(line)
    load_command(name).make_context(name, arguments, **cli.context_settings)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text_that_is_a_sentence(name: str) -> None:
    for parameter in load_command(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", ")."))


def test_the_readme_is_short_and_links_to_every_page() -> None:
    readme = ROOT / "README.md"
    assert len(readme.read_text("utf-8").splitlines()) <= 160
    assert {f"docs/{page.name}" for page in PAGES} <= set(links(readme))


def test_contributing_fits_on_a_screen_and_leads_to_the_map() -> None:
    contributing = ROOT / "CONTRIBUTING.md"
    assert len(contributing.read_text("utf-8").splitlines()) <= 60
    assert "docs/design.md" in links(contributing)


def links(document: Path) -> list[str]:
    """Return the files that a document links to."""
    return re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))


def headings(document: Path) -> set[str]:
    """Return the headings of a document as links name them: lower case, dashes, no marks."""
    lines = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in lines}
