"""Read an untrusted TOML file as a pipeline."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from augcli.catalogue import catalogue
from augcli.catalogue.words import match_word
from augcli.config.location import Location
from augcli.config.pipeline_file import PipelineFile
from augcli.config.stages import is_number, read_stage
from augcli.errors import BadValue, SourceProblem, UsageProblem, path_error
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.resampling import FillMode, Interpolation, Resampling, parse_fill_value
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.read import read_file

MOST_BYTES = 256_000
MOST_STEPS = 1000
# tomllib takes a minute for a key of 100,000 parts; our keys have one.
_LONG_KEY = re.compile(r"(?<![\w'\"-])(?:[\w'\"-]++[ \t]*+\.[ \t]*+){20}")
PIPELINE_KEYS = ("why", "seed", "fill-mode", "fill-value", "interpolation", "depth-range", "step")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a pipeline file.

    Raises:
        UsageProblem: there is no such file, or it is too large.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    try:
        return read_file(path, MOST_BYTES)
    except SourceProblem as problem:
        hint = "write a file to start from with augcli config init"
        raise path_error(f"{path}: {problem.text}", hint, problem.__cause__) from problem


def parse_pipeline(data: bytes, name: str) -> PipelineFile:
    """Return what the bytes of a pipeline file mean; ``name`` is for messages.

    Raises:
        UsageProblem: they break a rule. The message names line, key and rule.
    """
    return parse_project(data, name, ())[0]


def parse_project(
    data: bytes, name: str, options: Collection[str]
) -> tuple[PipelineFile, dict[str, Any], Location]:
    """Return a pipeline, the values of ``options`` as TOML has them, and where they are.

    A file with options needs no steps. Raises UsageProblem.
    """
    try:
        text = data.decode("utf-8-sig")
        if _LONG_KEY.search(text):
            raise ValueError("a key has too many parts")
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{name} is not text in UTF-8", "save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # not TOMLDecodeError alone: numbers too long
        why = "is nested too deeply" if isinstance(error, RecursionError) else f"{error}"
        hint = "write a file to start from with augcli config init"
        raise UsageProblem(f"{name} is not valid TOML: {why[:200]}", hint) from error
    location = Location(name, text)
    _refuse_unknown(found, options, location)
    return (
        read_top(found, location, needed=1 if found.keys() <= {*PIPELINE_KEYS} else 0),
        {key: found[key] for key in options if key in found},
        location,
    )


def _refuse_unknown(found: dict[str, Any], options: Collection[str], location: Location) -> None:
    known = dict.fromkeys((*PIPELINE_KEYS, *options))
    unknown = next((key for key in found if key not in known), None)
    if unknown is None:
        return
    near = get_close_matches(unknown[:80], known, 1)
    hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(known)}"
    if unknown.replace("-", "_") in catalogue():
        hint = f'write it as a step: [[step]], and below it transform = "{unknown}"'
    raise location.problem(unknown[:80], "no such key", hint)


def read_top(found: dict[str, Any], location: Location, *, needed: int) -> PipelineFile:
    """Return the pipeline of a file whose keys are known; ``needed`` is its least count of steps.

    Raises:
        UsageProblem: a value breaks a rule.
    """
    steps = found.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise location.problem("step", "steps are tables", 'start each with a line "[[step]]"')
    if not needed <= len(steps) <= MOST_STEPS:
        rule = f"a pipeline has 1 to {MOST_STEPS} steps, and this has {len(steps)}"
        raise location.problem("", rule, 'start each with a line "[[step]]"')
    stages = [read_stage(step, location.at_step(number)) for number, step in enumerate(steps, 1)]
    why = found.get("why", "")
    if not isinstance(why, str):
        raise location.problem("why", "must be text", 'for example: why = "mild"')
    return PipelineFile(
        Pipeline(tuple(stages)),
        _read_resampling(found, location),
        _read_seed(found, location),
        why,
        _one_of(found, "depth-range", PipelineFile.depth_range, DEPTH_RANGES, location),
    )


def _read_seed(found: dict[str, Any], location: Location) -> int | None:
    seed = found.get("seed")
    if seed is not None and (type(seed) is not int or seed < 0):
        raise location.problem("seed", "must be a whole number from 0", "for example: seed = 7")
    return seed


def _read_resampling(found: dict[str, Any], location: Location) -> Resampling:
    plain = Resampling()
    return Resampling(
        _one_of(found, "interpolation", plain.interpolation, get_args(Interpolation), location),
        _one_of(found, "fill-mode", plain.fill_mode, get_args(FillMode), location),
        _read_fill_value(found.get("fill-value", 0), location),
    )


def _one_of(
    found: dict[str, Any], key: str, default: Any, names: tuple[str, ...], location: Location
) -> Any:
    value = found.get(key, default)
    word = match_word(value, names) if isinstance(value, str) else None
    if word is None:
        raise location.problem(key, f"must be one of {', '.join(names)}", f'such as "{names[0]}"')
    return word


def _read_fill_value(value: Any, location: Location) -> tuple[float, ...]:
    levels = value if isinstance(value, list) else [value]
    example = 'for example: fill-value = 128, [255, 128, 0] or "red"'
    if not isinstance(value, str) and not all(map(is_number, levels)):
        rule = "must be a level, a list of levels or a colour"
        raise location.problem("fill-value", rule, example)
    text = value if isinstance(value, str) else ",".join(f"{level:f}" for level in levels)
    try:
        return parse_fill_value(text)
    except BadValue as rule:
        raise location.problem("fill-value", str(rule), example) from rule
