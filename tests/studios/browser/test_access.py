"""Everybody can use the page: keyboard alone, screen readers, light and dark, narrow windows."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, expect

from .studio import Studio, Visit, visit

_OF_COLOURS = ["color-contrast", "link-in-text-block"]


def _violations(there: Visit) -> list[tuple[str, str]]:
    """Return what axe finds in light, and in dark what it finds by the rules of colours."""
    found = _found(there, "axe.run(document)")
    there.page.emulate_media(color_scheme="dark")
    ground = there.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(25, 26, 28)"
    found += _found(there, f"axe.run(document, {{ runOnly: {_OF_COLOURS} }})")
    there.page.emulate_media(color_scheme="light")
    return found


def _found(there: Visit, call: str) -> list[tuple[str, str]]:
    found: dict[str, Any] = there.page.evaluate(call)
    assert found["passes"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


def test_axe_finds_no_violation(browser: Browser, studio: Studio) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text()
    # The tests' own script is no part of the page, whose policy would refuse it.
    there = visit(browser, studio, bypass_csp=True)
    there.page.evaluate(axe)
    there.type_number("rotation degrees to", "999")
    there.page.get_by_label("Policy").select_option("augmix")
    there.settled()
    assert _violations(there) == []
    for opener in ("Add step", "Keyboard shortcuts", "Enlarge #1"):
        there.page.get_by_role("button", name=opener).first.click()
        expect(there.page.get_by_role("dialog")).to_be_visible()
        there.settled()
        assert _violations(there) == []
        there.page.keyboard.press("Escape")
    there.page.context.close()


def test_the_keyboard_alone_does_everything(there: Visit) -> None:
    keys, page = there.page.keyboard, there.page
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the pictures")).to_be_focused()
    keys.press("Enter")
    keys.press("a")
    keys.type("vignette")
    keys.press("Enter")
    assert there.steps()[-1] == "vignette"
    expect(page.get_by_role("button", name="vignette", exact=True)).to_be_focused()
    slider = there.slider("vignette amount to")
    for _ in range(9):
        keys.press("Tab")
        if slider.evaluate("one => one === document.activeElement"):
            break
    before = there.number("vignette amount to")
    keys.press("ArrowRight")
    keys.press("PageUp")
    assert there.number("vignette amount to") > before
    keys.press("Home")  # as far as the other end
    assert there.number("vignette amount to") == there.number("vignette amount from")
    keys.press("Control+z")
    keys.press("2")
    expect(page.get_by_role("radio", name="Extremes")).to_be_checked()
    keys.press("1")
    keys.press("n")
    expect(page.locator("#image")).to_have_text("2 of 6")
    keys.press("Shift+?")
    expect(page.get_by_role("dialog")).to_contain_text("another seed")
    keys.press("Escape")
    page.get_by_role("button", name="Enlarge #1").focus()
    keys.press("Enter")
    expect(page.get_by_role("slider", name="How much of the original")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("button", name="Enlarge #1")).to_be_focused()


def test_sliders_say_their_names_values_and_ends(there: Visit) -> None:
    low, high = (there.slider(f"rotation degrees {end}") for end in ("from", "to"))
    assert low.get_attribute("aria-valuetext") == "−20 degrees"
    assert high.get_attribute("aria-valuemin") == "-20"  # one end can't pass the other
    assert low.get_attribute("aria-valuemax") == "20"
    for _ in range(60):
        low.press("PageUp")
        if there.number("rotation degrees from") >= 20:
            break
    low.press("PageUp")
    assert there.number("rotation degrees from") == 20


def test_usual_and_narrow_windows_are_large_enough(there: Visit) -> None:
    # Three rows with their captions fit a usual one.
    there.page.set_viewport_size({"width": 1440, "height": 900})
    there.page.get_by_label("Preset").select_option("natural")  # of six lines
    there.page.wait_for_function("""() => {
      const { scrollHeight, clientHeight } = document.querySelector("#pictures");
      const lines = document.querySelectorAll("#grid .cell:first-child .caption div");
      return lines.length > 5 && scrollHeight <= clientHeight;
    }""")
    there.page.set_viewport_size({"width": 900, "height": 700})
    there.page.get_by_label("Preset").select_option("documents")
    there.settled()
    wider = "one => one.scrollWidth - one.clientWidth"
    for part in ("html", "#pipeline", "main", "header", "footer", "#output"):
        assert there.page.locator(part).evaluate(wider) <= 0, part


def test_the_page_works_where_it_is_served_to_other_machines(there: Visit) -> None:
    # Over http from another machine, browsers leave these out.
    there.page.add_init_script("""delete Crypto.prototype.randomUUID;
      delete Crypto.prototype.subtle; delete Navigator.prototype.clipboard;""")
    there.page.reload()
    there.page.locator("#grid .cell").first.wait_for()
    there.type_number("rotation degrees to", "30")
    assert "30" in there.command()
    there.page.get_by_role("button", name="Copy", exact=True).click()
    expect(there.page.get_by_text("The browser allows no copying.")).to_be_visible()
