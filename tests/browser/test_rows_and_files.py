"""A number leads to its rows in one click and to their source in two; the files of a run hold what the page shows."""

import csv
import io
import re
from pathlib import Path

import httpx
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.visitor import DESKTOP, Run, Visitor, whole

FORMATS = ("csv", "xlsx", "geojson", "gpkg", "html", "png")


def test_a_number_leads_to_its_rows_and_a_row_to_its_source(visitor: Visitor, api: httpx.Client, run: Run) -> None:
    area = run.shortest
    rows = api.get(f"/api/coverage/runs/{run.id}/areas/{area['id']}/rows").json()
    visitor.open("/coverage")
    visitor.row(area["id"]).get_by_role("button", name=re.compile(rf"^{whole(area['beds'])}，")).click()
    visitor.awaits("rows", area["id"])
    behind = visitor.see("rows-behind")
    facilities = behind.locator("table").first.locator("tbody tr")
    expect(facilities).to_have_count(len(rows["facilities"]))
    assert sum(int(each["beds"]) for each in rows["facilities"]) == area["beds"]
    assert sum(int(each["people"]) for each in rows["population"]) == area["elderly"]
    for each in rows["facilities"]:
        expect(
            facilities.filter(has=visitor.page.get_by_role("button", name=each["name"], exact=True))
        ).to_contain_text(each["source"])
    visitor.shoot("coverage-rows-1440")
    home = rows["facilities"][0]
    facilities.get_by_role("button", name=home["name"], exact=True).click()
    card = visitor.see("card")
    expect(card.locator("h2")).to_have_text(home["name"])
    expect(card).to_contain_text(home["source"])
    visitor.settle().shoot("coverage-row-source-1440")
    visitor.press("Escape").awaits("rows", None)
    expect(visitor.see("coverage-table")).to_be_visible()


def test_the_whole_county_has_rows_too(visitor: Visitor, run: Run) -> None:
    visitor.open("/coverage")
    visitor.see("total-rate").click()
    visitor.awaits("rows", "total")
    expect(visitor.see("rows-behind").locator("table").first.locator("tbody tr")).to_have_count(run.total["facilities"])


def fetch(visitor: Visitor, form: str, folder: Path) -> Path:
    """Download a file of the run as a clerk does."""
    with visitor.page.expect_download() as underway:
        visitor.see(f"download-{form}").click()
    got = underway.value
    assert got.suggested_filename.endswith(f".{form}")
    path = folder / got.suggested_filename
    got.save_as(path)
    return path


def test_every_file_of_a_run_comes_down_and_holds_the_figures(
    visitor: Visitor, browser: Browser, run: Run, tmp_path: Path
) -> None:
    visitor.open("/coverage")
    files = {form: fetch(visitor, form, tmp_path) for form in FORMATS}
    assert all(path.stat().st_size > 0 for path in files.values())

    text = files["csv"].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    cells = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    total = next(row for row in reversed(cells) if run.total["name"] in row)
    assert str(run.total["beds"]) in total
    assert str(run.total["elderly"]) in total
    assert any(run.id in cell for row in cells for cell in row)

    picture = np.asarray(Image.open(files["png"]).convert("L"))
    assert picture.std() > 10
    assert len(np.unique(picture)) > 50

    draws_without_a_network(browser, files["html"], run)


def draws_without_a_network(browser: Browser, sheet: Path, run: Run) -> None:
    """The folium map, opened from a memory stick on a machine without a network."""
    window = browser.new_context(viewport=DESKTOP, offline=True)
    with Visitor.before(window.new_page()) as reader:
        failed: list[str] = []
        reader.page.on("requestfailed", lambda request: failed.append(request.url))
        reader.page.goto(sheet.as_uri())
        expect(reader.page.locator("path.leaflet-interactive").first).to_be_visible()
        assert reader.page.locator("path.leaflet-interactive").count() >= len(run.areas)
        expect(reader.page.get_by_text(run.id).first).to_be_visible()
        expect(reader.page.get_by_text("示例数据").first).to_be_visible()
        reader.shoot("sheet-html-1440")
        assert failed == []
    window.close()
