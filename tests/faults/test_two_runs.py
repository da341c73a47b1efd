"""Check that a second run on the same OUT is refused and the first is not disturbed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli.running import expand, run, stamps, tree

from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion import expand as expanding
from augcli.expansion.expand import Expansion
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.settings import Settings
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.lock import locked

from .scene import FLAGS, assert_two_lines, same_trees, small_dataset

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="folders are locked otherwise there"
)


@pytest.mark.parametrize("flags", [(), ("--overwrite", "--prune", "--verify")])
def test_the_second_run_says_which_process_holds_the_folder(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    import os

    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    expand(data, out, *FLAGS)
    (out / "hat" / "a_aug001.png").unlink()
    before = tree(out), stamps(out)
    with locked(out):
        result = run("expand", data, out, *FLAGS, *flags)
    assert result.code == 1
    holder = f"process {os.getpid()}" if Path("/proc/locks").exists() else "another process"
    assert_two_lines(result.stderr, str(out), holder)
    assert (tree(out), stamps(out)) == before


def test_a_second_run_of_other_settings_does_not_touch_the_run_file_of_the_first(
    tmp_path: Path,
) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    expand(data, out, *FLAGS)
    before = tree(out)
    with locked(out):
        result = run("expand", data, out, *FLAGS, "--seed", "7", "--overwrite")
    assert result.code == 1
    assert tree(out) == before


def test_a_folder_is_let_go_when_its_run_has_ended(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    out.mkdir()
    with locked(out):
        pass
    expand(data, out, *FLAGS)


def _expansion(data: Path, out: Path, seed: int) -> Expansion:
    return Expansion(Dataset(data), out, Settings(Pipeline(()), Amount(2), seed))


def test_what_another_run_has_made_while_this_one_waited_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    out.mkdir()
    finished: dict[str, bytes] = {}

    @contextmanager
    def held_by_another_first(folder: Path) -> Iterator[None]:
        # Both have found nothing in OUT; the other is faster, and lets go in time.
        monkeypatch.setattr(expanding, "locked", locked)
        _expansion(data, folder, seed=1).run()
        finished.update(tree(folder))
        with locked(folder):
            yield

    monkeypatch.setattr(expanding, "locked", held_by_another_first)
    with pytest.raises(UsageProblem, match="other settings"):
        _expansion(data, out, seed=2).run()
    assert tree(out) == finished


def test_two_runs_at_the_same_time_make_the_tree_of_one(tmp_path: Path) -> None:
    import subprocess

    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    command: list[str | Path] = [sys.executable, "-m", "augcli", "expand", data, out, *FLAGS]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in both]
    assert {process.returncode for process in both} <= {0, 1}
    assert 0 in {process.returncode for process in both}, said
    assert "Traceback" not in "".join(said)
    expand(data, tmp_path / "fresh", *FLAGS)
    assert same_trees(out, tmp_path / "fresh") == []


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_replay_beside_a_run_says_which_process_holds_the_folder(
    tmp_path: Path, elsewhere: bool
) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    expand(data, out, *FLAGS)
    (out / "hat" / "a_aug001.png").unlink()
    before = tree(tmp_path)
    target = ("-o", tmp_path / "new") if elsewhere else ()
    with locked(out):
        result = run("replay", out, "--data", data, "--all", *target)
    assert result.code == 1
    assert_two_lines(result.stderr, str(out), "is being written by ")
    assert tree(tmp_path) == before


def test_a_run_beside_a_replay_says_which_process_holds_the_folder(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    expand(data, out, *FLAGS)
    with locked(out, shared=True):
        result = run("expand", data, out, *FLAGS)
        assert run("replay", out, "--data", data, "--all", "-o", tmp_path / "new").code == 0
    assert result.code == 1
    assert_two_lines(result.stderr, str(out), "is being written by ")


@pytest.mark.parametrize("command", ["replay", "replay elsewhere", "expand"])
def test_what_a_killed_replay_left_is_swept_by_the_next_command(
    tmp_path: Path, command: str
) -> None:
    data, out, new = small_dataset(tmp_path / "data"), tmp_path / "out", tmp_path / "new"
    expand(data, out, *FLAGS)
    place = new if command == "replay elsewhere" else out
    (place / "hat").mkdir(parents=True, exist_ok=True)
    left = place / "hat" / ".augcli-tmp-1"
    left.touch()
    if command == "expand":
        expand(data, out, *FLAGS)
    else:
        target = ("-o", new) if place == new else ()
        assert run("replay", out, "--data", data, "--all", *target).code == 0
    assert not left.exists()
