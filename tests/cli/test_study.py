"""``augcli study`` finds what was planted, and says when there is nothing to find."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from .pictures import photo, save
from .running import assert_refused, run, run_python

FLAGS = ("--horizontal-flip", "--brightness", "0.2")
QUICK = ("--repeats", "2", "--copies", "2")


def arrow(seed: int, *, left: bool) -> Any:
    """A picture of an arrow that points to one side, on a ground of its own."""
    generator = np.random.default_rng(seed)
    picture = (photo(seed, 48, 48) // 3).astype(np.uint8)
    y, x = (int(place) for place in generator.integers(14, 34, 2))
    colour = [int(level) for level in generator.integers(170, 256, 3)]
    reach = int(generator.integers(10, 14))
    ends = ((x + reach, y + int(generator.integers(-4, 5))), (x - reach, y))
    cv2.arrowedLine(picture, *(ends if left else ends[::-1]), colour, 3, tipLength=0.5)
    return picture


@pytest.fixture(scope="module")
def arrows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures whose class is the side that an arrow points to: a flip makes them wrong."""
    root = tmp_path_factory.mktemp("arrows")
    for n in range(45):
        for label in ("left", "right"):
            save(root / label / f"{n}.png", arrow(2 * n + len(label), left=label == "left"))
    time.sleep(2.1)  # what is known of a younger file is not kept: it might still be written
    return root


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study") / "study"


@pytest.fixture(scope="module")
def found(arrows: Path, out: Path) -> dict[str, Any]:
    time.sleep(2.1)  # nothing is kept of files that are younger than 2 seconds
    result = run("study", arrows, *FLAGS, *QUICK, "-o", out, "--json")
    assert result.code == 0, result.stderr
    return result.json


def test_a_step_that_makes_labels_wrong_hurts_and_another_has_no_effect(
    found: dict[str, Any],
) -> None:
    rows = {(row["block"], row["step"]): row for row in found["rows"]}
    assert rows["alone", "horizontal-flip"]["verdict"] == "hurts"
    assert rows["alone", "horizontal-flip"]["change"] < -0.1
    assert rows["alone", "brightness"]["verdict"] == "no measurable effect"
    assert set(rows) == {
        ("alone", "horizontal-flip"),
        ("alone", "brightness"),
        ("together", "all together"),
    }
    for row in rows.values():
        assert row["low"] <= row["low_alone"] < row["change"] < row["high_alone"] <= row["high"]
    assert found["schema"] == 1
    assert (found["photos"], found["tested"], found["finished"]) == (90, 90, True)


def test_the_folder_has_the_report_in_each_form(found: dict[str, Any], out: Path) -> None:
    assert json.loads((out / "study.json").read_text())["rows"] == found["rows"]
    text = (out / "study.txt").read_text("utf-8")
    assert "horizontal-flip hurts alone. Beside a harmful step another can look like a cure" in text
    assert "Drop horizontal-flip." in text
    assert text.rstrip().endswith("out --copies 5 --brightness 0.2")
    assert (out / "study.png").read_bytes().startswith(b"\x89PNG")
    page = (out / "study.html").read_text("utf-8")
    assert page.count('<img alt="') == 2
    assert re.findall(r"(?:src|href)=\"(?!#|data:)", page) == []


@pytest.mark.usefixtures("found")
def test_a_second_study_goes_on_from_what_was_kept(arrows: Path, out: Path) -> None:
    kept = sorted((out / "features").iterdir())
    assert len(kept) == 90
    before = [one.stat().st_mtime_ns for one in kept]
    again = run("study", arrows, *FLAGS, *QUICK, "-o", out, "--json", "--repeats", "3")
    assert [one.stat().st_mtime_ns for one in kept] == before
    plain = run("study", arrows, *FLAGS, *QUICK, "--json", "--repeats", "3")
    assert {**again.json, "seconds": 0} == {**plain.json, "seconds": 0}


def test_workers_order_and_locale_change_nothing(
    arrows: Path, found: dict[str, Any], tmp_path: Path
) -> None:
    for one in sorted(arrows.glob("*/*"), reverse=True):  # folders list new files in another order
        place = tmp_path / one.relative_to(arrows)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(one.read_bytes())
    words = ("study", tmp_path, *FLAGS[1:], FLAGS[0], *QUICK, "--workers", "3", "--json")
    environment = {"LC_ALL": "C", "TZ": "Asia/Tokyo"}
    other = json.loads(run_python("-m", "augcli", *words, env=environment).stdout)
    assert {**other, "seconds": 0} == {**found, "seconds": 0}


def test_identical_copies_change_exactly_nothing(arrows: Path) -> None:
    flags = ("--rotation", "5", "--chance", "rotation=0.0000001")
    (row,) = run("study", arrows, *flags, *QUICK, "--json").json["rows"]
    assert (row["change"], row["verdict"]) == (0, "no measurable effect")


def test_where_nothing_can_be_learnt_no_verdict_is_given(tmp_path: Path) -> None:
    generator = np.random.default_rng(2)
    for n in range(40):
        for label in ("a", "b"):
            noise = generator.integers(0, 256, (40, 40, 3), dtype=np.uint8)
            save(tmp_path / "data" / label / f"{n}.png", noise)
    result = run("study", tmp_path / "data", "--horizontal-flip", *QUICK)
    assert "learns nothing from these photos, so no verdict is given" in result.stdout
    assert "augcli expand" not in result.stdout
    found = run("study", tmp_path / "data", "--horizontal-flip", *QUICK, "--json").json
    assert (found["learns"], found["rows"][0]["verdict"]) == (False, None)


def test_a_holdout_is_tested_on_and_bad_photos_are_named(arrows: Path, tmp_path: Path) -> None:
    for n in range(15):
        for label in ("left", "right"):
            picture = arrow(1000 + 2 * n + len(label), left=label == "left")
            save(tmp_path / "new" / label / f"{n}.png", picture)
    (tmp_path / "new" / "left" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    result = run("study", arrows, *FLAGS, *QUICK, "--holdout", tmp_path / "new", "--json")
    assert result.code == 3
    assert "left/bad.png" in result.stderr
    found = result.json
    assert (found["holdout"], found["tested"], found["photos"]) == (True, 30, 90)
    rows = {row["step"]: row for row in found["rows"]}
    assert rows["horizontal-flip"]["change"] < 0
    assert rows["brightness"]["verdict"] == "no measurable effect"


@pytest.mark.environment(name="training")
def test_the_small_net_finds_a_step_that_makes_labels_wrong(arrows: Path) -> None:
    flags = ("--horizontal-flip", "--repeats", "1", "--folds", "2", "--copies", "1")
    found = run("study", arrows, *flags, "--model", "cnn", "--json").json
    assert found["learns"]
    assert found["rows"][0]["verdict"] == "hurts"


def test_a_model_of_ones_own_is_asked_under_the_same_splits(arrows: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.py"
    file.write_text(
        "import numpy as np\n"
        "def nearest(x, y, asked, classes, seed):\n"
        "    assert x.dtype == np.uint8 and x.shape[1:] == (64, 64, 3) and classes == 2\n"
        "    a, b = (z[:, ::4, ::4].reshape(len(z), -1).astype(float) for z in (x, asked))\n"
        "    apart = (b**2).sum(1)[:, None] + (a**2).sum(1) - 2 * b @ a.T\n"
        "    return y[apart.argmin(1)]\n"
        "def wrong(x, y, asked, classes, seed):\n"
        "    return y[:1]\n"
    )
    flags = ("--horizontal-flip", "--repeats", "1", "--copies", "1")
    found = run("study", arrows, *flags, "--json", "--model", f"{file}:nearest").json
    assert found["model"] == f"{file}:nearest"
    assert len(found["rows"]) == 1
    assert_refused(run("study", arrows, *flags, "--model", f"{file}:wrong"), "returned int64")
    assert_refused(run("study", arrows, *flags, "--model", f"{file}:none"), "has no function none")
    assert_refused(run("study", arrows, *flags, "--model", "none.py:f"), "there is no file")


def test_strengths_have_a_curve(arrows: Path, tmp_path: Path) -> None:
    result = run("study", arrows, "--strengths", "rotation=5,60", *QUICK, "-o", tmp_path / "out")
    assert "rotation 60" in result.stdout
    assert (tmp_path / "out" / "strengths.png").stat().st_size > 5000


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (("--mixup", "0.3"), "mixup"),
        (("--hflip", "--chance", "hflip=0"), "chance 0"),
        (("--hflip", "--folds", "60"), "class left has 45 of the 60 photos"),
        (("--hflip", "--minutes", "0.00001"), "--minutes"),
        (("--hflip", "--metric", "recall"), "--metric"),
        (("--hflip", "--strengths", "rotation=1,2"), "--strengths compares one step"),
        (("--hflip", "--group-by", "x"), "--group-by x has no"),
    ],
)
def test_what_cannot_be_is_refused_before_work(
    arrows: Path, flags: tuple[str, ...], named: str
) -> None:
    assert_refused(run("study", arrows, *flags), named)


def test_a_holdout_that_cannot_be_is_refused(arrows: Path, tmp_path: Path) -> None:
    picture = arrow(3, left=True)
    save(tmp_path / "strange" / "up" / "0.png", picture)
    strange = run("study", arrows, "--hflip", "--holdout", tmp_path / "strange")
    assert_refused(strange, "has the class up")
    copy = tmp_path / "same" / "left" / "0.png"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((arrows / "left" / "0.png").read_bytes())
    assert_refused(run("study", arrows, "--hflip", "--holdout", tmp_path / "same"), "shares 1")
    assert_refused(run("study", tmp_path / "strange", "--hflip"), "two classes")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_gives_what_is_known_so_far(arrows: Path, tmp_path: Path) -> None:
    file, mark = tmp_path / "slow.py", tmp_path / "begun"
    file.write_text(
        "import pathlib, time\n"
        "calls = 0\n"
        "def slow(x, y, asked, classes, seed):\n"
        "    global calls\n"
        "    calls += 1\n"
        # Of the fourth model: a worker has three jobs, so the first answer has been received.
        "    if calls == 7:\n"
        f"        pathlib.Path({str(mark)!r}).touch()\n"
        "        time.sleep(60)\n"
        "    return y[:1].repeat(len(asked))\n"
    )
    words = ("study", arrows, *FLAGS, "--model", f"{file}:slow", "--repeats", "1", "--folds", "2")
    process = subprocess.Popen(
        [sys.executable, "-m", "augcli", *words, "--copies", "2", "--workers", "1", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not mark.exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    told, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    found = json.loads(told)
    assert found["finished"] is False
    assert found["baseline"] > 0
