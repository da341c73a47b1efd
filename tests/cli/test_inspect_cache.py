"""What ``augcli inspect`` remembers between runs, which makes no difference to what it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .datasets import make_plain
from .pictures import save
from .running import run


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, in a place of its own."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def cats(sample_images: Path) -> Path:
    """A few photos, of which two are near duplicates: to measure more proves no more."""
    return sample_images / "cat"


def test_any_number_of_workers_and_the_cache_give_the_same(
    sample_images: Path, cache: Path
) -> None:
    flags: list[list[str]] = [["--no-cache"], ["--workers", "1"], ["--workers", "2"]]
    reports = [_without_seconds(sample_images, *one) for one in flags]
    assert reports[0] == reports[1] == reports[2]
    assert len([*cache.rglob("*.measures")]) == len([*cache.rglob("*.pairs")]) == 1


def test_what_is_known_is_not_measured_again(cats: Path, cache: Path) -> None:
    known = _without_seconds(cats)
    if not (files := [*cache.rglob("*.measures")]):
        pytest.skip("the checkout is younger than 2 seconds, and no test can make files older")
    (kept,) = files
    content = _content(kept)
    for _, measures in content["pictures"].values():
        measures["brightness"] = 7
    _write(kept, content)
    later = _without_seconds(cats)
    assert later["measures"]["brightness"]["most"] == 7
    assert _without_seconds(cats, "--no-cache") == known


def test_known_near_duplicates_are_not_looked_for_again(tmp_path: Path, cache: Path) -> None:
    data = make_plain(tmp_path / "data", hat=3)
    found = run("inspect", data, "--json").json["near_duplicates"]
    (kept,) = cache.rglob("*.pairs")
    _write(kept, _content(kept) | {"pairs": [["hat/0.png", "hat/2.png", 0.9]]})
    (known,) = run("inspect", data, "--json").json["near_duplicates"]
    assert (known["files"], known["score"]) == (["hat/0.png", "hat/2.png"], 0.9)
    assert run("inspect", data, "--json", "--no-cache").json["near_duplicates"] == found
    save(data / "hat" / "3.png", np.full((50, 60, 3), 255, np.uint8))
    assert run("inspect", data, "--json").json["near_duplicates"] == found


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: data.replace(b'"brightness": ', b'"brightness": "far"'),
        lambda data: data.replace(b'"key": ', b'"key": 1'),
        lambda data: data.partition(b"\n")[2],
    ],
    ids=["empty", "cut short", "edited measures", "edited pairs", "no digest"],
)
def test_a_damaged_cache_only_costs_time(
    cats: Path, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = _without_seconds(cats)
    for kept in (*cache.rglob("*.measures"), *cache.rglob("*.pairs")):
        kept.write_bytes(damage(kept.read_bytes()))
    assert _without_seconds(cats) == first


def test_a_picture_that_has_changed_is_measured_again(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=2)
    run("inspect", data)
    save(data / "hat" / "0.png", np.full((50, 60, 3), 255, np.uint8))
    found = run("inspect", data, "--json").json
    assert found["sizes"] == {"40x30": 1, "60x50": 1}
    assert found["measures"]["brightness"]["most"] == 255


def _content(kept: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(kept.read_bytes().partition(b"\n")[2])
    return content


def _write(kept: Path, content: dict[str, Any]) -> None:
    data = json.dumps(content).encode()
    kept.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)


def _without_seconds(data: Path, *flags: str) -> dict[str, Any]:
    found = run("inspect", data, "--flat", "--json", *flags).json
    del found["seconds"]
    return found
