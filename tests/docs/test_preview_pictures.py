"""docs/preview-modes.md shows each figure, under the command that makes it."""

from __future__ import annotations

from pathlib import Path

from tools.docs.preview_pictures import PAGE, shown

DOCUMENT = Path(__file__).parents[2] / PAGE


def test_every_figure_has_its_command_and_a_small_picture() -> None:
    found = list(shown(DOCUMENT.read_text("utf-8")))
    commands = " ".join(line for line, _ in found)
    for mode in ("--each", "--extremes", "--sweep", "--compare", "sample_images --preset"):
        assert mode in commands
    files = {DOCUMENT.parent / file for _, file in found}
    assert files == set((DOCUMENT.parent / "preview").iterdir())
    assert max(file.stat().st_size for file in files) < 60_000
