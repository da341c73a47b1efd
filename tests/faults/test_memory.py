"""Check that too little memory costs a source or ends a command in two lines."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import pytest
from cli.pictures import photo, save
from cli.running import run, run_python

from augcli.dataset.source import Source
from augcli.expansion.jobs import Job
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.naming import OutputName
from augcli.expansion.output.settings import Settings
from augcli.expansion.worker import Worker
from augcli.pipeline.pipeline import Pipeline

from .scene import FLAGS, HERE, assert_two_lines, small_dataset


def _of_opencv() -> Exception:
    error = cv2.error("Failed to allocate 3456789 bytes")
    error.code = -4
    return error


ERRORS = {
    "Python": MemoryError(),
    "OpenCV": _of_opencv(),
    "Pillow": OSError("out of memory when reading image file"),
    "the linker": ImportError("libavif.so.16: failed to map segment from shared object"),
}


@pytest.fixture(params=ERRORS)
def hungry(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make decoders run out of memory, each with its own error."""

    def fail(*_: object, **__: object) -> None:
        raise ERRORS[request.param]

    monkeypatch.setattr("augcli.imaging.codec.png.decode", lambda *_: None)
    monkeypatch.setattr("PIL.Image.open", fail)


@pytest.mark.usefixtures("hungry")
def test_in_a_worker_the_source_is_refused(tmp_path: Path) -> None:
    worker = Worker(
        small_dataset(tmp_path / "data"), tmp_path / "out", Settings(Pipeline(()), Amount(1))
    )
    outcome = worker(Job(Source("hat/a.png", "hat"), OutputName("hat/a", "png"), (1,)))
    assert outcome.problem
    assert (outcome.problem.status, outcome.problem.reason) == ("refused", "memory")


@pytest.mark.usefixtures("hungry")
def test_in_other_processes_the_command_ends_in_two_lines(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    save(tmp_path / "a.png", photo())
    for arguments in (
        ("preview", "a.png"),
        ("expand", data, tmp_path / "out", *FLAGS, "--dry-run"),
    ):
        result = run(*arguments, cwd=tmp_path)
        assert result.code == 1
        assert_two_lines(result.stderr, "memory")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on address space")
@pytest.mark.parametrize("megabytes", [100, 200])
def test_too_little_address_space_to_load_libraries_ends_a_command_in_two_lines(
    tmp_path: Path, megabytes: int
) -> None:
    data = small_dataset(tmp_path / "data")
    limit = ("RLIMIT_AS", str(megabytes << 20))
    for arguments in (
        ("expand", data, tmp_path / "out", *FLAGS),
        ("preview", data / "hat" / "a.png", "--rotation", "5", "-o", tmp_path / "a.png"),
    ):
        result = run_python(HERE / "limited.py", *limit, *arguments)
        assert result.code == 1, result
        assert_two_lines(result.stderr, "memory")
