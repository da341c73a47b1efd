"""A range that changes nearly nothing is told, with what was probably meant."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.ranges import Interval
from augcli.config.flags import as_flags, as_typed
from augcli.config.unseen import unseen_ranges
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

from .pictures import photo, save
from .running import run

HUE = "--hue 0.1 changes nearly nothing; did you mean --hue 36 (0.1 of a turn)?"


def _told(flags: str) -> list[str]:
    """Return the notes on a pipeline of flags."""
    result = run("config", "show", *shlex.split(flags))
    assert result.code == 0, result.stderr
    return result.stderr.splitlines()


@pytest.mark.parametrize(
    ("flags", "meant"),
    [
        ("--hue 0.1", "did you mean --hue 36 (0.1 of a turn)?"),
        ("--hue 0.1,0.1", "did you mean --hue 36,36 (0.1 of a turn)?"),
        (
            "--rotation 0.2",
            "did you mean --rotation 11.5 (0.2 radians) or --rotation 72 (0.2 of a turn)?",
        ),
        ("--shear 0.2", "did you mean --shear 11.5 (0.2 radians)?"),
        ("--channel-shift 0.1", "did you mean --channel-shift 25.5 (0.1 of 255)?"),
        ("--gaussian-noise 0,0.05", "did you mean --gaussian-noise 12.8 (0.05 of 255)?"),
        ("--solarize 0.5", "did you mean --solarize 128 (0.5 of 255)?"),
        ("--hue 2", "a mild range is --hue 15"),
        ("--brightness 0.01", "a mild range is --brightness 0.2"),
        ("--zoom 0.999,1", "a mild range is --zoom 0.2"),
        ("--width-shift 0.2%", "a mild range is --width-shift 0.1"),
        ("--height-shift 0.5px", "a mild range is --height-shift 0.1"),
        ("--gaussian-blur 0.1px", "a mild range is --gaussian-blur 0.01"),
        ("--posterize 7,8", "a mild range is --posterize 3,6"),
        ("--jpeg-compression 98,100", "a mild range is --jpeg-compression 30,90"),
    ],
)
def test_a_range_of_which_nobody_sees_anything_is_told(flags: str, meant: str) -> None:
    (line,) = _told(flags)
    assert line.startswith(flags.split(maxsplit=1)[0])
    assert line.endswith(f" changes nearly nothing; {meant}")


@pytest.mark.parametrize("flags", ["--hue 0", "--brightness 1,1", "--rot90 0", "--zoom 0"])
def test_a_range_of_just_the_neutral_value_does_nothing(flags: str) -> None:
    (line,) = _told(flags)
    assert " does nothing; a mild range is --" in line


@pytest.mark.parametrize(
    "flags",
    [
        *("--hue 15", "--hue 0.1,20", "--hue -30,0.1", "--rotation 1", "--shear 2,2"),
        *("--zoom 0.01", "--width-shift 1px", "--brightness 0.97,1", "--autocontrast 0"),
        *("--hue 0.1 --chance hue=0", "--preset natural --rotation 0", "--policy trivialaugment"),
        *("--policy autoaugment-cifar", "--preset documents", "--gaussian-blur 0.5px"),
    ],
)
def test_nothing_is_said_of_what_can_be_seen_or_is_meant(flags: str) -> None:
    assert _told(flags) == []


def test_every_command_that_uses_a_pipeline_tells_it_once(tmp_path: Path) -> None:
    image = save(tmp_path / "data" / "hat" / "a.png", photo())
    (tmp_path / "aug.toml").write_text('[[step]]\ntransform = "hue"\ndegrees = 0.1\n')
    flags = ("--hue", "0.1")
    expand = ("expand", tmp_path / "data", "out", "--copies", "1", "--workers", "1")
    for args in (
        *((*expand, *flags), (*expand, *flags, "--dry-run"), ("preview", image, *flags)),
        *(("preview", tmp_path / "data", *flags), ("preview", image, "--sweep", "hue", *flags)),
        *(("preview", image, "--compare", "aug.toml", "natural"), ("config", "check", "aug.toml")),
        *(("config", "init", "new.toml", *flags), ("export", "--to", "torchvision", *flags)),
    ):
        result = run(*args, cwd=tmp_path)
        assert result.code == 0, result.stderr
        assert result.stderr.splitlines().count(HUE) == 1, args
    assert HUE not in run(*expand, *flags, "--quiet", "--overwrite", cwd=tmp_path).stderr


def test_steps_in_groups_are_told_unless_they_are_the_choice_to_do_nothing(tmp_path: Path) -> None:
    members = '{transform = "hue", degrees = 0.1}, {transform = "rotation", degrees = 0}'
    (tmp_path / "aug.toml").write_text(f"[[step]]\none-of = [{members}]\n")
    told = run("config", "check", "aug.toml", cwd=tmp_path).stderr.splitlines()
    assert told == [HUE, "aug.toml is valid: 1 step"]


WITH_KNOB = [one for one in catalogue().values() if one.knobs]


@pytest.mark.parametrize("transform", WITH_KNOB, ids=lambda one: one.name)
def test_the_mild_range_can_be_seen_and_a_sliver_of_it_cannot(transform: Transform) -> None:
    name, knob = next(iter(transform.knobs.items()))
    mild, neutral = knob.default_interval, knob.neutral_interval
    assert not unseen_ranges(Pipeline((Step(transform),)), Pipeline(()))
    if neutral is None or transform.name in ("rot90", "median_blur"):
        return
    low, *_, high = sorted(
        neutral.low + (end - neutral.low) / 1000 for end in (mild.low, mild.high, neutral.low)
    )
    sliver = Interval(low, high, mild.unit)
    if transform.name == "posterize":
        sliver = Interval(7, 8)
    (line,) = unseen_ranges(Pipeline((Step(transform, {name: sliver}),)), Pipeline(()))
    assert line.startswith(f"{transform.flag} {as_typed(sliver, knob)} changes nearly nothing; ")
    for typed in line.split("; ")[1].removesuffix("?").split(" or "):
        flag, value = typed[typed.index("--") :].split()[:2]
        assert flag == transform.flag
        meant = Step(transform, {name: knob.parse(value)})
        assert not unseen_ranges(Pipeline((meant,)), Pipeline(()))
        assert value in as_flags(meant)
