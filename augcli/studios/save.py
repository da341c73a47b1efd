"""Save the pipeline of the page to the one file that was named on the command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from augcli.config.choose import ChosenPipeline
from augcli.config.read import PIPELINE_KEYS, read_bytes
from augcli.config.write import as_toml
from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.storage.files import write_streamed

# The steps that are written stand for these, too.
_PIPELINE = {*PIPELINE_KEYS, "preset", "policy", "chance", "classes"}
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_FLAGS = "# As flags: "


class Changed(UsageProblem):
    """The file is not as it was: another program has written or removed it."""


class SavedFile:
    """The file, and what was in it when it was last read or written here.

    ``lines`` are those that a new file begins with.
    """

    def __init__(self, path: Path, lines: Iterable[str] = ()) -> None:
        self.path = path
        self._place = path.resolve()  # a link stays one, and leads where it did at the start
        self._lines = list(lines)
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
            raise self._changed(found)
        text = self._text(chosen)
        if found and _options(text) != _options(found.decode()):
            hint = "copy the TOML from the page, or start with --save-config and a new file"
            raise UsageProblem(f"{self.path} has options that would be lost", hint)
        self._write(text.encode())

    def _write(self, data: bytes) -> None:
        """Write the file, with the permissions that it has. Raises AugcliError."""

        def write(stream: BinaryIO) -> None:
            if self._known is not None:
                Path(stream.name).chmod(self._place.stat().st_mode)
            stream.write(data)

        try:
            write_streamed(self._place, write)
        except EnvironmentFailure as error:
            hint = "copy the TOML from the page, or mend that and save again"
            raise EnvironmentFailure(error.problem, hint) from error
        self._known = data

    def _changed(self, found: bytes | None) -> Changed:
        hint = "copy the TOML from the page, or start augcli studio again"
        if found is None:
            return Changed(f"{self.path} is gone: another program removed it", hint)
        return Changed(f"{self.path} was changed by another program, and is kept", hint)

    def _found(self) -> bytes | None:
        return read_bytes(self._place) if self._place.exists() else None

    def _text(self, chosen: ChosenPipeline) -> str:
        """Return a pipeline with the comments and options above the steps of the file."""
        before = "\n".join(self._lines) if self._known is None else self._known.decode()
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
