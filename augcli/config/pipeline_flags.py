"""The flags of a pipeline, as the user typed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from augcli.catalogue import Transform, catalogue
from augcli.imaging.depth_range import DepthRange
from augcli.imaging.resampling import FillMode, Interpolation


@dataclass(frozen=True)
class PipelineFlags:
    """The flags that preview, expand, config and export share; None is a flag that wasn't typed.

    ``ranges`` maps the flag of a knob or a choice to the text typed for it: ``{"--zoom": "0.2"}``.
    ``switches`` holds the flags without a value: ``--horizontal-flip``, ``--zoom-uniform``.
    """

    ranges: Mapping[str, str]
    switches: frozenset[str]
    config: Path | None = None
    preset: str | None = None
    policy: str | None = None
    mix_across: bool = False
    fill_mode: FillMode | None = None
    fill_value: str | None = None
    interpolation: Interpolation | None = None
    depth_range: DepthRange | None = None
    chance: tuple[str, ...] = ()
    seed: int | None = None

    def typed(self) -> list[str]:
        """Return the flags that were typed, those of transforms first."""
        shared = [
            f"--{field.name.replace('_', '-')}"
            for field in _SHARED
            if getattr(self, field.name) != field.default
        ]
        return [*self.ranges, *sorted(self.switches), *shared]

    def names(self, transform: Transform) -> bool:
        """Return True if a flag of the transform was typed."""
        return any(
            flag in self.ranges or flag in self.switches
            for flag in (*_knob_flags(transform), *_switch_flags(transform))
        )


_SHARED = fields(PipelineFlags)[2:]


def split_values(values: Mapping[str, Any]) -> tuple[PipelineFlags, dict[str, Any]]:
    """Return the flags of the pipeline, and the values of all other parameters.

    ``values`` are those that click passes to a command, by parameter name.
    """
    others = dict(values)
    transforms = catalogue().values()
    knobs = {flag: others.pop(_parameter(flag)) for one in transforms for flag in _knob_flags(one)}
    on = {flag: others.pop(_parameter(flag)) for one in transforms for flag in _switch_flags(one)}
    flags = PipelineFlags(
        {flag: text for flag, text in knobs.items() if text is not None},
        frozenset(flag for flag, is_on in on.items() if is_on),
        **{field.name: others.pop(field.name) for field in _SHARED},
    )
    return flags, others


def transform_flags() -> set[str]:
    """Return the flags of all transforms."""
    every = catalogue().values()
    return {flag for one in every for flag in (*_knob_flags(one), *_switch_flags(one))}


def _knob_flags(transform: Transform) -> list[str]:
    return [transform.knob_flag(name) for name in (*transform.knobs, *transform.choices)]


def _switch_flags(transform: Transform) -> list[str]:
    alone = [] if transform.knobs else [transform.flag]
    return [*alone, *transform.switches.values()]


def _parameter(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")
