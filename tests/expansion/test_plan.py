"""The jobs of a run are handed out one by one, not after all sources were looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.running import expand
from faults.scene import FLAGS, small_dataset

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Folder, Source
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.naming import name_outputs
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.settings import Settings
from augcli.expansion.plan import Plan


@pytest.mark.parametrize("wanted", ["same", "png"])
def test_a_name_is_given_before_the_next_source_is_looked_at(wanted: str) -> None:
    first = Source("hat/a.png", "hat")
    nothing: Any = None  # to look at it is an error
    named = name_outputs(Folder([first, nothing], []), wanted)
    source, name = next(named)
    assert source is first
    assert name.copy(1) == "hat/a_aug001.png"
    with pytest.raises(AttributeError):
        next(named)


def test_a_job_is_yielded_before_the_next_source_and_its_copies_are_looked_at(
    tmp_path: Path,
) -> None:
    data, out = small_dataset(tmp_path / "data", "hat/a.png", "hat/b.png"), tmp_path / "out"
    expand(data, out, *FLAGS)
    settings = Settings.of_json((read_run_file(out) or {})["settings"])
    jobs = Plan(Dataset(data), out, settings).jobs(Manifest.read(out))
    assert next(jobs).is_done
    (out / "hat/b_aug002.png").unlink()
    assert next(jobs).missing == (2,)
