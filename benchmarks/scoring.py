"""Expand photos by the real command for a classifier, and write scores with their spread."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from classifier import Photos

FLAGS = ("--preset", "natural", "--size", "128", "--quiet")


def expanded(data: Path, out: Path, *flags: str) -> Photos:
    """Expand a dataset; return the images of OUT in the order of its manifest."""
    command = [sys.executable, "-m", "augcli", "expand", str(data), str(out), *FLAGS, *flags]
    subprocess.run(command, check=True)
    records = manifest(out)
    return Photos.read([out / one["file"] for one in records], [one["label"] for one in records])


def manifest(out: Path) -> list[dict[str, Any]]:
    """Return the records of the images of OUT."""
    lines = (out / "manifest.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def spread(values: Sequence[float]) -> str:
    """Write the mean, the lowest and the highest of the scores of some rounds."""
    return f"{sum(values) / len(values):.3f} [{min(values):.3f}..{max(values):.3f}]"
