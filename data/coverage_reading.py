"""What a coverage run reads from the register: areas, places with beds, older people; of a day, known at a moment.

Geometry is EPSG:4490, longitude first. What counts is decided by the layers' own words: a facility in service, of a
kind whose beds are beds for older people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.reading import AtMoment, point_of, records
from geo.tiling import overlaps
from layers.community_care import CommunityCare
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_terms import BedsParameters, By, CountedFacilities, PopulationSource
from layers.nursing_homes import NursingHome
from layers.population import PopulationBasis
from layers.refusal import Refusal

_LEVELS = {By.COUNTY: "county", By.TOWNSHIP: "township", By.VILLAGE: "village"}
_NAMED = 5
# Seven decimals of a degree, as files print them, move a township's edge by less than this share of its area.
_SAME_SHARE = 1e-5


@dataclass(frozen=True)
class Reading(AtMoment):
    """The register as of a day, as it was known at a moment, under the terms of a figure."""

    terms: BedsParameters = field(kw_only=True)


def whole(reading: Reading) -> tuple[str, str] | None:
    """Code and name of the county the register keeps, when it keeps one: the parent of its townships."""
    parents = {row.parent for row in reading.rows("divisions", "parent", level="township") if row.parent}
    counties = [row for row in reading.rows("divisions", "code", "name", level="county") if row.code in parents]
    return (counties[0].code, counties[0].name) if len(counties) == 1 else None


def areas(reading: Reading) -> AreaSet:
    """The divisions a figure is told by.

    Counties are those the register keeps townships of: the outlines of neighbours are there for the lines between. A
    reporting unit (管委会) stands for itself where it overlaps no statutory division, else it is left out and named.

    Raises:
        Refusal: the register has no such areas on that day.
    """
    rows = reading.rows(
        "divisions", "code", "name", "parent", "is_statutory", "invented", "geom", level=_LEVELS[reading.terms.by]
    )
    if reading.terms.by is By.COUNTY:
        kept = {row.parent for row in reading.rows("divisions", "parent", level="township")}
        rows = [row for row in rows if row.code in kept]
    if not rows:
        raise _no_areas(reading)
    rows = _without_overlapping_units(reading, rows)
    shapes = shapely.from_wkb([bytes(row.geom) for row in rows])
    return AreaSet.of([row.code for row in rows], [row.name for row in rows], shapes, [row.invented for row in rows])


def _no_areas(reading: Reading) -> Refusal:
    what = f"{reading.day} 登记库中没有{reading.terms.by.label}的界线"
    remedy = "请核对截至日期，或先登记行政区划"
    if reading.terms.by is By.VILLAGE:
        remedy = (
            "村级没有面状界线时，请用 --by areas --areas 文件，"
            "交来村组或片区的多边形（GeoJSON、GeoPackage 或 Shapefile）"
        )
    return Refusal(what, "没有面就无法判断设施和人口属于哪里", remedy)


def _without_overlapping_units(reading: Reading, rows: Sequence[Any]) -> list[Any]:
    """Divisions without the reporting units that claim ground of statutory ones."""
    if reading.terms.by is By.VILLAGE or all(row.is_statutory for row in rows):
        return list(rows)
    shapes = list(shapely.from_wkb([bytes(row.geom) for row in rows]))
    pairs = [(rows[overlap.first], rows[overlap.second]) for overlap in overlaps(shapes)]
    out = {
        one.code for pair in pairs for one, other in (pair, pair[::-1]) if not one.is_statutory and other.is_statutory
    }
    if out:
        names = "、".join(row.name for row in rows if row.code in out)
        reading.note(f"统计单位与法定区划重叠，不单列，其设施和人口计入法定区划：{names}", "divisions")
    return [row for row in rows if row.code not in out]


def supply(reading: Reading) -> list[BedPlace]:
    """The facilities whose beds count by the terms."""
    homes = [
        _bed_place(row, home, home.is_county_level, getattr(home, reading.terms.beds.field))
        for row, home in records(reading, NursingHome)
        if home.stage.in_service and home.kind.counts_as_elder_beds
    ]
    if reading.terms.count is CountedFacilities.INSTITUTION:
        return homes
    return [*homes, *_community(reading)]


def _community(reading: Reading) -> list[BedPlace]:
    """Community facilities with overnight beds; one whose beds are unknown is named, not counted."""
    column = reading.terms.beds.field
    known, unknown = [], []
    for row, centre in records(reading, CommunityCare):
        if not (centre.stage.in_service and centre.kind.counts_as_elder_beds):
            continue
        beds = getattr(centre, column, None)
        if beds:
            known.append(_bed_place(row, centre, False, beds))
        elif beds is None:
            unknown.append(centre.name)
    if unknown:
        label = reading.terms.beds.label
        more = f" 等 {len(unknown)} 处" if len(unknown) > _NAMED else ""
        reading.note(f"社区养老设施未填{label}，按未知处理，未计入：{'、'.join(unknown[:_NAMED])}{more}", "beds")
    return known


def _bed_place(row: Any, record: Any, county_wide: bool, beds: int | None) -> BedPlace:  # noqa: ANN401 - a row
    x, y = point_of(row)
    layer = record.layer.id
    return BedPlace(
        layer, record.identity, record.title, x, y, beds, county_wide, row.source, row.source_date, row.invented,
        record.division,
    )  # fmt: skip


def demand(reading: Reading, areas: AreaSet, county: tuple[str, str] | None) -> Demand:
    """The older people of the areas: the divisions' statistics, settlements where there are none, as the terms say."""
    terms = reading.terms
    told: dict[str, AreaPeople] = {}
    if terms.population_source is not PopulationSource.SETTLEMENTS:
        divisions = _divisions_among(reading, areas)
        told = {code: row for code, row in _statistics(reading).items() if code in divisions or code not in areas.ids}
    if terms.population_source is PopulationSource.STATISTICS and not told.keys() & set(areas.ids):
        what, why = (
            "这些区域没有区划统计",
            f"登记库中没有 {reading.day} 及以前的{terms.basis.label} {terms.age.label}统计",
        )
        if terms.by is By.AREAS:
            why = "统计按行政区划登记，交来的多边形不是登记的行政区划"
        raise Refusal(what, why, "请改用 --population-source settlements 或 auto")
    by_area = tuple(told[code] for code in areas.ids if code in told)
    asked = terms.population_source is not PopulationSource.STATISTICS and len(by_area) < len(areas)
    return Demand(
        title=f"{terms.basis.label} {terms.age.label}人口",
        by_area=by_area,
        places=tuple(_settlements(reading)) if asked else None,
        basis=terms.basis.value,
        age_from=terms.age.years,
        whole=_comparable(told, by_area, county) if not asked and county else None,
    )


def _divisions_among(reading: Reading, areas: AreaSet) -> set[str]:
    """The areas that are divisions of the register: all of its own, and handed-in ones of the same code and shape."""
    if reading.terms.by is not By.AREAS:
        return set(areas.ids)
    handed_in = dict(zip(areas.ids, areas.shapes, strict=True))
    rows = [row for row in reading.rows("divisions", "code", "geom") if row.code in handed_in]
    return {row.code for row in rows if _same(handed_in[row.code], shapely.from_wkb(bytes(row.geom)))}


def _same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes are one but for the last decimal of a degree that files print."""
    strange = shapely.symmetric_difference(one, other).area
    return bool(strange <= _SAME_SHARE * other.area)


def _statistics(reading: Reading) -> dict[str, AreaPeople]:
    """The newest statistic of each division that was counted by the day."""
    terms = reading.terms
    names = ("division", "name", "counted_on", "people", "age_to", "source", "source_date", "invented")
    rows = reading.rows("population", *names, basis=terms.basis.value, age_from=terms.age.years)
    counted = [row for row in rows if row.age_to is None and row.counted_on <= reading.day]
    return {
        row.division: AreaPeople(
            row.division, row.name, row.people, row.counted_on, row.source, row.source_date, row.invented
        )
        for row in sorted(counted, key=lambda row: row.counted_on)
    }


def _comparable(
    told: dict[str, AreaPeople], by_area: Sequence[AreaPeople], county: tuple[str, str]
) -> AreaPeople | None:
    """The county's own statistic, when it was counted on the same day as all its parts."""
    own = told.get(county[0])
    days = {row.counted_on for row in by_area}
    return own if own is not None and days == {own.counted_on} else None


def _settlements(reading: Reading) -> Iterable[PeoplePlace]:
    """Settlements with their older people."""
    prefix = "aged" if reading.terms.basis is PopulationBasis.RESIDENT else "registered"
    column = f"{prefix}_{reading.terms.age.value}"
    for row in reading.rows("settlements", "code", "name", column, "source", "source_date", "invented", "geom"):
        x, y = point_of(row)
        people = getattr(row, column)
        yield PeoplePlace(row.code, row.name, x, y, people, row.source, row.source_date, row.invented)
