"""The figure of an image's copies, as Python gets it."""

from __future__ import annotations

from pathlib import Path

from cli.captions import texts_of_svg
from cli.pictures import photo, save
from cli.running import call
from matplotlib.figure import Figure

from augcli.catalogue.registry import get
from augcli.figures.preview import preview
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step


def test_the_figure_says_and_shows_what_the_command_writes(tmp_path: Path) -> None:
    save(tmp_path / "hat" / "a.png", photo(1))
    figure = preview(tmp_path / "hat" / "a.png", Pipeline((Step(get("rotation")),)), copies=4)
    assert isinstance(figure, Figure)
    args = ("preview", "hat/a.png", "--rotation", "30", "--grid", "3x1", "-o", "f.svg")
    assert call(*args, cwd=tmp_path).code == 0
    written = texts_of_svg((tmp_path / "f.svg").read_text("utf-8"))
    title, *captions = [text.get_text() for text in figure.texts]
    assert title == "hat/a.png"
    assert captions[:3] == written[-3:]
    assert len(figure.axes[0].images) == len(captions) == 4
