"""The entries of a manifest come out of their packed form as they went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from augcli.expansion.output.entries import Entries
from augcli.expansion.output.record import MOST_COPIES, Entry

NAMES = st.text(st.characters(codec=None), min_size=1)  # with lone surrogates: names in any bytes
DIGESTS = st.binary(min_size=32, max_size=32)
ENTRIES = st.builds(
    Entry,
    NAMES,
    st.integers(0, MOST_COPIES),
    st.integers(0, 2**53),
    DIGESTS,
    DIGESTS,
    st.lists(st.tuples(NAMES, DIGESTS), max_size=2).map(tuple),
    st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2).map(tuple)), max_size=2).map(tuple),
)


@given(st.lists(st.tuples(st.sampled_from("ab"), ENTRIES)))
def test_entries_are_kept_as_a_dict_keeps_them(pairs: list[tuple[str, Entry]]) -> None:
    entries = Entries()
    for file, entry in pairs:
        entries[file] = entry
    assert dict(entries) == dict(pairs)
    for file in list(entries):
        del entries[file]
    assert dict(entries) == {}
