"""Fuzz what reads values from the command line: only BadValue may come out of it.

``python fuzz/grammar.py -max_total_time=60 CORPUS_DIR``
"""

from __future__ import annotations

import contextlib
import math
import sys

import atheris

with atheris.instrument_imports(include=["augcli"]):
    from augcli.catalogue.knobs import Real
    from augcli.catalogue.lengths import Shift
    from augcli.catalogue.registry import catalogue
    from augcli.config.parse_size import parse_grid, parse_size
    from augcli.imaging.resampling import parse_fill_value

from augcli.errors import BadValue

KNOBS = [
    knob
    for transform in catalogue().values()
    for knob in transform.knobs.values()
    if isinstance(knob, Real | Shift)
]


def parse(data: bytes) -> None:
    """Read what the fuzzer made up as a value of every kind."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(64)
    for knob in KNOBS:
        try:
            interval = knob.parse(text)
        except BadValue:
            continue
        assert interval.low <= interval.high
        assert math.isfinite(interval.low)
        assert math.isfinite(interval.high)
    for read in (parse_size, parse_grid, parse_fill_value):
        with contextlib.suppress(BadValue):
            read(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, parse)
    atheris.Fuzz()
