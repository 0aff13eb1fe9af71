"""Beds per thousand older people, by area and for the whole: the definition, computed.

Every bed and every person is counted once: the sum over areas plus what is in no area is the total, always. The whole
is sum over sum, never a mean of ratios. Pure: what is read comes in as arrays and rows, nothing is fetched here.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import orjson

from geo.access import sums_by_area
from layers.coverage_figures import Figure, apportion, figure, ranks
from layers.coverage_findings import findings
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace, inputs_hash
from layers.coverage_placement import Placement, Positions, placed
from layers.coverage_result import (
    AreaFigure,
    CoverageResult,
    PopulationUsed,
    ResultFinding,
    TotalFigure,
    Unplaced,
    UnplacedFacility,
    UnplacedPeople,
)
from layers.coverage_terms import BedsParameters, CountyLevel
from layers.indicators import BEDS_PER_THOUSAND, Indicator
from layers.rules import Finding, Severity

__all__ = ["AreaSet", "BedPlace", "BedsParameters", "Demand", "PeoplePlace", "Terms", "beds_per_thousand", "computed"]


@dataclass(frozen=True)
class Terms:
    """How a run is to be computed and told; `parameters` is what the result prints as its parameters."""

    parameters: dict[str, Any]
    target: Decimal
    code_version: str
    county_level: CountyLevel = CountyLevel.WHERE_THEY_STAND
    as_of: dt.date | None = None
    total_name: str = "合计"
    indicator: Indicator = BEDS_PER_THOUSAND
    findings: tuple[Finding, ...] = field(default=())
    """What reading the input found; it is told before what computing finds."""


def beds_per_thousand(areas: AreaSet, supply: Sequence[BedPlace], demand: Demand, terms: Terms) -> CoverageResult:
    """Compute beds per thousand older people.

    Args:
        areas: valid polygons, EPSG:4490, lon/lat, in the order of their codes.
        supply: the facilities that count by the definition, with their beds; each stands in one area at most.
        demand: older people of areas, or of places inside them.
        terms: target, treatment of county-wide beds, and what to print.

    Raises:
        Refusal: an area is invalid, empty, or no polygon.
    """
    return computed(placed(areas, supply, demand, terms.county_level), supply, terms)


def computed(placement: Placement, supply: Sequence[BedPlace], terms: Terms) -> CoverageResult:
    """Tell the figures of a placement; `supply` is everything that was read, for the hash."""
    digest = inputs_hash(placement.areas, supply, placement.demand)
    indicator = terms.indicator
    rows = _area_figures(placement, terms)
    told = [*terms.findings, *_spread_failed(placement), *findings(placement)]
    return CoverageResult(
        run=run_id(terms, digest),
        indicator=indicator.id,
        title=indicator.title,
        unit=indicator.unit,
        parameters=terms.parameters,
        as_of=terms.as_of,
        inputs_hash=digest,
        code_version=terms.code_version,
        population=_population_used(placement, rows),
        total=_total(placement, terms, rows),
        areas=rows,
        unplaced=_unplaced(placement),
        findings=[ResultFinding.of(finding) for finding in told],
        invented=_any_invented(placement),
    )


def run_id(terms: Terms, digest: str) -> str:
    """The name of a run: the same question to the same rows by the same code has the same name."""
    noted = [finding.message for finding in terms.findings]
    question = [terms.indicator.id, terms.parameters, digest, terms.code_version, noted]
    canonical = orjson.dumps(question, option=orjson.OPT_SORT_KEYS)
    return f"bpt-{hashlib.sha256(canonical).hexdigest()[:12]}"


def _area_figures(placement: Placement, terms: Terms) -> list[AreaFigure]:
    """The rows of the table, in the order of codes."""
    areas, count = placement.areas, len(placement.areas)
    standing = _sums(placement.facility_areas, [home.beds or 0 for home in placement.facilities], count)
    facilities = _sums(placement.facility_areas, [1] * len(placement.facilities), count)
    elderly = _elderly(placement)
    spread = _shares(placement, elderly)
    figures = [
        figure(beds + share, people, terms.target)
        for beds, share, people in zip(standing, spread, elderly, strict=True)
    ]
    places = ranks([told.ratio for told in figures])
    invented = _invented_by_area(placement)
    return [
        AreaFigure(
            id=areas.ids[area],
            name=areas.names[area],
            beds=standing[area] + spread[area],
            elderly=elderly[area],
            **_told(figures[area]),
            rank=places[area],
            facilities=facilities[area],
            spread_beds=spread[area],
            population_method=_method(placement, areas.ids[area]),
            counted_on=_counted_on(placement, areas.ids[area]),
            invented=invented[area],
        )
        for area in range(count)
    ]


def _told(told: Figure) -> dict[str, Any]:
    """A figure as the rows of a result print it."""
    return {
        "beds_per_thousand": told.beds_per_thousand,
        "no_value_reason": told.no_value_reason,
        "shortfall_beds": told.shortfall_beds,
        "surplus_beds": told.surplus_beds,
    }


def _sums(positions: Positions, amounts: Iterable[int], count: int) -> list[int]:
    """Whole amounts by area, summed as whole numbers."""
    totals: list[int] = sums_by_area(positions, np.fromiter(amounts, np.int64), count).tolist()
    return totals


def _elderly(placement: Placement) -> list[int | None]:
    """Older people of each area: its own figure, else its settlements', else unknown."""
    inside = _sums(placement.people_areas, [place.people or 0 for place in placement.people], len(placement.areas))
    told = placement.area_people
    asked = placement.demand.places is not None
    return [
        told[code].people if code in told else (inside[area] if asked else None)
        for area, code in enumerate(placement.areas.ids)
    ]


def _shares(placement: Placement, elderly: Sequence[int | None]) -> list[int]:
    """County-wide beds shared out by older people."""
    whole = sum(home.beds or 0 for home in placement.spread)
    weights = [people or 0 for people in elderly]
    return apportion(whole, weights) if whole and sum(weights) else [0] * len(weights)


def _spread_failed(placement: Placement) -> list[Finding]:
    """Say when there is nobody to share county-wide beds out to: they stay in the total alone."""
    if not placement.spread or any(_elderly(placement)):
        return []
    message = "各区域老年人口均为 0 或未知，全县统筹床位无法分摊，只计入合计"
    return [Finding(message, "county_level", None, Severity.WARNING)]


def _total(placement: Placement, terms: Terms, rows: Sequence[AreaFigure]) -> TotalFigure:
    """The whole, including what is in no area; unknown people of one area leave the whole without a value."""
    homes = (*placement.facilities, *placement.spread)
    beds = sum(home.beds or 0 for home in homes)
    elderly = sum(row.elderly or 0 for row in rows) + sum(row.people or 0 for row in placement.astray)
    unknown = sum(row.elderly is None for row in rows)
    told = figure(beds, None if unknown else elderly, terms.target, f"{unknown} 个区域老年人口未知")
    return TotalFigure(name=terms.total_name, beds=beds, elderly=elderly, **_told(told), facilities=len(homes))


def _unplaced(placement: Placement) -> Unplaced:
    """Everything that has no area, with the reason."""
    return Unplaced(
        facilities=[
            UnplacedFacility(id=home.id, name=home.name, x=home.x, y=home.y, beds=home.beds, reason=_why(home))
            for home in placement.homeless
        ],
        population=[_lost(row) for row in placement.astray],
    )


def _lost(row: PeoplePlace | AreaPeople) -> UnplacedPeople:
    if isinstance(row, AreaPeople):
        reason = "区域文件中没有这个代码"
        return UnplacedPeople(id=row.area, name=row.name, x=None, y=None, elderly=row.people, reason=reason)
    return UnplacedPeople(id=row.id, name=row.name, x=row.x, y=row.y, elderly=row.people, reason=_why(row))


def _why(place: BedPlace | PeoplePlace) -> str:
    return "没有坐标" if place.x is None or place.y is None else "不在任何区域内"


def _method(placement: Placement, code: str) -> str:
    demand = placement.demand
    if code in placement.area_people:
        return demand.area_method
    return demand.place_method if demand.places is not None else "none"


def _counted_on(placement: Placement, code: str) -> dt.date | None:
    row = placement.area_people.get(code)
    return row.counted_on if row else None


def _population_used(placement: Placement, rows: Sequence[AreaFigure]) -> PopulationUsed:
    """Which population the run divided by, and its sources."""
    demand = placement.demand
    methods = sorted({row.population_method for row in rows})
    told: list[AreaPeople | PeoplePlace] = [*demand.by_area, *placement.people]
    days = [row.counted_on for row in told if row.counted_on]
    return PopulationUsed(
        method=methods[0] if len(methods) == 1 else "mixed",
        basis=demand.basis,
        age_from=demand.age_from,
        counted_on=min(days, default=None),
        source="；".join(sorted({_source(row) for row in told if row.source})) or "未注明",
        invented=any(row.invented for row in told),
        title=demand.title,
    )


def _source(row: AreaPeople | PeoplePlace) -> str:
    """A source, with its own date where the day of the count is not known."""
    dated = row.counted_on is None and row.source_date is not None
    return f"{row.source}（来源日期 {row.source_date}）" if dated else row.source


def _invented_by_area(placement: Placement) -> list[bool]:
    """Whether anything an area's figure is made of is invented: its shape, a facility, its people."""
    flags = list(placement.areas.invented)
    standing = [
        (home.invented, area) for home, area in zip(placement.facilities, placement.facility_areas, strict=True)
    ]
    living = [(place.invented, area) for place, area in zip(placement.people, placement.people_areas, strict=True)]
    for invented, area in (*standing, *living):
        if area >= 0 and invented:
            flags[area] = True
    spread = any(home.invented for home in placement.spread)
    told = placement.area_people
    return [
        flag or spread or (code in told and told[code].invented)
        for flag, code in zip(flags, placement.areas.ids, strict=True)
    ]


def _any_invented(placement: Placement) -> bool:
    """Whether any row behind the result is invented."""
    homes = (*placement.facilities, *placement.spread)
    people: list[PeoplePlace | AreaPeople] = [*placement.people, *placement.demand.by_area]
    return any((*placement.areas.invented, *(home.invented for home in homes), *(row.invented for row in people)))
