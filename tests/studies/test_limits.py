"""How many photos are taken, fit into memory, and tell whether a model learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.catalogue import catalogue
from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.studies.memory import check_memory, needed, told_of_memory
from augcli.studies.sample import allotted
from augcli.studies.shared_features import shared
from augcli.studies.strengths import plan_of_strengths
from augcli.studies.visitor import Seen


@given(st.lists(st.integers(6, 300), min_size=1, max_size=8), st.integers(1, 5), st.data())
def test_a_sample_has_as_many_photos_as_asked_for_and_the_share_of_each_class(
    sizes: list[int], least: int, data: st.DataObject
) -> None:
    of = {f"class {n}": size for n, size in enumerate(sizes)}
    total = sum(sizes)
    most = data.draw(st.integers(least * len(of), total))
    found = allotted(of, most, least)
    assert sum(found.values()) == most
    assert all(least <= found[label] <= of[label] for label in of)
    for label, size in of.items():
        if all(count > least for count in found.values()):
            assert abs(found[label] - most * size / total) < 1 + len(of) / 2


def test_a_sample_that_has_no_room_for_each_class_is_refused() -> None:
    with pytest.raises(UsageProblem, match="--photos 20 is too few: 12 of each of 3 classes"):
        allotted({"a": 50, "b": 50, "c": 50}, 20, 12)


def test_a_machine_that_cannot_hold_the_models_says_how_many_photos_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bytes_of = needed(lambda _photos: 3)
    room = bytes_of(1000)
    monkeypatch.setattr("augcli.studies.memory.room_of_a_process", lambda _workers: room)
    check_memory(1000, 2, bytes_of)
    with pytest.raises(UsageProblem, match=r"need 1\.7 GB in each of 2 workers") as told:
        check_memory(1500, 2, bytes_of)
    assert told.value.hint == "give --photos 1000, or fewer --copies or --workers"


def test_memory_that_runs_out_is_told() -> None:
    with pytest.raises(EnvironmentFailure, match="not enough memory"), told_of_memory():
        raise MemoryError
    with pytest.raises(KeyError), told_of_memory():
        raise KeyError


def test_features_that_find_no_room_are_told_with_their_size_and_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen([], np.zeros((100, 3, 1956), np.float16))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(*_: object) -> None:
        raise OSError("2667984 requested and 524224 written")  # as NumPy says it

    with monkeypatch.context() as patch:
        patch.setattr("augcli.studies.shared_features.np.save", full)
        with pytest.raises(EnvironmentFailure) as told, shared(seen, None):
            pass
    assert f"(1 MB) into {tmp_path}: the disk is full" in told.value.problem
    assert "TMPDIR" in told.value.hint
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(EnvironmentFailure, match="gone: No such file"), shared(seen, None):
        pass


_WITH_STRENGTHS = [one.name for one in catalogue().values() if one.knobs and not one.partners]


@pytest.mark.parametrize("name", _WITH_STRENGTHS)
def test_the_strengths_that_a_mistake_suggests_can_be_typed(name: str) -> None:
    for mistake in (f"{name}=1", f"{name}=x,1e99"):
        with pytest.raises(UsageProblem) as told:
            plan_of_strengths(mistake)
        typed = told.value.hint.partition("--strengths ")[2].partition(", or")[0]
        assert len(plan_of_strengths(typed).rows) == 2
