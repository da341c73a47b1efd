"""Make parts of a run, and change them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .running import expand, run_file

FLAGS = ("--copies", "1", "--rotation", "15")


def make_part(data: Path, folder: Path, shard: str, *flags: str) -> Path:
    """Make one part of a run of a small dataset, and return its folder."""
    part = folder / f"part-{shard.replace('/', '-')}"
    expand(data, part, *FLAGS, *flags, "--shard", shard)
    return part


def edit(part: Path, change: Callable[[Any], object]) -> None:
    """Change the run file of a part."""
    run = run_file(part)
    change(run)
    (part / "augcli.json").write_text(json.dumps(run, indent=2) + "\n", "utf-8")
