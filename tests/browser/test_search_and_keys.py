"""Everything can be reached without a mouse, and found by its name."""

import httpx
from playwright.sync_api import expect

from tests.browser.visitor import Run, Visitor

# What has the focus, and whether an outline or a shadow around it or its frame shows it.
FOCUS = """() => {
    const here = document.activeElement;
    const frames = [here, here.closest('.ant-picker, .ant-select, .ant-input-affix-wrapper')].filter(Boolean);
    const shown = frames.map((each) => getComputedStyle(each))
      .some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
    return [here.dataset.testid || here.id || here.outerHTML.slice(0, 80), shown];
}"""


def test_slash_searches_and_enter_flies_there(visitor: Visitor, api: httpx.Client) -> None:
    found = api.get("/api/search", params={"q": "公田", "limit": 20}).json()["results"]
    visitor.open("/coverage")
    before = visitor.address.get("at")
    visitor.press("/")
    search = visitor.see("search")
    expect(search).to_be_focused()
    search.fill("公田")
    hits = visitor.page.locator(".search-list .hit")
    expect(hits.first).to_be_visible()
    expect(hits.first.locator(".hit-title")).to_have_text(found[0]["title"])
    visitor.shoot("search-1440")
    visitor.press("Enter")
    visitor.awaits("sel", f"{found[0]['layer']}:{found[0]['id']}").settle()
    expect(visitor.see("card").locator("h2")).to_have_text(found[0]["title"])
    visitor.page.wait_for_function("(before) => new URL(location.href).searchParams.get('at') !== before", arg=before)
    west, south, east, north = found[0]["bbox"]
    lon, lat, _ = map(float, visitor.address["at"].split(","))
    assert west - (east - west) <= lon <= east + (east - west)
    assert south - (north - south) <= lat <= north + (north - south)


def test_a_name_nobody_has_is_answered_with_a_way_out(visitor: Visitor) -> None:
    visitor.open("/coverage")
    visitor.see("search").fill("没有这个地方")
    expect(visitor.page.get_by_text("没有找到“没有这个地方”")).to_be_visible()
    visitor.see("search").fill("")


def test_j_and_k_walk_enter_opens_esc_closes_and_a_question_mark_tells(visitor: Visitor, run: Run) -> None:
    first, second = run.areas[0], run.areas[1]
    visitor.open("/coverage")
    visitor.press("j")
    expect(visitor.row(first["id"])).to_be_focused()
    visitor.press("j")
    expect(visitor.row(second["id"])).to_be_focused()
    visitor.press("k", "Enter").awaits("sel", f"divisions:{first['id']}")
    expect(visitor.row(first["id"])).to_have_attribute("aria-current", "true")
    visitor.press("Escape").awaits("sel", None)
    visitor.press("?")
    keys = visitor.see("shortcuts")
    expect(keys).to_be_visible()
    for key in ("/", "j", "k", "Enter", "Esc", "?"):
        expect(keys.get_by_text(key, exact=True)).to_be_visible()
    visitor.shoot("shortcuts-1440")
    visitor.press("Escape")
    expect(keys).to_have_count(0)


def test_letters_typed_into_the_search_are_letters(visitor: Visitor) -> None:
    visitor.open("/coverage")
    search = visitor.see("search")
    search.click()
    visitor.page.keyboard.type("jk?/")
    expect(search).to_have_value("jk?/")
    expect(visitor.see("shortcuts")).to_have_count(0)
    assert "sel" not in visitor.address
    search.fill("")


def test_tab_follows_the_sight_and_the_focus_is_seen(visitor: Visitor) -> None:
    visitor.load("/coverage")
    passed: list[str] = []
    for _ in range(16):
        visitor.press("Tab")
        where, seen = visitor.page.evaluate(FOCUS)
        assert seen, f"the focus cannot be seen on {where}"
        passed.append(where)
    desks = [f"desk-{desk}" for desk in ("overview", "coverage", "names", "data", "compare", "system")]
    wanted = [*desks, "share", "lang", "desk-account", "help", "as-of", "search"]
    assert [where for where in passed if where in wanted] == wanted
