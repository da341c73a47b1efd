"""Put the temporary folders of these tests in memory, and start clusters of Dask for them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines.dask_processes import DaskProcesses, dask_processes


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in memory: some tests flush hundreds of times, which is slow on disks."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[DaskProcesses]:
    """Yield a scheduler of Dask with two workers."""
    with dask_processes(tmp_path) as found:
        yield found


@pytest.fixture
def no_workers(tmp_path: Path) -> Iterator[DaskProcesses]:
    """Yield a scheduler of Dask without workers."""
    with dask_processes(tmp_path, workers=0) as found:
        yield found
