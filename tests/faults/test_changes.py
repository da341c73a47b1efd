"""Check that changed sources are expanded again and changes to OUT are noticed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from cli.pictures import photo, save
from cli.running import outputs, run, skipped, stamps_but_run_file, tree

from .scene import (
    FLAGS,
    assert_all_accounted_for,
    assert_sound,
    finished_run,
    same_trees,
    small_dataset,
)

NAMES = ("hat/a.bmp", "hat/b.png", "shoe/c.png")  # a BMP's size doesn't tell its content


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_run(tmp_path_factory, *NAMES)


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    """Make a dataset and its finished expansion, to change."""
    root = Path(shutil.copytree(earlier, tmp_path / "here"))
    run("expand", root / "data", root / "out", *FLAGS, cwd=root)  # the copy has its own times
    return root


def _again(here: Path, *flags: str, code: int = 0) -> dict[str, object]:
    """Run the same command again, and check that DATA is unchanged and each source counted."""
    before = _state(here / "data")
    result = run("expand", here / "data", here / "out", *FLAGS, *flags, "--json", cwd=here)
    assert_sound(result, code)
    assert _state(here / "data") == before
    assert_all_accounted_for(result.json, here / "out", len(_sources(here)))
    return result.json


def _state(root: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in root.rglob("*"):
        status = path.lstat()
        found[str(path)] = status.st_ino, status.st_mtime_ns, status.st_size
    return found


def _sources(here: Path) -> list[Path]:
    return [path for path in (here / "data").rglob("*") if path.is_file()]


def _assert_as_fresh(here: Path) -> None:
    fresh = here / "fresh"
    result = run("expand", here / "data", fresh, *FLAGS, cwd=here)
    assert result.code in (0, 3)
    assert same_trees(here / "out", fresh) == []


def _change_content(path: Path) -> None:
    save(path, photo(50, 9, 9))


def _change_content_of_the_same_size(path: Path) -> None:
    save(path, photo(51, 8, 8))


def _change_it_and_put_the_old_time_back(path: Path) -> None:
    status = path.stat()
    save(path, photo(52, 8, 8))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat()[6] == status[6]


def _put_an_older_file_in_its_place(path: Path) -> None:
    other = save(path.with_name("other.bmp"), photo(53, 8, 8))
    os.utime(other, ns=(10**18, 10**18))
    other.replace(path)


CHANGES = [
    _change_content,
    _change_content_of_the_same_size,
    _change_it_and_put_the_old_time_back,
    _put_an_older_file_in_its_place,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_source_that_changed_is_expanded_anew(here: Path, change: Callable[[Path], None]) -> None:
    change(here / "data" / "hat" / "a.bmp")
    assert _again(here)["written"] == 2
    _assert_as_fresh(here)


def test_a_source_that_was_only_touched_is_left(here: Path) -> None:
    (here / "data" / "hat" / "a.bmp").touch()
    assert _again(here)["written"] == 0
    _assert_as_fresh(here)


def test_a_source_that_changed_while_its_copies_were_made_is_expanded_anew(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from augcli.dataset.scan import Dataset
    from augcli.expansion.expand import Expansion
    from augcli.expansion.output.amount import Amount
    from augcli.expansion.output.manifest import Manifest
    from augcli.expansion.output.settings import Settings
    from augcli.expansion.plan import Plan
    from augcli.expansion.worker import Worker
    from augcli.pipeline.pipeline import Pipeline
    from augcli.storage.files import write_whole

    data, out, settings = here / "data", here / "other", Settings(Pipeline(()), Amount(2))
    job = next(Plan(Dataset(data), out, settings).jobs(Manifest.read(out)))

    def write(path: str, made: bytes, *, durable: bool, folder: int | None) -> None:
        time.sleep(0.02)  # the clock of a file system is coarse
        _change_content(data / "hat" / "a.bmp")
        time.sleep(0.02)
        write_whole(path, made, durable=durable, folder=folder)

    out.mkdir()
    monkeypatch.setattr("augcli.expansion.worker.write_whole", write)
    outcome = Worker(data, out, settings)(job)
    monkeypatch.undo()
    manifest = Manifest.read(out)
    manifest.append(outcome.lines)
    manifest.checkpoint()
    again = next(Plan(Dataset(data), out, settings).jobs(Manifest.read(out)))
    assert outcome.problem or again.missing == (1, 2)
    assert Expansion(Dataset(data), here / "fresh", settings)


def test_a_source_that_vanished_leaves_copies_that_are_told_and_pruned(here: Path) -> None:
    (here / "data" / "shoe" / "c.png").unlink()
    stale = ["shoe/c_aug001.png", "shoe/c_aug002.png"]
    assert _again(here)["stale"] == stale
    assert stale[0] in outputs(here / "out")
    assert _again(here, "--prune")["stale"] == stale
    assert _again(here)["stale"] == []
    _assert_as_fresh(here)


def test_a_source_that_came_back_has_its_copies_still(here: Path) -> None:
    path = here / "data" / "shoe" / "c.png"
    path.rename(here / "away")
    _again(here)
    (here / "away").rename(path)
    _again(here)
    _assert_as_fresh(here)


def test_a_source_that_is_bad_now_is_reported_and_its_copies_are_stale(here: Path) -> None:
    path = here / "data" / "hat" / "b.png"
    path.write_bytes(path.read_bytes()[:-50])
    found = _again(here, code=3)
    assert found["stale"] == ["hat/b_aug001.png", "hat/b_aug002.png"]
    assert [record["source"] for record in skipped(here / "out")] == ["hat/b.png"]
    _again(here, "--prune", code=3)
    _assert_as_fresh(here)


def test_a_source_that_shrinks_or_vanishes_before_it_is_read_is_reported(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data", "hat/a.png", "hat/b.png")
    from augcli.dataset.source import Source
    from augcli.expansion.jobs import Job
    from augcli.expansion.output.amount import Amount
    from augcli.expansion.output.naming import OutputName
    from augcli.expansion.output.settings import Settings
    from augcli.expansion.worker import Worker
    from augcli.pipeline.pipeline import Pipeline

    worker = Worker(data, tmp_path / "out", Settings(Pipeline(()), Amount(1)))
    for name, harm in (("hat/a.png", "cut"), ("hat/b.png", "gone")):
        path = data / name
        path.write_bytes(path.read_bytes()[:60]) if harm == "cut" else path.unlink()
        outcome = worker(Job(Source(name, "hat"), OutputName(name[:-4], "png"), (1,)))
        assert outcome.problem
        assert outcome.problem.status == "bad"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _remove(path: Path) -> None:
    path.unlink()


def _make_it_longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _replace_it_by_a_link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


HARMS = [_cut, _empty, _remove, _make_it_longer, _replace_it_by_a_link_to_nowhere]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_an_output_that_was_harmed_is_made_again(here: Path, harm: Callable[[Path], None]) -> None:
    harm(here / "out" / "hat" / "b_aug002.png")
    assert _again(here)["written"] == 1
    _assert_as_fresh(here)


def test_an_output_edited_at_the_same_size_is_made_again_with_verify(here: Path) -> None:
    path = here / "out" / "hat" / "b_aug002.png"
    edited = np.frombuffer(path.read_bytes(), np.uint8).copy()
    edited[40] ^= 255
    path.write_bytes(edited.tobytes())
    before = stamps_but_run_file(here / "out")
    assert _again(here)["written"] == 0
    assert stamps_but_run_file(here / "out") == before
    assert _again(here, "--verify")["written"] == 1
    _assert_as_fresh(here)


def test_verify_of_a_sound_out_writes_nothing(here: Path) -> None:
    before = stamps_but_run_file(here / "out")
    assert _again(here, "--verify")["written"] == 0
    assert stamps_but_run_file(here / "out") == before
    assert tree(here / "out").keys() >= {"augcli.json", "manifest.jsonl"}
