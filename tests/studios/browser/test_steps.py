"""The pipeline on the page: add, change, move, switch off, remove and bring back steps."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .studio import Visit


def test_a_step_is_found_in_the_catalogue_and_added_in_its_place(there: Visit) -> None:
    before = there.pictures()
    there.page.get_by_role("button", name="Add step").click()
    there.page.get_by_label("Search transforms").fill("lens wide")
    expect(there.page.get_by_text("No transform has all of these words.")).to_be_hidden()
    there.page.get_by_label("Search transforms").fill("slant keras")
    shown = there.page.locator("#found li:visible")
    expect(shown).to_have_count(1)
    shown.get_by_role("button").click()
    assert there.steps() == ["rotation", "shear", "horizontal-flip", "brightness"]
    there.repainted(before)
    expect(there.page.get_by_role("button", name="shear", exact=True)).to_be_focused()
    assert "--shear" in there.command()


def test_a_slider_and_the_bar_between_its_thumbs_are_dragged_and_all_follows(there: Visit) -> None:
    before = there.pictures()
    thumb = there.slider("rotation degrees to").bounding_box()
    assert thumb
    there.page.mouse.move(thumb["x"] + 7, thumb["y"] + 7)
    there.page.mouse.down()
    there.page.mouse.move(thumb["x"] + 27, thumb["y"] + 7, steps=5)
    moved = there.number("rotation degrees to")
    there.page.mouse.up()
    assert moved > 20
    assert there.number("rotation degrees to") == moved
    assert there.number("rotation degrees from") == -20
    there.repainted(before)
    there.page.keyboard.press("Control+z")  # the whole drag is one change
    assert there.number("rotation degrees to") == 20
    there.page.keyboard.press("Control+Shift+z")
    assert there.number("rotation degrees to") == moved
    there.page.keyboard.press("Control+z")
    bar = there.page.get_by_role("group", name="rotation degrees").locator(".bar").bounding_box()
    assert bar
    middle = bar["x"] + bar["width"] / 2
    there.page.mouse.move(middle, bar["y"] + 2)
    there.page.mouse.down()
    there.page.mouse.move(middle + 15, bar["y"] + 2, steps=3)
    there.page.mouse.up()
    # The bar moves both ends.
    low, high = (there.number(f"rotation degrees {end}") for end in ("from", "to"))
    assert (high - low, low > -20) == (40, True)


def test_a_typed_number_out_of_range_is_refused_with_the_rule_and_changes_nothing(
    there: Visit,
) -> None:
    command = there.command()
    typed = there.type_number("rotation degrees to", "400")
    said = there.page.get_by_role("alert").filter(has_text="400 is out of range")
    expect(said).to_contain_text("Degrees from -360 to 360")
    assert (typed.input_value(), typed.get_attribute("aria-invalid")) == ("400", "true")
    assert there.number("rotation degrees to") == 20
    assert there.command() == command
    there.type_number("rotation degrees to", "forty")
    expect(there.page.get_by_role("alert").filter(has_text="“forty” is no number")).to_be_visible()
    there.type_number("rotation degrees to", "100")  # beyond the slider, within the rule
    assert there.number("rotation degrees to") == 100
    expect(said).to_be_hidden()


def test_a_refused_number_goes_when_the_knob_gets_another(there: Visit) -> None:
    name = "rotation degrees to"
    page = there.page
    page.get_by_role("button", name="Remove brightness").click()
    ways: tuple[Callable[[], object], ...] = (
        lambda: there.slider(name).press("ArrowRight"),
        page.get_by_role("button", name="Undo").click,
        page.get_by_role("button", name="Reset rotation degrees").click,
        page.get_by_role("button", name="Reset rotation degrees").click,  # the default already
        lambda: page.get_by_label("Preset").select_option("natural"),
    )
    for way in ways:
        typed = there.type_number(name, "999")
        expect(typed).to_have_accessible_error_message(re.compile("999 is out of range"))
        way()
        expect(typed).to_have_value(f"{there.number(name):g}")
        assert typed.get_attribute("aria-invalid") is None
        expect(page.locator("#steps .wrong:visible")).to_have_count(0)


def test_steps_are_moved_by_the_mouse_and_by_keys(there: Visit) -> None:
    grip = there.page.get_by_role("button", name="Move brightness", exact=True)
    target = there.page.get_by_role("listitem", name="rotation").bounding_box()
    assert target
    grip.hover()
    there.page.mouse.down()
    there.page.mouse.move(target["x"] + 20, target["y"] + 5, steps=5)
    there.page.mouse.up()
    assert there.steps() == ["brightness", "rotation", "horizontal-flip"]
    expect(grip).to_be_focused()
    grip.press("ArrowDown")
    assert there.steps() == ["rotation", "brightness", "horizontal-flip"]
    expect(grip).to_be_focused()
    expect(there.page.get_by_text("brightness is step 2 of 3.", exact=True)).to_be_visible()
    assert "--config" in there.command()  # flags have a fixed order
    expect(there.page.locator("#hint")).to_contain_text("No flags can say this pipeline")
    grip.press("ArrowDown")
    assert "--config" not in there.command()
    expect(there.page.locator("#hint")).to_be_hidden()


def test_a_step_is_switched_off_removed_and_brought_back(there: Visit) -> None:
    assert "--horizontal-flip" in there.command()
    there.page.get_by_role("switch", name="Run horizontal-flip").uncheck()
    assert "--horizontal-flip" not in there.command()
    there.page.get_by_role("button", name="Remove rotation").click()
    assert there.steps() == ["horizontal-flip", "brightness"]
    for left in (["horizontal-flip", "brightness"], ["rotation", "horizontal-flip", "brightness"]):
        assert there.steps() == left
        there.page.get_by_role("button", name="Undo").click()
    expect(there.page.get_by_role("switch", name="Run horizontal-flip")).to_be_checked()
    expect(there.page.get_by_role("button", name="Undo")).to_be_disabled()
    there.page.get_by_role("button", name="Redo").click()
    expect(there.page.get_by_role("switch", name="Run horizontal-flip")).not_to_be_checked()


def test_a_preset_and_a_policy_are_steps_like_others(there: Visit) -> None:
    before = there.pictures()
    there.page.get_by_label("Preset").select_option("documents")
    assert there.steps()[-1] == "one of"
    there.repainted(before)
    there.page.get_by_role("button", name="Undo").click()
    there.page.get_by_label("Policy").select_option("randaugment")
    assert there.steps() == ["rotation", "horizontal-flip", "randaugment", "brightness"]
    assert "--policy randaugment" in there.command()


def test_a_key_is_undone_alone_and_passing_by_changes_nothing(there: Visit) -> None:
    slider = there.slider("rotation degrees to")
    slider.press("PageUp")
    once = there.number("rotation degrees to")
    slider.press("PageUp")
    assert there.number("rotation degrees to") > once > 20
    there.page.keyboard.press("Control+z")
    assert there.number("rotation degrees to") == once
    there.page.keyboard.press("Control+z")
    for _ in range(8):
        there.page.keyboard.press("Tab")
    expect(there.page.get_by_role("button", name="Undo")).to_be_disabled()
    there.type_number("brightness factor from", "0.5")
    there.page.get_by_role("button", name="Reset brightness factor").click()
    assert there.number("brightness factor from") == 0.8
    there.page.get_by_role("button", name="Undo").click()
    assert there.number("brightness factor from") == 0.5
