"""The golden list on disk: read it, write it, and compare it with what is rendered here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from augcli.imaging.processor import COMMON, processor_kind
from tools.golden.cases import cases

PATH = Path(__file__).parents[2] / "tests" / "golden" / "hashes.json"
_DRAWING = ("opencv-python-headless",)
_WRITING = ("pillow", "simplejpeg", "deflate")
_FILES = ("file", "policy", "preset", "jpeg_compression", "webp_compression")


@dataclass(frozen=True)
class GoldenList:
    """Hashes of all cases, by group and by case, and the versions of the libraries they need."""

    made_with: dict[str, str]
    hashes: dict[str, dict[str, str]]

    @classmethod
    def made_here(cls) -> GoldenList:
        """Render all cases."""
        hashes: dict[str, dict[str, str]] = {}
        for group, case, render in cases():
            hashes.setdefault(group, {})[case] = render()
        return cls({name: version(name) for name in (*_DRAWING, *_WRITING)}, hashes)

    @classmethod
    def read(cls) -> GoldenList:
        """Read the list of the repository."""
        return cls(**json.loads(PATH.read_text("utf-8")))

    def write(self) -> None:
        """Write the list of the repository: a line for each group."""
        rows = ",\n".join(f'"{group}": {json.dumps(of)}' for group, of in self.hashes.items())
        text = f'{{"made_with": {json.dumps(self.made_with)},\n"hashes": {{\n{rows}\n}}}}\n'
        PATH.write_text(text, "utf-8")

    def obstacle(self, *, files: bool) -> str:
        """Return why hashes of files, or of pixels, can't be compared here; empty if they can."""
        if processor_kind() != COMMON:
            return f"this processor is {processor_kind()}; the list is for {COMMON}"
        for name in _WRITING + _DRAWING if files else _DRAWING:
            if version(name) != self.made_with[name]:
                return f"{name} is {version(name)} here; the list is for {self.made_with[name]}"
        return ""

    def differences(self, *, files: bool) -> Iterator[str]:
        """Yield the cases that are another picture here, or that only one side has."""
        listed = {(group, case) for group in self.hashes for case in self.hashes[group]}
        for group, case, render in cases():
            if (group in _FILES) == files and render() != self.hashes.get(group, {}).get(case):
                yield f"{group} {case}"
            listed.discard((group, case))
        yield from (f"{group} {case} (gone)" for group, case in listed if not files)
