"""The title of a preview: the command to type again, and the facts below it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from augcli.cli.commands.preview import command
from augcli.cli.typed_again import typed_again
from augcli.text import shell_command

from .captions import texts_of_svg
from .pictures import photo, save, save_deep
from .running import expand, run


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the picture ``data/hat/a.png``."""
    save(tmp_path / "data" / "hat" / "a.png", photo(1, 90, 60))
    return tmp_path


def _title(here: Path, *args: str | Path) -> list[str]:
    """Return the lines of a figure above its pictures; wrapped lines are joined."""
    result = run("preview", *args, "-o", here / "f.svg", cwd=here)
    assert result.code == 0, result.stderr
    texts = texts_of_svg((here / "f.svg").read_text("utf-8"))
    lines: list[str] = []
    ends = [n for n, text in enumerate(texts) if text.startswith("#1")]
    for text in texts[: ends[0] if ends else 2]:
        if text.startswith("  "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (["-o", "x.png"], ""),
        (["-ox.png"], ""),
        (["--output=x.png", "--grid=2x1"], "--grid 2x1"),
        (["-vo", "x.png", "--seed", "3"], "--seed 3"),
        (["--inline", "none", "--save-config", "new.toml", "--gamma", "2,2"], "--gamma 2,2"),
        (["--chance", "gamma=0.5", "--gamma", "1,2"], "--chance gamma=0.5 --gamma 1,2"),
        (["--rotation", "-5,5"], "--rotation -5,5"),
        (["--with-original"], "--with-original"),
    ],
    ids=lambda value: "" if isinstance(value, list) else value,
)
def test_the_command_leaves_out_what_does_not_change_the_figure(
    typed: list[str], again: str
) -> None:
    context = command.make_context("preview", ["data/hat/a.png", *typed])
    without = ("output", "save_config", "inline", "verbose")
    said = typed_again(context, without)
    assert said.split() == f"augcli preview data/hat/a.png {again}".split()


def test_absolute_paths_are_written_from_here(here: Path) -> None:
    (here / "b").mkdir()
    (here / "b" / "p.toml").write_text('[[step]]\ntransform = "invert"\n', "utf-8")
    image, config = here / "data" / "hat" / "a.png", here / "b" / "p.toml"
    title = _title(here, image, "--config", config, "--grid", "1x1")[0]
    assert title == "augcli preview data/hat/a.png --config b/p.toml --grid 1x1"


def test_a_path_that_shares_no_folder_keeps_its_last_parts(here: Path) -> None:
    target = here / "f.html"
    image = here / "data" / "hat" / "a.png"
    assert run("preview", image, "--gamma", "2,2", "--html", target, cwd=Path("/")).code == 0
    text = target.read_text("utf-8")
    assert str(here) not in text
    assert "hat/a.png" in text


@pytest.mark.skipif(sys.platform == "win32", reason="needs names that Windows refuses")
@pytest.mark.parametrize(
    "name", ["it's  two.png", "$x `y`.png", "a\nb\x1b[2J.png", "\u202e\udcff.png"]
)
def test_a_shell_reads_the_command_as_it_was_typed(name: str) -> None:
    words = ["printf", r"%s\0", "augcli", name, "--rotation", "5"]
    line = shell_command(words)
    assert line.isprintable()
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    said = done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    assert said == words[2:]


@pytest.mark.parametrize(
    ("flags", "facts"),
    [
        ([], "preset natural · seed 0 · 90×60 px · shown at 400 %"),
        (["--preset", "strong", "--seed", "7"], "preset strong · seed 7 · 90×60 px"),
        (["--rot90", "1,1"], "seed 0 · 90×60 → 60×90 px"),
        (["--compare", "natural", "strong"], "seed 0 · 90×60 px"),
        (["--sweep", "gamma"], "seed 0 · 90×60 px"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
def test_preset_seed_and_size_are_told_below_the_command(
    here: Path, flags: list[str], facts: str
) -> None:
    assert _title(here, "data/hat/a.png", *flags, "--grid", "2x1")[1].startswith(facts)


def test_a_picture_too_narrow_to_scale_is_squeezed_and_that_is_told(tmp_path: Path) -> None:
    save(tmp_path / "a.png", photo(1, 4, 1600))
    facts = " ".join(_title(tmp_path, "a.png", "--gamma", "2,2", "--grid", "3x1")[1:])
    assert "not to scale: width shown at 1600 %, height at 32 % · drawn as a.png" in facts


def test_the_levels_of_16_bits_are_a_fact_and_the_command_can_be_pasted(tmp_path: Path) -> None:
    levels = photo(1, 40, 30, 1).astype("uint16") * 20
    save_deep(tmp_path / "a.tif", levels)
    title, facts = _title(tmp_path, "a.tif", "--gamma", "2,2", "--grid", "3x1")
    assert shlex.split(title, comments=True) == shlex.split(title)
    assert "16-bit, shown from" in facts


def test_verbose_expand_says_its_steps_in_words(here: Path) -> None:
    flags = ("--preset", "strong", "--policy", "augmix", "--dry-run", "-v")
    told = expand(here / "data", here / "out", *flags).stderr
    assert "step: rotation −15.0° to +15.0°\n" in told
    assert "step: random-erasing 2.0 % of the area to 20 % of the area, in 25 % of the" in told
    assert "step:   jpeg-compression quality 25 to quality 70\n" in told
    assert "step: policy augmix\n" in told
    assert "{" not in told
