"""Bounds, days and systems of a request, drawn by hand."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Refused
from api.ogc.parameters import (
    CRS84,
    EPSG_4490,
    Bounds,
    Days,
    read_bounds,
    read_days,
    read_system,
    read_token,
    write_token,
)

TODAY = dt.date(2026, 11, 23)
YUEYANG = Bounds(112.7, 28.9, 113.8, 29.6)


def test_a_box_is_read_longitude_first_in_crs84_and_latitude_first_in_4490() -> None:
    assert read_bounds("112.7,28.9,113.8,29.6", CRS84) == YUEYANG
    assert read_bounds("28.9,112.7,29.6,113.8", EPSG_4490) == YUEYANG


def test_heights_of_a_box_of_six_are_ignored() -> None:
    assert read_bounds("112.7,28.9,0,113.8,29.6,500", CRS84) == YUEYANG


def test_a_box_across_the_antimeridian_is_two_boxes() -> None:
    assert read_bounds("160.6,-55.95,-170,-25.89", CRS84).boxes() == [
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


def test_only_the_two_systems_are_offered() -> None:
    assert read_system("crs", None) == CRS84
    assert read_system("bbox-crs", EPSG_4490) == EPSG_4490
    with pytest.raises(Refused, match="EPSG/0/4490"):
        read_system("crs", "EPSG:3857")


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
