"""Flows that are interrupted: no picture comes under another one's label afterwards."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.datasets import make_plain
from cli.running import run_python

import augcli

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs timers that signal")

PIPELINE = augcli.Pipeline.from_flags("--rotation 40")
# Each picture is of one level, which rotation keeps: the level says which picture it is.
X = np.repeat(np.arange(60, dtype=np.uint8), 64 * 64).reshape(60, 64, 64)
ROWS = range(60)


@pytest.fixture
def interrupted() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("interrupted")
def test_after_ctrl_c_at_any_moment_pictures_and_labels_still_belong_together() -> None:
    stopped = 0
    with augcli.flow(X, ROWS, PIPELINE, 4, workers=2, dtype="uint8") as flow:
        list(flow)
        for attempt in range(40):
            try:
                signal.setitimer(signal.ITIMER_REAL, 0.0005 * (1 + attempt % 20))
                list(flow)
            except KeyboardInterrupt:
                stopped += 1
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            seen = [(int(row), image) for x, y in flow for row, image in zip(y, x, strict=True)]
            assert sorted(row for row, _ in seen) == list(ROWS)
            assert all((image == row).all() for row, image in seen)
    assert stopped


def test_the_state_after_an_interruption_is_where_the_flow_was() -> None:
    def labels(flow: augcli.Flow) -> list[Any]:
        return [y.tolist() for _, y in flow]

    whole = labels(augcli.flow(X, ROWS, PIPELINE, 7))
    flow = augcli.flow(X, ROWS, PIPELINE, 7)
    batches = iter(flow)
    first = [next(batches)[1].tolist() for _ in range(3)]
    with pytest.raises(KeyboardInterrupt):
        batches.throw(KeyboardInterrupt)  # type: ignore[attr-defined]  # it is a generator
    again = augcli.flow(X, ROWS, PIPELINE, 7)
    again.load_state_dict(flow.state_dict())
    assert first + labels(again) == whole
    assert labels(flow) == labels(again)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_bad_image_is_raised_in_every_epoch(tmp_path: Path, workers: int) -> None:
    data = make_plain(tmp_path / "data", hat=6, shoe=6)
    (data / "hat" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    options: dict[str, Any] = {"workers": workers, "on_error": "raise"}
    with augcli.flow_from_directory(data, PIPELINE, 16, 2, **options) as flow:
        try:
            list(flow)
        except augcli.UsageProblem as problem:
            for _ in range(3):  # while the traceback holds the pass that failed
                with pytest.raises(augcli.UsageProblem, match=str(problem)):
                    list(flow)


def test_a_closed_flow_says_so() -> None:
    flow = augcli.flow(X, ROWS, PIPELINE, workers=1)
    flow.close()
    with pytest.raises(ValueError, match="the flow is closed"):
        next(iter(flow))


def test_ctrl_c_in_a_script_ends_it_and_its_workers(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(
        "import os, signal, augcli, numpy as np\n"
        "flow = augcli.flow(np.zeros((90, 8, 8), np.uint8), workers=2, batch_size=3)\n"
        "for n, x in enumerate(flow):\n"
        "    if n == 5:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
    )
    result = run_python(script, cwd=tmp_path)  # which waits until nobody can write any more
    assert result.code in (1, 130, -signal.SIGINT)
    assert result.stderr.strip().splitlines()[-1] == "KeyboardInterrupt"
    assert "resource_tracker" not in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
def test_workers_that_are_killed_are_replaced_and_no_picture_is_lost() -> None:
    with augcli.flow(X, ROWS, PIPELINE, 4, workers=2, dtype="uint8") as flow:
        right = [(x.copy(), y) for x, y in augcli.flow(X, ROWS, PIPELINE, 4, dtype="uint8")]
        for epoch in range(3):
            flow.epoch = 0
            for number, (x, y) in enumerate(flow):
                assert np.array_equal(x, right[number][0])
                assert np.array_equal(y, right[number][1])
                if number in (3, 4, 9):
                    alive = multiprocessing.active_children()
                    os.kill(alive[epoch % len(alive)].pid or 0, signal.SIGKILL)
