"""The names of originals: the source's, unless --format changes its ending or another has it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import load, save
from .running import expand, outputs, records

FLAGS = ("--copies", "1", "--rotation", "0", "--originals", "copy", "--format", "png")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("a.jpg", "a.png"), {"a.jpg": "a~", "a.png": "a.png"}),
        (("a.jpg", "a_aug001.jpg"), {"a.jpg": "a.png", "a_aug001.jpg": "a_aug001.png"}),
        (("a.jpg", "A.png"), {"a.jpg": "a~", "A.png": "A.png"}),
        (("a.jpg", "a.png/b.jpg"), {"a.jpg": "a~", "a.png/b.jpg": "a.png/b.png"}),
        ((f"{'x' * 251}.jpg", "a.gif"), {f"{'x' * 251}.jpg": "xxx", "a.gif": "a.png"}),
    ],
    ids=lambda value: " ".join(value)[:30],
)
def test_originals_in_another_format_never_share_a_name(
    tmp_path: Path, names: tuple[str, ...], expected: dict[str, str]
) -> None:
    for number, name in enumerate(names):
        save(tmp_path / "data" / "hat" / name, np.full((6, 8, 3), 40 * number, np.uint8))
    out = tmp_path / "out"
    expand(tmp_path / "data", out, *FLAGS)
    found = {record["source"]: record["file"] for record in records(out) if not record["copy"]}
    assert len(outputs(out)) == 2 * len(names)
    for number, name in enumerate(names):
        file = found[f"hat/{name}"]
        assert file.startswith(f"hat/{expected[name]}")
        assert np.abs(np.asarray(load(out / file).convert("RGB"), float) - 40 * number).max() <= 2
    assert "nothing to write" in expand(tmp_path / "data", out, *FLAGS).stdout
