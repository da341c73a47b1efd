"""Put hostile values into every field of the records, and run every command that reads them."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.running import expand, run

from .scene import small_dataset

FLAGS = ("--copies", "2", "--rotation", "20", "--mixup", "0.3", "--gaussian-noise", "4")
ONE = ("--workers", "1")  # to start more takes longer than so few pictures
VALUES: list[Any] = [
    *(None, True, -1, 10**9, 10**400, 1e308, math.nan, -math.inf, 0.5),
    *("", "\0", "../x", "/etc/passwd", ".", "hat", "augcli.json", "\ud800", "x" * 100_000),
    *([], {}, [[]], {"transform": "rotation"}),
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("here")
    expand(small_dataset(root / "data", "hat/a.png", "hat/b.png"), root / "out", *FLAGS)
    return root


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every field of a JSON value, and to a new field of each object."""
    if above:
        yield above
    if isinstance(value, dict):
        yield (*above, "unknown")
        for key, one in value.items():
            yield from _places(one, (*above, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _places(one, (*above, index))


def _changed(record: Any, place: tuple[Any, ...], value: Any) -> str:
    record = copy.deepcopy(record)
    inner = record
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return json.dumps(record)


def _commands(root: Path) -> dict[str, tuple[str | Path, ...]]:
    data, out = root / "data", root / "out"
    return {
        "dry run": ("expand", data, out, *FLAGS, "--dry-run"),
        "verify": ("verify", out, *ONE),
        "deep": ("verify", out, data, "--deep", *ONE),
        "replay": ("replay", out, "--data", data, "--all", "-o", root / "replayed"),
    }


def _assert_sound(root: Path, what: str, codes: set[int], *names: str) -> None:
    commands = _commands(root)
    for name in names or commands:
        result = run(*commands[name])
        assert result.code in codes, (what, name, result)
        assert "Traceback" not in result.stderr, (what, name, result.stderr)


def test_no_value_of_any_field_of_a_manifest_is_more_than_a_difference(here: Path) -> None:
    manifest = here / "out" / "manifest.jsonl"
    good = manifest.read_text("utf-8")
    first, *others = good.splitlines()
    record = json.loads(first)
    assert "partners" in record
    for value in VALUES:
        lines = [_changed(record, place, value) for place in _places(record)]
        # All in one manifest, which costs little. A damaged record does not hide the others.
        manifest.write_text("\n".join([*lines, *others, ""]), "utf-8")
        _assert_sound(here, f"{value!r:.40}", {0, 3})
        assert run("verify", here / "out").code == 3
    manifest.write_text(good, "utf-8")


def test_no_value_of_any_field_of_a_run_file_is_more_than_a_refusal(here: Path) -> None:
    path = here / "out" / "augcli.json"
    good = path.read_text("utf-8")
    for number, place in enumerate(_places(json.loads(good))):
        # Two of the values for each field: every one takes the time of the commands.
        for value in VALUES[number % 11 :: 11]:
            path.write_text(_changed(json.loads(good), place, value), "utf-8")
            _assert_sound(here, f"{place} {value!r:.40}", {0, 2, 3}, "dry run", "deep")
    path.write_text(good, "utf-8")


@pytest.mark.parametrize(
    "change", [{"attempt": 10**9}, {"attempt": 6}, {"label": "cap"}, {"labels": "hat"}]
)
def test_a_record_that_no_run_could_have_written_is_damaged(
    here: Path, change: dict[str, object]
) -> None:
    """An attempt of 10**9 would draw a billion times."""
    manifest = here / "out" / "manifest.jsonl"
    good = manifest.read_text("utf-8")
    first, *others = good.splitlines()
    changed = json.dumps(json.loads(first) | change)
    manifest.write_text("\n".join([changed, *others, ""]), "utf-8")
    for command in ("verify", "deep"):
        result = run(*_commands(here)[command])
        assert result.code == 3
        assert "damaged line" in result.stdout
    expand(here / "data", here / "out", *FLAGS)
    assert manifest.read_text("utf-8") == good


def test_deep_verification_compares_soft_labels(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data", "hat/a.png", "cap/b.png")
    out = tmp_path / "out"
    expand(data, out, "--cutmix", "0.3,0.5", "--mix-across", "--copies", "2")
    assert run("verify", out, data, "--deep").code == 0
    manifest = out / "manifest.jsonl"
    lines = manifest.read_text("utf-8").splitlines()
    record = json.loads(next(line for line in lines if '"labels"' in line))
    changed = {**record, "labels": {"cap": 0.5, "hat": 0.5}}
    text = manifest.read_text("utf-8").replace(json.dumps(record), json.dumps(changed))
    manifest.write_text(text, "utf-8")
    result = run("verify", out, data, "--deep")
    assert result.code == 3
    assert result.stdout.startswith("labels: ")
