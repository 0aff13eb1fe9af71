"""What a scorecard reads from the register: townships, the rows that measures need by township, people, reports.

Geometry is EPSG:4490, longitude first. A place belongs to the township whose area holds it, by the rule of the coverage
figures; without a place, or outside all, to the township its papers name. A village belongs where its code says.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from data import coverage, coverage_reading, reported_figures
from data.coverage_reading import Reading
from data.history import moment
from data.scorecard_beds import beds_told
from geo import few_points
from geo.earth import in_space
from layers.atlas import layer_class
from layers.coverage_inputs import AreaSet
from layers.coverage_terms import AgeFrom, BedsParameters, CountedFacilities, CountyLevel
from layers.policies import Target
from layers.population import PopulationBasis, PopulationStatistic
from layers.record import Record
from layers.scorecard.facts import Beds, Facts, Kept, Origin, People, Unit
from layers.scorecard.terms import ReportedTerms, VillagesTerms
from layers.settlements import Settlement

# As far from an area's edge, in degrees (about 200 m), a thing on the county's line still belongs to it.
_ON_THE_LINE = 0.002
_AGES = (0, *(age.years for age in AgeFrom))


def facts(session: Session, as_of: dt.date, targets: Sequence[Target]) -> Facts:
    """Read what the targets need, as the register knows it now of a day.

    Raises:
        Refusal: the register has no townships on that day.
    """
    reading = Reading(session, as_of, moment(session), terms=BedsParameters(as_of=as_of))
    areas = coverage_reading.areas(reading)
    county = coverage_reading.whole(reading)
    ground = _Ground(reading, areas)
    needed = {layer for target in targets for layer in target.measure.layers(target.terms)}
    by_village = {target.terms.layer for target in targets if isinstance(target.terms, VillagesTerms)}
    wanted = needed | ({Settlement.layer.id} if by_village else set())
    kept = {layer: tuple(ground.kept(layer, by_village=layer in by_village)) for layer in sorted(wanted)}
    units = tuple(Unit(code, name) for code, name in zip(areas.ids, areas.names, strict=True))
    whole = Unit(county[0], county[1], is_county=True) if county else Unit("total", "合计", is_county=True)
    figures = [target.terms.figure for target in targets if isinstance(target.terms, ReportedTerms)]
    return Facts(
        as_of,
        whole,
        units,
        kept,
        _people(reading, units, whole),
        _Beds(session, as_of).told,
        reported_figures.newest(session, as_of, figures),
    )


@dataclass
class _Ground:
    """The townships a row may belong to, and the villages."""

    reading: Reading
    areas: AreaSet

    def kept(self, layer: str, *, by_village: bool) -> Iterable[Kept]:
        """The rows of a layer with the township, and where it is asked the village, of each."""
        form = layer_class(layer)
        rows = self.reading.rows(layer)
        places = _places(rows)
        towns = self._townships(form, rows, places)
        near: list[tuple[str | None, float | None]] = [(None, None)] * len(rows)
        if by_village:
            near = self._villages(places, towns)
        for row, town, (village, metres) in zip(rows, towns, near, strict=True):
            yield Kept(_record(form, row), Origin(row.source, row.source_date, row.invented), town, village, metres)

    def _townships(self, form: type[Record], rows: Sequence[Any], places: NDArray[np.float64]) -> list[str | None]:
        """By code for a village, by place for what has one, by its papers for the rest."""
        if form is Settlement:
            return [row.division for row in rows]
        told = [getattr(row, "division", None) for row in rows]
        known = set(self.areas.ids)
        declared = [code if code in known else None for code in told]
        where = np.flatnonzero(np.isfinite(places).all(axis=1))
        held = few_points.touched(self.areas.shapes, places[where, 0], places[where, 1])
        for row, found in zip(where.tolist(), held, strict=True):
            if found:
                declared[row] = self.areas.ids[found[0]]
        lost = [row for row in where.tolist() if declared[row] is None]
        for row, area in self._nearest(places, lost):
            declared[row] = self.areas.ids[area]
        return declared

    def _nearest(self, places: NDArray[np.float64], rows: Sequence[int]) -> list[tuple[int, int]]:
        """What stands on the county's line belongs to the area nearest to it; rows and positions of areas."""
        if not rows:
            return []
        points = shapely.points(places[list(rows)])
        tree = shapely.STRtree(self.areas.shapes)
        asked, found = tree.query_nearest(points, max_distance=_ON_THE_LINE, all_matches=False)
        return [(rows[one], area) for one, area in zip(asked.tolist(), found.tolist(), strict=True)]

    def _villages(
        self, places: NDArray[np.float64], towns: Sequence[str | None]
    ) -> list[tuple[str | None, float | None]]:
        """The village whose area holds each place, or else the nearest village point of its township."""
        found: list[tuple[str | None, float | None]] = [(None, None)] * len(places)
        where = np.flatnonzero(np.isfinite(places).all(axis=1))
        codes, shapes = self._village_areas
        held = few_points.touched(shapes, places[where, 0], places[where, 1]) if len(shapes) else [()] * len(where)
        for row, areas in zip(where.tolist(), held, strict=True):
            found[row] = (codes[areas[0]], 0.0) if areas else self._nearest_village(places[row], towns[row])
        return found

    def _nearest_village(self, place: NDArray[np.float64], town: str | None) -> tuple[str | None, float | None]:
        codes, parents, space = self._village_points
        here = np.flatnonzero(parents == (town or ""))
        if not len(here):
            return None, None
        distances = np.linalg.norm(space[here] - in_space(place[:1], place[1:])[0], axis=1)
        best = int(np.argmin(distances))
        return codes[int(here[best])], float(distances[best])

    @cached_property
    def _village_areas(self) -> tuple[list[str], NDArray[np.object_]]:
        rows = [row for row in self.reading.rows("divisions", "code", "geom", level="village") if row.geom is not None]
        shapes = np.empty(len(rows), dtype=object)
        shapes[:] = [shapely.from_wkb(bytes(row.geom)) for row in rows]
        known = {row.code for row in self.reading.rows(Settlement.layer.id, "code")}
        told = [place for place, row in enumerate(rows) if row.code in known]
        return [rows[place].code for place in told], shapes[told]

    @cached_property
    def _village_points(self) -> tuple[list[str], NDArray[np.str_], NDArray[np.float64]]:
        rows = self.reading.rows(Settlement.layer.id, "code", "division", "geom")
        places = _places(rows)
        seen = np.flatnonzero(np.isfinite(places).all(axis=1))
        codes = [rows[place].code for place in seen]
        parents = np.array([rows[place].division for place in seen], dtype=str)
        return codes, parents, in_space(places[seen, 0], places[seen, 1])


def _places(rows: Sequence[Any]) -> NDArray[np.float64]:
    """Longitude and latitude of each row, of an area a point within it; NaN for what has none, and for lines."""
    found = np.full((len(rows), 2), np.nan)
    for number, row in enumerate(rows):
        if getattr(row, "geom", None) is not None:
            shape = shapely.from_wkb(bytes(row.geom))
            if shape.geom_type in ("Point", "Polygon", "MultiPolygon"):
                point = shapely.point_on_surface(shape)
                found[number] = (shapely.get_x(point), shapely.get_y(point))
    return found


def _record(form: type[Record], row: Any) -> Record:  # noqa: ANN401 - a row
    """The record a row is, without what only an office may know."""
    told = row._asdict()
    return form.model_validate({name: told[name] for name in form.model_fields if name in told})


@dataclass
class _Beds:
    """Beds per thousand by the coverage figure's own count, one computation for each set of terms."""

    session: Session
    as_of: dt.date

    def __post_init__(self) -> None:
        self._told: dict[tuple[str, ...], dict[str, Beds]] = {}

    def told(self, unit: str, terms: tuple[str, ...]) -> Beds:
        """A unit's beds and people by plain terms: age, basis, whose beds, county-wide beds."""
        if terms not in self._told:
            age, basis, count, level = terms
            asked = BedsParameters(
                as_of=self.as_of, age=AgeFrom.of(age), basis=PopulationBasis.of(basis),
                count=CountedFacilities.of(count), county_level=CountyLevel.of(level),
            )  # fmt: skip
            self._told[terms] = beds_told(coverage.figure(self.session, asked))
        found = self._told[terms]
        return found.get(unit) or found[""]


def _people(reading: Reading, units: Sequence[Unit], county: Unit) -> dict[tuple[str, PopulationBasis, int], People]:
    """The newest statistics of each unit, and where there are none the sum of its villages when all are known."""
    told = {
        (unit.code, basis, age): people
        for basis in PopulationBasis
        for (code, age), people in _summed(reading, basis).items()
        for unit in units
        if unit.code == code
    }
    for row in sorted(_statistics(reading), key=lambda row: row.counted_on):
        origin = Origin(row.source, row.source_date, row.invented)
        key = (row.division, PopulationBasis.of(row.basis), row.age_from)
        told[key] = People(row.people, row.counted_on, row.name, origin, row.number)
    return told | _whole(told, units, county)


def _statistics(reading: Reading) -> list[Any]:
    names = ("number", "name", "division", "counted_on", "basis", "age_from", "age_to", "people")
    rows = reading.rows(PopulationStatistic.layer.id, *names, "source", "source_date", "invented")
    return [row for row in rows if row.age_to is None and row.counted_on <= reading.day and row.age_from in _AGES]


def _summed(reading: Reading, basis: PopulationBasis) -> dict[tuple[str, int], People]:
    """People of each township by age, as its villages tell them."""
    resident = basis is PopulationBasis.RESIDENT
    column = {0: "population" if resident else "registered"}
    column |= {age: f"{'aged' if resident else 'registered'}_{age}" for age in _AGES if age}
    rows = reading.rows(Settlement.layer.id, "division", "source", "source_date", "invented", *column.values())
    found: dict[tuple[str, int], People] = {}
    for division in sorted({row.division for row in rows}):
        here = [row for row in rows if row.division == division]
        for age, name in column.items():
            amounts = [getattr(row, name) for row in here]
            if None not in amounts:
                origin = Origin(here[0].source, here[0].source_date, any(row.invented for row in here))
                found[division, age] = People(
                    sum(amounts), None, f"{basis.label}人口（{len(here)} 个村（社区）合计）", origin
                )
    return found


def _whole(
    told: dict[tuple[str, PopulationBasis, int], People], units: Sequence[Unit], county: Unit
) -> dict[tuple[str, PopulationBasis, int], People]:
    """The county's people: the sum of its townships where it has no statistic of its own."""
    found = {}
    for basis in PopulationBasis:
        for age in _AGES:
            parts = [told.get((unit.code, basis, age)) for unit in units]
            known = [part for part in parts if part is not None]
            if (county.code, basis, age) not in told and len(known) == len(units):
                origin = Origin("各乡镇（街道）合计", None, any(part.origin.invented for part in known))
                total = sum(part.people for part in known)
                found[county.code, basis, age] = People(total, None, f"全县{basis.label}人口（各乡镇合计）", origin)
    return found
