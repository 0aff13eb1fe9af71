"""The deeds of the register, and what it refuses."""

import datetime as dt

import pytest
from shapely import LineString, Point, Polygon
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import history, loading, register
from data.errors import BadInput, Conflict, NotFound
from data.tables import history_of, table_of
from layers.nursing_homes import NursingHome
from layers.record import Disclosure
from tests.data.deeds import INVENTED, LEDGER, NEW_YEAR, SEAT, day, entry, home, square, town

HOMES = table_of("nursing_homes")


def beds(session: Session, on: str, number: str = "430621-001") -> int | None:
    return session.scalar(select(HOMES.c.beds).where(HOMES.c.number == number, HOMES.c.valid.contains(day(on))))


def test_a_home_enters_with_its_source_and_its_clerk(session: Session) -> None:
    history.sign(session, clerk="王芳")
    kept = register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, because="首次登记")
    row = session.execute(select(HOMES)).one()
    assert (kept.identity, kept.version) == ("430621-001", 1)
    assert (row.recorded_by, row.because, row.source, row.invented) == ("王芳", "首次登记", "岳阳县民政局台账", False)
    assert (row.valid.lower, row.valid.upper, row.disclosure) == (NEW_YEAR, None, "public")


def test_without_a_clerk_the_database_role_signs(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    assert session.scalar(select(HOMES.c.recorded_by))


def test_an_amendment_corrects_the_whole_period(session: Session) -> None:
    register.enter(session, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    kept = register.amend(session, home(beds=100), as_of=day("2024-01-01"), because="台账抄错")
    assert kept.version == 2
    assert (beds(session, "2010-01-01"), beds(session, "2024-01-01")) == (100, 100)


def test_a_change_leaves_the_time_before_it_as_it_was(session: Session) -> None:
    register.enter(session, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.change(session, home(beds=150), on=day("2020-06-01"), provenance=LEDGER, because="扩建")
    assert (beds(session, "2020-05-31"), beds(session, "2020-06-01")) == (120, 150)
    assert session.scalar(select(HOMES.c.geom.ST_AsText()).where(HOMES.c.beds == 150)) == "POINT(113.1 29.1)"


def test_a_change_on_the_first_day_is_an_amendment(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(Conflict, match="请用“更正”"):
        register.change(session, home(beds=1), on=NEW_YEAR, provenance=LEDGER, because="扩建")


def test_an_amendment_that_changes_nothing_writes_nothing(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    kept = register.amend(session, home(), SEAT, as_of=NEW_YEAR, because="核对无误", provenance=LEDGER)
    assert kept.version == 1
    assert session.execute(select(history_of("nursing_homes"))).all() == []


def test_a_place_is_corrected_to_the_last_decimal(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    moved = Point(SEAT.x + 1e-7, SEAT.y)
    assert register.amend(session, home(), moved, as_of=NEW_YEAR, because="实测").version == 2
    assert session.scalar(select(HOMES.c.geom.ST_X())) == moved.x
    assert session.scalar(select(history_of("nursing_homes").c.geom.ST_X())) == SEAT.x


def test_an_ending_before_a_later_period_is_refused(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.change(session, home(beds=9), on=day("2010-01-01"), provenance=LEDGER, because="改造")
    with pytest.raises(Conflict, match="自 2010-01-01 起另有一时段"):
        register.end(session, "nursing_homes", "430621-001", on=day("2005-01-01"), because="停办")


def test_what_will_end_may_still_change_before(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, valid_to=day("2030-01-01"), provenance=LEDGER)
    register.change(session, home(beds=9), on=day("2010-01-01"), provenance=LEDGER, because="改造")
    assert (beds(session, "2009-12-31"), beds(session, "2029-12-31"), beds(session, "2030-01-01")) == (120, 9, None)


def test_a_period_may_begin_earlier_than_was_known(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=day("2018-06-30"), provenance=LEDGER)
    register.amend(session, home(), as_of=day("2020-01-01"), valid_from=day("2015-01-01"), because="档案载明")
    assert beds(session, "2016-01-01") == 120


def test_two_clerks_do_not_overwrite_each_other_unseen(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.amend(session, home(beds=90), as_of=NEW_YEAR, because="甲的更正", expected_version=1)
    with pytest.raises(Conflict, match=r"第 1 版，现为第 2 版"):
        register.amend(session, home(beds=80), as_of=NEW_YEAR, because="乙的更正", expected_version=1)
    assert beds(session, "2024-01-01") == 90


def test_overlapping_periods_are_refused_and_both_are_named(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=day("2010-01-01"), provenance=LEDGER)
    with pytest.raises(Conflict) as refusal:
        register.enter(
            session, home(), SEAT, valid_from=day("2005-01-01"), valid_to=day("2012-01-01"), provenance=LEDGER
        )
    assert refusal.value.what == "“430621-001”的有效期重叠"
    assert refusal.value.why == "已登记 2010-01-01 起，又登记 2005-01-01 至 2012-01-01（不含）"


def test_an_earlier_period_of_the_same_thing_may_follow_later(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=day("2010-01-01"), provenance=LEDGER)
    register.enter(
        session, home(beds=30), SEAT, valid_from=day("2005-01-01"), valid_to=day("2010-01-01"), provenance=LEDGER
    )
    assert (beds(session, "2009-12-31"), beds(session, "2010-01-01")) == (30, 120)


def test_an_ended_identifier_is_never_reused(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.end(
        session, "nursing_homes", "430621-001", on=day("2020-01-01"), because="停办", document="岳民发〔2019〕8号"
    )
    with pytest.raises(Conflict, match="岳民发〔2019〕8号"):
        register.enter(session, home(name="另一家"), SEAT, valid_from=day("2021-01-01"), provenance=LEDGER)


def test_a_withdrawn_identifier_is_never_reused_and_leaves_a_tombstone(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    history.sign(session, clerk="李强")
    assert register.withdraw(session, "nursing_homes", "430621-001", because="重复录入") == 1
    stone = session.execute(select(history_of("nursing_homes"))).one()
    assert (stone.deed, stone.closed_by, stone.closed_because) == ("delete", "李强", "重复录入")
    with pytest.raises(Conflict, match="原登记已撤销"):
        register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)


def test_an_ending_by_mistake_can_be_corrected(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.end(session, "nursing_homes", "430621-001", on=day("2020-01-01"), because="停办")
    session.execute(HOMES.update().values(valid=register.period(NEW_YEAR, None)))
    register.change(session, home(beds=7), on=day("2022-01-01"), provenance=LEDGER, because="仍在运营")
    assert beds(session, "2023-01-01") == 7


@pytest.mark.parametrize("because", ["", "  "])
def test_every_alteration_says_why(session: Session, because: str) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(BadInput, match="没有写明事由"):
        register.amend(session, home(beds=1), as_of=NEW_YEAR, because=because)


def test_what_is_not_there_cannot_be_changed(session: Session) -> None:
    with pytest.raises(NotFound, match="没有登记“430621-404”"):
        register.end(session, "nursing_homes", "430621-404", on=day("2020-01-01"), because="停办")
    with pytest.raises(NotFound):
        register.withdraw(session, "nursing_homes", "430621-404", because="误")


def test_a_record_that_breaks_a_law_does_not_enter(session: Session) -> None:
    with pytest.raises(BadInput) as refusal:
        register.enter(session, home(beds=10, beds_nursing=11), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    assert [getattr(finding, "field", None) for finding in refusal.value.findings] == ["beds_nursing"]


def test_a_period_without_a_day_is_refused(session: Session) -> None:
    with pytest.raises(BadInput, match="不含任何一天"):
        register.enter(session, home(), SEAT, valid_from=NEW_YEAR, valid_to=NEW_YEAR, provenance=LEDGER)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (None, "缺少图形"),
        (Point(29.1, 113.1), "经度、纬度似乎颠倒"),
        (Point(2.35, 48.85), "不在国境范围内"),
        (LineString([(113, 29), (113.1, 29.1)]), "须为一个点"),
    ],
)
def test_a_place_that_cannot_be_says_why(session: Session, shape: Point | LineString | None, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        register.enter(session, home(), shape, valid_from=NEW_YEAR, provenance=LEDGER)


def test_an_invalid_area_says_where(session: Session) -> None:
    bow_tie = Polygon([(113, 29), (113.2, 29.2), (113.2, 29), (113, 29.2)])
    with pytest.raises(BadInput) as refusal:
        register.enter(session, town(), bow_tie, valid_from=NEW_YEAR, provenance=LEDGER)
    (finding,) = refusal.value.findings
    where = getattr(finding, "where", None)
    assert isinstance(where, Point)
    assert (round(where.x, 6), round(where.y, 6)) == (113.1, 29.1)


def test_a_single_area_is_kept_as_a_multiple(session: Session) -> None:
    register.enter(session, town(), square(113, 29).geoms[0], valid_from=NEW_YEAR, provenance=LEDGER)
    areas = table_of("divisions")
    assert session.scalar(select(areas.c.geom.ST_GeometryType())) == "ST_MultiPolygon"


def test_heights_are_left_out_with_a_warning(session: Session) -> None:
    kept = register.enter(session, home(), Point(113.1, 29.1, 50), valid_from=NEW_YEAR, provenance=LEDGER)
    assert [str(finding.severity) for finding in kept.findings] == ["warning"]


def test_a_refused_deed_leaves_the_transaction_usable(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(Conflict):
        register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    assert beds(session, "2024-01-01") == 120


def test_many_enter_at_once_with_several_periods(session: Session) -> None:
    told: list[tuple[int, int]] = []
    loaded = loading.load(
        session,
        NursingHome,
        [
            entry(home(), valid_from=day("2010-01-01"), provenance=INVENTED),
            entry(home(beds=3), valid_to=day("2010-01-01"), disclosure=Disclosure.INTERNAL),
            entry(home("430621-002"), valid_to=day("2020-01-01")),
        ],
        progress=lambda done, of: told.append((done, of)),
    )
    assert (loaded.count, told[-1]) == (3, (3, 3))
    assert (beds(session, "2009-01-01"), beds(session, "2024-01-01")) == (3, 120)
    with pytest.raises(Conflict, match="已用过"):
        register.enter(session, home("430621-002"), SEAT, valid_from=day("2021-01-01"), provenance=LEDGER)


def test_one_bad_row_refuses_the_whole_load_and_every_fault_is_listed(session: Session) -> None:
    register.enter(session, home("430621-900"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    rows = [
        entry(home("430621-001")),
        entry(home("430621-002", beds=1, beds_open=2)),
        entry(home("430621-003"), Point(29, 113)),
        entry(home("430621-004"), valid_to=NEW_YEAR - dt.timedelta(days=1)),
    ]
    with pytest.raises(BadInput) as refusal:
        loading.load(session, NursingHome, rows)
    assert {getattr(finding, "row", None) for finding in refusal.value.findings} == {2, 3, 4}
    assert "第 2 行（430621-002）：实际可用床位不能多于养老床位总数" in refusal.value.errors
    assert session.scalars(select(HOMES.c.number)).all() == ["430621-900"]


def test_a_load_that_contradicts_the_register_keeps_nothing(session: Session) -> None:
    register.enter(session, home("430621-002"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(Conflict, match="有效期重叠"):
        loading.load(session, NursingHome, [entry(home("430621-001")), entry(home("430621-002"))])
    assert session.scalars(select(HOMES.c.number)).all() == ["430621-002"]


def test_a_township_is_divided_and_the_old_one_still_answers_for_its_time(session: Session) -> None:
    """嵩阳街道析置为两个街道: before and after, by as-of date."""
    whole = town("410185001", "嵩阳街道", kind="subdistrict")
    register.enter(session, whole, square(113.0, 34.4, 0.2), valid_from=NEW_YEAR, provenance=LEDGER)
    for code, name, west in (("410185004", "嵩阳新街道", 113.0), ("410185005", "少林街道", 113.1)):
        part = town(code, name, kind="subdistrict")
        register.enter(session, part, square(west, 34.4), valid_from=day("2024-07-01"), provenance=LEDGER)
    register.end(
        session,
        "divisions",
        "410185001",
        on=day("2024-07-01"),
        because="析置",
        document="豫政函〔2024〕1号",
        successors=["410185004", "410185005"],
    )
    areas = table_of("divisions")

    def names(on: str) -> list[str]:
        chosen = select(areas.c.name).where(areas.c.valid.contains(day(on))).order_by(areas.c.code)
        return list(session.scalars(chosen))

    assert names("2024-06-30") == ["嵩阳街道"]
    assert names("2024-07-01") == ["嵩阳新街道", "少林街道"]


def test_a_successor_must_be_known(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(BadInput, match="尚未登记"):
        register.end(
            session, "nursing_homes", "430621-001", on=day("2020-01-01"), because="合并", successors=["430621-777"]
        )
