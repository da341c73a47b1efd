"""Tests of engines count the processes that are left, so none of earlier tests may be there."""

from __future__ import annotations

import gc
import multiprocessing

import pytest


@pytest.fixture(autouse=True)
def _without_processes_of_others() -> None:
    gc.collect()  # a flow or a studio that is left ends its processes when it is collected
    for child in multiprocessing.active_children():
        child.kill()
        child.join()
