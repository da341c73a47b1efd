"""The scales of sliders: every knob of the catalogue has one that a hand can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from .studio import Studio, Visit, visit

_SCALES = """async () => {
  const { ends, stepOf, snap, parse, written } = await import("/scale.js");
  const { transforms } = await (await fetch("/api/catalogue")).json();
  return transforms.flatMap(({ name, knobs }) => knobs.map((knob) => {
    const scale = ends(knob, knob.default);
    const step = stepOf(knob, scale);
    const snapped = [0, 0.1, 0.35, 0.5, 0.72, 1].map((at) =>
      snap(scale.low + at * (scale.high - scale.low), step, knob));
    return {
      name, knob, scale, step, snapped,
      read: snapped.map((number) => parse(written(number), knob)),
      wider: ends(knob, [knob.low, knob.high]),
    };
  }));
}"""


@pytest.fixture(scope="module")
def still(browser: Browser, studio: Studio) -> Iterator[Visit]:
    """A page that tests only read."""
    found = visit(browser, studio)
    yield found
    found.page.context.close()


def test_every_knob_has_a_scale_around_its_default_within_its_limits(still: Visit) -> None:
    found: list[dict[str, Any]] = still.page.evaluate(_SCALES)
    assert len(found) > 60
    for one in found:
        knob, (low, high) = one["knob"], (one["scale"]["low"], one["scale"]["high"])
        assert (
            knob["low"] <= low <= knob["default"][0] <= knob["default"][1] <= high <= knob["high"]
        )
        if knob["neutral"] is not None:
            assert low <= knob["neutral"] <= high
        # One press moves a little, and a few dozen cross the slider.
        assert 1 <= (high - low) / one["step"] <= 400, one["name"]
        assert one["wider"] == {"low": knob["low"], "high": knob["high"]}


def test_numbers_on_the_slider_are_within_the_limits_and_read_as_they_are_written(
    still: Visit,
) -> None:
    for one in still.page.evaluate(_SCALES):
        knob = one["knob"]
        assert all(knob["low"] <= number <= knob["high"] for number in one["snapped"])
        assert one["read"] == one["snapped"]
        if knob["whole"]:
            assert all(number == int(number) for number in one["snapped"])


def test_ways_to_write_a_number_are_understood(still: Visit) -> None:
    read = """async (texts) => {
      const { parse } = await import("/scale.js");
      return texts.map((text) => parse(text, { percents: true }));
    }"""
    texts = ["12", "−3.5", "0,25", "10%", "1e-3", ".5", "", "12 apples", "1,2,3", "--2", "0x10"]
    assert still.page.evaluate(read, texts) == [12, -3.5, 0.25, 0.1, 0.001, 0.5, *[None] * 5]


def test_pixels_can_be_typed_where_a_knob_takes_them(there: Visit) -> None:
    there.page.get_by_role("button", name="Add step").click()
    there.page.get_by_label("Search transforms").fill("sideways")
    there.page.keyboard.press("Enter")
    typed = there.type_number("width-shift distance to", "12px")
    assert typed.input_value() == "12px"
    assert there.number("width-shift distance from") == -12
    assert "--width-shift 12px" in there.command()
    there.type_number("width-shift distance to", "25%")
    assert there.number("width-shift distance to") == 0.25
    assert "--width-shift 0.25" in there.command()
