"""``--labels``: classes from a table instead of folders."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from .pictures import photo, save
from .running import assert_refused, run, tree

NAMES = [f"{number}.png" for number in range(6)]
EXPECTED = {name: "hat" if i % 2 else "shoe" for i, name in enumerate(NAMES)}
TWO = "image,label\n" + "".join(f"{name},{label}\n" for name, label in EXPECTED.items())
SWITCHES = "image,hat,shoe\n" + "".join(f"{n},{i % 2},{1 - i % 2}\n" for i, n in enumerate(NAMES))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES):
        save(tmp_path / "data" / name, photo(number))
    return tmp_path / "data"


def _table(data: Path, text: str, name: str = "labels.csv") -> Path:
    path = data.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def _expand(data: Path, table: Path, *flags: str) -> Any:
    return run("expand", data, data.parent / "out", "--labels", table, "-n", "1", *flags)


def _records(data: Path) -> list[dict[str, Any]]:
    lines = (data.parent / "out" / "manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def _labels(data: Path) -> dict[str, str]:
    return {record["source"]: record["label"] for record in _records(data)}


JSON_LINES = "".join(json.dumps({"file_name": n, "class": c}) + "\n" for n, c in EXPECTED.items())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("labels.csv", TWO),
        ("bom.csv", "\ufeff" + TWO.replace("\n", "\r\n")),
        ("semicolons.csv", TWO.replace(",", ";")),
        ("labels.tsv", TWO.replace(",", "\t")),
        ("labels.jsonl", JSON_LINES),
        ("bare.csv", TWO.replace(".png", "")),
        ("dots.csv", TWO.replace("\n", "\n./").removesuffix("./")),
        ("capitals.csv", TWO.replace(".png", ".PNG")),
        ("quoted.csv", TWO.replace(",hat", ',"hat"')),
        ("twice.csv", TWO + "0.png,shoe\n"),
        ("other_columns.csv", TWO.replace("image,label", "File Name,Class_Name")),
        ("switches.csv", SWITCHES),
    ],
)  # fmt: skip  # a table a line
def test_a_table_in_any_usual_form_gives_the_classes(data: Path, name: str, text: str) -> None:
    result = _expand(data, _table(data, text, name))
    assert result.code == 0, result.stderr
    assert _labels(data) == EXPECTED
    files = (file for file in tree(data.parent / "out") if "/" in file)
    assert {file.split("/")[0] for file in files} == {"hat", "shoe"}
    assert run("verify", data.parent / "out", "--deep", data).code == 0


def test_images_without_a_row_and_rows_without_an_image_are_told(data: Path) -> None:
    result = _expand(data, _table(data, TWO.replace("0.png", "gone.png")), "--json")
    assert result.code == 0
    assert result.json["passed_over"] == {"without a row in the table": 1}
    assert "1 row names no image" in result.stderr
    assert "gone.png" in result.stderr


def test_rows_that_repeat_others_are_told_with_the_ending_or_without(data: Path) -> None:
    result = _expand(data, _table(data, TWO + "0.png,shoe\n0,shoe\n"))
    assert result.code == 0
    assert "2 rows say again what others said" in result.stderr


def test_a_folder_of_images_alone_is_told_of_tables(data: Path) -> None:
    result = run("expand", data, data.parent / "out")
    assert_refused(result)
    assert "add --labels FILE if a table has the classes" in result.stderr


def test_a_column_of_splits_and_one_of_groups_count(data: Path) -> None:
    rows = [f"{n},{c},{'val' if n < '2' else 'train'},p{n[0]}" for n, c in EXPECTED.items()]
    table = _table(data, "\n".join(["image,label,split,group", *rows]))
    assert _expand(data, table).code == 0
    for record in _records(data):
        assert record["split"] == ("val" if record["source"] < "2" else "train")
        assert record["group"] == f"p{record['source'][0]}"
        assert record["file"].startswith(f"{record['split']}/{record['label']}/")


def test_a_column_of_patients_keeps_each_on_one_side(data: Path) -> None:
    rows = "".join(f"{name},{label},p{name[0] in '03'}\n" for name, label in EXPECTED.items())
    result = _expand(data, _table(data, "image,label,Patient_ID\n" + rows), "--split", "val=0.4")
    assert "6 rows; groups: Patient_ID" in result.stderr
    side = {(record["group"], record.get("split")) for record in _records(data)}
    assert len(side) == len(dict(side)) == 2


@pytest.mark.parametrize("flags", [(), ("--label-column", "hat", "--label-column", "person")])
def test_a_label_named_like_a_group_stays_a_label(data: Path, flags: tuple[str, ...]) -> None:
    table = _table(data, SWITCHES.replace("shoe", "person").replace(",0,1", ",1,1"))
    assert _expand(data, table, *flags).code == 0
    assert {tuple(one["labels"]) for one in _records(data)} == {("hat", "person"), ("hat",)}
    assert not any("group" in one for one in _records(data))


def test_images_of_one_name_in_two_folders_keep_apart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for folder in "ab":
        save(data / folder / "1.png", photo(ord(folder)))
    assert _expand(data, _table(data, "image,label\na/1.png,hat\nb/1.png,hat\n")).code == 0
    assert len({record["file"] for record in _records(data)}) == 2


def test_it_goes_with_splits_balance_and_choices(data: Path) -> None:
    table = _table(data, TWO + "".join(f"{n}.png,hat\n" for n in range(10, 16)))
    for number in range(10, 16):
        save(data / f"{number}.png", photo(number))
    result = _expand(data, table, "--split", "val=0.34", "--json")
    assert result.code == 0
    assert result.json["splits"]["val"]["images"] == 4
    out = data.parent / "balanced"
    result = run(
        "expand", data, out, "--labels", table, "--balance", "--originals", "copy", "--json"
    )
    assert {label: one["copies"] for label, one in result.json["classes"].items()} == {
        "hat": 0,
        "shoe": 6,
    }
    result = run(
        "expand", data, data.parent / "hats", "--labels", table, "--class", "hat", "--json"
    )
    assert list(result.json["classes"]) == ["hat"]


def test_a_label_that_changes_moves_the_copies(data: Path) -> None:
    assert _expand(data, _table(data, TWO)).code == 0
    result = _expand(
        data, _table(data, TWO.replace("0.png,shoe", "0.png,hat")), "--prune", "--json"
    )
    assert result.json["removed"] == ["shoe/0_aug001.png"]
    assert (data.parent / "out" / "hat" / "0_aug001.png").is_file()


MANY = "image,tags\n0,red|old\n1,\n2,red\n3,blue|old\n4,red|blue\n5,old\n"


def test_several_labels_are_kept_in_the_manifest_and_in_a_table(data: Path) -> None:
    result = _expand(data, _table(data, MANY), "--mixup", "0.5")
    assert result.code == 0, result.stderr
    out = data.parent / "out"
    with (out / "labels.csv").open(newline="") as stream:
        rows = {row.pop("image"): row for row in csv.DictReader(stream)}
    for record in _records(data):
        own = record["labels_of"][record["source"]]
        share = sum(fired["share"] for fired in record["recipe"])
        expected = dict.fromkeys(own, 1 - share)
        for partner in record.get("partners", {}):
            for label in record["labels_of"][partner]:
                expected[label] = expected.get(label, 0) + share
        assert record["labels"] == pytest.approx(expected)
        found = {label: float(value) for label, value in rows[record["file"]].items()}
        assert found == pytest.approx({one: expected.get(one, 0) for one in found}, abs=1e-5)
    assert run("verify", out, "--deep", data).code == 0
    (out / "labels.csv").write_text("image\n")
    assert run("verify", out).code == 3


def test_a_copy_is_made_anew_if_its_labels_or_those_of_a_partner_change(data: Path) -> None:
    flags = ("--mixup", "0.5", "--json")
    assert _expand(data, _table(data, MANY), *flags).code == 0
    mixed = [record for record in _records(data) if "2.png" in record["labels_of"]]
    result = _expand(data, _table(data, MANY.replace("2,red", "2,green")), *flags)
    assert result.json["written"] == len(mixed)
    assert all("red" not in one["labels_of"].get("2.png", ()) for one in _records(data))
    assert run("verify", data.parent / "out", "--deep", data).code == 0


@pytest.mark.parametrize(
    ("text", "flags", "said"),
    [
        ("image,label\n0.png,hat\n0.png,shoe\n", (), "lines 2 and 3 disagree on 0.png"),
        ("image,label\n0,hat\n0.png,shoe\n", (), "lines 2 and 3 disagree on 0.png"),
        ("image,label\nno.png,hat\n", (), "no image of"),
        ("image,label\n0.png,\n", (), "1 without a label in the table"),
        ("image,label\n", (), "has no rows"),
        ("", (), "is empty"),
        ("0.png,hat\n1.png,shoe\n", (), "names an image"),
        ("a,b,c\n0.png,hat,1\n", (), "--image-column"),
        ("image,cat,dog\n0.png,1,7\n", (), "dog is 7"),
        (TWO, ("--label-column", "lable"), "did you mean --label-column label?"),
        ("image,label\n0.png,a/b\n", (), "has a slash in it"),
        ("image,label\n0.png,..\n", (), "begins with a dot"),
        ("image,label,split\n0.png,hat,other\n", (), "no name of a split"),
        ("image,label,split\n0.png,hat,val\n1.png,hat,\n", (), "in no split"),
        ("image,label\n0.png,hat,more\n", (), "3 cells"),
        ('image,label\n"0.png,hat\n', (), "line 2"),
        (MANY, ("--balance",), "--balance fills up classes"),
        (MANY, ("--copies", "red=3"), "fills up classes"),
    ],
)
def test_bad_tables_are_refused_before_work(
    data: Path, text: str, flags: tuple[str, ...], said: str
) -> None:
    number = () if flags[:1] in {("--balance",), ("--copies",)} else ("-n", "1")
    out = data.parent / "out"
    result = run("expand", data, out, "--labels", _table(data, text), *number, *flags)
    assert_refused(result)
    assert said in result.stderr
    assert not out.exists()


def test_a_row_that_fits_two_images_is_refused(data: Path) -> None:
    save(data / "0.jpg", photo(9))
    result = _expand(data, _table(data, "image,label\n0,hat\n"))
    assert_refused(result)
    assert "write the ending" in result.stderr


def test_the_hint_names_the_folder_that_the_names_are_relative_to(data: Path) -> None:
    result = run("expand", data.parent, data.parent.parent / "o", "--labels", _table(data, TWO))
    assert_refused(result)
    assert f"give {data.parent / 'data'} as DATA" in result.stderr.replace("data/ as", "data as")
