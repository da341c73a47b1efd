"""``expand --profile``: where the time goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.expansion.profile import STAGES

from .running import Result, expand, outputs

EVERY_STAGE = (
    *("--rotation", "20", "--brightness", "0.6,1.2", "--saturation", "0.5,0.6"),
    *("--copies", "2", "--profile"),
)
SOMETIMES = {"waiting"}  # the main process may be ahead at all times


@pytest.fixture(scope="module")
def profiled(two_images: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    out = tmp_path_factory.mktemp("profile") / "out"
    return out, expand(two_images, out, *EVERY_STAGE, "--json")


def test_every_stage_that_ran_took_some_time(profiled: tuple[Path, Result]) -> None:
    told = profiled[1].json["profile"]
    assert {stage for stage in told if told[stage]["seconds"] <= 0} <= SOMETIMES


def test_the_stages_come_in_the_order_of_the_work(profiled: tuple[Path, Result]) -> None:
    assert tuple(profiled[1].json["profile"]) == STAGES


def test_the_shares_of_all_stages_are_the_whole(profiled: tuple[Path, Result]) -> None:
    shares = [told["share"] for told in profiled[1].json["profile"].values()]
    assert sum(shares) == pytest.approx(1, abs=1e-3)


def test_a_person_gets_a_line_for_each_stage_on_stderr(profiled: tuple[Path, Result]) -> None:
    lines = profiled[1].stderr.splitlines()
    heads = [line for line in lines if line.startswith("stage ")]
    assert len(heads) == 1
    told = lines[lines.index(heads[0]) + 1 :]
    assert [line[:12].rstrip() for line in told] == list(STAGES)


def test_a_stage_that_had_nothing_to_do_took_no_time(two_images: Path, tmp_path: Path) -> None:
    result = expand(two_images, tmp_path / "out", "--brightness", "0.5", "--profile", "--json")
    assert result.json["profile"]["other pixels"]["seconds"] == 0


def test_profiling_changes_no_byte_of_the_outputs(
    profiled: tuple[Path, Result], two_images: Path, tmp_path: Path
) -> None:
    expand(two_images, tmp_path / "out", *EVERY_STAGE[:-1])
    assert outputs(tmp_path / "out") == outputs(profiled[0])


def test_nothing_is_told_unless_asked_for(two_images: Path, tmp_path: Path) -> None:
    result = expand(two_images, tmp_path / "out", "--brightness", "0.5", "--json")
    assert "profile" not in result.json
    assert "stage" not in result.stderr


def test_quiet_keeps_it_from_stderr(two_images: Path, tmp_path: Path) -> None:
    result = expand(two_images, tmp_path / "out", "--brightness", "0.5", "--profile", "--quiet")
    assert (result.stdout, result.stderr) == ("", "")
