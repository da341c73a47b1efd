"""A worker gives back what a photo of a camera took."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.dataset.source import Source
from augcli.storage.limits import Limits
from augcli.studios import look
from augcli.studios.look import Look, Seen
from augcli.studios.pool import Pool
from augcli.studios.renders import Renders
from augcli.studios.subject import Copying

PIXELS = (3000, 5000, 3)
NATURAL = ChosenPipeline.of_file(load("natural"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_a_large_photo_takes_memory_only_while_it_is_looked_at(tmp_path: Path) -> None:
    photos = [Source(name, "", str(tmp_path / name)) for name in ("a.jpg", "b.jpg")]
    for photo in photos:
        Image.fromarray(np.full(PIXELS, 90, np.uint8)).save(photo.path)
    pool: Pool[Look, Seen] = Pool(Renders(None, Copying()), look.lost, 1, Limits.seconds)
    try:
        _see(pool, Look(photos[0], NATURAL))  # which loads the libraries
        before = _resident(pool)
        for photo in photos:
            _see(pool, Look(photo, NATURAL, detail="actual", original=True, only=1))
        assert _resident(pool) - before < np.prod(PIXELS) / 2
    finally:
        pool.close()


def _see(pool: Pool[Look, Seen], at: Look) -> None:
    assert all(cell.picture for cell in asyncio.run(pool.do(at)).cells)


def _resident(pool: Pool[Look, Seen]) -> int:
    """Return the bytes of memory that the worker of a pool has."""
    (place,) = pool._places
    assert place.process
    status = Path(f"/proc/{place.process._process.pid}/status").read_text()
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])
