"""The definition of the figure and the day: what changes is computed anew, named and shown."""

import json
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.visitor import Run, Visitor, ratio, whole

PAST = "2020-11-01"
NOWHERE = "没有老人的湖心"


def choose(visitor: Visitor, setting: str, choice: str) -> None:
    """Choose in one of the lists behind the word 口径."""
    visitor.page.locator(f"#setting-{setting}").click()
    visitor.page.locator(".ant-select-item-option", has_text=choice).filter(visible=True).click()


def expect_figures(visitor: Visitor, run: Run) -> None:
    """The page shows this very run, county and townships."""
    expect(visitor.see("run-id")).to_have_text(run.id)
    expect(visitor.see("total-rate")).to_have_text(ratio(run.total["beds_per_thousand"]))
    for area in run.areas:
        expect(visitor.row(area["id"]).locator("td").first).to_have_text(ratio(area["beds_per_thousand"]))


def test_a_day_in_the_past_tints_the_frame_and_changes_the_figures(
    visitor: Visitor, api: httpx.Client, run: Run
) -> None:
    past = Run.asked(api, as_of=PAST)
    assert past.total["beds"] != run.total["beds"]
    visitor.open("/coverage")
    expect(visitor.see("time-mark")).to_have_count(0)
    day = visitor.page.locator("#as-of")
    day.click()
    day.fill(PAST)
    visitor.press("Enter").awaits("as_of", PAST).settle()
    expect(visitor.see("time-mark")).to_have_text(f"历史状态 {PAST}")
    expect(visitor.page.locator(".shell")).to_have_class("shell  elsewhen")
    expect_figures(visitor, past)
    visitor.shoot("coverage-past-1440")
    visitor.page.get_by_role("button", name="回到现在").click()
    visitor.awaits("as_of", None).settle()
    expect(visitor.see("time-mark")).to_have_count(0)
    expect_figures(visitor, run)


def test_another_definition_is_another_run_with_other_figures(visitor: Visitor, api: httpx.Client, run: Run) -> None:
    older = Run.asked(api, age=65)
    apart = Run.asked(api, age=65, county_level="excluded")
    assert len({run.id, older.id, apart.id}) == 3
    assert older.total["elderly"] < run.total["elderly"]
    assert apart.total["beds"] < older.total["beds"]
    visitor.open("/coverage")
    visitor.unfold("settings")
    choose(visitor, "age", "65")
    visitor.awaits("age", "65").settle()
    expect_figures(visitor, older)
    choose(visitor, "county_level", "不计")
    visitor.awaits("county_level", "excluded").settle()
    expect_figures(visitor, apart)
    visitor.shoot("coverage-definition-1440")
    visitor.page.get_by_role("button", name="恢复法定口径").click()
    visitor.awaits("age", None).settle()
    expect_figures(visitor, run)


def test_another_target_moves_the_gap_and_the_line(visitor: Visitor, api: httpx.Client) -> None:
    modest = Run.asked(api, target=30)
    visitor.open("/coverage")
    visitor.unfold("settings")
    visitor.page.locator("#setting-target").fill("30")
    visitor.press("Enter").awaits("target", "30").settle()
    expect_figures(visitor, modest)
    expect(visitor.page.locator(".headline")).to_contain_text(f"缺 {whole(modest.total['shortfall_beds'])} 张")
    expect(visitor.see("legend")).to_contain_text("目标 30")


def test_villages_are_as_many_as_the_register_has(visitor: Visitor, api: httpx.Client) -> None:
    villages = Run.asked(api, by="village")
    visitor.open("/coverage?by=village")
    expect(visitor.see("run-id")).to_have_text(villages.id)
    expect(visitor.page.locator("[data-testid^=row-]")).to_have_count(len(villages.areas))
    visitor.shoot("coverage-villages-1440")


def collection(*features: tuple[str, dict[str, Any]]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"zone": name, "title": name}, "geometry": geometry}
                for name, geometry in features
            ],
        }
    )


def square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def hand_in(visitor: Visitor, path: Path, text: str) -> None:
    path.write_text(text)
    visitor.see("areas-file").set_input_files(path)


def test_areas_of_ones_own_are_computed_and_no_value_says_why(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open("/coverage?by=areas")
    hand_in(
        visitor,
        tmp_path / "zones.geojson",
        collection(("城关片区", square(113.05, 29.1)), (NOWHERE, square(112.9, 29.3, 0.02))),
    )
    visitor.page.get_by_label("编号字段").fill("zone")
    visitor.page.get_by_label("名称字段").fill("title")
    visitor.page.get_by_role("button", name="用这个文件计算").click()
    expect(visitor.row("城关片区")).to_be_visible()
    visitor.settle()
    nothing = visitor.row(NOWHERE).locator(".dash")
    expect(nothing).to_have_text("—")
    expect(visitor.row(NOWHERE)).not_to_contain_text("NaN")
    expect(visitor.see("legend")).to_contain_text("无数值")
    nothing.hover()
    expect(visitor.page.get_by_role("tooltip")).to_contain_text("老年人口为 0")
    visitor.shoot("coverage-own-areas-1440")


def test_a_file_that_is_no_polygons_is_explained_before_it_is_sent(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open("/coverage?by=areas")
    for name, text in (
        ("points.geojson", collection(("点", {"type": "Point", "coordinates": [113.1, 29.1]}))),
        ("empty.geojson", collection()),
        ("broken.geojson", '{"type": "FeatureColl'),
    ):
        hand_in(visitor, tmp_path / name, text)
        trouble = visitor.page.get_by_role("alert")
        expect(trouble).to_contain_text(f"“{name}”不是可用的 GeoJSON")
        expect(trouble).to_contain_text("请在 QGIS 中另存为 GeoJSON")
    visitor.shoot("coverage-bad-file-1440")


def test_a_coordinate_system_without_a_public_transformation_is_refused_with_the_remedy(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.excuse("status of 422")
    visitor.open("/coverage?by=areas")
    hand_in(visitor, tmp_path / "xian.geojson", collection(("城关片区", square(113.05, 29.1))))
    visitor.page.get_by_label("坐标系").fill("EPSG:4610")
    visitor.page.get_by_role("button", name="用这个文件计算").click()
    trouble = visitor.page.get_by_role("alert")
    expect(trouble).to_contain_text("EPSG:4610")
    expect(trouble).to_contain_text("CGCS2000")
