"""The sample county in the register: whole, once, and never beside a real one."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import overview, register, sample_county
from data.errors import BadInput, Conflict
from data.ledgers import IDENTIFIERS
from data.tables import history_of, table_of
from layers.atlas import ATLAS
from layers.nursing_homes import NursingHome
from layers.population import PopulationStatistic
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home

SAMPLE_DAY = dt.date(2024, 12, 31)


def rows_in_files() -> dict[str, int]:
    """Counted without the loader: features of a GeoJSON file, lines of a table less its heading."""
    found = {}
    for record in ATLAS:
        drawn = sample_county.FOLDER / f"{record.layer.id}.geojson"
        listed = sample_county.FOLDER / f"{record.layer.id}.csv"
        found[record.layer.id] = (
            len(orjson.loads(drawn.read_bytes())["features"])
            if drawn.exists()
            else len(listed.read_text(encoding="utf-8-sig").strip().splitlines()) - 1
        )
    return found


def test_every_row_of_every_file_enters_once(session: Session) -> None:
    told: list[tuple[str, int, int]] = []
    entered = sample_county.load(session, progress=lambda title, done, of: told.append((title, done, of)))
    assert entered == rows_in_files() == overview.counts(session)
    assert ("村（社区）", 204, 204) in told
    again = sample_county.load(session)
    assert set(again.values()) == {0}
    assert overview.counts(session) == entered
    assert all(session.execute(select(history_of(record.layer.id))).first() is None for record in ATLAS)


def test_the_published_totals_of_the_census_are_in_it(session: Session) -> None:
    """561,888 people, 121,826 of 60 and over: the county's own rows, and the sum over its settlements."""
    sample_county.load(session)
    people = table_of("population")
    county = select(people.c.age_from, people.c.people).where(
        people.c.division == "430621", people.c.counted_on == dt.date(2020, 11, 1), people.c.basis == "resident"
    )
    ages = {row.age_from: row.people for row in session.execute(county)}
    assert (ages[0], ages[60], ages[65], ages[80]) == (561_888, 121_826, 89_808, 16_676)
    villages = table_of("settlements")
    counted = select(func.sum(villages.c.population), func.sum(villages.c.aged_60)).where(
        villages.c.valid.contains(SAMPLE_DAY)
    )
    assert tuple(session.execute(counted).one()) == (561_888, 121_826)


def test_what_a_clerk_has_changed_stays_changed(session: Session) -> None:
    sample_county.load(session)
    homes = table_of("nursing_homes")
    number = session.scalars(
        select(homes.c.number).where(func.upper_inf(homes.c.valid)).order_by(homes.c.number)
    ).first()
    assert number
    register.end(session, "nursing_homes", number, on=SAMPLE_DAY, because="停办")
    withdrawn = session.scalars(select(homes.c.number).where(homes.c.number != number).limit(1)).one()
    register.withdraw(session, "nursing_homes", withdrawn, because="误录")
    assert set(sample_county.load(session).values()) == {0}
    assert session.scalar(select(func.max(func.upper(homes.c.valid))).where(homes.c.number == number)) == SAMPLE_DAY
    assert session.execute(select(homes).where(homes.c.number == withdrawn)).first() is None


def test_a_real_register_is_not_mixed_with_the_sample(session: Session) -> None:
    register.enter(session, home("430621-900"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(Conflict, match="430621-900"):
        sample_county.load(session)
    assert sum(overview.counts(session).values()) == 1
    assert session.scalar(select(func.count()).select_from(IDENTIFIERS)) == 1


def write(folder: Path, **given: Any) -> None:  # noqa: ANN401 - properties of a file
    properties = {
        "number": "NH-1",
        "name": "院",
        "stage": "open",
        "kind": "nursing_home",
        "ownership": "public",
        "operation": "public_run",
        "beds": 10,
        "valid_from": "2016-01-01",
        "source": "示例规则",
        "invented": True,
    }
    feature = {"properties": properties | given, "geometry": {"type": "Point", "coordinates": [113.1, 29.1]}}
    (folder / "nursing_homes.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")


def test_a_file_that_breaks_the_rules_enters_nothing(session: Session, tmp_path: Path) -> None:
    write(tmp_path, beds=10, beds_nursing=11)
    with pytest.raises(BadInput, match="第 1 行（NH-1）：护理型床位"):
        sample_county.load(session, tmp_path)
    write(tmp_path, kind="palace")
    with pytest.raises(BadInput, match="第 1 行：类别“palace”不在选项内"):
        sample_county.load(session, tmp_path)
    write(tmp_path, source=None)
    with pytest.raises(BadInput, match="缺少数据来源"):
        sample_county.load(session, tmp_path)
    assert sum(overview.counts(session).values()) == 0


def test_an_entry_carries_its_period_and_its_source(tmp_path: Path) -> None:
    write(tmp_path, valid_to="2019-10-01", source_date="2024-12-31")
    (entry,) = sample_county.read(NursingHome, tmp_path)
    assert (entry.valid_from, entry.valid_to) == (day("2016-01-01"), day("2019-10-01"))
    assert (entry.provenance.source, entry.provenance.source_date, entry.provenance.invented) == (
        "示例规则",
        SAMPLE_DAY,
        True,
    )


def test_a_table_is_read_by_the_kind_of_each_column(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text(
        "number,name,division,counted_on,basis,age_from,age_to,people,valid_from,source,invented\n"
        "430621-20201101-resident-60,常住老人,430621,2020-11-01,resident,60,,121826,2020-11-01,公报,false\n",
        encoding="utf-8",
    )
    (entry,) = sample_county.read(PopulationStatistic, tmp_path)
    assert isinstance(entry.record, PopulationStatistic)
    assert (entry.record.people, entry.record.age_to, entry.provenance.invented) == (121826, None, False)
