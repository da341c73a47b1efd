"""Features that were kept are used if nothing has happened to their file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.source import Source
from augcli.studies.feature_store import FOLDER, FeatureStore

Kept = tuple[FeatureStore, Source, Path, Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    root = tmp_path_factory.mktemp("kept")
    # A file of a test is always too young to have a version, unless its listing tells it.
    source = Source("a/a.png", "a", str(root / "a.png"), listed="of a test")
    array = np.arange(12, dtype=np.float16).reshape(2, 6)
    store = FeatureStore(root)
    store.put(source, {"key": array})
    (file,) = (root / FOLDER).iterdir()
    return store, source, file, array


def test_what_is_kept_comes_back(kept: Kept) -> None:
    store, source, _, array = kept
    found = store.get(source, ["key", "other"])
    assert set(found) == {"key"}
    assert np.array_equal(found["key"], array)


@given(st.data())
def test_a_damaged_file_is_as_none(kept: Kept, data: st.DataObject) -> None:
    store, source, file, _ = kept
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([*whole[:place], whole[place] ^ data.draw(st.integers(1, 255))])
    damaged = data.draw(st.sampled_from([whole[:place], flipped + whole[place + 1 :]]))
    file.write_bytes(damaged)
    assert store.get(source, ["key"]) == {}
    file.write_bytes(whole)


def test_a_file_of_another_shape_that_somebody_else_wrote_is_as_none(
    kept: Kept,
) -> None:
    store, source, file, _ = kept
    whole = file.read_bytes()
    np.savez(file, version=np.array("of a test"), key=np.zeros(3))
    assert store.get(source, ["key"]) == {}
    file.write_bytes(whole)
