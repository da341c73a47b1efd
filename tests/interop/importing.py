"""Import a file of code."""

from __future__ import annotations

from pathlib import Path

from cli.running import Result, run

G = "ImageDataGenerator"


def imported(folder: Path, code: str | bytes, name: str = "train.py", *more: str) -> Result:
    """Import a file that holds this code."""
    data = code.encode() if isinstance(code, str) else code
    (folder / name).write_bytes(data)
    return run("import", name, *more, cwd=folder)
