"""``augcli study -o`` writes to a folder of its own, and loses no result."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from augcli.cli.write_study import write_study
from augcli.errors import Interrupted
from augcli.studies import ask as asking
from augcli.studies.output_folder import check_out

from .running import assert_refused, run, tree
from .small_study import QUICK, save_classes

FILES = {"study.txt", "study.json", "study.png", "study.html", "features"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_classes(tmp_path_factory.mktemp("photos"), "a", "b")


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "study"
    assert run("study", data, *QUICK, "-o", folder, "--quiet").code == 0
    return folder


def test_nothing_is_written_to_the_photos_nor_to_the_holdout(data: Path, tmp_path: Path) -> None:
    holdout = save_classes(tmp_path / "holdout", "a", "b")
    link = tmp_path / "link"
    link.symlink_to(data / "a")
    before = tree(data), tree(holdout)
    for place in (data, data / "a", data / "study", link, link / "x", data.parent):
        assert_refused(run("study", data, *QUICK, "-o", place), f"{place}")
    words = ("study", data, *QUICK[:-2], "--holdout", holdout)
    for place in (holdout, holdout / "study"):
        assert_refused(run(*words, "-o", place), f"{place}")
    assert (tree(data), tree(holdout)) == before


def test_what_no_study_has_written_is_kept(data: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    (foreign / "features").mkdir(parents=True)
    for name in ("study.txt", "features/mine.npz", "study.json"):
        (foreign / name).write_text('{"mine": 1}')
        assert_refused(run("study", data, *QUICK, "-o", foreign), "no study has written it")
        assert (foreign / name).read_text() == '{"mine": 1}'
        (foreign / name).unlink()
    check_out(foreign, ())  # a study that was killed may have left an empty folder of features


def test_what_cannot_be_the_folder_is_the_mistake_of_who_typed_it(
    data: Path, tmp_path: Path
) -> None:
    file, dangling = tmp_path / "file", tmp_path / "dangling"
    file.touch()
    dangling.symlink_to(tmp_path / "nowhere")
    for place in (file, dangling, file / "below"):
        result = run("study", data, *QUICK, "-o", place)
        assert_refused(result, f"{place}")
        assert "give another folder" in result.stderr


@pytest.mark.parametrize("name", ["study.json", "study.html", "strengths.png", "features"])
def test_something_else_in_the_place_of_a_file_is_told_before_any_work(
    data: Path, out: Path, tmp_path: Path, name: str
) -> None:
    place = tmp_path / "study"
    place.mkdir()
    (place / "study.json").write_bytes((out / "study.json").read_bytes())
    if name == "features":
        (place / name).touch()
    else:
        (place / name).unlink(missing_ok=True)
        (place / name).mkdir()
    result = run("study", data, *QUICK, "-o", place)
    assert (result.code, result.stdout) == (2, "")
    assert f"{place}" in result.stderr


def test_the_report_is_printed_if_it_cannot_be_written(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "study"

    def late(*arguments: object) -> None:
        (out / "study.txt").mkdir()  # after the check
        write_study(*arguments)  # type: ignore[arg-type]  # the arguments are passed on

    monkeypatch.setattr("augcli.cli.commands.study.write_study", late)
    result = run("study", data, *QUICK, "-o", out)
    assert result.code == 2
    assert "12 photos, 2 classes" in result.stdout
    assert f"cannot write {out / 'study.txt'}" in result.stderr


def test_a_study_of_other_steps_takes_the_place_of_the_files_of_an_earlier_one(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "study"
    strengths = ("--strengths", "rotation=5,40", *QUICK[1:])
    assert run("study", data, *strengths, "-o", out).code == 0
    assert {one.name for one in out.iterdir()} == {*FILES, "strengths.png"}
    assert run("study", data, *QUICK, "-o", out).code == 0
    assert {one.name for one in out.iterdir()} == FILES


def test_a_study_that_was_stopped_does_not_replace_one_that_finished(
    data: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (out / "study.json").read_bytes()

    def ask(*arguments: object) -> tuple[dict[int, object], bool]:
        known, _ = asking.ask(*arguments)  # type: ignore[arg-type]  # the arguments are passed on
        return {0: known[0]}, False

    monkeypatch.setattr("augcli.studies.run.ask", ask)
    result = run("study", data, *QUICK, "-o", out, "--json")
    assert (result.code, result.json["finished"]) == (130, False)
    assert "keeps the report of an earlier study" in result.stderr
    assert (out / "study.json").read_bytes() == before
    assert json.loads(before)["finished"]


@pytest.mark.parametrize("flags", [(), ("-o", "kept")])
def test_ctrl_c_before_anything_is_known_says_what_stays(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    def stop(*_: object) -> None:
        raise Interrupted("stopped by Ctrl-C", "what is done stays")

    monkeypatch.setattr("augcli.studies.request.study", stop)
    result = run("study", data, *QUICK, *flags, cwd=tmp_path)
    assert (result.code, result.stdout) == (130, "")
    hint = "what kept has of the photos stays" if flags else "nothing is kept: add -o DIR"
    assert hint in result.stderr
