"""Rows of the divisions, the settlements and the population statistics."""

from collections.abc import Iterator, Mapping

from shapely import MultiPolygon, Point, Polygon

from data.sample.making import outlines
from data.sample.making.files import Origin, Row, invented
from data.sample.making.names_of_units import SOURCE as NAMES_SOURCE
from data.sample.making.names_of_units import Unit, township_units, village_units
from data.sample.making.population import AGES_FROM, CENSUS, PUBLISHED_SOURCE, ByAge, Count, by_township
from data.sample.making.seats import COUNTY, COUNTY_SEAT
from data.sample.making.villages import Village

_PREFECTURE = "430600"
_REAL_NAME = f"名称与代码：{NAMES_SOURCE}（真实）"
_BASES = {"resident": "常住", "registered": "户籍"}
_RESIDENT_FIELDS = ("population", "aged_60", "aged_65", "aged_80")
_REGISTERED_FIELDS = ("registered", "registered_60", "registered_65", "registered_80")
_TOWN_FRINGE = ("城东村", "东方村", "兴园村")
_PERSONS_PER_HOUSEHOLD = 2.9


def division_rows(
    real: Mapping[str, Polygon], townships: Mapping[str, MultiPolygon], villages: Mapping[str, MultiPolygon]
) -> Iterator[Row]:
    """The three counties with their real outlines, the township and village units with invented polygons."""
    for code, name in outlines.COUNTIES.items():
        values = {
            "code": code,
            "name": name,
            "level": "county",
            "kind": "city" if name.endswith("市") else "county",
            "is_statutory": True,
            "parent": _PREFECTURE,
            "seat": "荣家湾镇" if code == COUNTY else None,
        }
        yield Row(values, Origin(outlines.SOURCE, None, invented=False), outlines.as_multipolygon(real[code]))
    for unit in township_units():
        yield Row(_township(unit), invented(f"乡级界线虚构；{_REAL_NAME}"), townships[unit.code])
    for unit in village_units():
        yield Row(_village(unit), invented(f"村级范围虚构；{_REAL_NAME}"), villages[unit.code])


def _township(unit: Unit) -> dict[str, object]:
    kind = {"镇": "town", "乡": "township"}.get(unit.name[-1], "reporting_unit")
    return {
        "code": unit.code,
        "name": unit.name,
        "level": "township",
        "kind": kind,
        "is_statutory": kind != "reporting_unit",
        "parent": COUNTY,
    }


def _village(unit: Unit) -> dict[str, object]:
    kind = "reporting_unit" if unit.is_quasi_unit else _settlement_kind(unit)
    return {
        "code": unit.code,
        "name": unit.name,
        "level": "village",
        "kind": kind,
        "is_statutory": False,
        "parent": unit.township,
    }


def settlement_rows(
    villages: list[Village], resident: Mapping[str, ByAge], registered: Mapping[str, ByAge]
) -> Iterator[Row]:
    """Every village unit at its invented place with its share of the county's people."""
    origin = invented(f"位置与人口虚构，常住各年龄合计等于{PUBLISHED_SOURCE}；{_REAL_NAME}")
    for village in villages:
        unit = village.unit
        people, of_the_register = resident[unit.code], registered[unit.code]
        values = {
            "code": unit.code,
            "name": unit.name,
            "division": unit.township,
            "kind": _settlement_kind(unit),
            "urban_rural": _urban_rural(village),
            "households": round(people[0] / _PERSONS_PER_HOUSEHOLD),
            **dict(zip(_RESIDENT_FIELDS, people, strict=True)),
            **dict(zip(_REGISTERED_FIELDS, of_the_register, strict=True)),
        }
        yield Row(values, origin, Point(village.position))


def statistic_rows(count: Count, people: Mapping[str, ByAge]) -> Iterator[Row]:
    """One count of the county and of each township, from 0, 60, 65 and 80 years upwards."""
    by_division = {COUNTY: count.totals} | by_township(people)
    names = {COUNTY: outlines.COUNTIES[COUNTY]} | {unit.code: unit.name for unit in township_units()}
    for division, ages in by_division.items():
        published = count.is_published and division == COUNTY
        origin = Origin(PUBLISHED_SOURCE, CENSUS.counted_on, invented=False) if published else _made(count)
        for age_from, number in zip(AGES_FROM, ages, strict=True):
            values = _statistic(division, names[division], count, age_from, number)
            yield Row(values, origin, valid_from=count.counted_on)


def _made(count: Count) -> Origin:
    return invented("乡级人数虚构，合计等于公布的县级总数" if count.is_published else "县级总数与乡级人数均虚构")


def _statistic(division: str, name: str, count: Count, age_from: int, people: int) -> dict[str, object]:
    ages = f"（{age_from} 岁及以上）" if age_from else ""
    return {
        "number": f"{division}-{count.counted_on:%Y%m%d}-{count.basis}-{age_from}",
        "name": f"{name}{count.counted_on.year}年{_BASES[count.basis]}人口{ages}",
        "division": division,
        "counted_on": count.counted_on,
        "basis": count.basis,
        "age_from": age_from,
        "people": people,
    }


def _settlement_kind(unit: Unit) -> str:
    if unit.is_quasi_unit:
        return "quasi_community" if unit.code[9] == "4" else "quasi_village"
    return "community" if unit.is_residents_committee else "village"


def _urban_rural(village: Village) -> str:
    if village.unit.is_residents_committee or village.is_seat:
        return "210" if village.unit.code[6] == "2" else "121"
    is_fringe = village.unit.township == COUNTY_SEAT and village.unit.name in _TOWN_FRINGE
    return "122" if is_fringe else "220"
