"""Warn of values that are allowed and probably not what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from augcli.catalogue import catalogue
from augcli.catalogue.knobs import Knob, Real
from augcli.catalogue.lengths import Shift
from augcli.catalogue.typed_numbers import read_ends
from augcli.cli.console import note
from augcli.config.pipeline_flags import PipelineFlags

_DECIMAL_COMMA = re.compile(r"0,([2-9]|[1-9]\d)", re.ASCII)
_SHARES = re.compile(r"[\[(]?\s*0?\.\d+([,\s].*)?", re.ASCII)


def note_doubts(flags: PipelineFlags) -> None:
    """Print a warning for each value of the flags that is probably a mistake.

    The flags must be valid: an error stands alone.
    """
    for transform in catalogue().values():
        for name, knob in transform.knobs.items():
            flag = transform.knob_flag(name)
            for doubt in _doubts(flag, flags.ranges.get(flag, ""), knob):
                note(f"warning: {flag} {doubt}")
    if flags.fill_value and _SHARES.fullmatch(flags.fill_value):
        note(f"warning: --fill-value {flags.fill_value} is nearly black: white is 255, not 1")


def _doubts(flag: str, text: str, knob: Knob) -> Iterator[str]:
    comma = _DECIMAL_COMMA.fullmatch(text.strip())
    point = text.strip().replace(",", ".")
    if isinstance(knob, Shift):
        if text and _reaches_side(text):
            yield f"{text} reaches 100% of the side: a pixel is 1px, a tenth 10%"
        elif comma and len(comma[1]) == 1:
            yield f"{text} means 0 to {comma[1]} pixels: if {point} is meant, type {flag} {point}"
    elif isinstance(knob, Real) and knob.neutral == 1 and comma and knob.high >= int(comma[1]):
        meant = f"if {point} is meant, type {flag} {point}"
        yield f"{text} means {knob.unit} from 0 to {comma[1]}: {meant}"


def _reaches_side(text: str) -> bool:
    """Return True if a shift is written like one pixel and means the whole side."""
    ends = read_ends(text)
    return not any(end.unit for end in ends) and max(abs(end.number) for end in ends) == 1
