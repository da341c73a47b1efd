"""Check that small sources which are expanded together give what each gives alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.pictures import photo, save

from augcli.config.presets import load
from augcli.dataset.scan import Dataset
from augcli.errors import SourceProblem
from augcli.expansion.jobs import Job
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.settings import Settings
from augcli.expansion.plan import Plan
from augcli.expansion.worker import Worker

SETTINGS = Settings(load("natural").pipeline, Amount(3), originals="copy")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make sources of two formats, sizes and classes."""
    small = photo()[:20, :30]
    for name in ("cat/a.png", "cat/b.png", "cat/c.jpg", "dog/d.png"):
        save(tmp_path / "data" / name, small)
    save(tmp_path / "data" / "dog" / "e.png", photo()[:24, :24])
    return tmp_path / "data"


def _jobs(data: Path, out: Path) -> list[Job]:
    return list(Plan(Dataset(data), out, SETTINGS).jobs(Manifest(out)))


def _files(out: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(out.rglob("*.*")):
        yield str(path.relative_to(out)), path.read_bytes()


def test_files_and_records_are_those_of_sources_expanded_alone(data: Path, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    for out in (alone, together):
        out.mkdir()
    jobs = _jobs(data, alone)
    assert Worker(data, together, SETTINGS).together(jobs) == [
        Worker(data, alone, SETTINGS)(job) for job in jobs
    ]
    assert list(_files(together)) == list(_files(alone))


def test_large_pictures_are_not_made_together(data: Path, tmp_path: Path) -> None:
    save(data / "dog" / "large.png", photo()[:1, :1].repeat(600, 0).repeat(600, 1))
    worker = Worker(data, tmp_path / "out", SETTINGS)
    with pytest.raises(ValueError, match="too large"):
        worker.together(_jobs(data, tmp_path / "out"))


def test_a_damaged_source_is_left_to_be_done_alone(data: Path, tmp_path: Path) -> None:
    (data / "cat" / "b.png").write_bytes(b"no picture")
    worker = Worker(data, tmp_path / "out", SETTINGS)
    with pytest.raises(SourceProblem):
        worker.together(_jobs(data, tmp_path / "out"))
