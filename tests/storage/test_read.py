"""Files are read whole, up to a limit, and nothing else is read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from augcli.errors import SourceProblem
from augcli.storage.read import find_digest, read_file, read_hashed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"picture")
    return path


def _reason(path: Path, most: int = 100) -> tuple[str, str]:
    with pytest.raises(SourceProblem) as caught:
        read_file(path, most)
    return caught.value.status, caught.value.reason


def test_a_file_is_read_with_its_hash(file: Path) -> None:
    digest = hashlib.sha256(b"picture").hexdigest()
    assert read_file(file, 7) == b"picture"
    assert read_hashed(file, 7) == (b"picture", digest)
    assert find_digest(file, 7) == digest


def test_a_file_of_more_bytes_than_allowed_is_refused(file: Path) -> None:
    assert _reason(file, most=6) == ("refused", "too-many-bytes")


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert _reason(tmp_path / "gone.jpg") == ("bad", "unreadable")
    assert find_digest(tmp_path / "gone.jpg", 100) == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert _reason(tmp_path / "pipe.jpg") == ("refused", "not-a-file")
