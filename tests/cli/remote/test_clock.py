"""S3 refuses the login of a machine whose clock is wrong: what is told is the clock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ..running import Result, run, run_python, tree

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "1", "--rotation", "20")
AHEAD = """
import datetime, sys, time
from botocore import auth
moment, now = time.time, auth.get_current_datetime
time.time = lambda: moment() + 3600
auth.get_current_datetime = lambda: now() + datetime.timedelta(hours=1)
"""
RUN = "from augcli.cli import main; main(sys.argv[1:])"
ASK = "from augcli.storage.remote.listing import is_object; is_object(sys.argv[1])"  # HEAD alone


def test_a_clock_that_is_wrong_is_told_and_the_run_goes_on_once_it_is_set(
    data: Path, env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    system.put(f"{data}/", "bucket/clock/data/", recursive=True)
    assert run("expand", data, tmp_path / "local", *EXPAND).code == 0
    request = ("expand", "s3://bucket/clock/data", tmp_path / "out", *EXPAND)
    refused = run_python("-c", AHEAD + RUN, *request, env=env)
    _check(refused, "augcli: cannot read s3://bucket/clock/data: The difference between")
    assert run(*request, env=env).code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "local")


def test_it_is_told_too_where_the_server_gives_no_reason(
    data: Path, env: Mapping[str, str], system: Any
) -> None:
    system.put_file(str(data / "hat/a b.jpg"), "bucket/clock/a.jpg")
    failed = run_python("-c", AHEAD + ASK, "s3://bucket/clock/a.jpg", env=env)
    _check(failed, "cannot read s3://bucket/clock/a.jpg: Forbidden")


def _check(refused: Result, said: str) -> None:
    assert refused.code == 1
    assert said in refused.stderr
    assert refused.stderr.endswith("set the clock of this machine\n")
