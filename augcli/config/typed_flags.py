"""Read the flags of a pipeline from a line of text, without a command."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from augcli.catalogue import catalogue
from augcli.catalogue.words import match_word, similar
from augcli.config.pipeline_flags import PipelineFlags
from augcli.config.presets import presets
from augcli.errors import UsageProblem
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS
from augcli.pipeline.canvas import FITS, Fit
from augcli.pipeline.policies import POLICIES

_ACROSS = "--mix-across"


class TypedFlags(NamedTuple):
    """The flags of a pipeline, and those of the size of its copies; None was not typed."""

    pipeline: PipelineFlags
    size: str | None
    fit: Fit | None

    def names(self) -> set[str]:
        """Return the flags that were typed."""
        sized = {"--size": self.size, "--fit": self.fit}
        return {*self.pipeline.typed(), *(flag for flag in sized if sized[flag] is not None)}


def read_flags(typed: str | Sequence[str]) -> TypedFlags:
    """Return the flags in a line, or in a list of words, as the command line takes them.

    Raises:
        UsageProblem: there is no such flag, it has no value, or it is given twice.
    """
    of_transforms = _words_of_transforms()
    switches = _switches()
    chances: list[str] = []
    found: dict[str, Any] = {}
    for flag, text in _pairs(typed, _words_of_others() | of_transforms, switches):
        if flag == "--chance":
            chances.append(text)
        elif flag in found:
            hint = "give it once; a range is written A,B, such as --rotation -10,30"
            raise UsageProblem(f"{flag} is given twice", hint)
        else:
            found[flag] = text
    size, fit = found.pop("--size", None), found.pop("--fit", None)
    ranges = {flag: found.pop(flag) for flag in of_transforms if flag in found}
    on = frozenset(found.pop(flag) for flag in set(switches.values()) if flag in found)
    others = {flag.removeprefix("--").replace("-", "_"): found[flag] for flag in found}
    if _ACROSS in on:
        others["mix_across"] = True
    flags = PipelineFlags(ranges, on - {_ACROSS}, chance=tuple(chances), **_parsed(others))
    return TypedFlags(flags, size, fit)


def _pairs(
    typed: str | Sequence[str], words: dict[str, Sequence[str]], switches: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each flag with its value; a switch has its own name for one."""
    parts = iter(_split(typed))
    for part in parts:
        name, _, value = part.partition("=")
        flag = name.replace("_", "-").lower()
        if flag in switches and not value:
            yield switches[flag], switches[flag]
        elif flag in words:
            text = value or next(parts, "")
            if not text or text.startswith("--"):
                raise UsageProblem(f"{flag} has no value", "write the value after it")
            yield flag, _word(flag, text, words[flag])
        else:
            near = similar(flag, [*words, *switches], 1)
            hint = f"did you mean {near[0]}?" if near else "augcli preview --help-all lists them"
            raise UsageProblem(f"{part}: there is no such flag of a pipeline", hint)


def _split(typed: str | Sequence[str]) -> list[str]:
    if not isinstance(typed, str):
        return list(typed)
    try:
        return shlex.split(typed)
    except ValueError as error:
        raise UsageProblem(f"{typed}: a quote is not closed", "close it") from error


def _word(flag: str, text: str, words: Sequence[str]) -> str:
    """Return the word that was typed, or any text if there are no words to choose from."""
    word = match_word(text, words) if words else text
    if word is None:
        raise UsageProblem(f"{flag} {text}: there is no such word", f"write {', '.join(words)}")
    return word


def _words_of_transforms() -> dict[str, Sequence[str]]:
    """Return the flags of transforms that have a value, and the words to choose from, if any."""
    found: dict[str, Sequence[str]] = {}
    for one in catalogue().values():
        found |= {one.knob_flag(knob): () for knob in one.knobs}
        found |= {one.knob_flag(name): choice.words for name, choice in one.choices.items()}
    return found


def _words_of_others() -> dict[str, Sequence[str]]:
    free = dict.fromkeys(("--config", "--chance", "--fill-value", "--size", "--seed"), ())
    return free | {
        "--preset": presets(),
        "--policy": list(POLICIES),
        "--fill-mode": FILL_MODES,
        "--interpolation": INTERPOLATIONS,
        "--depth-range": DEPTH_RANGES,
        "--fit": FITS,
    }


def _switches() -> dict[str, str]:
    """Return the full name of each flag without a value, by each of its names."""
    found = {_ACROSS: _ACROSS}
    for one in catalogue().values():
        if not one.knobs:
            found[one.flag] = one.flag
            found |= {f"--{one.short}": one.flag} if one.short else {}
        found |= {flag: flag for flag in one.switches.values()}
    return found


def _parsed(others: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the flags that belong to no transform."""
    parsed = dict(others)
    if "config" in parsed:
        parsed["config"] = Path(parsed["config"])
    if (seed := parsed.get("seed")) is not None:
        if not (seed.isascii() and seed.isdigit()):
            raise UsageProblem(f"--seed {seed}: must be a whole number from 0", "write --seed 7")
        parsed["seed"] = int(seed)
    return parsed
