"""Check that a damaged manifest is rebuilt and a damaged run file is refused."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import assert_refused, expand, run, run_file, tree

from .scene import FLAGS, assert_sound, finished_run, same_trees, small_dataset


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_run(tmp_path_factory)


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "here"))


def _line(**changes: object) -> bytes:
    record: dict[str, object] = {"file": "hat/x.png", "label": "hat", "source": "hat/x", "copy": 1}
    record |= {"recipe": [], "width": 8, "height": 8, "bytes": 9}
    record |= {"sha256": "00" * 32, "source_sha256": "00" * 32, **changes}
    return json.dumps(record).encode() + b"\n"


MANIFESTS: dict[str, Callable[[bytes], bytes]] = {
    "cut in its last line": lambda good: good[:-30],
    "cut in the middle": lambda good: good[: len(good) // 2],
    "empty": lambda _: b"",
    "all NULs": lambda good: bytes(len(good)),
    "with NULs at its end": lambda good: good + bytes(512),
    "with garbage at its end": lambda good: good + b"\xff\xfe garbage\n",
    "with garbage at its start": lambda good: b"garbage\n" + good,
    "garbage": lambda _: bytes(range(256)) * 20,
    "deeply nested": lambda good: good + b"[" * 100_000 + b"\n",
    "with other JSON": lambda good: good + b'[]\n3\nnull\n"x"\n{}\n',
    "without ends of lines": lambda good: good.replace(b"\n", b""),
    "in another order": lambda good: b"".join(reversed(good.splitlines(keepends=True))),
    "with blank lines": lambda good: b"\n\n" + good,
    "with every line twice": lambda good: good + good,
    "with the ends of lines of Windows": lambda good: good.replace(b"\n", b"\r\n"),
    "with numbers that are none": lambda good: good.replace(b'"copy": 1', b'"copy": 1e999') + good,
    "with a number of many digits": lambda good: good + b'{"copy": ' + b"9" * 9999 + b"}\n",
    "with a surrogate in a name": lambda good: good + _line(file="hat/\ud800.png"),
    "with a NUL in a name": lambda good: good + _line(file="hat/\0.png"),
    "with names that lead outside": lambda good: good + _line(file="../x") + _line(file="/etc/x"),
    "without widths": lambda good: good.replace(b'"width": 8, ', b""),
}


@pytest.mark.parametrize("damage", MANIFESTS)
def test_a_damaged_manifest_is_made_good_by_the_same_command(
    earlier: Path, here: Path, damage: str
) -> None:
    manifest = here / "out" / "manifest.jsonl"
    manifest.write_bytes(MANIFESTS[damage](manifest.read_bytes()))
    assert_sound(run("expand", here / "data", here / "out", *FLAGS, "--prune", cwd=here))
    assert same_trees(here / "out", earlier / "out") == []


@pytest.mark.parametrize("damage", MANIFESTS)
def test_verify_of_a_damaged_manifest_ends_without_a_traceback(here: Path, damage: str) -> None:
    manifest = here / "out" / "manifest.jsonl"
    manifest.write_bytes(MANIFESTS[damage](manifest.read_bytes()))
    for flags in ((), (here / "data", "--deep")):
        result = run("verify", here / "out", *flags, cwd=here)
        assert_sound(result, result.code)
        assert result.code in (0, 3)


@pytest.mark.parametrize("damage", MANIFESTS)
def test_overwrite_gets_past_a_damaged_manifest_and_touches_nothing_outside(
    here: Path, damage: str
) -> None:
    manifest = here / "out" / "manifest.jsonl"
    manifest.write_bytes(MANIFESTS[damage](manifest.read_bytes()))
    outside = tree(here / "data")
    assert_sound(run("expand", here / "data", here / "out", *FLAGS, "--overwrite", cwd=here))
    assert tree(here / "data") == outside


RUN_FILES = {
    "empty": b"",
    "NULs": bytes(200),
    "cut": b'{"settings": {"version"',
    "garbage": bytes(range(256)),
    "a list": b"[]",
    "a number": b"1e999",
    "without settings": b"{}",
    "with settings that are none": b'{"settings": 3}',
    "deeply nested": b"[" * 100_000,
}


@pytest.mark.parametrize("damage", RUN_FILES)
def test_a_damaged_run_file_is_refused_with_nothing_changed(here: Path, damage: str) -> None:
    (here / "out" / "augcli.json").write_bytes(RUN_FILES[damage])
    before = tree(here / "out")
    for flags in ((), ("--overwrite",), ("--dry-run",)):
        result = run("expand", here / "data", here / "out", *FLAGS, *flags, cwd=here)
        assert_refused(result, "augcli.json")
    assert_sound(run("verify", here / "out", cwd=here), 2)
    assert tree(here / "out") == before


SETTINGS: dict[str, dict[str, object]] = {
    "another version": {"version": "99.0"},
    "copies that are text": {"copies": "2"},
    "no number of copies": {"copies": None},
    "steps without names": {"pipeline": [{"degrees": [1, 2]}]},
    "steps that are no list": {"pipeline": 5},
    "steps that are texts": {"pipeline": ["rotation"]},
    "a setting of the future": {"sharpen": True},
    "a seed that is text": {"seed": "x"},
    "a size that is none": {"size": 3},
    "deep nesting": {"fill_value": json.loads("[" * 300 + "]" * 300)},
    "control characters": {"fit": "\x1b[31m\u202e"},
}


@pytest.mark.parametrize("other", SETTINGS)
def test_a_run_file_of_other_settings_is_refused_by_a_name_and_verify_copes(
    here: Path, other: str
) -> None:
    found = run_file(here / "out")
    for key, value in SETTINGS[other].items():
        (found if key in found else found["settings"])[key] = value
    (here / "out" / "augcli.json").write_text(json.dumps(found), "utf-8")
    result = run("expand", here / "data", here / "out", *FLAGS, cwd=here)
    assert_refused(result, "augcli.json" if result.stderr.count("damaged") else "settings")
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr
    for flags in ((), (here / "data", "--deep")):
        result = run("verify", here / "out", *flags, cwd=here)
        assert_sound(result, result.code)
        assert result.code in (0, 2, 3)
    result = run("expand", here / "data", here / "out", *FLAGS, "--overwrite", cwd=here)
    if not result.stderr.count("damaged"):  # then nothing is known of what to remove
        assert_sound(result)


def _make_socket(path: Path) -> None:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(path.name)


KINDS: dict[str, Callable[[Path], object]] = {
    "a pipe": getattr(os, "mkfifo", Path.touch),  # Windows has none
    "a folder": lambda path: path.mkdir(),
    "a socket": _make_socket,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes that are files")
@pytest.mark.parametrize("name", ["augcli.json", "manifest.jsonl", "skipped.jsonl"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_regular_file_in_the_place_of_a_record_is_refused_by_name(
    here: Path, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = here / "data", here / "out"
    (out / name).unlink()
    monkeypatch.chdir(out)  # the path of a socket must be short
    KINDS[kind](out / name)
    for command in (
        ("expand", data, out, *FLAGS),
        ("expand", data, out, *FLAGS, "--dry-run"),
        ("expand", data, out, *FLAGS, "--overwrite"),
        ("verify", out),
        ("replay", out, "--data", data, "--all"),
    ):
        assert_refused(run(*command, cwd=here), str(out / name))


@pytest.mark.parametrize("seed", [{}, "a", -1])
def test_a_recipe_that_augcli_did_not_write_is_made_again_with_verify(
    tmp_path: Path, seed: object
) -> None:
    data, flags = small_dataset(tmp_path / "data", "hat/a.png"), ("--gaussian-noise", "5")
    expand(data, tmp_path / "out", *flags)
    path = tmp_path / "out" / "manifest.jsonl"
    good = path.read_bytes()
    record = json.loads(good.splitlines()[0])
    record["recipe"][0]["seed"] = seed
    path.write_text("\n".join([json.dumps(record), *good.decode().splitlines()[1:], ""]))
    expand(data, tmp_path / "out", *flags, "--verify")
    assert path.read_bytes() == good


def test_a_recipe_without_steps_of_any_kind_is_damage(tmp_path: Path) -> None:
    data, flags = small_dataset(tmp_path / "data", "hat/a.png"), ("--gaussian-noise", "5")
    expand(data, tmp_path / "out", *flags)
    path = tmp_path / "out" / "manifest.jsonl"
    good = path.read_bytes()
    record = json.loads(good.splitlines()[0]) | {"recipe": [2147483648]}
    path.write_text("\n".join([json.dumps(record), *good.decode().splitlines()[1:], ""]))
    expand(data, tmp_path / "out", *flags)
    assert path.read_bytes() == good
