"""What the report of a study says and advises."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import augcli
from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.codec.figure_mark import has_mark
from augcli.studies.advice import advice, command
from augcli.studies.curve import curve
from augcli.studies.forest import forest
from augcli.studies.page import page
from augcli.studies.png import as_png
from augcli.studies.points import interval, points
from augcli.studies.report import report_as_text
from augcli.studies.statistics import Effect
from augcli.studies.study import Row, Study


def _file(*transforms: Any) -> PipelineFile:
    maker = augcli.Pipeline.from_transforms(transforms).maker
    return PipelineFile(maker.pipeline, maker.resampling)


def _row(step: str, change: float, half: float = 0.02, strength: float = 0.0) -> Row:
    low, high = change - half, change + half
    effect = Effect(change, low, high, change - half / 2, change + half / 2)
    return Row("alone", step, effect, 0.5 + change, strength)


def _study(file: PipelineFile | None, *rows: Row, **facts: Any) -> Study:
    plain = Study(
        *(("hat", "dress"), 90, 90, 90, False, "accuracy", 3, 10, 5, 0, 0.5, []),
        baseline=0.6,
        sampled=90,
        groups=90,
        finished=True,
        rows=list(rows),
        file=file,
    )
    return replace(plain, **facts)


STEPS = _file(("rotation", 15), "horizontal_flip", ("hue", 9))
HELPS = _row("horizontal-flip", 0.05)
HURTS = _row("rotation", -0.05)
FREE = _row("hue", 0.001)


def test_the_command_keeps_what_helps_and_names_what_may_be_added() -> None:
    found = _study(STEPS, replace(FREE, step="rotation"), HELPS, FREE)
    *_, last = advice(found)
    assert last == "Add rotation and hue, as you like: no measurable effect."
    assert command(found) == "augcli expand data out --copies 2 --horizontal-flip"


def test_the_command_drops_what_hurts_and_keeps_the_rest_if_nothing_helps() -> None:
    found = _study(STEPS, HURTS, replace(FREE, step="horizontal-flip"), FREE, data="-data")
    assert command(found) == "augcli expand ./-data out --copies 5 --horizontal-flip --hue 9"
    first, second = advice(found)
    assert (first, second[:12]) == ("Drop rotation.", "Keep or drop")


def test_what_hurts_alone_is_told_before_the_table_with_the_command_to_run_again() -> None:
    together = replace(FREE, block="together", step="all together")
    found = _study(STEPS, HURTS, HELPS, FREE, together, typed="augcli study data --folds 3")
    _, first, table, *_ = report_as_text(found).split("\n\n")
    assert first.startswith("rotation hurts alone. Beside a harmful step another can look like")
    assert first.endswith("\naugcli study data --folds 3 --horizontal-flip --hue 9")
    assert table.startswith("Alone, against none")


def test_a_step_that_helps_beside_others_is_kept() -> None:
    added = [replace(FREE, step="rotation"), replace(HELPS, step="hue")]
    found = _study(STEPS, FREE, *(replace(one, block="added") for one in added))
    assert next(advice(found)) == "Keep hue."
    assert command(found) == "augcli expand data out --copies 5 --hue 9"


def test_steps_that_only_hurt_together_are_not_advised_together() -> None:
    together = replace(HURTS, block="together", step="all together")
    found = _study(STEPS, FREE, replace(FREE, step="rotation"), together)
    assert next(advice(found)).startswith("All together hurt, though no step does alone")
    assert command(found) == ""


def test_a_stopped_study_advises_nothing_that_was_not_measured() -> None:
    found = _study(STEPS, FREE, finished=False)
    assert command(found) == "augcli expand data out --copies 5 --hue 9"


def test_without_a_verdict_there_is_no_advice() -> None:
    for found in (_study(STEPS, HELPS, learns=False), _study(STEPS)):
        assert (list(advice(found)), command(found)) == ([], "")


def test_a_pipeline_that_only_a_file_can_hold_is_kept_in_the_folder(tmp_path: Path) -> None:
    group = _file(("one_of", ["hue", "gamma"]))
    row = replace(FREE, step="one of hue, gamma")
    assert "with -o DIR" in list(advice(_study(group, row)))[-1]
    kept = command(_study(group, row, out=tmp_path))
    assert kept.endswith(f"--config {tmp_path}/augment.toml")


def test_strengths_end_in_what_to_take() -> None:
    weak, strong = _row("rotation 5", 0.05, 0.02, 5), _row("rotation 90", -0.05, 0.02, 90)
    assert list(advice(_study(None, weak, strong, of_strengths=True))) == [
        "Take rotation 5: which of several is best, this study can't tell.",
        "Don't take rotation 90: it hurts.",
    ]
    (line,) = advice(_study(None, FREE, of_strengths=True))
    assert line.startswith("No strength differs measurably")
    drawn = as_png(curve(_study(None, weak, strong, of_strengths=True)))
    assert (Image.open(io.BytesIO(drawn)).size, has_mark(drawn)) == ((910, 520), True)


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0.0"), (-0.0004, "0.0"), (0.0004, "0.0"), (-0.021, "−2.1")]
)
def test_no_change_has_no_sign(share: float, said: str) -> None:
    assert points(share) == said


def test_the_end_of_an_interval_shows_on_which_side_of_zero_it_is() -> None:
    assert interval(-0.035, -0.0004) == ["−3.5", "−0.04"]
    assert interval(0.0, 0.02) == ["0.0", "+2.0"]


def test_what_keeps_a_verdict_from_being_given_is_in_every_form() -> None:
    found = _study(STEPS, HELPS, learns=False, finished=False)
    said = ("learns nothing from these photos", "The study was stopped")
    for text in (report_as_text(found), page(found).decode()):
        assert all(one in text for one in said)
    drawn = " ".join(text.get_text() for text in forest(found).texts)
    assert all(one in drawn for one in said)
    assert has_mark(as_png(forest(found)))


def test_no_name_of_a_row_is_cut() -> None:
    figure = forest(_study(STEPS, replace(FREE, step="some of " + "very-long-name, " * 4)))
    as_png(figure)  # which lays it out
    assert min(one.get_window_extent().x0 for one in figure.axes[0].get_yticklabels()) > 0


def test_the_page_says_each_thing_once() -> None:
    text = page(_study(STEPS, HELPS, FREE)).decode()
    assert text.count("without augmentation 60.0 % right") == 1
    assert "<pre tabindex=" in text


def test_what_the_intervals_count_and_what_is_left_out_is_said() -> None:
    plain = report_as_text(_study(STEPS, HELPS, apart=True))
    for said in ("groups", "were sampled", "could not be read", "halvings", "Near duplicates"):
        assert said not in plain
    facts = {"there": 200, "sampled": 94, "groups": 30, "held": True, "repeats": 1, "model": "cnn"}
    text = report_as_text(_study(STEPS, HELPS, **facts))
    assert "94 of 200 photos were sampled" in text
    assert "The 90 photos that were asked about are in 30 groups" in text
    assert "few halvings of them (1)" in text
    assert "few halvings" not in report_as_text(_study(STEPS, HELPS, held=True))


def test_the_report_says_how_far_the_intervals_reach() -> None:
    one = report_as_text(_study(STEPS, HELPS))
    assert "The interval holds with 95 % confidence, and reaches 2.0 points to either side" in one
    several = report_as_text(_study(STEPS, HELPS, _row("rotation", 0.0, 0.041)))
    assert "all rows together with 95 % confidence, and reach 2.0 to 4.1 points" in several
