"""Bounds, days and systems of a request, drawn by hand."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Refused
from api.ogc.parameters import (
    Bounds,
    Days,
    Outline,
    read_bounds,
    read_days,
    read_moment,
    read_sort,
    read_token,
    write_token,
)
from api.ogc.systems import Systems
from data.ordering import Key
from geo.systems import COMMON, CRS84, STORAGE, zone_systems

TODAY = dt.date(2026, 11, 23)
YUEYANG = Bounds(112.7, 28.9, 113.8, 29.6)


def test_a_box_is_read_longitude_first_in_crs84_and_latitude_first_in_4490() -> None:
    assert read_bounds("112.7,28.9,113.8,29.6", CRS84) == YUEYANG
    assert read_bounds("28.9,112.7,29.6,113.8", STORAGE) == YUEYANG


def test_heights_of_a_box_of_six_are_ignored() -> None:
    assert read_bounds("112.7,28.9,0,113.8,29.6,500", CRS84) == YUEYANG


def test_a_box_across_the_antimeridian_is_two_boxes() -> None:
    across = read_bounds("160.6,-55.95,-170,-25.89", CRS84)
    assert isinstance(across, Bounds)
    assert across.boxes() == [
        (160.6, -55.95, 180, -25.89),
        (-180, -55.95, -170, -25.89),
    ]
    assert YUEYANG.boxes() == [(112.7, 28.9, 113.8, 29.6)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是四个"),
        ("1,2,3", "不是四个"),
        ("1,2,3,4,5", "不是四个"),
        ("a,b,c,d", "不是四个"),
        ("1,2,nan,4", "不是四个"),
        ("1,2,inf,4", "不是四个"),
        ("112.7,29.6,113.8,28.9", "南边在北边之上"),
        ("112.7,-91,113.8,29.6", "超出经纬度的范围"),
        ("28.9,112.7,29.6,113.8", "超出经纬度的范围"),
        ("181,0,182,1", "超出经纬度的范围"),
    ],
)
def test_a_box_that_is_none_is_refused_in_chinese(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        read_bounds(text, CRS84)
    assert refusal.value.problem.status == 400
    assert refusal.value.problem.errors[0].field == "bbox"


def test_a_box_of_the_zone_is_read_northing_first_and_bent() -> None:
    zone = zone_systems(113.1)[0]
    found = read_bounds("3190000,370000,3290000,480000", zone)
    assert isinstance(found, Outline)
    assert found.shape is not None
    assert found.shape.bounds == pytest.approx((112.65, 28.82, 113.80, 29.73), abs=0.01)


def test_a_box_of_web_mercator_is_read_easting_first() -> None:
    found = read_bounds("12500000,3350000,12700000,3500000", COMMON[3])
    assert isinstance(found, Outline)
    assert found.shape is not None
    assert found.shape.bounds == pytest.approx((112.29, 28.80, 114.09, 29.97), abs=0.01)


def test_a_box_of_a_plane_has_its_west_in_the_west() -> None:
    with pytest.raises(Refused, match="西边在东边之外"):
        read_bounds("3190000,480000,3290000,370000", zone_systems(113.1)[0])


def test_only_the_offered_systems_are_read() -> None:
    offered = Systems()
    assert offered.read("crs", None) == CRS84
    assert offered.read("bbox-crs", STORAGE.uri) == STORAGE
    with pytest.raises(Refused, match="EPSG/0/4490"):
        offered.read("crs", "EPSG:3857")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (None, ()),
        ("name", (Key("name"),)),
        ("+name,-beds", (Key("name"), Key("beds", descending=True))),
        (" name", (Key("name"),)),
    ],
)
def test_an_order_is_read(text: str | None, keys: tuple[Key, ...]) -> None:
    assert read_sort(text) == keys


@pytest.mark.parametrize("text", ["", ",", "name,", "+-name", "name desc", "name,name", "a,b,c,d,e,f,g,h,i"])
def test_what_is_no_order_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_sort(text)
    assert refusal.value.problem.errors[0].field == "sortby"


def test_a_moment_has_its_time_zone() -> None:
    assert read_moment("recorded_at", None) is None
    read = read_moment("recorded_at", "2024-12-31T08:00:00+08:00")
    assert read == dt.datetime(2024, 12, 31, tzinfo=dt.UTC)
    assert read_moment("recorded_at", "2024-12-31T08:00:00 08:00") == read
    for text in ("2024-12-31", "2024-12-31T08:00:00", "now", ""):
        with pytest.raises(Refused, match="不是时刻"):
            read_moment("recorded_at", text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (None, Days(TODAY, TODAY)),
        ("2024-12-31", Days(dt.date(2024, 12, 31), dt.date(2024, 12, 31))),
        ("2024-12-31T08:00:00+08:00", Days(dt.date(2024, 12, 31), dt.date(2024, 12, 31))),
        ("2024-12-31T20:00:00Z", Days(dt.date(2025, 1, 1), dt.date(2025, 1, 1))),
        ("2024-12-31t00:00:00.5z", Days(dt.date(2024, 12, 31), dt.date(2024, 12, 31))),
        ("2020-01-01/2024-12-31", Days(dt.date(2020, 1, 1), dt.date(2024, 12, 31))),
        ("../2024-12-31", Days(None, dt.date(2024, 12, 31))),
        ("/2024-12-31", Days(None, dt.date(2024, 12, 31))),
        ("2020-01-01/..", Days(dt.date(2020, 1, 1), None)),
        ("2020-01-01/", Days(dt.date(2020, 1, 1), None)),
    ],
)
def test_days_are_read_in_chinese_time(text: str | None, days: Days) -> None:
    assert read_days(text, TODAY) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "/",
        "../..",
        "yesterday",
        "2024-13-01",
        "2024-02-30",
        "2024-12-31T25:00:00Z",
        "2024-12-31T08:00:00",
        "20241231",
        "2024-12-31/2020-01-01",
        "a/b",
        "1/2/3",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_days(text, TODAY)
    assert refusal.value.problem.status == 400


@given(st.text(min_size=1))
def test_a_token_leads_back_to_its_identity(identity: str) -> None:
    encodable = identity.encode(errors="replace").decode().replace("\0", "")
    assert read_token(write_token(encodable)) == encodable


@given(st.text())
def test_any_text_is_a_token_or_refused(text: str) -> None:
    with suppress(Refused):
        assert isinstance(read_token(text), str)
