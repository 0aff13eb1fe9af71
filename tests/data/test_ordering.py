"""Any order, page by page: nothing twice, nothing lost, the unknown in its place."""

import json
from functools import cmp_to_key
from itertools import product
from typing import Any

import pytest
from shapely import Point
from sqlalchemy.orm import Session

from data import features, register
from data.errors import BadInput
from data.features import Asked, Page
from data.ordering import Key
from tests.data.deeds import LEDGER, NEW_YEAR, day, home

HOMES = "nursing_homes"
ASKED = Asked(HOMES, (None, None))
AREAS = ("100", None, "50.5", "100", None, "7")


def several_homes(session: Session) -> None:
    for number, (area, name) in enumerate(zip(AREAS, ("丙院", "甲院", "乙院", "甲院", "丙院", "丁院"), strict=True)):
        record = home(f"430621-00{number}", name=name, land_area=area)
        register.enter(session, record, Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    again = home("430621-003", name="甲院", land_area="99")
    register.change(session, again, on=day("2020-06-01"), provenance=LEDGER, because="扩建")


def read(session: Session, sort: tuple[Key, ...], limit: int) -> list[dict[str, Any]]:
    found, after = [], None
    while True:
        page = features.items_geojson(session, ASKED, Page(limit, after, sort=sort))
        found += json.loads(page.features)
        after = page.next
        if after is None:
            return found


def in_order(sort: tuple[Key, ...], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same in Python: the unknown greatest of all, identifier and first day in the direction of the last key."""
    down = bool(sort) and sort[-1].descending
    keys = [*((key.name, key.descending) for key in sort), ("number", down), ("valid_from", down)]

    def compared(one: dict[str, Any], other: dict[str, Any]) -> int:
        for name, descending in keys:
            left, right = one["properties"][name], other["properties"][name]
            if left != right:
                is_less = right is None or (left is not None and left < right)
                return -1 if is_less is not descending else 1
        return 0

    return sorted(rows, key=cmp_to_key(compared))


@pytest.mark.parametrize(
    "sort",
    [
        (),
        *[(Key(name, down),) for name, down in product(("name", "land_area", "number", "valid_from"), (False, True))],
        *[(Key("name", one), Key("land_area", other)) for one, other in product((False, True), (False, True))],
        *[(Key("land_area", one), Key("name", other)) for one, other in product((False, True), (False, True))],
        (Key("land_area"), Key("number", descending=True)),
        (Key("invented"), Key("recorded_at"), Key("version"), Key("source_date")),
    ],
    ids=lambda sort: ",".join(map(str, sort)) or "none",
)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_any_order_hold_every_row_once(session: Session, sort: tuple[Key, ...], limit: int) -> None:
    several_homes(session)
    paged = read(session, sort, limit)
    whole = json.loads(features.items_geojson(session, ASKED, Page(100)).features)
    assert len(whole) == 7
    assert paged == in_order(sort, whole)


def test_an_offset_counts_over_the_unknown_too(session: Session) -> None:
    several_homes(session)
    sort = (Key("land_area"),)
    first = features.items_geojson(session, ASKED, Page(2, sort=sort))
    shifted = features.items_geojson(session, ASKED, Page(3, first.next, offset=2, sort=sort))
    assert json.loads(shifted.features) == read(session, sort, 100)[4:7]


def test_what_no_field_is_called_is_no_order(session: Session) -> None:
    with pytest.raises(BadInput, match="不能按“geom”排序"):
        features.items_geojson(session, ASKED, Page(sort=(Key("geom"),)))


def test_a_place_in_one_order_is_none_in_another(session: Session) -> None:
    several_homes(session)
    following = features.items_geojson(session, ASKED, Page(2, sort=(Key("name"),))).next
    for other in ((), (Key("name", descending=True),), (Key("name"), Key("land_area"))):
        with pytest.raises(BadInput, match="另一种排序"):
            features.items_geojson(session, ASKED, Page(2, following, sort=other))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("land_area", '["NaN","1","2000-01-01"]'),
        ("land_area", '["many","1","2000-01-01"]'),
        ("land_area", '["1","1"]'),
        ("land_area", '["1","1","soon"]'),
        ("land_area", '["1",null,"2000-01-01"]'),
        ("name", '[null,"1","2000-01-01"]'),
        ("name", '["a\\u0000","1","2000-01-01"]'),
        ("invented", '["yes","1","2000-01-01"]'),
        ("version", '["99999999999999999999","1","2000-01-01"]'),
        ("version", '["1.5","1","2000-01-01"]'),
        ("recorded_at", '["' + "1" * 60 + '","1","2000-01-01"]'),
        ("name", "{}"),
        ("name", "not JSON"),
    ],
)
def test_a_forged_place_is_refused(session: Session, name: str, values: str) -> None:
    with pytest.raises(BadInput, match="翻页标记无法识别"):
        features.items_geojson(session, ASKED, Page(2, f"+{name}~{values}", sort=(Key(name),)))
