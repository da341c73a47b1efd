"""Kept lines: the last one of each name is found, whatever else is in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.storage.kept_lines import KeptLines
from augcli.storage.read import open_record

VALUES = st.text("0123456789abcdef ", min_size=1)
JUNK = st.sampled_from(["", "x", '1 "a', '"', "\\", '1 "\\u"'])


def _written(folder: Path, lines: list[str]) -> KeptLines:
    path = folder / "lines"
    path.write_text("\n".join([*lines, ""]), "ascii")
    return KeptLines(path)


@given(pairs=st.lists(st.tuples(st.text(max_size=3), VALUES)), junk=st.lists(JUNK))
def test_the_last_line_of_a_name_counts_and_damage_does_not(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], junk: list[str]
) -> None:
    lines = [f"{value} {json.dumps(name)}" for name, value in pairs]
    kept = _written(tmp_path_factory.mktemp("kept"), [*junk, *lines])
    wanted = dict(pairs)
    assert kept.items() == wanted
    assert {name: kept.get(name) for name in reversed(wanted)} == wanted
    assert (len(kept), kept.get("none of these")) == (len(wanted), "")


def test_lines_that_fill_many_windows_are_found_in_any_order(tmp_path: Path) -> None:
    names = [f"{'x' * (number % 700)}{number}" for number in range(1000)]
    kept = _written(tmp_path, [f'{len(name)} "{name}"' for name in names])
    for name in (*names[::7], *names[::-13]):
        assert kept.get(name) == str(len(name))


def test_names_with_old_lines_too_are_found_with_few_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{value} "{number}"' for value in (1, 2) for number in range(5_000)]
    kept, reads = _written(tmp_path, lines), list[Path]()

    def counted(path: Path) -> BinaryIO:
        reads.append(path)
        return open_record(path)

    monkeypatch.setattr("augcli.storage.kept_lines.open_record", counted)
    assert {kept.get(f"{number}") for number in range(5_000)} == {"2"}
    assert len(reads) < 10


def test_what_is_written_over_the_lines_is_not_taken_for_one_of_them(tmp_path: Path) -> None:
    kept = _written(tmp_path, ['1 "a"', '2 "b"'])
    _written(tmp_path, ['3 "c"'])
    assert [kept.get(name) for name in "abc"] == ["", "", ""]


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    kept = KeptLines(tmp_path / "none")
    assert (len(kept), kept.get("a"), kept.items()) == (0, "", {})
