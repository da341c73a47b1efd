"""``augcli preview --inline`` on terminals: which way it chooses, and how the picture fits."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from augcli.figures.terminal.capabilities import Terminal

from .escapes import NAMES_OF_TERMINALS, decode_sixels
from .pictures import load, photo, save
from .running import Result, run_python

KITTY = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}
PLAIN = {"TERM": "xterm-256color"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one photo, ``a.png``."""
    folder = tmp_path_factory.mktemp("terminal")
    save(folder / "a.png", photo(1, 60, 45))
    return folder


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        (KITTY, "kitty"),
        ({"TERM": "xterm-kitty"}, "kitty"),
        (PLAIN | {"KITTY_WINDOW_ID": "1"}, "kitty"),
        (PLAIN | {"KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "vscode"}, "none"),
        (PLAIN | {"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        (PLAIN | {"TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        (PLAIN | {"TERM_PROGRAM": "WezTerm"}, "iterm2"),
        (PLAIN | {"TERM_PROGRAM": "mintty"}, "iterm2"),
        (PLAIN | {"LC_TERMINAL": "iTerm2"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "mlterm-256color"}, "sixel"),
        (PLAIN, "none"),
        ({"WT_SESSION": "1"}, "none"),
        (KITTY | {"TMUX": "/tmp/tmux,1,0"}, "none"),
        (KITTY | {"STY": "1.screen"}, "none"),
        ({"TERM": "tmux-256color", "LC_TERMINAL": "iTerm2"}, "none"),
        ({"TERM": "screen"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({}, "none"),
        (KITTY | {"NO_COLOR": "1"}, "none"),
    ],
)
def test_the_environment_tells_what_a_terminal_knows(environment: dict[str, str], way: str) -> None:
    assert Terminal(is_there=True, environment=environment).best_way() == way
    assert Terminal(is_there=False, environment=environment).best_way() == "none"


_IN_A_TERMINAL = """
import fcntl, os, pty, struct, subprocess, sys, termios
ours, theirs = pty.openpty()
fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 40, *map(int, sys.argv[1:3]), 0))
command = [sys.executable, "-m", "augcli", *sys.argv[3:]]
child = subprocess.Popen(command, stderr=theirs)
os.close(theirs)
try:
    while data := os.read(ours, 65536):
        sys.stderr.buffer.write(data)
except OSError:
    pass
sys.exit(child.wait())
"""


def _in_terminal(here: Path, size: tuple[int, int], env: Mapping[str, str], *more: str) -> Result:
    """Run a preview whose stderr is a terminal of so many columns, and pixels across."""
    command = ("preview", "a.png", "--rotation", "20", "--grid", "2x1", "-o", "t.png", *more)
    columns, width = map(str, size)
    environment = {**dict.fromkeys(NAMES_OF_TERMINALS), "PYTHONUTF8": "1", **env}
    return run_python("-c", _IN_A_TERMINAL, columns, width, *command, cwd=here, env=environment)


needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@needs_pty
def test_on_a_terminal_the_picture_is_made_to_fit_and_stdout_has_just_the_path(here: Path) -> None:
    result = _in_terminal(here, (50, 400), {"TERM": "foot"})
    assert (result.code, result.stdout) == (0, "t.png\n")
    decoded, _ = decode_sixels(result.stderr)
    figure = load(here / "t.png")
    assert decoded.shape[1] == 400 < figure.width
    assert decoded.shape[0] == round(figure.height * 400 / figure.width)


@needs_pty
def test_a_narrow_terminal_gets_blocks_below_each_other_if_it_is_asked_to(here: Path) -> None:
    env = {**PLAIN, "COLORTERM": "truecolor"}
    result = _in_terminal(here, (30, 0), env, "--inline", "blocks")
    assert (result.code, result.stdout) == (0, "t.png\n")
    plain = re.sub(r"\x1b\[[^m]*m", "", result.stderr).splitlines()
    assert max(map(len, plain)) == 30
    assert [line[:3] for line in plain if line.startswith("#")] == ["#1", "#2"]


@needs_pty
def test_a_terminal_that_names_no_protocol_gets_no_picture_by_itself(here: Path) -> None:
    result = _in_terminal(here, (80, 640), {**PLAIN, "COLORTERM": "truecolor"})
    assert (result.code, result.stdout, result.stderr) == (0, "t.png\n", "")


@needs_pty
def test_a_terminal_that_wants_no_colour_gets_no_picture(here: Path) -> None:
    result = _in_terminal(here, (80, 640), {**KITTY, "NO_COLOR": "1"})
    assert (result.code, result.stdout, result.stderr) == (0, "t.png\n", "")
