"""Find the line of a key in a TOML file, for messages; tomllib doesn't tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

from augcli.errors import UsageProblem


@dataclass(frozen=True)
class Location:
    """A place in a file: ``step`` is its ``[[step]]``, counted from 1, or 0 above all steps.

    ``inner`` names the groups and the transform within the step, separated by ``>``.
    """

    file: str
    text: str
    step: int = 0
    inner: str = ""

    def at_step(self, number: int) -> Self:
        """Return the location of a step."""
        return replace(self, step=number)

    def inside(self, what: str) -> Self:
        """Return the location of something in this step or group."""
        return replace(self, inner=f"{self.inner} > {what}" if self.inner else what)

    def problem(self, key: str, rule: str, hint: str) -> UsageProblem:
        """Return the error for a broken rule at a key; an empty key means the step itself."""
        where = [f"line {self.line(key)}"]
        where += [f"step {self.step}"] if self.step else []
        where += [self.inner] if self.inner else []
        said = f"{key}: {rule}" if key else rule
        return UsageProblem(f"{self.file}, {', '.join(where)}: {said}", hint)

    def line(self, key: str) -> int:
        """Return the line of a key, counted from 1, or the first line of its step."""
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
