"""Where something stands in a TOML file: what an error names, since the parser doesn't say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

from augcli.errors import UsageProblem


@dataclass(frozen=True)
class Location:
    """A key of a file: the ``[[step]]`` it is in, counted from 1, or 0 above them all."""

    file: str
    text: str
    step: int = 0
    inner: str = ""

    def at_step(self, number: int) -> Self:
        """Return the place of a step."""
        return replace(self, step=number)

    def inside(self, what: str) -> Self:
        """Return the place of something within a step."""
        return replace(self, inner=f"{self.inner} > {what}" if self.inner else what)

    def problem(self, key: str, rule: str, hint: str) -> UsageProblem:
        """Make the error that a rule is broken at a key, or at the whole place if it is empty."""
        where = [f"line {self._line(key)}"]
        where += [f"step {self.step}"] if self.step else []
        where += [self.inner] if self.inner else []
        said = f"{key}: {rule}" if key else rule
        return UsageProblem(f"{self.file}, {', '.join(where)}: {said}", hint)

    def _line(self, key: str) -> int:
        """Find the line of a key, or else the one that its step begins at."""
        lines = self.text.splitlines()
        heads = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]
        bounds = [1, *heads, len(lines) + 1]
        first, end = bounds[min(self.step, len(heads))], bounds[min(self.step, len(heads)) + 1]
        name = rf"""["']?{re.escape(key)}["']?\s*="""
        for number in range(first, end) if key else ():
            if re.match(rf"\s*{name}", lines[number - 1]):
                return number
        for number in range(first, end) if key else ():
            if re.search(rf"[{{,\s]{name}", lines[number - 1]):
                return number
        return first
