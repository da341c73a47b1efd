"""The state is in the address: a reload, a link and a second tab show the same."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .studio import Studio, Visit, see, visit


def _changed(there: Visit) -> str:
    there.type_number("rotation degrees to", "55")
    there.page.get_by_label("Class").select_option("hat (3)")
    there.page.wait_for_function("() => decodeURIComponent(location.hash).includes('\"class\":1')")
    return there.command()


def test_a_reload_and_a_link_in_another_tab_show_the_same(there: Visit) -> None:
    command = _changed(there)
    there.page.reload()
    there.page.locator("#grid .cell").first.wait_for()
    assert there.number("rotation degrees to") == 55
    assert there.command() == command
    other = see(Visit(there.page.context.new_page()), there.page.url)
    assert other.command() == command
    expect(other.page.locator("#name")).to_have_text("hat/0.png")
    other.type_number("rotation degrees to", "60")
    assert "60" in other.command()
    assert there.command() == command  # tabs don't know each other


def test_a_change_just_before_a_reload_is_kept(there: Visit) -> None:
    there.type_number("rotation degrees to", "44")
    there.page.reload()
    there.page.locator("#grid .cell").first.wait_for()
    assert there.number("rotation degrees to") == 44


def test_a_broken_link_shows_the_pipeline_of_the_command_line(
    browser: Browser, studio: Studio
) -> None:
    for broken in ("#%7B%22steps%22", '#{"steps":[{"transform":7}],"image":-4,"class":99}', "#x"):
        there = visit(browser, studio)
        there.page.goto("about:blank")
        there.page.goto(f"{studio.origin}/{broken}")
        there.page.locator("#steps .step").first.wait_for()
        expect(there.page.locator("#pictures")).to_have_attribute("aria-busy", "false")
        assert [one for one in there.complaints if "422" not in one] == []
        there.page.context.close()
