"""The state is in the address: a reload, a link and a second tab show the same."""

from __future__ import annotations

from playwright.sync_api import expect

from .studio import Visit, see


def _changed(there: Visit) -> str:
    there.type_number("rotation degrees to", "55")
    there.page.get_by_label("Class").select_option("hat (3)")
    there.page.wait_for_function("() => decodeURIComponent(location.hash).includes('\"class\":1')")
    return there.command()


def test_a_reload_and_a_link_in_another_tab_show_the_last_change(
    there: Visit,
) -> None:
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
    there.type_number("rotation degrees to", "44")
    there.page.reload()  # at once
    there.page.locator("#grid .cell").first.wait_for()
    assert there.number("rotation degrees to") == 44


_WRONG = ('"chance":"x"', '"chance":{}', '"chance":[1]', '"degrees":"20"', '"one-of":[7]')
_NESTED = '{"all-of":[' * 5000 + '{"policy":"augmix"}' + "]}" * 5000
_FORGED = (
    "#%7B%22steps%22",
    "#x",
    '#{"steps":[{"transform":7}],"image":-4,"class":99}',
    *(f'#{{"steps":[{{"transform":"rotation",{one}}}]}}' for one in _WRONG),
    f'#{{"steps":[{_NESTED}]}}',
)


_READ = """async (links) => {
  const { readAddress } = await import("/address.js");
  const { makeCatalogue } = await import("/catalogue.js");
  const { find } = makeCatalogue(await (await fetch("api/catalogue")).json());
  return links.map((link) => {
    history.replaceState(null, "", link);
    return readAddress(find);
  });
}"""


def test_no_broken_or_forged_link_is_believed(there: Visit) -> None:
    assert there.page.evaluate(_READ, _FORGED) == [None] * len(_FORGED)
    step = '{"transform":"rotation","degrees":[1,2],"chance":0.5}'
    sound = f'#{{"steps":[{step}],"seed":-1,"toString":1}}'
    assert there.page.evaluate(_READ, [sound])[0].keys() == {"steps"}
    steps = there.steps()
    there.page.evaluate("link => history.replaceState(null, '', link)", _FORGED[-2])
    there.page.reload()
    there.page.locator("#grid .cell").first.wait_for()
    assert there.steps() == steps
    expect(there.page.locator("#problem")).to_be_hidden()


def test_a_link_that_the_server_refuses_says_so_at_its_step(there: Visit) -> None:
    origin = there.page.url.partition("#")[0]
    there.page.goto("about:blank")
    there.page.goto(f'{origin}#{{"steps":[{{"transform":"rotation","degrees":[0,900]}}]}}')
    expect(there.page.locator("#steps .wrong:visible")).to_contain_text("900")
    there.complaints.clear()  # the browser's own, of the answers 422


def test_a_fault_of_the_page_is_not_laid_on_the_server(there: Visit) -> None:
    there.page.route(
        "**/catalogue.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body="export const makeCatalogue = () => nothing, makeCatalogueDialog = 0;",
        ),
    )
    there.page.reload()
    problem = there.page.locator("#problem")
    expect(problem).to_contain_text("The page has a fault: nothing is not defined")
    expect(problem).not_to_contain_text("does not answer")
