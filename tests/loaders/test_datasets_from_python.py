"""``expand``, ``split`` and ``inspect`` do what the commands do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.datasets import make_plain
from cli.pictures import photo, save
from cli.running import expand, outputs, run, run_python, tree

import augcli

PIPELINE = augcli.Pipeline.from_flags("--rotation 20 --hflip --size 24x20 --fit cover --seed 4")
FLAGS = ["--rotation", "20", "--hflip", "--size", "24x20", "--fit", "cover", "--seed", "4"]
SAME: dict[str, tuple[dict[str, Any], list[str]]] = {
    "plain": ({}, []),
    "copies": ({"copies": 2, "originals": "copy"}, ["-n2", "--originals", "copy"]),
    "classes": ({"copies": {"hat": 3, "shoe": 0}}, ["-nhat=3", "-nshoe=0"]),
    "balance": ({"balance": True, "format": "jpg"}, ["--balance", "--format", "jpg"]),
    "level": ({"balance": "median", "cap": True}, ["--balance", "median", "--cap"]),
    "splits": (
        {"split": {"val": 0.3}, "group_by": r"(\d)\.", "copies": 1, "workers": 1},
        ["--split", "val=0.3", "--group-by", r"(\d)\.", "-n1"],
    ),
    "choice": ({"include": "*0.png", "classes": ["hat"]}, ["--include=*0.png", "--class=hat"]),
}

SHARDED: Any = {"layout": "webdataset", "shard_count": 2}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_plain(tmp_path / "data", hat=5, shoe=3)


@pytest.mark.parametrize("kind", SAME)
def test_expand_writes_what_the_command_writes(tmp_path: Path, data: Path, kind: str) -> None:
    arguments, flags = SAME[kind]
    summary = augcli.expand(data, tmp_path / "out", PIPELINE, **arguments)
    result = expand(data, tmp_path / "typed", *FLAGS, *flags)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "typed")
    assert summary.written == len(outputs(tmp_path / "out"))
    assert result.code == 0


def test_expand_writes_the_shards_that_the_command_writes(tmp_path: Path, data: Path) -> None:
    summary = augcli.expand(data, tmp_path / "out", PIPELINE, copies=2, **SHARDED)
    expand(data, tmp_path / "typed", *FLAGS, "-n2", "--layout=webdataset", "--shard-count=2")
    assert tree(tmp_path / "out") == tree(tmp_path / "typed")
    assert (summary.written, len(summary.shards)) == (16, 2)
    with pytest.raises(ValueError, match="layout must be one of folder, webdataset"):
        augcli.expand(data, tmp_path / "out", PIPELINE, layout="zip")  # type: ignore[arg-type]  # that is the point


def test_a_run_goes_on_by_the_command_and_back(tmp_path: Path, data: Path) -> None:
    out = tmp_path / "out"
    augcli.expand(data, out, PIPELINE, copies=1)
    assert expand(data, out, *FLAGS, "-n", "2").code == 0
    before = tree(out)
    assert augcli.expand(data, out, PIPELINE, copies=2).written == 0
    assert tree(out) == before


def test_split_writes_what_the_command_writes(tmp_path: Path, data: Path) -> None:
    shares = {"val": 0.2, "test": 0.2}
    summary = augcli.split(str(data), str(tmp_path / "out"), shares, size=(8, 9))
    run("split", data, tmp_path / "typed", "--split", "val=0.2,test=0.2", "--size", "8x9")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "typed")
    assert [one.name for one in summary.splits] == ["train", "val", "test"]


def test_inspect_finds_what_the_command_finds(tmp_path: Path, data: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = augcli.inspect(data, near_duplicates=True, on_step=lambda *step: steps.append(step))
    found = report.as_json()
    typed = run("inspect", data, "--json", "--near-duplicates").json
    assert {**found, "schema": 1, "seconds": 0} == {**typed, "seconds": 0}
    assert str(report).startswith("data: 8 images in 2 classes".replace("data", str(data)))
    assert (8, 8) in steps
    report.write_html(tmp_path / "pages" / "report.html")
    assert b"hat" in (tmp_path / "pages" / "report.html").read_bytes()


def test_labels_come_from_a_table_here_too(tmp_path: Path) -> None:
    for n in range(4):
        save(tmp_path / "data" / f"{n}.png", photo(n))
    table = tmp_path / "labels.csv"
    table.write_text("image,label\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(4)))
    summary = augcli.expand(tmp_path / "data", tmp_path / "out", PIPELINE, 1, labels=table)
    assert sorted(summary.classes) == ["a", "b"]
    assert augcli.inspect(tmp_path / "data", labels=table).as_json()["classes"].keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("arguments", "kind", "said"),
    [
        ({"copies": -1}, ValueError, "copies must be a whole number from 0, not -1"),
        ({"copies": {"hat": 1.5}}, ValueError, "copies of hat must be a whole number"),
        ({"copies": {"hats": 1}}, ValueError, "copies hats=1: .* has no such class"),
        ({"copies": 3, "balance": True}, ValueError, "copies and balance both say"),
        ({"target_per_class": 3, "total": 9}, ValueError, "target_per_class and total both"),
        ({"format": "gif"}, ValueError, "format must be one of same, jpg, .* not 'gif'"),
        ({"workers": 0}, ValueError, "workers must be a whole number from 1, not 0"),
        ({"overwrite": 3}, ValueError, "overwrite must be True or False, not 3"),
        ({"quality": 101}, ValueError, "quality must be 1 to 100"),
        ({"timeout": "1"}, ValueError, "timeout must be a number of seconds"),
        ({"classes": "hats"}, ValueError, "classes hats: .* has no such class"),
        ({"split": {"val": 2}}, ValueError, "split"),
        ({"group_by": "x"}, ValueError, "there is no split"),
        ({"include": 3}, TypeError, "not iterable"),
        ({"colour": 3}, TypeError, "there is no argument 'colour'"),
        ({"size": 64}, TypeError, "size is that of the pipeline"),
    ],
)
def test_what_cannot_be_is_told_by_the_names_of_arguments(
    tmp_path: Path, data: Path, arguments: dict[str, Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said) as error:
        augcli.expand(data, tmp_path / "out", PIPELINE, **arguments)
    assert "--" not in f"{error.value}{getattr(error.value, '__notes__', '')}"
    assert not (tmp_path / "out").exists()


def test_folders_that_cannot_be_are_usage_problems(tmp_path: Path, data: Path) -> None:
    with pytest.raises(augcli.UsageProblem, match="none"):
        augcli.expand(tmp_path / "none", tmp_path / "out", PIPELINE)
    with pytest.raises(augcli.UsageProblem):
        augcli.expand(data, data / "out", PIPELINE)
    with pytest.raises(augcli.UsageProblem):
        augcli.inspect(tmp_path / "none")


def test_a_script_needs_no_guard_and_shows_the_way_out(tmp_path: Path, data: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(
        "import numpy as np, augcli\n"
        "np.ones((300, 300)) @ np.ones((300, 300))\n"  # it starts threads, so workers can't fork
        "print('once')\n"
        "pipeline = augcli.Pipeline.preset('natural')\n"
        f"print(augcli.expand({str(data)!r}, 'out', pipeline, copies=1, workers=2).written)\n"
        f"augcli.expand({str(data)!r}, 'out', pipeline, copies=1, quality=70, format='jpg')\n"
    )
    result = run_python(script, cwd=tmp_path)
    assert result.stdout.split() == ["once", "8"]
    assert result.code == 1
    assert "give another folder for OUT" in result.stderr.splitlines()[-1]
