"""Save the pipeline of the page to the one file that was named on the command line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from augcli.config.choose import ChosenPipeline
from augcli.config.read import PIPELINE_KEYS, read_bytes
from augcli.config.write import as_toml
from augcli.errors import UsageProblem
from augcli.storage.files import write_whole

# The steps that are written stand for these, too.
_PIPELINE = {*PIPELINE_KEYS, "preset", "policy", "chance", "classes"}
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_FLAGS = "# As flags: "


class Changed(UsageProblem):
    """The file is not as it was: another program has written it."""


class SavedFile:
    """The file, and what was in it when it was last read or written here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known = self._found()

    def says(self, chosen: ChosenPipeline) -> bool:
        """Return whether the file is as saving a pipeline would leave it."""
        return self._known == self._text(chosen).encode()

    def save(self, chosen: ChosenPipeline) -> None:
        """Write a pipeline to the file, beside the options of expand that it has.

        Raises:
            Changed: another program has changed the file.
            UsageProblem: there is no step, or the file has options that can't be kept.
            EnvironmentFailure: it can't be read or written.
        """
        if not chosen.pipeline.stages:
            raise UsageProblem("there is no step to save", "add a step, or switch one on")
        found = self._found()
        if found != self._known:
            hint = "copy the TOML from the page, or start augcli studio again"
            raise Changed(f"{self.path} was changed by another program, and is kept", hint)
        text = self._text(chosen)
        if found and _options(text) != _options(found.decode()):
            hint = "copy the TOML from the page, or start with --save-config and a new file"
            raise UsageProblem(f"{self.path} has options that would be lost", hint)
        write_whole(self.path, text.encode())
        self._known = text.encode()

    def _found(self) -> bytes | None:
        return read_bytes(self.path) if self.path.exists() else None

    def _text(self, chosen: ChosenPipeline) -> str:
        """Return a pipeline with the comments and options above the steps of the file."""
        before = (self._known or b"").decode()
        head = re.split(r"^\s*\[", before, maxsplit=1, flags=re.MULTILINE)[0]
        kept = [line for line in head.splitlines() if line.strip() and not _is_replaced(line)]
        return "\n".join([*kept, as_toml(chosen.as_file())])


def _is_replaced(line: str) -> bool:
    key = _KEY.match(line)
    return line.startswith(_FLAGS) or (key is not None and key[1] in _PIPELINE)


def _options(text: str) -> dict[str, Any] | None:
    """Return what a file says beside its pipeline; None if it is no TOML."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    return {key: value for key, value in found.items() if key not in _PIPELINE}
