"""The clock of --profile: each stage counts for itself alone."""

from __future__ import annotations

from augcli.pipeline import clock as clocks
from augcli.pipeline.clock import Clock, clock


def test_a_stage_within_another_counts_for_itself_alone() -> None:
    running = Clock("waiting")
    with running.stage("draw"):
        with running.stage("decode"):
            pass
        assert set(running.take()) == {"waiting", "draw", "decode"}
    assert set(running.take()) == {"draw"}


def test_time_goes_back_to_the_stage_before_when_a_stage_fails() -> None:
    running = Clock("waiting")
    try:
        with running.stage("decode"):
            raise ValueError
    except ValueError:
        assert running.turn_to("encode") == "waiting"


def test_a_clock_that_is_off_counts_nothing() -> None:
    assert clocks.clock("decode") is clock("encode")
