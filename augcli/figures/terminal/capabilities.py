"""Find out what a terminal can show, from its environment.

The terminal itself is not asked: one that doesn't know the question prints it, and the shell reads
a late answer as typed text.
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
_CELL = 8  # pixels: the width of a character if the terminal doesn't report it


@dataclass(frozen=True)
class Terminal:
    """A terminal: its size in characters and pixels, and what it can show.

    ``width`` is None if the output isn't a terminal: pictures keep their size.
    """

    columns: int = _COLUMNS
    width: int | None = None
    is_there: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str]) -> Terminal:
        """Return the terminal that a stream writes to."""
        columns, width = _size(stream)
        return cls(columns, width, stream.isatty(), environment)

    @property
    def has_true_colour(self) -> bool:
        """Whether the terminal says that it shows 24-bit colour."""
        return self.environment.get("COLORTERM") in ("truecolor", "24bit")

    def best_way(self) -> str:
        """Return the protocol by which the terminal shows pictures, ``none`` if it names none.

        Blocks of colour are no picture: they are shown only to those who ask for them.
        """
        kind = self.environment.get("TERM", "")
        if not self.is_there or kind == "dumb" or self.environment.get("NO_COLOR"):
            return "none"
        return self._protocol(kind) or "none"

    def _protocol(self, kind: str) -> str:
        inside = self.environment.get("TMUX") or self.environment.get("STY")
        # The outer terminal may know a protocol, but a multiplexer doesn't pass it on.
        if inside or kind.startswith(_MULTIPLEXERS):
            return ""
        for start, way in _KINDS.items():
            if kind.startswith(start):
                return way
        # KITTY_WINDOW_ID may be inherited from an outer terminal; TERM_PROGRAM names the inner one.
        if program := self.environment.get("TERM_PROGRAM"):
            return _PROGRAMS.get(program, "")
        if self.environment.get("KITTY_WINDOW_ID"):
            return "kitty"
        # LC_TERMINAL is passed on by ssh; TERM_PROGRAM is not.
        return "iterm2" if self.environment.get("LC_TERMINAL") == "iTerm2" else ""


def _size(stream: TextIO) -> tuple[int, int | None]:
    """Return the columns of a terminal, and its width in pixels (None if it is no terminal)."""
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
