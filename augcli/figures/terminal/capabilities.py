"""What a terminal can show, as far as its environment tells.

Nothing is asked of the terminal: one that doesn't know the question prints it, and an answer that
comes late is taken for what a person types.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO

_PROGRAMS = {  # TERM_PROGRAM
    "ghostty": "kitty",
    "iTerm.app": "iterm2",
    "WezTerm": "iterm2",
    "mintty": "iterm2",
}
_KINDS = {  # what TERM begins with
    "xterm-kitty": "kitty",
    "xterm-ghostty": "kitty",
    "foot": "sixel",
    "mlterm": "sixel",
}
_MULTIPLEXERS = ("screen", "tmux")
_COLUMNS = 80
_CELL = 8  # pixels: the width of a character where the terminal doesn't tell


@dataclass(frozen=True)
class Terminal:
    """Where a picture is to be shown: room for ``columns`` characters, or ``width`` pixels.

    There is room for any number of pixels where there is no terminal.
    """

    columns: int = _COLUMNS
    width: int | None = None
    is_there: bool = False
    has_blocks: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str]) -> Terminal:
        """Look at what a stream leads to."""
        columns, width = _size(stream)
        return cls(columns, width, stream.isatty(), _can_encode(stream, "▀"), environment)

    @property
    def has_true_colour(self) -> bool:
        """Whether it says that it shows colours of 24 bits."""
        return self.environment.get("COLORTERM") in ("truecolor", "24bit")

    def best_way(self) -> str:
        """Choose the way to show a picture, ``none`` where there is none."""
        kind = self.environment.get("TERM", "")
        known = kind or "WT_SESSION" in self.environment
        if not self.is_there or not known or kind == "dumb" or self.environment.get("NO_COLOR"):
            return "none"
        return self._protocol(kind) or ("blocks" if self.has_blocks else "none")

    def _protocol(self, kind: str) -> str:
        inside = self.environment.get("TMUX") or self.environment.get("STY")
        # What they run in may know a protocol, but they don't let it through.
        if inside or kind.startswith(_MULTIPLEXERS):
            return ""
        for start, way in _KINDS.items():
            if kind.startswith(start):
                return way
        # One program is started from another: the innermost says its name here.
        if program := self.environment.get("TERM_PROGRAM"):
            return _PROGRAMS.get(program, "")
        if self.environment.get("KITTY_WINDOW_ID"):
            return "kitty"
        # It comes along over ssh, where TERM_PROGRAM does not.
        return "iterm2" if self.environment.get("LC_TERMINAL") == "iTerm2" else ""


def _size(stream: TextIO) -> tuple[int, int | None]:
    """Return the columns of a terminal, and its width in pixels."""
    if not stream.isatty():
        return _COLUMNS, None
    columns, width = 0, 0
    with suppress(OSError):
        columns = os.get_terminal_size(stream.fileno()).columns
        if sys.platform != "win32":
            import fcntl
            import termios

            answer = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8))
            *_, width, _ = struct.unpack("4H", answer)
    columns = columns or _COLUMNS
    return columns, width or columns * _CELL


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
