"""Candidates from the register: settlements, a grid over the county, parcels, drawn points; and what excludes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data import road_network, zone_rules
from data.features import Asked, find
from data.reading import Closed
from data.zones import ZoneGround
from geo.lattice import about_how_many, lattice
from geo.locate import AreaIndex
from geo.measure import area_m2
from layers.atlas import layer_class
from layers.candidates import Candidate, Candidates, CandidatesAsked, CandidateSource, Exclusion
from layers.parcels import ParcelStatus
from layers.refusal import Refusal
from layers.rules import Finding, Severity

#: More candidates than this are no list anybody looks through.
MOST_CANDIDATES = 20_000

_OUTSIDE = Exclusion("outside", "县界之外", "", "该点不在登记的任何乡镇（街道）内，本县不能在此建设")
_RULED_OUT = Exclusion("ruled-out", "规划人员划出的范围", "", "该点在规划人员划出、不考虑的范围内")


@dataclass(frozen=True)
class CandidateReading:
    """The register as a list of candidates reads it; remembers how closed what it read is.

    `zone_folder` holds the county's rule sets; rules that look, look over the heights that were handed in.
    """

    session: Session
    asked: CandidatesAsked
    zone_folder: Path = zone_rules.SHIPPED
    findings: list[Finding] = field(default_factory=list)
    closed: Closed = field(default_factory=Closed)

    def rows(self, layer: str, *names: str, **where: object) -> list[Any]:
        """Rows of a layer on the day, with the columns named and those that say whose they are."""
        within = layer_class(layer).layer.within
        wanted = dict.fromkeys((*names, "invented", "disclosure", *within))
        found = find(self.session, Asked(layer, self.asked.as_of, self.asked.recorded_at, where=where), *wanted)
        self.closed.heed(found, within)
        return found

    def note(self, message: str, about: str, where: BaseGeometry | None = None) -> None:
        """Remember what a reader of the list must know."""
        self.findings.append(Finding(message, about, where, Severity.WARNING))


@dataclass(frozen=True, eq=False)
class Townships:
    """The county's townships, ready to tell who holds a point; on a shared edge the smallest code."""

    codes: tuple[str, ...]
    shapes: Sequence[BaseGeometry]
    index: AreaIndex

    @classmethod
    def read(cls, reading: CandidateReading) -> "Townships":
        """The townships of the day; a reporting unit holds only what no statutory township holds.

        Raises:
            Refusal: the register has none.
        """
        rows = reading.rows("divisions", "code", "is_statutory", "geom", level="township")
        held = [row for row in rows if row.geom is not None]
        if not held:
            raise Refusal(
                f"{reading.asked.as_of} 登记库中没有乡镇（街道）的界线",
                "没有面就无法判断候选点属于哪里",
                "请核对截至日期，或先登记行政区划",
            )
        held.sort(key=lambda row: (not row.is_statutory, row.code))
        shapes = list(shapely.from_wkb([bytes(row.geom) for row in held]))
        return cls(tuple(row.code for row in held), shapes, AreaIndex.build(shapes))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all together, degrees."""
        west, south, east, north = shapely.total_bounds(np.array(self.shapes, dtype=object))
        return float(west), float(south), float(east), float(north)

    def of(self, lon: ArrayLike, lat: ArrayLike) -> list[str | None]:
        """The township of each point; None outside of all."""
        return [None if at < 0 else self.codes[at] for at in self.index.locate(lon, lat).tolist()]


def candidates(session: Session, asked: CandidatesAsked) -> Candidates:
    """The candidates that were asked for, each with what stands against it.

    Raises:
        Refusal: the register has no townships, more candidates were asked for than can be looked through, or there is
            no such rule set.
    """
    return read_candidates(CandidateReading(session, asked))


def read_candidates(reading: CandidateReading) -> Candidates:
    """The same, where the caller wants to know how closed what was read is (`reading.closed`).

    Raises:
        Refusal: as `candidates`.
    """
    found = list(_SOURCES[reading.asked.source](reading, Townships.read(reading)))
    zoned = _by_zones(reading, found)
    against = [
        each.against(*_plain_exclusions(each, reading.asked.exclude), *articles)
        for each, articles in zip(found, zoned, strict=True)
    ]
    return Candidates(tuple(against), tuple(reading.findings))


def _by_zones(reading: CandidateReading, found: Sequence[Candidate]) -> list[list[Exclusion]]:
    """What the articles of the rule set exclude; none when none was asked for."""
    if reading.asked.zones is None:
        return [[] for _ in found]
    rules = zone_rules.rule_set(reading.asked.zones, reading.zone_folder)
    for warning in rules.warnings(reading.asked.as_of):
        reading.note(warning, "zones")
    ground = road_network.ground(reading.session, reading.asked.recorded_at)
    return ZoneGround(rules, reading, ground).exclusions([each.shape for each in found])


def _plain_exclusions(candidate: Candidate, ruled_out: BaseGeometry | None) -> Iterable[Exclusion]:
    if candidate.township is None:
        yield _OUTSIDE
    if ruled_out is not None and ruled_out.intersects(candidate.shape):
        yield _RULED_OUT


def _settlements(reading: CandidateReading, townships: Townships) -> Iterable[Candidate]:
    """Every village and community with a place; those without one are counted and told."""
    rows = reading.rows("settlements", "code", "name", "geom")
    placed = [row for row in rows if row.geom is not None]
    if len(placed) < len(rows):
        reading.note(f"{len(rows) - len(placed)} 个村（社区）没有登记位置，未列为候选", "settlements")
    points = shapely.from_wkb([bytes(row.geom) for row in placed])
    held = townships.of(shapely.get_x(points), shapely.get_y(points))
    for row, point, township in zip(placed, points, held, strict=True):
        yield Candidate(row.code, row.name, point.x, point.y, township, point, invented=row.invented)


def _grid(reading: CandidateReading, townships: Townships) -> Iterable[Candidate]:
    """A square grid over the townships; what falls outside of them is no candidate."""
    spacing = reading.asked.spacing_m or 0.0
    many = about_how_many(townships.bounds, spacing)
    if many > 4 * MOST_CANDIDATES:
        raise _too_many(f"间距 {spacing:g} 米的方格网约有 {many} 点")
    net = lattice(townships.bounds, spacing)
    held = townships.of(net.lon.tolist(), net.lat.tolist())
    if sum(each is not None for each in held) > MOST_CANDIDATES:
        raise _too_many(f"间距 {spacing:g} 米的方格网在县内有 {sum(each is not None for each in held)} 点")
    for lon, lat, row, column, township in zip(
        net.lon.tolist(), net.lat.tolist(), net.row.tolist(), net.column.tolist(), held, strict=True
    ):
        if township is not None:
            name = f"格点 {row + 1}-{column + 1}"
            yield Candidate(f"grid-{row:04d}-{column:04d}", name, lon, lat, township, Point(lon, lat))


def _too_many(what: str) -> Refusal:
    return Refusal(f"{what}，太多", f"候选点至多 {MOST_CANDIDATES} 个", "请加大间距，或改用村（社区）、地块")


def _drawn(reading: CandidateReading, townships: Townships) -> Iterable[Candidate]:
    """The planner's points, numbered as drawn."""
    points = reading.asked.points
    held = townships.of([each.lon for each in points], [each.lat for each in points])
    for serial, (each, township) in enumerate(zip(points, held, strict=True), 1):
        name = each.name or f"手绘点 {serial}"
        yield Candidate(f"drawn-{serial:03d}", name, each.lon, each.lat, township, Point(each.lon, each.lat))


def _parcels(reading: CandidateReading, townships: Townships) -> Iterable[Candidate]:
    """The parcels that are still to be had, at a point of their ground; what is taken is left out and told.

    Raises:
        Refusal: the register has none.
    """
    rows = reading.rows("parcels", "code", "name", "status", "land_area", "geom")
    free = [row for row in rows if ParcelStatus.of(row.status).is_open]
    if not free:
        raise Refusal(
            "没有可用的候选地块",
            f"{reading.asked.as_of} 登记库中的地块有 {len(rows)} 块，均已供出或占用" if rows else "登记库中没有地块",
            "请先登记地块，或改用村（社区）、方格网、手绘点",
        )
    if len(free) < len(rows):
        reading.note(f"{len(rows) - len(free)} 块已供出或占用的地块未列为候选", "parcels")
    shapes = shapely.from_wkb([bytes(row.geom) for row in free])
    points = shapely.point_on_surface(shapes)
    held = townships.of(shapely.get_x(points), shapely.get_y(points))
    for row, shape, point, township in zip(free, shapes, points, held, strict=True):
        square_metres = float(row.land_area) if row.land_area is not None else area_m2(shape)
        yield Candidate(row.code, row.name, point.x, point.y, township, shape, square_metres, invented=row.invented)


_SOURCES = {
    CandidateSource.PARCELS: _parcels,
    CandidateSource.SETTLEMENTS: _settlements,
    CandidateSource.GRID: _grid,
    CandidateSource.DRAWN: _drawn,
}
