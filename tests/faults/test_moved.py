"""Check that changed sources are noticed, and others left, whatever the times in OUT say."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import expand, run, stamps_but_run_file, tree

from .scene import FLAGS, assert_sound, same_trees, small_dataset

NAMES = ("hat/a.bmp", "hat/b.bmp", "shoe/c.bmp")  # a BMP's size doesn't tell its content
MIXED = (*FLAGS, "--mixup", "0.5")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("earlier")
    small_dataset(root / "data", *NAMES)
    for path in (root / "data").rglob("*.bmp"):
        _date(path, 10**18)
    expand(root / "data", root / "out", *FLAGS)
    expand(root / "data", root / "mixed", *MIXED)
    return root


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    """Copy a dataset and its expansions, with their times, to change them."""
    return Path(shutil.copytree(earlier, tmp_path / "here"))


def _date(path: Path, nanoseconds: int) -> None:
    os.utime(path, ns=(nanoseconds, nanoseconds))


def _write_in_place(path: Path) -> None:
    save(path, photo(51, 8, 8))


def _write_in_place_and_date_back(path: Path) -> None:
    before = path.stat().st_mtime_ns
    save(path, photo(52, 8, 8))
    _date(path, before)


def _put_an_older_file_over_it(path: Path) -> None:
    other = save(path.with_name("other.bmp"), photo(53, 8, 8))
    _date(other, 10**17)
    other.replace(path)


def _put_a_file_of_the_same_time_over_it(path: Path) -> None:
    other = save(path.with_name("other.bmp"), photo(54, 8, 8))
    _date(other, path.stat().st_mtime_ns)
    other.replace(path)


def _copy_another_over_it(path: Path) -> None:
    other = save(path.parent.parent.parent / "other.bmp", photo(55, 8, 8))
    _date(other, 10**17)
    shutil.copy2(other, path)


def _exchange_it_for_another_source(path: Path) -> None:
    other = path.with_name("b.bmp")
    path.rename(path.with_name("x"))
    other.rename(path)
    path.with_name("x").rename(other)


def _copy_out(here: Path) -> Path:
    return Path(shutil.copytree(here / "out", here / "elsewhere", copy_function=shutil.copyfile))


def _touch_out(here: Path) -> Path:
    for path in (here / "out").rglob("*"):
        path.touch()
    return here / "out"


def _date_out_in_the_future(here: Path) -> Path:
    for path in (here / "out").rglob("*"):
        _date(path, 4 * 10**18)
    return here / "out"


CHANGES = [
    _write_in_place,
    _write_in_place_and_date_back,
    _put_an_older_file_over_it,
    _put_a_file_of_the_same_time_over_it,
    _copy_another_over_it,
    _exchange_it_for_another_source,
]
JOURNEYS = [_touch_out, _date_out_in_the_future]


@pytest.mark.parametrize(
    ("change", "journey"),
    [*((change, _copy_out) for change in CHANGES), *((CHANGES[0], one) for one in JOURNEYS)],
    ids=lambda function: function.__name__,
)
def test_a_source_that_changed_is_noticed_whatever_happened_to_out(
    here: Path, change: Callable[[Path], None], journey: Callable[[Path], Path]
) -> None:
    change(here / "data" / "hat" / "a.bmp")
    out = journey(here)
    again = run("expand", here / "data", out, *FLAGS, "--json")
    assert_sound(again)
    assert again.json["written"] == (4 if change is _exchange_it_for_another_source else 2)
    expand(here / "data", here / "fresh", *FLAGS)
    assert same_trees(out, here / "fresh") == []


def test_a_partner_that_changed_is_noticed_whatever_happened_to_out(here: Path) -> None:
    _put_an_older_file_over_it(here / "data" / "hat" / "a.bmp")
    out = Path(shutil.copytree(here / "mixed", here / "elsewhere", copy_function=shutil.copyfile))
    expand(here / "data", out, *MIXED)
    expand(here / "data", here / "fresh", *MIXED)
    assert same_trees(out, here / "fresh") == []


@pytest.mark.parametrize("flags", [FLAGS, (*FLAGS, "--verify")])
def test_data_and_out_restored_with_new_times_are_left_as_they_are(
    here: Path, flags: tuple[str, ...]
) -> None:
    restored = here / "restored"
    for name in ("data", "out"):
        shutil.copytree(here / name, restored / name, copy_function=shutil.copyfile)
    before = stamps_but_run_file(restored)
    for _ in range(2):
        again = run("expand", restored / "data", restored / "out", *flags, "--json")
        assert (again.code, again.json["written"]) == (0, 0)
    assert stamps_but_run_file(restored) == before


def test_a_change_after_the_sources_are_known_is_noticed(here: Path) -> None:
    time.sleep(2.1)  # only a file that was left alone for two seconds is known by its times
    path = here / "data" / "hat" / "a.bmp"
    assert run("expand", here / "data", here / "out", *FLAGS, "--json").json["written"] == 0
    for change in (_put_a_file_of_the_same_time_over_it, _write_in_place_and_date_back):
        change(path)
        assert run("expand", here / "data", here / "out", *FLAGS, "--json").json["written"] == 2
    expand(here / "data", here / "fresh", *FLAGS)
    assert same_trees(here / "out", here / "fresh") == []


@pytest.mark.parametrize("cache", ["a file", "nowhere", "relative"])
def test_without_a_cache_folder_the_result_is_the_same(
    here: Path, cache: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a file").touch()
    places = {"a file": str(here / "a file"), "nowhere": "/proc/nowhere", "relative": "cache"}
    monkeypatch.setenv("XDG_CACHE_HOME", places[cache])
    monkeypatch.setenv("HOME", "/proc/nowhere")
    before = tree(here)
    expand(here / "data", here / "out", *FLAGS)
    assert tree(here) == before
    _write_in_place(here / "data" / "hat" / "a.bmp")
    assert run("expand", here / "data", here / "out", *FLAGS, "--json").json["written"] == 2
