"""``preview -`` reads stdin, ``-o -`` writes stdout, and so do others that write one file."""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import pytest

from .pictures import load, photo, save
from .running import Result, assert_refused, run

FLAGS = ("--rotation", "30", "--grid", "1x1")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return save(tmp_path / "a.jpg", photo(1))


def _send(data: bytes, monkeypatch: pytest.MonkeyPatch, *args: str, cwd: Path) -> Result:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return run("preview", "-", *FLAGS, *args, cwd=cwd)


def test_an_image_from_stdin_gets_a_figure_that_says_so(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _send(image.read_bytes(), monkeypatch, "-v", cwd=image.parent)
    assert (result.code, result.stdout) == (0, "stdin_preview.png\n")
    assert "drawn for the name stdin" in result.stderr
    assert load(image.parent / "stdin_preview.png").width > 200


def test_the_figure_goes_to_stdout_alone(
    image: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(image.read_bytes())))
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    from augcli.cli.commands.preview import command

    command.main(["-", *FLAGS, "-v", "-o", "-"], standalone_mode=False)
    assert load(out.buffer.getvalue()).width > 200
    assert b"stdin" in capfdbinary.readouterr().err


def test_the_same_figure_goes_to_a_file_and_to_stdout(image: Path) -> None:
    out = image.parent / "figure.png"
    assert run("preview", image, *FLAGS, "-o", out).code == 0
    piped = run("preview", image, *FLAGS, "-o", "-")
    assert piped.code == 0
    assert "\ufffdPNG" in piped.stdout
    assert piped.stderr == ""


def test_a_page_goes_to_stdout_and_the_path_of_the_figure_does_not(image: Path) -> None:
    result = run("preview", image, *FLAGS, "--html", "-", "-o", "a.png", cwd=image.parent)
    assert result.stdout.startswith("<!doctype html>")
    assert result.stdout.endswith("</html>\n")
    assert result.stderr.splitlines() == ["a.png"]


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_no_picture_and_gives_none(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Terminal, "__init__", io.TextIOWrapper.__init__)
    monkeypatch.setattr(sys, "stdin", _Terminal(io.BytesIO()))
    assert_refused(run("preview", "-", *FLAGS, cwd=image.parent), "stdin", "the terminal")
    monkeypatch.setattr(io, "TextIOWrapper", _Terminal)
    assert_refused(run("preview", image, *FLAGS, "-o", "-"), "-o -", "the terminal")


@pytest.mark.parametrize(
    ("data", "args", "named"),
    [
        (b"", (), ("stdin", "empty")),
        (b"no picture", (), ("stdin", "not an image")),
        (b"", ("--root", "."), ("--root", "stdin")),
        (b"", ("-o", "-", "--html", "-"), ("-o -", "--html -")),
    ],
    ids=["empty", "text", "root", "twice"],
)
def test_what_is_no_image_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    args: tuple[str, ...],
    named: tuple[str, ...],
) -> None:
    assert_refused(_send(data, monkeypatch, *args, cwd=tmp_path), *named)
    assert not list(tmp_path.iterdir())


def test_a_pipeline_file_goes_to_stdout(tmp_path: Path) -> None:
    result = run("config", "init", "-", "--rotation", "12", cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")
    assert tomllib.loads(result.stdout)["step"][0]["degrees"] == [-12, 12]
    assert not list(tmp_path.iterdir())


def test_a_saved_pipeline_needs_a_file(image: Path) -> None:
    result = run("preview", image, *FLAGS, "--save-config", "-", cwd=image.parent)
    assert_refused(result, "--save-config -")
