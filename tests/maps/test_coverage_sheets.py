"""A sheet says what the result says, opens with no network, and prints no empty box."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from matplotlib.image import imread
from shapely import box

from layers.coverage import AreaSet, BedPlace, Demand, Terms, beds_per_thousand
from layers.coverage_inputs import AreaPeople
from maps import fonts, offline_map
from maps.coverage_page import coverage_page
from maps.coverage_print import coverage_print
from maps.coverage_scene import Scene, scene
from maps.furniture import folded
from maps.legend import classes, step_of

WEST, EAST, EMPTY = box(113, 29, 113.1, 29.1), box(113.1, 29, 113.2, 29.1), box(113.2, 29, 113.3, 29.1)


def three_townships(*, invented: bool = True) -> Scene:
    areas = AreaSet.of(["a", "b", "c"], ["西镇", "东镇", "<b>湖"], [WEST, EAST, EMPTY], [invented] * 3)
    people = tuple(AreaPeople(code, code, count, source="演算") for code, count in (("a", 1000), ("b", 500), ("c", 0)))
    homes = [
        BedPlace("nursing_homes", "1", "西镇敬老院", 113.05, 29.05, 12),
        BedPlace("nursing_homes", "2", "无坐标", None, None, 3),
    ]
    terms = Terms({"target": 40}, Decimal(40), "test", total_name="合计")
    result = beds_per_thousand(areas, homes, Demand("60 岁及以上人口", by_area=people), terms)
    return scene(result, dict(zip(areas.ids, areas.shapes, strict=True)), homes, "三镇")


@pytest.fixture
def leaflet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for Leaflet: what is tested here is that nothing is fetched from elsewhere."""
    (tmp_path / "leaflet.js").write_text("/* leaflet {{ braces }} */\n//# sourceMappingURL=leaflet.js.map\n")
    (tmp_path / "leaflet.css").write_text(".x { background-image: url(images/layers.png); }")
    monkeypatch.setattr(offline_map, "VENDOR", tmp_path)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (0.0, "不足 10"),
        (9.99, "不足 10"),
        (10.0, "10 – 20"),
        (40.0, "40 – 50"),
        (50.0, "50 以上"),
        (None, "无数值（无老年人口）"),
    ],
)
def test_a_value_falls_in_the_class_a_person_would_say(value: float | None, label: str) -> None:
    assert step_of(value, classes()).label == label


def test_a_scene_says_figures_and_dashes() -> None:
    west, east, empty = three_townships().areas
    assert (west.value, west.beds, west.elderly, west.shortfall) == ("12.00", "12", "1,000", "28")
    assert (east.value, east.shortfall) == ("0.00", "20")
    assert (empty.value, empty.shortfall, empty.step.is_no_value) == ("—", "—", True)


def test_the_headline_is_sum_over_sum() -> None:
    assert three_townships().headline == "全域 10.00 张/千人 · 目标 40"


@pytest.mark.usefixtures("leaflet")
def test_the_page_fetches_nothing() -> None:
    page = coverage_page(three_townships()).decode()
    assert re.findall(r"""(?:src|href)\s*=|url\((?!#)|https?://(?!www\.w3\.org)""", page) == []
    assert "sourceMappingURL" not in page


@pytest.mark.usefixtures("leaflet")
def test_the_page_tells_run_mark_legend_and_figures() -> None:
    drawn = three_townships()
    page = coverage_page(drawn).decode()
    for words in (drawn.run, "示例数据", "40 – 50", "目标 40 张/千人", "内部使用 · 未经审图", "12.00"):
        assert words in page
    assert json.dumps("西镇敬老院") in page


@pytest.mark.usefixtures("leaflet")
def test_a_name_is_text_and_never_markup() -> None:
    page = coverage_page(three_townships()).decode()
    assert "&lt;b&gt;湖" in page
    assert "<td><b>" not in page


@pytest.mark.usefixtures("leaflet")
def test_equal_scenes_are_equal_bytes() -> None:
    assert coverage_page(three_townships()) == coverage_page(three_townships())
    assert coverage_print(three_townships()) == coverage_print(three_townships())


@pytest.mark.usefixtures("leaflet")
def test_registered_data_wears_no_mark() -> None:
    drawn = three_townships(invented=False)
    assert "虚线轮廓" not in coverage_page(drawn).decode()


def test_a_page_without_the_browser_build_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline_map, "VENDOR", tmp_path)
    with pytest.raises(offline_map.NotBuilt, match="make web"):
        coverage_page(three_townships())


def test_the_print_is_an_a4_sheet_that_is_not_blank(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    sheet.write_bytes(coverage_print(three_townships()))
    picture = imread(sheet)
    assert picture.shape[:2] == (1654, 2338)
    assert 0.01 < (picture[..., :3].min(axis=2) < 0.9).mean() < 0.9


def test_every_sign_is_printable_or_named() -> None:
    face = fonts.chinese_typeface()
    assert face.missing("岳阳县荣家湾镇每千名老年人养老床位数（张/千人）—·〔〕〓0123") == []
    private = "\ue000"
    assert face.missing(f"镇{private}") == [private]
    assert face.printable(f"镇{private}") == "镇〓"


def test_a_machine_without_chinese_type_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.chinese_typeface.cache_clear()
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Family",))
    with pytest.raises(fonts.NoChineseFont, match="apt install"):
        fonts.chinese_typeface()
    fonts.chinese_typeface.cache_clear()


def test_long_words_are_folded_and_none_is_lost() -> None:
    assert folded("人口：2020-11-01", 6) == ["人口：", "2020-1", "1-01"]
    assert "".join(folded("示例规则（种子 430621-2024）" * 5, 20)) == "示例规则（种子 430621-2024）" * 5
