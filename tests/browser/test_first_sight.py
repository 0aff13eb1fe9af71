"""What a desk says before anything is pressed: the figures, the colours, the names."""

import json
from collections import Counter
from pathlib import Path

import httpx
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from maps.palette import BREAKS, SEQUENTIAL
from tests.browser.visitor import Run, Visitor, ratio, whole

Pixels = NDArray[np.uint8]
GROUND = (243, 245, 245)
OPACITY = 0.82
TOLERANCE = 8


def class_colour(value: float) -> str:
    return SEQUENTIAL[sum(value >= bound for bound in BREAKS)]


def parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def laid_on_the_ground(colour: str) -> tuple[float, ...]:
    return tuple(own * OPACITY + under * (1 - OPACITY) for own, under in zip(parts(colour), GROUND, strict=True))


def commonest(picture: Pixels, places: list[tuple[float, float]]) -> tuple[int, ...]:
    """The colour most of these pixels have: signs, names and edges are few."""
    return Counter(tuple(picture[int(y), int(x)].tolist()) for x, y in places).most_common(1)[0][0]


def test_every_township_is_painted_in_the_class_of_its_figure(visitor: Visitor, run: Run) -> None:
    visitor.open("/coverage")
    visitor.shoot("coverage-1440")
    assert visitor.painted() == {area["id"]: class_colour(area["beds_per_thousand"]) for area in run.areas}


def test_the_colours_are_really_on_the_screen(visitor: Visitor, run: Run, api: httpx.Client, tmp_path: Path) -> None:
    visitor.open("/coverage")
    seen = tmp_path / "seen.png"
    visitor.page.screenshot(path=seen)
    picture = np.asarray(Image.open(seen).convert("RGB"))
    shapes = json.loads(api.get(f"/api/coverage/runs/{run.id}.geojson").content)["features"]
    figures = {area["id"]: area["beds_per_thousand"] for area in run.areas}
    for feature in shapes:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        west, south, east, north = shape.bounds
        grid = [(west + (east - west) * i / 24, south + (north - south) * j / 24) for i in range(25) for j in range(25)]
        inside = [place for place in grid if shape.contains(shapely.Point(place))]
        pixel = commonest(picture, visitor.places_on_screen(inside))
        expected = laid_on_the_ground(class_colour(figures[feature["id"]]))
        assert max(abs(a - b) for a, b in zip(pixel, expected, strict=True)) <= TOLERANCE, feature["properties"]["name"]


def test_the_table_says_what_the_service_says(visitor: Visitor, run: Run) -> None:
    visitor.open("/coverage")
    for area in run.areas:
        cells = visitor.row(area["id"]).locator("th, td")
        expect(cells.nth(0)).to_have_text(area["name"])
        expect(cells.nth(1)).to_have_text(ratio(area["beds_per_thousand"]))
        expect(cells.nth(2)).to_have_text(whole(area["beds"]))
        expect(cells.nth(3)).to_have_text(whole(area["elderly"]))
        gap = whole(area["shortfall_beds"]) if area["shortfall_beds"] else f"富余 {whole(area['surplus_beds'])}"
        expect(cells.nth(4)).to_have_text(gap)
        expect(cells.nth(5)).to_have_text(str(area["rank"]))
    shown = visitor.page.locator("[data-testid^=row-]").evaluate_all("rows => rows.map((row) => row.dataset.testid)")
    assert shown == [f"row-{area['id']}" for area in run.areas]


def test_the_headline_names_figure_target_gap_date_and_source(visitor: Visitor, run: Run) -> None:
    visitor.open("/coverage")
    headline = visitor.page.locator(".headline")
    population = run.told["population"]
    for words in (
        run.total["name"],
        ratio(run.total["beds_per_thousand"]),
        f"目标 {whole(run.told['parameters']['target'])}",
        f"缺 {whole(run.total['shortfall_beds'])} 张",
        population["title"],
        population["counted_on"],
        "示例数据",
    ):
        expect(headline).to_contain_text(words)
    totals = visitor.page.locator("tr.totals")
    for amount in ("beds", "elderly", "shortfall_beds"):
        expect(totals).to_contain_text(whole(run.total[amount]))
    legend = visitor.see("legend")
    expect(legend).to_contain_text("目标 40")
    for bound in BREAKS:
        expect(legend.locator("svg text", has_text=whole(bound)).first).to_be_visible()


def test_the_overview_shows_figures_layers_and_changes_as_the_service_tells_them(
    visitor: Visitor, api: httpx.Client
) -> None:
    visitor.open("/")
    visitor.shoot("overview-1440")
    told = api.get("/api/overview").json()
    assert told["figures"]
    for figure in told["figures"]:
        tile = visitor.see(f"figure-{figure['id']}")
        expect(tile).to_contain_text(figure["title"])
        if figure["invented"]:
            expect(tile).to_contain_text("示例数据")
    for layer in api.get("/api/layers").json()["layers"]:
        line = visitor.see(f"layer-{layer['id']}")
        expect(line).to_contain_text(layer["title"])
        expect(line.locator(".amount")).to_have_text(whole(layer["count"]))
    assert told["changes"]
    expect(visitor.page.locator(".changes li").first).to_contain_text(told["changes"][0]["title"])


def test_a_layer_is_switched_on_and_its_signs_appear(visitor: Visitor) -> None:
    visitor.open("/")
    drawn = "() => Boolean(window.__cairn.map.getSource('atlas-meal_points'))"
    assert not visitor.page.evaluate(drawn)
    visitor.see("layer-meal_points").get_by_role("switch").click()
    visitor.page.wait_for_function(drawn)
    visitor.settle()
    assert "meal_points" in visitor.address["layers"].split(",")
    expect(visitor.see("legend")).to_contain_text("老年助餐服务点")
