"""A watchdog that a signal meets at any moment of its life leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.running import run_python

SCRIPT = Path(__file__).with_name("watched_and_stopped.py")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc here")
def test_no_signal_leaves_a_thread_a_descriptor_or_a_word_of_a_watchdog() -> None:
    result = run_python(SCRIPT)
    assert (result.code, result.stdout, result.stderr) == (0, "1 0\n", "")
