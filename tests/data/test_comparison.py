"""Two days of a layer side by side."""

import datetime as dt

import pytest
from shapely import Point
from sqlalchemy.orm import Session

from data import comparison, register
from data.acting import act, public
from data.comparison import Comparison, Tally
from data.errors import BadInput
from data.features import Page
from layers.atlas import ATLAS
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home

HOMES = "nursing_homes"
EARLY, LATE = day("2019-06-30"), day("2024-06-30")


def compared(session: Session, earlier: dt.date = EARLY, later: dt.date = LATE, page: Page | None = None) -> Comparison:
    return comparison.compare(session, HOMES, earlier, later, page or Page())


@pytest.fixture
def told(session: Session) -> Session:
    """H-1 stays, H-2 ends, H-3 opens, H-4 grows and moves, H-5 changes its source only, H-6 comes and goes between."""
    for number in ("H-1", "H-2", "H-4", "H-5"):
        register.enter(session, home(number), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    turn = day("2020-01-01")
    register.end(session, HOMES, "H-2", on=turn, because="关停")
    register.enter(session, home("H-3"), SEAT, valid_from=turn, provenance=LEDGER)
    register.change(session, home("H-4", beds=200), Point(113.2, 29.2), on=turn, provenance=LEDGER, because="迁建")
    other = LEDGER.model_copy(update={"source": "另一本台账"})
    register.change(session, home("H-5"), on=turn, provenance=other, because="换了来源")
    register.enter(session, home("H-6"), SEAT, valid_from=turn, valid_to=day("2021-01-01"), provenance=LEDGER)
    return session


def test_what_came_what_ended_and_what_changed(told: Session) -> None:
    found = compared(told)
    assert [feature["id"] for feature in found.added] == ["H-3"]
    assert [feature["id"] for feature in found.ended] == ["H-2"]
    (changed,) = found.changed
    assert (changed.id, changed.title, changed.fields) == ("H-4", "荣家湾镇中心敬老院", ["beds", "geom"])
    assert (changed.before["properties"]["beds"], changed.after["properties"]["beds"]) == (120, 200)
    assert changed.before["geometry"]["coordinates"] == [113.1, 29.1]
    assert changed.after["geometry"]["coordinates"] == [113.2, 29.2]
    assert found.counts == Tally(added=1, ended=1, changed=1)
    assert found.next is None


def test_a_day_beside_itself_differs_in_nothing(told: Session) -> None:
    assert compared(told, LATE, LATE) == Comparison(Tally(), [], [], [], None)


def test_what_was_between_the_days_only_is_seen_from_within(told: Session) -> None:
    within = compared(told, EARLY, day("2020-06-30"))
    assert [feature["id"] for feature in within.added] == ["H-3", "H-6"]
    assert [feature["id"] for feature in compared(told, day("2020-06-30"), LATE).ended] == ["H-6"]


def test_pages_follow_each_other_and_every_page_counts_the_whole(told: Session) -> None:
    seen, after = [], None
    for _ in range(3):
        page = compared(told, page=Page(limit=1, after=after))
        assert page.counts == Tally(added=1, ended=1, changed=1)
        seen += [
            *(feature["id"] for feature in [*page.added, *page.ended]),
            *(each.id for each in page.changed),
        ]
        after = page.next
    assert seen == ["H-2", "H-3", "H-4"]
    assert after is None


def test_every_layer_is_counted_in_the_order_of_the_atlas(told: Session) -> None:
    counted = comparison.tallies(told, EARLY, LATE)
    assert list(counted) == [record.layer.id for record in ATLAS]
    assert counted[HOMES] == Tally(added=1, ended=1, changed=1)
    assert counted["roads"] == Tally()


def test_a_correction_is_not_a_change_of_the_world(told: Session) -> None:
    register.amend(told, home("H-1", beds=99), as_of=LATE, because="台账抄错")
    assert [each.id for each in compared(told).changed] == ["H-4"]


def test_the_later_day_comes_second(session: Session) -> None:
    with pytest.raises(BadInput, match="对调两个日期"):
        compared(session, LATE, EARLY)
    with pytest.raises(BadInput, match="对调两个日期"):
        comparison.tallies(session, LATE, EARLY)


@pytest.mark.parametrize("limit", [0, comparison.LONGEST_PAGE + 1])
def test_a_page_has_a_size(session: Session, limit: int) -> None:
    with pytest.raises(BadInput, match="每页"):
        compared(session, page=Page(limit=limit))


def test_what_a_reader_may_not_know_makes_no_difference(session: Session) -> None:
    """A step of a metre and another phone number: the clerk is told of both, the public of neither."""
    register.enter(session, home("H-1", contact_phone="13907301111"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    moved = Point(113.10001, 29.1)  # lon, lat · EPSG:4490
    other = home("H-1", contact_phone="13907302222")
    register.change(session, other, moved, on=day("2020-01-01"), provenance=LEDGER, because="迁址")
    assert [each.fields for each in compared(session).changed] == [["contact_phone", "geom"]]
    act(session, public(4))
    assert compared(session).counts == Tally()
