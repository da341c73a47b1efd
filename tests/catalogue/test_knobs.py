"""The grammar of typed ranges."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from augcli.catalogue.knobs import Knob, Real, Whole
from augcli.catalogue.lengths import Length, Shift
from augcli.catalogue.registry import catalogue
from augcli.errors import BadValue

KNOBS: dict[str, Knob] = {
    transform.knob_flag(name).removeprefix("--").replace("-", "_"): knob
    for transform in catalogue().values()
    for name, knob in transform.knobs.items()
}

GOOD = [
    ("rotation", "90", -90, 90, ""),
    ("rotation", "0", 0, 0, ""),
    ("rotation", "360", -360, 360, ""),
    ("rotation", "-10,30", -10, 30, ""),
    ("rotation", "12.5,12.5", 12.5, 12.5, ""),
    ("rotation", " -1e1 , +3.0e1 ", -10, 30, ""),
    ("rotation", "-.5,5.", -0.5, 5, ""),
    ("zoom", "0.3", 0.7, 1.3, ""),
    ("zoom", "0.99", 0.01, 1.99, ""),
    ("zoom", "0.5,0.5", 0.5, 0.5, ""),
    ("zoom", "0.01,100", 0.01, 100, ""),
    ("brightness", "0.2", 0.8, 1.2, ""),
    ("brightness", "0.2,1.0", 0.2, 1.0, ""),
    ("brightness", "1", 0, 2, ""),
    ("brightness", "0,0", 0, 0, ""),
    ("contrast", "0.5", 0.5, 1.5, ""),
    ("shear", "15", -15, 15, ""),
    ("channel_shift", "20", -20, 20, ""),
    ("width_shift", "0.1", -0.1, 0.1, "fraction"),
    ("width_shift", "1", -1, 1, "fraction"),
    ("width_shift", "-1,1", -1, 1, "fraction"),
    ("width_shift", "0", 0, 0, "fraction"),
    ("width_shift", "10%", -0.1, 0.1, "fraction"),
    ("width_shift", "-5%,20%", -0.05, 0.2, "fraction"),
    ("width_shift", "100%", -1, 1, "fraction"),
    ("width_shift", "1.5", -1.5, 1.5, "pixels"),
    ("width_shift", "200", -200, 200, "pixels"),
    ("width_shift", "-0.5px,20px", -0.5, 20, "pixels"),
    ("width_shift", "-200px,200px", -200, 200, "pixels"),
    ("width_shift", "0.5px", -0.5, 0.5, "pixels"),
    ("width_shift", "1px,1px", 1, 1, "pixels"),
    ("width_shift", "100000px", -100000, 100000, "pixels"),
    ("height_shift", "-3px , 0px", -3, 0, "pixels"),
    # Where nothing lies beyond the neutral value, N is to the one side there is.
    ("gaussian_blur", "2", 0, 2, "pixels"),
    ("gaussian_blur", "1%", 0, 0.01, "fraction"),
    ("posterize", "3", 5, 8, ""),
    ("crop", "0.6,1", 0.6, 1, ""),
    ("crop", "0.4", 0.6, 1, ""),
    # Where no value is neutral, N is just that.
    ("jpeg_compression", "40", 40, 40, ""),
]

NUMBER = r"write one number N, or two as A,B"
REVERSED = r"the interval is reversed"
NEGATIVE = r"not negative"
LENGTHS = r"one end looks like a fraction, the other like pixels"
DASH = r"a comma between them, not a dash"
POINT = r"decimals have a point"
BAD = [
    *[
        ("rotation", text, NUMBER)
        for text in ("", " ", "ninety", "90d", "90°°", "1,2,3", ",", "1,", "[1", "()", "1;;2")
    ],
    *[
        ("rotation", text, NUMBER)
        for text in ("nan", "inf", "-inf", "Infinity,1", "0,nan", "1e", "e1")
    ],
    *[
        ("rotation", text, NUMBER)
        for text in ("1_0", "0x10", "١", "９０", "1 2 3", "--1", ".", "±", "1..")
    ],
    *[("rotation", text, NUMBER) for text in ("10px", "10%", "\n", "1\x00", "+", "- 1")],
    ("rotation", "1e999", r"too large"),
    ("rotation", "-1e999,0", r"too large"),
    ("rotation", "30,-10", REVERSED),
    ("rotation", "1 0", REVERSED),
    ("rotation", "-10", NEGATIVE),
    ("rotation", "361", r"-361 to 361, which is outside -360 to 360"),
    ("rotation", "0,360.5", r"0 to 360.5, which is outside"),
    ("zoom", "1", r"0 to 2, which is outside 0.01 to 100"),
    ("zoom", "0,1", r"outside"),
    ("zoom", "1.2,0.8", REVERSED),
    ("zoom", "-0.1", NEGATIVE),
    ("brightness", "1.5", r"-0.5 to 2.5, which is outside 0 to 100"),
    ("brightness", "-0.1,1", r"outside 0 to 100"),
    ("brightness", "1,101", r"outside 0 to 100"),
    ("shear", "90", r"outside -89 to 89"),
    ("channel_shift", "256", r"outside -255 to 255"),
    ("width_shift", "101%", r"-1.01 to 1.01, which is outside -1 to 1"),
    ("width_shift", "100001px", r"outside"),
    ("width_shift", "1e300", r"outside"),
    ("width_shift", "10px,20%", r"same unit"),
    ("width_shift", "10px,20", r"same unit"),
    *[("width_shift", text, LENGTHS) for text in ("-0.5,20", "-20,0.5", "0.1,20px", "0.5,2")],
    *[("rotation", text, DASH) for text in ("10-20", "-10 - 20", "10\u201320", "1-2-3")],
    *[("zoom", text, POINT) for text in ("0,05", "0,8,1,2", "-0,5,0,5")],
    ("width_shift", "-10px", NEGATIVE),
    ("width_shift", "20px,10px", REVERSED),
    ("width_shift", "-5%,-20%", REVERSED),
    *[
        ("width_shift", text, NUMBER)
        for text in ("px", "%", "10 cm", "10cm", "10°", "10pxpx", "1%px")
    ],
    ("posterize", "2.5", r"write whole numbers"),
    ("posterize", "8", r"0 to 8, which is outside 1 to 8"),
    ("gaussian_blur", "-1,2", r"outside 0 to 500"),
    ("jpeg_compression", "-1", r"outside 1 to 100"),
    *[("height_shift", text, NUMBER) for text in ("", "nan", "inf%", "nanpx", "1px,2px,3px")],
]


@pytest.mark.parametrize(("name", "text", "low", "high", "unit"), GOOD)
def test_a_good_value_means_its_interval(
    name: str, text: str, low: float, high: float, unit: str
) -> None:
    interval = KNOBS[name].parse(text)
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-12)
    assert interval.unit == unit


@pytest.mark.parametrize(("name", "text", "rule"), BAD)
def test_a_bad_value_is_refused_with_the_rule_that_it_breaks(
    name: str, text: str, rule: str
) -> None:
    with pytest.raises(BadValue, match=rule):
        KNOBS[name].parse(text)


def _limits(knob: Knob, unit: str) -> tuple[float, float]:
    if isinstance(knob, Shift):
        return knob.least * knob.limits[unit], knob.limits[unit]
    assert isinstance(knob, Real)
    return knob.low, knob.high


_numbers = st.one_of(
    st.floats().map(repr),
    st.integers().map(str),
    st.floats(-2, 2).map("{:.2f}".format),
    st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}(e-?[0-9]{1,3})?", fullmatch=True),
)
_ends = st.builds("{}{}".format, _numbers, st.sampled_from(["", "px", "%", " ", "°"]))
_almost = st.lists(_ends, min_size=1, max_size=3).map(",".join)
_texts = st.one_of(_almost, st.text(), st.text(alphabet=string.digits + "+-.,e%px \t", max_size=12))


@pytest.mark.parametrize("name", KNOBS)
@settings(max_examples=12)  # of each of 160 knobs
@given(text=_texts)
@example(text="1e308%,1e308%")
@example(text="-1e308,1e308")
@example(text="9" * 5000)
@example(text="\ud800")
def test_any_text_means_a_finite_interval_within_the_limits_or_is_refused(
    name: str, text: str
) -> None:
    knob = KNOBS[name]
    try:
        interval = knob.parse(text)
    except BadValue:
        return
    low, high = _limits(knob, interval.unit)
    assert math.isfinite(interval.low)
    assert math.isfinite(interval.high)
    assert low <= interval.low <= interval.high <= high


@pytest.mark.parametrize("name", KNOBS)
@settings(max_examples=12)
@given(ends=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_an_interval_that_is_written_out_is_read_back_exactly(
    name: str, ends: tuple[float, float]
) -> None:
    low, high = sorted(_at(KNOBS[name], end) for end in ends)
    if isinstance(KNOBS[name], Whole):
        low, high = round(low), round(high)
    interval = KNOBS[name].parse(f"{low!r},{high!r}")
    assert (interval.low, interval.high) == (low, high)


def _at(knob: Knob, position: float) -> float:
    low, high = _limits(knob, "fraction")
    return min(max(low + position * (high - low), low), high)


@pytest.mark.parametrize(
    ("length", "side", "pixels"),
    [
        (Length(0.1, "fraction"), 400, 40),
        (Length(-0.5, "fraction"), 31, -15.5),
        (Length(20, "pixels"), 400, 20),
        (Length(-0.5, "pixels"), 31, -0.5),
    ],
)
def test_a_length_is_a_part_of_its_side_or_pixels(length: Length, side: int, pixels: float) -> None:
    assert length.in_pixels(side) == pytest.approx(pixels)


@pytest.mark.parametrize(
    ("text", "fields"), [("10%,10%", {"fraction": 0.1}), ("7px,7px", {"pixels": 7.0})]
)
def test_a_shift_is_recorded_under_its_unit(text: str, fields: dict[str, float]) -> None:
    knob = KNOBS["width_shift"]
    interval = knob.parse(text)
    assert {knob.field("distance", interval.unit): interval.low} == pytest.approx(fields)
    ((unit, number),) = fields.items()
    assert knob.reader("distance")(fields) == Length(number, unit)


@pytest.mark.parametrize("name", KNOBS)
def test_the_neutral_interval_is_one_value(name: str) -> None:
    neutral = KNOBS[name].neutral_interval
    assert neutral is None or neutral.low == neutral.high
