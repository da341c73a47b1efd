"""Objects come back from a spool as they were added, however many are in memory."""

from __future__ import annotations

import errno
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.errors import EnvironmentFailure
from augcli.storage import spool
from augcli.storage.spool import Spool

ADDED = st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=60)


@given(ADDED, st.integers(1, 20), st.integers(1, 100))
def test_objects_come_back_by_key_in_their_order(
    added: list[tuple[str, int]], together: int, in_memory: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_TOGETHER", together)
        patch.setattr(spool, "_IN_MEMORY", in_memory)
        kept, expected = Spool[int](), defaultdict[str, list[int]](list)
        for key, one in added:
            kept.add(key, one)
            expected[key].append(one)
            assert list(kept.of(key)) == expected[key]
    assert {key: list(kept.of(key)) for key in expected} == expected
    assert list(kept.of("none")) == []


def test_two_keys_are_read_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_TOGETHER", 2)
    kept = Spool[int]()
    for number in range(8):
        kept.add("ab"[number % 2], number)
    assert list(zip(kept.of("a"), kept.of("b"), strict=True)) == [(0, 1), (2, 3), (4, 5), (6, 7)]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, max_size: int) -> None: ...

        def close(self) -> None: ...

        def seek(self, *_: int) -> int:
            return 0

        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "SpooledTemporaryFile", Full)
    monkeypatch.setattr(spool, "_TOGETHER", 1)
    with pytest.raises(EnvironmentFailure, match=r"a temporary file in .+: No space"):
        Spool[int]().add("a", 1)
