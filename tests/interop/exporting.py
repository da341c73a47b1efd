"""Exporting pipelines, and running what was exported."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from cli.running import run

EVERYTHING = [
    *("--rotation", "30", "--width-shift", "0.1", "--height-shift", "20px", "--shear", "10"),
    *("--zoom", "0.7,1.2", "--horizontal-flip", "--vertical-flip", "--channel-shift", "10"),
]
GROUPS = """
[[step]]
one-of = [{transform = "gamma"}, {transform = "brightness", factor = [0.5, 2]}]
chance = 0.5
[[step]]
some-of = [{transform = "invert"}, {transform = "horizontal-flip"}, {transform = "rotation"}]
least = 1
most = 2
[[step]]
all-of = [{transform = "invert", chance = 0.5}, {transform = "posterize"}]
chance = 0.25
"""


def exported(target: str, *args: str | Path, cwd: Path) -> str:
    """Return the exported code of a pipeline that the library can do at least a part of."""
    result = run("export", "--to", target, *args, cwd=cwd)
    assert result.code == 0, result.stderr
    ast.parse(result.stdout)
    return result.stdout


def executed(source: str) -> dict[str, Any]:
    """Run exported code and return its names."""
    names: dict[str, Any] = {}
    exec(compile(source, "exported.py", "exec"), names)
    return names
