"""``inspect --labels``: classes and advice for images whose classes are in a table."""

from __future__ import annotations

from pathlib import Path

from .pictures import photo, save
from .running import run

TWO = "image,label\n" + "".join(f"{n}.png,{'hat' if n % 2 else 'shoe'}\n" for n in range(6))
MANY = "image,tags\n0.png,red|blue\n1.png,red|old\n2.png,blue\n3.png,red|old\n4.png,old\n"


def _save(folder: Path, text: str, numbers: int = 6) -> tuple[Path, Path]:
    """Return a folder of that many photos, and a table of labels beside it."""
    for number in range(numbers):
        save(folder / "data" / f"{number}.png", photo(number))
    table = folder / "labels.csv"
    table.write_text(text, encoding="utf-8")
    return folder / "data", table


def test_inspect_counts_the_classes_of_a_table(tmp_path: Path) -> None:
    data, table = _save(tmp_path, TWO)
    found = run("inspect", data, "--labels", table, "--json").json
    images = {label: one["images"] for label, one in found["classes"].items()}
    assert images == {"hat": 3, "shoe": 3}


def test_several_labels_are_counted_and_not_balanced(tmp_path: Path) -> None:
    data, table = _save(tmp_path, MANY)
    many = run("inspect", data, "--labels", table, "--json").json
    images = {label: one["images"] for label, one in many["classes"].items()}
    assert images == {"blue": 2, "old": 3, "red": 3}
    assert not [one for one in many["advice"] if "--balance" in one["text"]]


def test_commands_that_inspect_advises_name_the_table(tmp_path: Path) -> None:
    more = "".join(f"{number}.png,hat\n" for number in range(6, 12))
    data, table = _save(tmp_path, TWO + more + "black.png,hat\n", 12)
    save(data / "black.png", 0 * photo(7, 90, 30))
    flags = ("--labels", table, "--label-column", "label")
    advised = [one["command"] for one in run("inspect", data, *flags, "--json").json["advice"]]
    assert any("inspect" in one for one in advised)
    assert all(f"--labels {table} --label-column label" in one for one in advised if one)
