"""Tables of labels are read as they were written, and matched to images by name."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from augcli.dataset.labels.match import match
from augcli.dataset.labels.table import LabelTable, read_labels
from augcli.dataset.source import Source
from augcli.dataset.splitting.units import units_of
from augcli.errors import UsageProblem
from augcli.storage.names import canonical

NAMES = st.from_regex(r"[a-z]{1,5}(/[a-zé ,;\"]{1,5}[a-z])?\.(jpg|png)", fullmatch=True)
LABELS = st.text("abcäß 日,;\"'", min_size=1).map(lambda text: canonical(text.strip())).filter(bool)
ROWS = st.dictionaries(NAMES, st.sets(LABELS, max_size=3), min_size=1, max_size=8)
_files = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def _written(folder: Path, rows: dict[str, set[str]], ending: str) -> Path:
    path = folder / f"table.{ending}"
    named = [(name, "|".join(sorted(labels))) for name, labels in rows.items()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        if ending == "jsonl":
            for name, labels in named:
                stream.write(json.dumps({"image": name, "labels": labels.split("|")}) + "\n")
        else:
            separator = "\t" if ending == "tsv" else ","
            csv.writer(stream, delimiter=separator).writerows([("image", "labels"), *named])
    return path


def _labels(table: LabelTable) -> dict[str, set[str]]:
    return {name: set(row.labels) for name, row in table.rows.items()}


@_files
@given(ROWS, st.sampled_from(["csv", "tsv", "jsonl"]), st.randoms(use_true_random=False))
def test_what_is_written_is_read_in_any_order(
    tmp_path: Path, rows: dict[str, set[str]], ending: str, chance: random.Random
) -> None:
    table = read_labels(_written(tmp_path, rows, ending))
    assert _labels(table) == {canonical(name): labels for name, labels in rows.items()}
    assert table.several == any(len(labels) > 1 for labels in rows.values())
    shuffled = list(rows.items())
    chance.shuffle(shuffled)
    assert _labels(read_labels(_written(tmp_path, dict(shuffled), ending))) == _labels(table)


@_files
@given(ROWS)
def test_each_image_gets_its_own_row_with_or_without_ending(
    tmp_path: Path, rows: dict[str, set[str]]
) -> None:
    sources = [Source(canonical(name), "") for name in rows]
    table = read_labels(_written(tmp_path, rows, "csv"))
    found = match(table, tmp_path, sources).rows
    assert {name: set(row.labels) for name, row in found.items()} == _labels(table)
    bare = {name.rpartition(".")[0]: labels for name, labels in rows.items()}
    if len(bare) == len(rows):
        found = match(read_labels(_written(tmp_path, bare, "csv")), tmp_path, sources).rows
        assert {name: set(row.labels) for name, row in found.items()} == _labels(table)


def test_a_label_can_be_no_folder_elsewhere(tmp_path: Path) -> None:
    for label in ("a/b", "..", ".git", "a\\b", "x" * 300, "bell\x07", "dot."):
        path = tmp_path / "table.jsonl"
        path.write_text(json.dumps({"image": "a.jpg", "label": label}) + "\n")
        with pytest.raises(UsageProblem, match="can't be the name of a folder"):
            read_labels(path)


def test_several_labels_count_for_the_rarest() -> None:
    images = [("a", "x"), ("b", "xy"), ("c", "xyz"), ("d", "")]
    units = units_of(Source(name, "", labels=tuple(labels)) for name, labels in images)
    assert [unit.label for unit in units] == ["x", "y", "z", ""]


def test_lines_of_empty_cells_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n  \nimage,label,\na.jpg,cat,\n\n,,\nb.jpg,dog,\n , ,\n")
    assert _labels(read_labels(path)) == {"a.jpg": {"cat"}, "b.jpg": {"dog"}}


def test_a_column_without_a_name_is_no_label(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(",image,cat,dog\n0,a.jpg,1,0\n1,b.jpg,1,1\n2,c.jpg,0,1\n")
    expected = {"a.jpg": {"cat"}, "b.jpg": {"cat", "dog"}, "c.jpg": {"dog"}}
    assert _labels(read_labels(path)) == expected


@pytest.mark.parametrize(
    "columns",
    ["image,label,label", "image,Image,label", "image,cat,cat", "image,label,split,Split"],
)
def test_two_columns_for_one_thing_are_refused(tmp_path: Path, columns: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{columns}\na.jpg,1,1,1\n")
    with pytest.raises(UsageProblem, match="2 columns for one thing"):
        read_labels(path)


def test_one_of_two_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("image,label,Label\na.jpg,cat,dog\n")
    assert _labels(read_labels(path, labels=["Label"])) == {"a.jpg": {"dog"}}


@pytest.mark.parametrize("label", ['{"a": 1}', '[["cat"]]', "[" * 900 + "]" * 900])
def test_json_that_is_no_label_is_refused(tmp_path: Path, label: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(f'{{"image": "a.jpg", "label": {label}}}\n')
    with pytest.raises(UsageProblem, match="line 1: label is neither text"):
        read_labels(path)


def test_any_json_may_stand_beside_the_label(tmp_path: Path) -> None:
    path = tmp_path / "metadata.jsonl"
    path.write_text('{"file_name": "a.jpg", "label": 7, "objects": {"bbox": [[1, 2, 3, 4]]}}\n')
    assert _labels(read_labels(path)) == {"a.jpg": {"7"}}


@pytest.mark.parametrize("cells", ["x" * 200_000 + ",label\n", "image,label\na," + "x" * 200_000])
def test_a_cell_of_any_length_is_no_crash(tmp_path: Path, cells: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(cells)
    with pytest.raises(UsageProblem, match=r"line [12]: field larger"):
        read_labels(path)


@pytest.mark.parametrize("label", ["image", "bell\x07", "\ud800"])
def test_several_labels_are_names_of_columns(tmp_path: Path, label: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(json.dumps({"image": "a.jpg", "label": [label, "cat"]}) + "\n")
    with pytest.raises(UsageProblem, match="can't be the name of a column"):
        read_labels(path)
