"""The page and its server: slow, ended, and never asked for anything from elsewhere."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from .studio import Visit, running, visit


def test_a_slow_server_shows_a_sign_and_never_older_pictures_last(there: Visit) -> None:
    link = there.page.context.new_cdp_session(there.page)
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    link.send("Network.emulateNetworkConditions", slow)
    before = there.pictures()
    slider = there.slider("rotation degrees to")
    for _ in range(5):
        slider.press("ArrowRight")
    expect(there.page.locator("#busy")).to_be_visible()
    for name in ("Next image", "Next image", "Previous image"):
        there.page.get_by_role("button", name=name).click()
    there.repainted(before)
    expect(there.page.locator("#busy")).to_be_hidden()
    expect(there.page.locator("#image")).to_have_text("2 of 6")
    name = there.page.locator("#name").inner_text()
    link.send("Network.emulateNetworkConditions", {**slow, "latency": 0})
    there.page.reload()
    there.page.locator("#grid .cell").first.wait_for()
    expect(there.page.locator("#name")).to_have_text(name)


def test_the_page_says_that_the_server_has_ended(browser: Browser, data: Path) -> None:
    with running("data", "--rotation", "20", cwd=data.parent) as studio:
        there = visit(browser, studio)
        pictures = there.pictures()
        studio.process.kill()
        studio.process.wait()
        there.slider("rotation degrees to").press("ArrowRight")
        problem = there.page.get_by_role("alert").filter(has_text="does not answer")
        expect(problem).to_contain_text("Is augcli studio still running in its terminal?")
        assert there.pictures() == pictures  # what was there can still be looked at
        assert there.number("rotation degrees to") > 20
        there.page.context.close()


def test_the_page_goes_on_when_the_connection_is_back(there: Visit) -> None:
    before = there.pictures()
    there.page.context.set_offline(True)
    there.slider("rotation degrees to").press("PageUp")
    problem = there.page.get_by_role("alert").filter(has_text="does not answer")
    expect(problem).to_be_visible()
    there.page.context.set_offline(False)
    expect(problem).to_be_hidden()
    there.repainted(before)
    there.complaints.clear()  # the browser's own, of the requests that failed
