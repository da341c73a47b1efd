"""Files that are odd, huge or damaged, all in one run."""

from __future__ import annotations

import csv
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageOps

from .pictures import load
from .running import Result, outputs, records, run_python, skipped

FLAGS = ("--rotation", "0", "--copies", "1", "--format", "png")
LIMITED = Path(__file__).parents[1] / "faults" / "limited.py"
OVER = ("timeout", "memory", "worker-died")
IMAGES = {"jpg", "jpeg", "jfif", "png", "webp", "bmp", "tif", "tiff", "gif", "avif", "avifs"}


@dataclass(frozen=True)
class Done:
    data: Path
    out: Path
    result: Result
    expected: dict[str, str]
    sizes: dict[str, tuple[int, int]]

    def named(self, expected: str) -> set[str]:
        """The files of which the corpus says that, and whose endings are read."""
        return {
            name
            for name, said in self.expected.items()
            if said == expected and name.rpartition(".")[2].lower() in IMAGES
        }

    @property
    def status(self) -> dict[str, str]:
        return {record["source"]: record["status"] for record in skipped(self.out)}


@pytest.fixture(scope="module")
def done(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    root = tmp_path_factory.mktemp("corpus")
    data = Path(shutil.copytree(corpus, root / "data"))
    with (corpus / "MANIFEST.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    sizes = {}
    for row in rows:
        if row["expected"] == "decode-ok":
            width, height = row["upright_size"].split("x")
            sizes[row["path"]] = int(width), int(height)
    arguments = ("expand", data, root / "out", *FLAGS, "--workers", "2", "--json", "-v")
    # In a process of its own, which is ended after the time that the whole corpus may take.
    result = run_python("-m", "augcli", *arguments, most=60)
    return Done(data, root / "out", result, {row["path"]: row["expected"] for row in rows}, sizes)


def test_the_whole_run_ends_with_exit_code_3(done: Done) -> None:
    assert done.result.code == 3, done.result.stderr
    assert "Traceback" not in done.result.stderr
    assert done.result.json["finished"] is True


def test_every_file_is_expanded_named_or_passed_over(done: Done) -> None:
    expanded = {record["source"] for record in records(done.out)}
    assert not expanded & done.status.keys()
    read = {n for n in done.expected if n.rpartition(".")[2].lower() in IMAGES}
    assert expanded | done.status.keys() == read
    assert done.result.json["passed_over"]["not an image"] == 1  # the manifest of the corpus
    assert outputs(done.out).keys() == {record["file"] for record in records(done.out)}


def test_what_is_sound_is_expanded(done: Done) -> None:
    assert {name: done.status[name] for name in done.named("decode-ok") & done.status.keys()} == {}


def test_what_is_damaged_is_called_bad(done: Done) -> None:
    found = {name: done.status.get(name) for name in done.named("must-be-reported-as-bad")}
    assert found == dict.fromkeys(found, "bad")


def test_what_is_dangerous_gives_nothing(done: Done) -> None:
    found = {name: done.status.get(name) for name in done.named("must-be-refused")}
    assert {name: status for name, status in found.items() if status is None} == {}


def test_what_is_expanded_has_its_upright_size(done: Done) -> None:
    found = {record["source"]: (record["width"], record["height"]) for record in records(done.out)}
    wanted = {name: size for name, size in done.sizes.items() if name in found}
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.filterwarnings("ignore")  # Pillow warns of the metadata
def test_what_is_sound_looks_as_pillow_shows_it(done: Done) -> None:
    far = {}
    for record in records(done.out):
        if record["source"] not in done.sizes or record["width"] > 1000:
            continue
        theirs = load(done.data / record["source"])
        if theirs.mode.startswith("I"):  # which Pillow would clip: see test_fidelity
            continue
        mode = "RGBA" if "A" in theirs.getbands() else "RGB"
        upright = ImageOps.exif_transpose(theirs).convert(mode)
        ours = load(done.out / record["file"]).convert(mode)
        difference = np.abs(np.asarray(ours, float) - np.asarray(upright, float)).mean()
        if difference > 2:
            far[record["source"]] = float(difference)
    assert far == {}


def test_hostile_text_in_metadata_does_not_reach_the_output(done: Done) -> None:
    hostile = (done.data / "metadata" / "png_text_injection.png").read_bytes()
    ours = (done.out / "metadata" / "png_text_injection_aug001.png").read_bytes()
    assert b"tEXt" in hostile or b"iTXt" in hostile
    assert b"tEXt" not in ours
    assert b"iTXt" not in ours
    assert "\x1b" not in done.result.stderr


def test_what_follows_the_picture_in_the_file_is_dropped(done: Done) -> None:
    assert b"<script" in (done.data / "trailing" / "png_html_tail.png").read_bytes()
    ours = (done.out / "trailing" / "png_html_tail_aug001.png").read_bytes()
    assert b"<script" not in ours


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory that is kept")
def test_what_gives_nothing_costs_less_than_three_seconds_and_400_megabytes(
    done: Done, corpus: Path, tmp_path: Path
) -> None:
    names = [name for name, said in done.expected.items() if said != "decode-ok"]
    for number, name in enumerate(names):  # whatever its ending: nothing is to be passed over
        (tmp_path / "data" / "all").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(corpus / name, tmp_path / "data" / "all" / f"{number}.png")
    limited = (LIMITED, "RLIMIT_DATA", str(400_000_000))
    flags = (*FLAGS, "--timeout", "3", "--workers", "2", "--json")
    result = run_python(*limited, "expand", tmp_path / "data", tmp_path / "out", *flags)
    assert result.code == 3, result.stderr
    told = {names[int(Path(r["source"]).stem)]: r for r in result.json["problems"]}
    over = {name: r["reason"] for name, r in told.items() if r["reason"] in OVER}
    assert over == {}
    wanted = {name for name in names if done.expected[name] != "either"}
    assert wanted - told.keys() == set()
