"""Copies that came out flat, black, white or unchanged are drawn anew, the same way every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import Pixels, deep, load, photo, save, save_deep
from .running import Record, assert_refused, expand, outputs, records, run, tree

AWAY = ("--width-shift", "-60px,60px", "--fill-mode", "constant", "--fill-value")
SPOILT = [
    ("black", (*AWAY, "0")),
    ("black", ("--brightness", "0,0.5")),
    ("white", (*AWAY, "255")),
    ("flat", (*AWAY, "128")),
    ("unchanged", ("--rotation", "2")),
]
MANY = ("--copies", "60")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rejecting") / "data"
    save(root / "hat" / "a.png", photo(1))
    return root


def _rejected(data: Path, out: Path, *flags: str) -> list[Record]:
    result = run("expand", data, out, "--reject", "--json", *flags, cwd=out.parent)
    assert result.code == 0, result.stderr
    told = result.json["rejected"]
    assert isinstance(told, list)
    return told


def _redrawn(out: Path) -> set[str]:
    return {record["file"] for record in records(out) if record.get("attempt", 0) > 0}


@pytest.mark.parametrize(("reason", "flags"), SPOILT)
def test_a_spoilt_copy_is_drawn_anew_and_every_other_is_as_without(
    data: Path, tmp_path: Path, reason: str, flags: tuple[str, ...]
) -> None:
    expand(data, tmp_path / "plain", *MANY, *flags)
    told = _rejected(data, tmp_path / "out", *MANY, *flags)
    redrawn = _redrawn(tmp_path / "out")
    assert told[0]["reason"] == reason
    assert all(one["replaced"] for one in told)
    assert sum(one["copies"] for one in told) == len(redrawn)
    assert 0 < len(redrawn) < 60
    plain, out = outputs(tmp_path / "plain"), outputs(tmp_path / "out")
    assert {file for file in plain if plain[file] != out[file]} == redrawn


def _is(reason: str, copy: Pixels, source: Pixels) -> bool:
    """Whether a person who looks closely would say so."""
    difference = np.abs(copy.astype(int) - source).mean()
    spread = float(copy.std(axis=(0, 1)).max())
    looks = {
        "black": copy.max() <= 8,
        "white": copy.min() >= 247,
        "flat": spread < 2,
        "unchanged": difference < 1,
    }
    return bool(looks[reason])


@pytest.mark.parametrize(("reason", "flags"), SPOILT)
def test_what_is_rejected_looks_so_and_what_is_taken_does_not(
    data: Path, tmp_path: Path, reason: str, flags: tuple[str, ...]
) -> None:
    expand(data, tmp_path / "plain", *MANY, *flags)
    _rejected(data, tmp_path / "out", *MANY, *flags)
    source = np.asarray(load(data / "hat" / "a.png"))
    looks = [
        {file for file, copy in outputs(out).items() if _is(reason, np.asarray(load(copy)), source)}
        for out in (tmp_path / "plain", tmp_path / "out")
    ]
    assert looks[0]
    assert looks[0] <= _redrawn(tmp_path / "out")
    assert not looks[1]


def test_where_no_draw_is_better_the_first_is_kept_and_counted(data: Path, tmp_path: Path) -> None:
    hopeless = ("--copies", "3", "--brightness", "0,0", "--rotation", "9")
    expand(data, tmp_path / "plain", *hopeless)
    told = _rejected(data, tmp_path / "out", *hopeless)
    assert told == [{"reason": "black", "replaced": False, "copies": 3}]
    assert outputs(tmp_path / "out") == outputs(tmp_path / "plain")
    assert not _redrawn(tmp_path / "out")


def _flat() -> Pixels:
    return np.full((30, 40, 3), 90, np.uint8)


def _black() -> Pixels:
    return np.zeros((30, 40, 3), np.uint8)


def _small_thing_on_white() -> Pixels:
    pixels = np.full((60, 60, 3), 255, np.uint8)
    pixels[27:33, 27:33] = 30
    return pixels


@pytest.mark.parametrize(
    ("picture", "flags"),
    [
        (_flat(), ("--rotation", "1")),
        (_black(), ("--rotation", "1", "--brightness", "0,1")),
        (_small_thing_on_white(), ("--rotation", "30,60", "--zoom", "0.9,1.1")),
        (photo(1), ("--horizontal-flip", "--chance", "horizontal_flip=0")),
    ],
    ids=["flat", "black", "nearly white", "nothing fired"],
)
def test_a_copy_is_not_blamed_for_what_its_source_is(
    tmp_path: Path, picture: Pixels, flags: tuple[str, ...]
) -> None:
    save(tmp_path / "data" / "hat" / "a.png", picture)
    assert _rejected(tmp_path / "data", tmp_path / "out", "--copies", "9", *flags) == []


@pytest.mark.parametrize("kind", ["gray", "gray 16", "colour 16", "alpha", "gray alpha"])
@pytest.mark.parametrize("size", [(), ("--size", "20x50", "--fit", "contain")])
def test_pictures_of_every_kind_are_judged(
    tmp_path: Path, kind: str, size: tuple[str, ...]
) -> None:
    path = tmp_path / "data" / "hat" / "a.png"
    channels = {"gray": 1, "gray 16": 1, "gray alpha": 2, "alpha": 4}.get(kind, 3)
    if "16" in kind:
        save_deep(path, deep(1, channels=channels))
    else:
        save(path, photo(1, channels=channels))
    told = _rejected(tmp_path / "data", tmp_path / "out", *MANY, "--brightness", "0,0.5", *size)
    assert told[0]["reason"] == "black"
    assert all(one["replaced"] for one in told)


def test_neither_workers_nor_going_on_change_what_is_drawn(tmp_path: Path) -> None:
    for number in range(4):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number))
    flags = ("--copies", "9", "--brightness", "0,0.2", "--reject")
    expand(tmp_path / "data", tmp_path / "out", *flags)
    before = tree(tmp_path / "out")
    assert _redrawn(tmp_path / "out")
    for file in _redrawn(tmp_path / "out"):
        (tmp_path / "out" / file).unlink()
    for out in ("out", "other"):
        result = run("expand", "data", out, *flags, "--workers", "1", cwd=tmp_path)
        assert result.code == 0
        assert tree(tmp_path / out) == before


def test_verify_and_replay_know_which_draw_was_taken(data: Path, tmp_path: Path) -> None:
    _rejected(data, tmp_path / "out", *MANY, "--brightness", "0,0.5")
    before = tree(tmp_path / "out")
    assert run("verify", "out", data, "--deep", cwd=tmp_path).code == 0
    for file in _redrawn(tmp_path / "out"):
        (tmp_path / "out" / file).unlink()
    assert run("replay", "out", "--all", "--data", data, cwd=tmp_path).code == 0
    assert tree(tmp_path / "out") == before


def test_the_summary_counts_what_was_rejected(data: Path, tmp_path: Path) -> None:
    flags = ("--copies", "1", "--brightness", "0,0", "--reject")
    result = run("expand", data, "out", *flags, cwd=tmp_path)
    assert "rejected: 1 copy nearly black (kept: no other draw is better)\n" in result.stderr


def test_it_is_a_setting_of_the_run(data: Path, tmp_path: Path) -> None:
    run("expand", data, "out", "--rotation", "9", "--reject", cwd=tmp_path)
    again = run("expand", data, "out", "--rotation", "9", cwd=tmp_path)
    assert_refused(again, "reject was true, now false")
