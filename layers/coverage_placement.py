"""Which area every facility and every settlement belongs to, by one rule; what belongs to none is kept apart.

Coordinates are EPSG:4490, longitude first. A point on a shared edge, or where areas overlap, goes to the area with the
smallest code (`geo.locate`); every such point is known as contested.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo import few_points
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_terms import CountyLevel
from layers.refusal import Refusal

if TYPE_CHECKING:
    from geo.locate import Touching as Found

Positions = NDArray[np.int32]
Coordinates = NDArray[np.float64]
#: For points, the positions of the areas that each touches, lowest first.
Touching = Callable[[Coordinates, Coordinates], list[tuple[int, ...]]]
NOWHERE = -1
"""The position of what stands in no area, as `geo.locate` gives it."""


@dataclass(frozen=True, eq=False)
class Placement:
    """Areas, the places that count, and the position of the area that holds each (-1 for none)."""

    areas: AreaSet
    demand: Demand
    facilities: tuple[BedPlace, ...]
    facility_areas: Positions
    spread: tuple[BedPlace, ...]
    """County-wide homes whose beds are shared out over all areas."""
    excluded: tuple[BedPlace, ...]
    """County-wide homes that do not count at all."""
    people: tuple[PeoplePlace, ...]
    """Settlements that count: those of areas without a figure of their own, and those in no area."""
    people_areas: Positions
    contested: tuple[tuple[BedPlace | PeoplePlace, tuple[int, ...]], ...]

    @cached_property
    def area_people(self) -> dict[str, AreaPeople]:
        """The figure of each area that has one of its own."""
        return {row.area: row for row in self.demand.by_area}

    @property
    def homeless(self) -> list[BedPlace]:
        """Facilities that stand in no area."""
        return [place for place, area in zip(self.facilities, self.facility_areas, strict=True) if area == NOWHERE]

    @property
    def astray(self) -> list[PeoplePlace | AreaPeople]:
        """People who are in no area: settlements outside all, and figures of areas that were not handed in."""
        known = set(self.areas.ids)
        outside = [place for place, area in zip(self.people, self.people_areas, strict=True) if area == NOWHERE]
        return [*outside, *(row for row in self.demand.by_area if row.area not in known)]


def placed(areas: AreaSet, supply: Iterable[BedPlace], demand: Demand, county_level: CountyLevel) -> Placement:
    """Put every facility and every settlement where it belongs.

    Raises:
        Refusal: an area is invalid, empty, or no polygon; it says which and where.
    """
    homes = tuple(sorted(supply, key=lambda home: (home.layer, home.id)))
    aside = county_level is not CountyLevel.WHERE_THEY_STAND
    apart = tuple(home for home in homes if home.county_wide and aside)
    standing = tuple(home for home in homes if not (home.county_wide and aside))
    settlements = tuple(sorted(demand.places or (), key=lambda place: place.id))
    ask = _touching(areas, len(standing) + len(settlements))
    facility_areas, contested_homes = _located(ask, standing)
    people_areas, contested_people = _located(ask, settlements)
    counted = _counted(areas, demand, people_areas)
    counting = set(counted.tolist())
    return Placement(
        areas=areas,
        demand=demand,
        facilities=standing,
        facility_areas=facility_areas,
        spread=apart if county_level is CountyLevel.SPREAD else (),
        excluded=apart if county_level is CountyLevel.EXCLUDED else (),
        people=tuple(settlements[place] for place in counted),
        people_areas=people_areas[counted],
        contested=(
            *((standing[place], held) for place, held in contested_homes),
            *((settlements[place], held) for place, held in contested_people if place in counting),
        ),
    )


def _touching(areas: AreaSet, points_count: int) -> Touching:
    """The way to ask which areas points touch: by GEOS for a county, by the kernels of `geo.locate` for a nation.

    Raises:
        Refusal: an area cannot hold points; it says which, why and where.
    """
    if few_points.are_usable(areas.shapes) and few_points.are_few(areas.shapes, points_count):
        return lambda x, y: few_points.touched(areas.shapes, x, y)
    # Loading the kernels takes longer than placing a county's points.
    from geo.locate import AreaIndex, UnusableArea

    try:
        index = AreaIndex.build(list(areas.shapes), areas.names)
    except UnusableArea as fault:
        raise Refusal("区域图形不能用", str(fault)) from fault
    return lambda x, y: _listed(index.locate_all(x, y), len(x))


def _listed(found: "Found", points_count: int) -> list[tuple[int, ...]]:
    return [tuple(found.of(point).tolist()) for point in range(points_count)]


def _located(
    ask: Touching, places: Sequence[BedPlace | PeoplePlace]
) -> tuple[Positions, list[tuple[int, tuple[int, ...]]]]:
    """The area of each place, and the places that several areas touch."""
    found = np.full(len(places), NOWHERE, np.int32)
    known = [number for number, place in enumerate(places) if place.point is not None]
    if not known:
        return found, []
    x, y = np.array([places[number].point for number in known], np.float64).T
    held = dict(zip(known, ask(x, y), strict=True))
    for number, areas in held.items():
        found[number] = areas[0] if areas else NOWHERE
    return found, [(number, areas) for number, areas in held.items() if len(areas) > 1]


def _counted(areas: AreaSet, demand: Demand, people_areas: Positions) -> NDArray[np.intp]:
    """Settlements that count: where an area has a figure of its own, its settlements do not count again."""
    own = {row.area for row in demand.by_area}
    told = np.array([code in own for code in areas.ids] + [False])
    if told[:-1].all():
        return np.empty(0, np.intp)
    return np.flatnonzero(~told[people_areas])
