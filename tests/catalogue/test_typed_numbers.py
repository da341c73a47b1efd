"""Ranges as people write them elsewhere: brackets, separators, signs and units."""

from __future__ import annotations

import pytest

from augcli.catalogue.knobs import Knob
from augcli.catalogue.registry import catalogue
from augcli.catalogue.ways_out import ways_out
from augcli.errors import BadValue

FIRST_KNOBS: dict[str, Knob] = {
    name: next(iter(transform.knobs.values()))
    for name, transform in catalogue().items()
    if transform.knobs
}

GOOD = [
    *[
        ("rotation", text, -20, 30, "")
        for text in (
            "[-20,30]",
            "(-20, 30)",
            "{-20;30}",
            "-20:30",
            "-20..30",
            "-20…30",
            "-20 to 30",
            "-20 30",
            "\u221220,+30",
            "\u201320,30",
            "-20°,30°",
            "-20,30deg",
            "[-20,30] degrees",
            "-20 DEG : 30 deg",
            "'-20,30'",
            '"[-20.0, 30.]"',
            "-2e1..3e1",
        )
    ],
    *[
        ("rotation", text, -90, 90, "")
        for text in ("90°", "90º", "90 Degrees", "±90", "+-90", "+/- 90")
    ],
    *[
        ("zoom", text, 0.5, 1.5, "")
        for text in ("50%", "50 percent", "50%,150%", "0.5x,1.5x", "0.5..1.5")
    ],
    ("crop", "60%,100%", 0.6, 1, ""),
    ("hue", "7°,7°", 7, 7, ""),
    ("brightness", "7%,7%", 0.07, 0.07, ""),
    ("autocontrast", "2%", 2, 2, ""),
    ("jpeg_compression", "40%", 40, 40, ""),
    ("median_blur", "3px", 0, 3, ""),
    *[
        ("width_shift", text, -20, 20, "pixels")
        for text in ("20 px", "20PX", "20 pixels", "-20,20px", "[-20, 20]px")
    ],
    *[("width_shift", text, -0.1, 0.1, "fraction") for text in ("10 %", "10 percent", "-10..10%")],
]


@pytest.mark.parametrize(("name", "text", "low", "high", "unit"), GOOD)
def test_a_range_is_read_however_it_is_written(
    name: str, text: str, low: float, high: float, unit: str
) -> None:
    interval = FIRST_KNOBS[name].parse(text)
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-12)
    assert interval.unit == unit


INSTEAD = [
    ("rotation", "0.5rad", ["28.65"]),
    ("rotation", "0.25 turns", ["90"]),
    ("rotation", "-5", ["5", "-5,-5"]),
    ("rotation", "30,-10", ["-10,30"]),
    ("rotation", "-10-20", ["-10,20"]),
    ("rotation", "400", ["360"]),
    ("zoom", "2", ["0.5,2"]),
    ("zoom", "0,5", ["0.5", "0.01,5"]),
    ("zoom", "0,8,1,2", ["0.8,1.2"]),
    ("brightness", "-1", ["0.2", "0.8,1.2"]),
    ("brightness", "-1,1", ["0,1"]),
    ("mosaic", "0.3,0.6", ["0.3,0.4"]),
    ("mosaic", "0.5", ["0.4"]),
    ("jpeg_compression", "120", ["100"]),
    ("channel_shift", "10%", ["25.5"]),
    ("width_shift", "0.1,20", ["10%,20%", "0.1px,20px"]),
    ("width_shift", "150%", ["0.1", "-10%,10%", "-20px,20px"]),
    ("width_shift", "0,05", ["0.05"]),
    ("gaussian_blur", "0.5", ["0.5px", "0.25"]),
    ("gaussian_blur", "5,3", ["3px,5px"]),
    ("rotation", "ninety", list(FIRST_KNOBS["rotation"].examples)),
]


@pytest.mark.parametrize(("name", "text", "instead"), INSTEAD)
def test_what_to_type_instead_is_near_what_was_typed(
    name: str, text: str, instead: list[str]
) -> None:
    knob = FIRST_KNOBS[name]
    with pytest.raises(BadValue) as broken:
        knob.parse(text)
    assert list(ways_out(broken.value, knob.parse, knob.examples)) == instead


@pytest.mark.parametrize(
    "text", ["±20,30", "1±5", "0 ± 20", "20±", "±±5", "-10,±20", " " * 300 + "5"]
)
def test_a_plus_or_minus_stands_before_one_number_alone(text: str) -> None:
    with pytest.raises(BadValue, match="one number N"):
        FIRST_KNOBS["rotation"].parse(text)
