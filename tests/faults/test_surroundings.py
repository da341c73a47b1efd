"""Check that folder, variables and terminal of a run change no output."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import expand, run, run_python

from .scene import FLAGS, assert_sound, same_trees, small_dataset

# Many in one run: each run is a process. No variable of a run undoes what another one does.
VARIABLES: list[dict[str, str | None]] = [
    {
        **{"HOME": None, "USER": None, "LOGNAME": None, "XDG_CONFIG_HOME": None},
        **{"LC_ALL": "C", "LANG": None},
        **{"OMP_NUM_THREADS": "x", "OPENCV_LOG_LEVEL": "x"},
    },
    {
        **{"MPLBACKEND": "no such backend", "MPLCONFIGDIR": "/proc/nowhere"},
        **{"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "0", "TMPDIR": "/nonexistent"},
        **{"PYTHONIOENCODING": "latin-1", "PYTHONWARNINGS": "error"},
    },
]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Expand a dataset in the folder and with the variables of the tests."""
    root = tmp_path_factory.mktemp("plain")
    expand(small_dataset(root / "data", "hat/a.png", "日本/b.png"), root / "out", *FLAGS)
    return root


@pytest.mark.parametrize("env", VARIABLES, ids=["of the user", "of the terminal"])
def test_variables_of_the_environment_change_nothing(
    plain: Path, tmp_path: Path, env: dict[str, str | None]
) -> None:
    result = run("expand", plain / "data", tmp_path / "out", *FLAGS, "--workers", "1", env=env)
    assert_sound(result)
    assert same_trees(tmp_path / "out", plain / "out") == []


@pytest.mark.skipif(sys.platform == "win32", reason="the commands there are programs")
def test_modules_in_the_current_folder_or_the_dataset_are_not_imported(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    expand(data, tmp_path / "plain", *FLAGS)
    for name in ("random", "json", "click", "numpy", "sitecustomize", "tempfile"):
        (data / f"{name}.py").write_text("raise SystemExit('imported')", "utf-8")
    for package in ("PIL", "cv2", "matplotlib"):
        (data / package).mkdir()
        (data / package / "__init__.py").write_text("raise SystemExit('imported')", "utf-8")
    arguments = ("expand", ".", tmp_path / "module", *FLAGS)
    assert_sound(run_python("-m", "augcli", *arguments, cwd=data))
    assert same_trees(tmp_path / "module", tmp_path / "plain") == []
    command = shutil.which("augcli", path=str(Path(sys.executable).parent))
    if command:
        done = subprocess.run(
            [command, "expand", ".", tmp_path / "script", *FLAGS], cwd=data, check=False
        )
        assert done.returncode == 0
        assert same_trees(tmp_path / "script", tmp_path / "plain") == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc here")
def test_a_current_folder_that_cannot_be_written_will_do(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    arguments = ("expand", data, tmp_path / "out", *FLAGS)
    assert_sound(run_python("-m", "augcli", *arguments, cwd=Path("/proc")))


@pytest.mark.skipif(sys.platform == "win32", reason="a current folder cannot be removed there")
def test_a_current_folder_that_is_gone_is_no_traceback(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    line = f"mkdir {tmp_path}/gone; cd {tmp_path}/gone; rmdir {tmp_path}/gone; exec "
    line += f"{sys.executable} -m augcli expand {data} {tmp_path}/out {' '.join(FLAGS)}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1, 2), done.stderr


def _printed_on_terminal(term: str, *arguments: str | Path) -> tuple[int, bytes]:
    """Run augcli on a pseudo-terminal, and return its exit code and all that it prints."""
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminals there")
    import pty

    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "augcli", *arguments],
        stdin=side,
        stdout=side,
        stderr=side,
        env={**os.environ, "TERM": term},
    )
    os.close(side)
    printed = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(main, 1 << 16):
            printed += part
    os.close(main)
    return process.wait(60), printed


# A dumb terminal can't draw a line over and over.
@pytest.mark.parametrize(
    ("term", "flags", "shown"),
    [("xterm", (), True), ("xterm", ("-q",), False), ("dumb", (), False)],
)
def test_progress_is_shown_on_a_terminal_that_can_draw_it_unless_the_run_is_quiet(
    tmp_path: Path, term: str, flags: tuple[str, ...], shown: bool
) -> None:
    data = small_dataset(tmp_path / "data")
    code, printed = _printed_on_terminal(term, "expand", data, tmp_path / "out", *FLAGS, *flags)
    assert (code, b"Traceback" in printed) == (0, False)
    assert (b"expanding: 2 images" in printed) == shown
    assert not printed or not flags


def test_in_a_log_the_progress_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("augcli.cli.progress.LINE_EVERY", 0.0)
    data = small_dataset(tmp_path / "data")
    lines = run("expand", data, tmp_path / "out", *FLAGS).stderr.splitlines()
    assert [line for line in lines if "images done" in line][-1].startswith("2 images done, ")
    quiet = run("expand", data, tmp_path / "quiet", *FLAGS, "--quiet")
    assert quiet.stderr == ""


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_names_of_files_cannot_control_the_terminal(tmp_path: Path, term: str) -> None:
    data = small_dataset(tmp_path / "data", "hat/a.png", "hat/b\x1b]0;owned\x07.png")
    (data / "hat" / "bad\x1b[31m\u202e.png").touch()
    code, printed = _printed_on_terminal(term, "expand", data, tmp_path / "out", *FLAGS)
    assert code == 3, printed
    assert b"Traceback" not in printed
    for harm in (b"\x1b]0;", b"\x07", b"\x1b[31m", "\u202e".encode()):
        assert harm not in printed
    assert term == "xterm" or b"\x1b" not in printed
