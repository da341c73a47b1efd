"""Images and classes on the page: hostile names, torn files, and going from one to the next."""

from __future__ import annotations

from playwright.sync_api import expect

from .studio import HOSTILE, Visit


def test_a_class_is_chosen_and_gone_round(there: Visit) -> None:
    before = there.pictures()
    there.page.get_by_label("Class").select_option("hat (3)")
    there.repainted(before)
    expect(there.page.locator("#name")).to_have_text("hat/0.png")
    expect(there.page.locator("#image")).to_have_text("1 of 3")
    for place in ("2 of 3", "3 of 3", "1 of 3"):
        before = there.pictures()
        there.page.get_by_role("button", name="Next image").click()
        expect(there.page.locator("#image")).to_have_text(place)
        there.repainted(before)
    there.page.get_by_role("button", name="Previous image").click()
    expect(there.page.locator("#name")).to_have_text("hat/2.png")
    # A name that is a script is only shown.
    there.page.get_by_label("Class").select_option(f"{HOSTILE} (2)")
    expect(there.page.locator("#name")).to_have_text(f"{HOSTILE}/0.png")
    assert there.page.locator("body script").count() == 0


def test_a_torn_photo_costs_its_own_cells_alone(there: Visit) -> None:
    there.page.get_by_label("Class").select_option("torn (1)")
    expect(there.page.locator("#grid .broken:visible").first).to_contain_text("cannot be decoded")
    assert there.pictures() == []
    before = there.pictures()
    there.page.get_by_label("Class").select_option("hat (3)")
    there.repainted(before)
    assert len(there.pictures()) == 9
    expect(there.page.locator("#problem")).to_be_hidden()


def test_another_seed_draws_other_values_and_no_seed_is_refused(there: Visit) -> None:
    before = there.pictures()
    caption = there.page.locator("#grid .caption").first
    said = caption.inner_text()
    there.page.get_by_role("button", name="Another seed").click()
    there.repainted(before)
    assert caption.inner_text() != said
    there.page.get_by_role("textbox", name="Seed").fill("-1")
    there.page.get_by_role("textbox", name="Seed").press("Enter")
    expect(there.page.get_by_text("A seed is a whole number from 0.", exact=True)).to_be_visible()


def test_a_copy_is_enlarged_with_the_original_beside_it(there: Visit) -> None:
    there.page.locator("#grid .cell button").nth(3).click()
    dialog = there.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_contain_text("#4")
    there.page.wait_for_function(
        "() => [...document.querySelectorAll('#enlarged img')].every(it => it.naturalWidth === 160)"
    )
    split = dialog.get_by_role("slider")
    expect(split).to_be_focused()
    split.press("End")
    assert split.get_attribute("aria-valuetext") == "100 % original"
    large = dialog.locator("img.after").bounding_box()
    dialog.get_by_role("button", name="Actual pixels").click()
    actual = dialog.locator("img.after").bounding_box()
    assert large
    assert actual
    assert (actual["width"], large["width"] > 320) == (160, True)
    dialog.get_by_role("button", name="Next copy").click()
    expect(dialog.get_by_role("heading")).to_contain_text("#5")
    there.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_views_are_those_of_preview_and_before_shows_the_image(there: Visit) -> None:
    for view, rows in (("Extremes", 4), ("Each alone", 3)):
        before = there.pictures()
        there.page.get_by_role("radio", name=view).check(force=True)
        there.repainted(before)
        expect(there.page.locator("#grid .row")).to_have_count(rows)
    there.page.get_by_role("radio", name="Copies").check(force=True)
    expect(there.page.locator("#grid .row")).to_have_count(1)
    before = there.pictures()
    there.page.get_by_role("button", name="Before").click()
    there.repainted(before)
    expect(there.page.locator("#grid .caption").first).to_have_text("original")
    there.page.reload()
    expect(there.page.locator("#grid .caption").first).to_have_text("original")
    there.page.get_by_role("button", name="Before").click()
    expect(there.page.locator("#grid .title-line").first).to_contain_text("#1")
