"""The printed address opens from wherever it is clicked, such as a terminal in a browser."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .studio import Studio


def test_a_link_on_another_site_leads_in(browser: Browser, studio: Studio) -> None:
    context = browser.new_context()
    page = context.new_page()
    terminal = f'<a href="{studio.address}" target="_blank">here</a>'
    page.route(
        "http://terminal.example/",
        lambda route: route.fulfill(body=terminal, content_type="text/html"),
    )
    page.goto("http://terminal.example/")
    with context.expect_page() as opened:
        page.get_by_role("link", name="here").click()
    expect(opened.value).to_have_url(f"{studio.origin}/")
    expect(opened.value.get_by_role("button", name="Add step")).to_be_visible()
    assert opened.value.evaluate("history.length") == 1  # going back doesn't show the token
    context.close()
