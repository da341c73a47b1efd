"""Make parts of a run, and change them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .pictures import photo, save
from .running import expand, outputs, run, run_file, skipped, tree

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


def unequal_classes(root: Path) -> Path:
    """Make unequal classes, with what gives no copies, names that clash, and a long strip."""
    for label, names in {"cat": "abcdefg", "dog": "abéd", "hat": "ab"}.items():
        for seed, name in enumerate(names):
            save(root / label / f"{name}.png", photo(seed + 10 * len(names), 12, 9))
    save(root / "cat" / "below" / "a.jpg", photo(7, 30, 20))
    save(root / "cat" / "a.jpg", photo(8, 30, 20))
    save(root / "hat" / "strip.png", photo(9, 20_000, 1))
    (root / "dog" / "bad.png").write_bytes((root / "dog" / "a.png").read_bytes()[:-90])
    (root / "cat" / "worse.png").write_bytes(b"no picture")
    (root / "hat" / "raw.heif").write_bytes(b"\0\0\0\x18ftyphevc\0\0\0\0heicmif1")
    return root


def make_parts(
    data: Path, folder: Path, count: int, *flags: str, command: str = "expand"
) -> list[Path]:
    """Make all parts of a run, which may find images that give no copies; return their folders."""
    parts = [folder / f"part-{number}" for number in range(1, count + 1)]
    for number, part in enumerate(parts, 1):
        result = run(command, data, part, *flags, "--shard", f"{number}/{count}")
        assert result.code in (0, 3), result.stderr
    return parts


def check_merged(whole: Path, parts: list[Path]) -> None:
    """Check that the parts, merged, are the whole, and have not been changed."""
    before = [tree(part) for part in parts]
    merged = whole.with_name("merged")
    result = run("merge", *reversed(parts), "-o", merged)
    assert result.code == (3 if skipped(whole) else 0), result.stderr
    assert tree(merged) == tree(whole)
    assert [tree(part) for part in parts] == before
    files = [file for part in parts for file in outputs(part) if "/" in file or ".tar" in file]
    assert len(files) == len({*files})
