"""Check that a lack of room or rights ends in one message and whole files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from cli.pictures import save
from cli.running import expand, outputs, run, run_python, tree

from .scene import FLAGS, HERE, assert_sound, assert_two_lines, same_trees, small_dataset

if sys.platform == "win32":
    pytest.skip("needs limits of processes, and mounts", allow_module_level=True)

import ctypes

TWO = ("--workers", "2")


def _noise(root: Path, count: int = 6) -> Path:
    """Make a dataset whose copies take much room."""
    for number in range(count):
        pixels = np.random.default_rng(number).integers(0, 256, (200, 200, 3), dtype=np.uint8)
        save(root / "hat" / f"{number}.png", pixels)
    return root


@contextmanager
def _mounted(kind: str, folder: Path, options: str, flags: int = 0) -> Iterator[None]:
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount, and on Linux")
    if libc.mount(b"none", os.fsencode(folder), kind.encode(), flags, options.encode()):
        pytest.skip(f"may not mount here: {os.strerror(ctypes.get_errno())}")
    try:
        yield
    finally:
        libc.umount2(os.fsencode(folder), 2)


def _remount(folder: Path, flags: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.mount(b"none", os.fsencode(folder), None, flags | 32, None) == 0  # MS_REMOUNT


READ_ONLY = 1  # MS_RDONLY


def test_a_full_disk_is_told_in_two_lines_and_leaves_whole_files(tmp_path: Path) -> None:
    data, disk = _noise(tmp_path / "data"), tmp_path / "disk"
    expand(data, tmp_path / "whole", *FLAGS)
    whole = outputs(tmp_path / "whole")
    with _mounted("tmpfs", disk, "size=1m"):
        result = run("expand", data, disk / "out", *FLAGS, *TWO)
        assert result.code == 1, result
        assert_two_lines(result.stderr, "No space left on device")
        made = outputs(disk / "out")
        assert made
        assert {name for name, content in made.items() if whole.get(name) != content} == set()
        again = run("expand", data, disk / "out", *FLAGS, *TWO)
        assert again.code == 1
        _mount_larger(disk)
        expand(data, disk / "out", *FLAGS)
        assert same_trees(disk / "out", tmp_path / "whole") == []


def _mount_larger(disk: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.mount(b"none", os.fsencode(disk), None, 32, b"size=9m") == 0


def test_a_disk_that_is_full_from_the_start_is_told_with_exit_code_1(tmp_path: Path) -> None:
    data, disk = small_dataset(tmp_path / "data"), tmp_path / "disk"
    with _mounted("tmpfs", disk, "size=4k"):
        (disk / "full").write_bytes(b"x" * 4096)
        result = run("expand", data, disk / "out", *FLAGS)
        assert result.code == 1, result
        assert_two_lines(result.stderr, "No space left on device")
        figure = ("preview", data / "hat" / "a.png", "--grid", "1x1", "-o", disk / "figure.png")
        pipeline = ("config", "init", disk / "aug.toml")
        for arguments in (figure, pipeline):
            result = run(*arguments)
            assert result.code == 1, result
            assert_two_lines(result.stderr, "No space left on device")
            assert result.stderr.endswith(
                "make room on the disk, then run the same command again\n"
            )


def test_a_limit_on_the_size_of_files_is_told_in_two_lines(tmp_path: Path) -> None:
    data, out = _noise(tmp_path / "data", 2), tmp_path / "out"
    result = run_python(
        HERE / "limited.py", "RLIMIT_FSIZE", "50000", "expand", data, out, *FLAGS, *TWO
    )
    assert result.code == 1, result
    assert_two_lines(result.stderr, "File too large")
    assert not outputs(out)
    expand(data, out, *FLAGS)
    expand(data, tmp_path / "fresh", *FLAGS)
    assert same_trees(out, tmp_path / "fresh") == []


@pytest.mark.parametrize("files", [9, 15])
def test_too_few_open_files_while_the_program_loads_end_it_in_two_lines(
    tmp_path: Path, files: int
) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    limit = ("RLIMIT_NOFILE", str(files))
    result = run_python(HERE / "limited.py", *limit, "expand", data, out, *FLAGS, *TWO)
    assert result.code in (0, 1), result
    assert "Traceback" not in result.stderr
    if result.code:
        assert_two_lines(result.stderr, "Too many open files")


def test_an_out_on_a_read_only_disk_is_told_in_two_lines(tmp_path: Path) -> None:
    data, disk = small_dataset(tmp_path / "data"), tmp_path / "disk"
    with _mounted("tmpfs", disk, "size=1m"):
        expand(data, disk / "out", *FLAGS)
        before = tree(disk)
        (disk / "out" / "hat" / "a_aug001.png").unlink()
        missing = tree(disk)
        _remount(disk, READ_ONLY)
        for out in (disk / "out", disk / "new"):
            result = run("expand", data, out, *FLAGS, *TWO)
            assert result.code == 1, result
            assert_two_lines(result.stderr, "Read-only file system")
            assert tree(disk) == missing
        assert_sound(run("verify", disk / "out"), 3)
        _remount(disk, 0)
        expand(data, disk / "out", *FLAGS)
        assert tree(disk) == before


def test_a_finished_out_on_a_read_only_disk_needs_nothing(tmp_path: Path) -> None:
    data, disk = small_dataset(tmp_path / "data"), tmp_path / "disk"
    with _mounted("tmpfs", disk, "size=1m"):
        expand(data, disk / "out", *FLAGS)
        _remount(disk, READ_ONLY)
        assert_sound(run("expand", data, disk / "out", *FLAGS))
        assert_sound(run("verify", disk / "out"))


@pytest.mark.parametrize("out", ["/proc/out", "/proc/self/out", "/dev/null/out", "/dev/null"])
def test_an_out_that_cannot_be_made_is_told_in_two_lines(tmp_path: Path, out: str) -> None:
    result = run("expand", small_dataset(tmp_path / "data"), out, *FLAGS)
    assert result.code in (1, 2), result
    assert_two_lines(result.stderr)


def test_a_disk_that_turns_read_only_in_the_middle_is_told_in_two_lines(tmp_path: Path) -> None:
    data, disk = small_dataset(tmp_path / "data"), tmp_path / "disk"
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import read_only_soon; read_only_soon.run()"
    )
    with _mounted("tmpfs", disk, "size=1m"):
        arguments = ("expand", data, disk / "out", *FLAGS, *TWO)
        result = run_python("-c", script, HERE, disk, *arguments)
        assert result.code == 1, result
        assert_two_lines(result.stderr, "Read-only file system")


def test_without_room_for_temporary_files_no_source_is_called_bad(tmp_path: Path) -> None:
    data, disk = small_dataset(tmp_path / "data"), tmp_path / "disk"
    script = (
        "import sys, tempfile; from augcli.cli import main\n"
        "def nowhere(*_, **__): raise FileNotFoundError(2, 'No usable temporary directory found')\n"
        "tempfile.TemporaryFile = nowhere; main(sys.argv[1:])"
    )
    assert not disk.exists()
    result = run_python("-c", script, "expand", data, tmp_path / "out", *FLAGS, *TWO)
    assert result.code in (0, 1), result
    assert "Traceback" not in result.stderr


def test_one_core_and_no_shared_memory_are_enough(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    expand(data, tmp_path / "two", *FLAGS)
    core = str(min(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else "0"
    script = (
        "import os, sys, _multiprocessing; os.sched_setaffinity(0, {int(sys.argv.pop(1))})\n"
        "def no(*_): raise OSError(38, 'Function not implemented')\n"
        "_multiprocessing.SemLock = no; from augcli.cli import main; main(sys.argv[1:])"
    )
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("no choice of cores here")
    result = run_python("-c", script, core, "expand", data, tmp_path / "one", *FLAGS)
    assert_sound(result)
    assert same_trees(tmp_path / "one", tmp_path / "two") == []


def test_a_dataset_that_loses_a_file_while_it_is_listed_is_expanded_for_the_rest(
    tmp_path: Path,
) -> None:
    data, out = small_dataset(tmp_path / "data", "hat/a.png", "hat/b.png"), tmp_path / "out"
    script = (
        "import os, sys; from augcli.cli import main; from augcli.dataset import folder_listing\n"
        "real = folder_listing.entries_of\n"
        "def entries_of(folder):\n"
        "    found = real(folder)\n"
        "    if str(folder).endswith('hat') and os.path.exists(gone): os.unlink(gone)\n"
        "    return found\n"
        "gone = sys.argv.pop(1); folder_listing.entries_of = entries_of; main(sys.argv[1:])"
    )
    done = run_python("-c", script, data / "hat" / "a.png", "expand", data, out, *FLAGS, *TWO)
    assert_sound(done, 0 if "bad" not in done.stderr else 3)
    assert "hat/b_aug001.png" in tree(out)


def test_what_a_shell_may_close_or_fill_is_survived(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    command = f"{sys.executable} -m augcli expand {data}"
    flags = " ".join(FLAGS)
    expected = {
        ">&-": {0},
        "<&- >&- 2>&-": {0},
        "> /dev/full": {1},
        "2> /dev/full": {0, 1},
        "> /dev/full 2>&1": {1},
        "| true": {0, 1},
        "--json | true": {0, 1},
    }
    for number, (ending, codes) in enumerate(expected.items()):
        out = tmp_path / f"out{number}"
        line = f"set -o pipefail; {command} {out} {flags} {ending}"
        done = subprocess.run(
            ["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode in codes, (ending, done)
        assert "Traceback" not in done.stderr, (ending, done.stderr)
        assert "Exception ignored" not in done.stderr, (ending, done.stderr)
        assert len(outputs(out)) == 4, ending
