"""Which area every facility and every settlement belongs to, by one rule; what belongs to none is kept apart.

Coordinates are EPSG:4490, longitude first. A point on a shared edge, or where areas overlap, goes to the area with the
smallest code (`geo.locate`); every such point is known as contested.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_terms import CountyLevel
from layers.refusal import Refusal

if TYPE_CHECKING:
    from geo.locate import AreaIndex

Positions = NDArray[np.int32]
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
    index = _index(areas)
    homes = tuple(sorted(supply, key=lambda home: (home.layer, home.id)))
    aside = county_level is not CountyLevel.WHERE_THEY_STAND
    apart = tuple(home for home in homes if home.county_wide and aside)
    standing = tuple(home for home in homes if not (home.county_wide and aside))
    settlements = tuple(sorted(demand.places or (), key=lambda place: place.id))
    facility_areas, contested_homes = _located(index, standing)
    people_areas, contested_people = _located(index, settlements)
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


def _index(areas: AreaSet) -> "AreaIndex":
    # Its kernels take longer to load than a kept run takes to be shown.
    from geo.locate import AreaIndex, UnusableArea

    try:
        return AreaIndex.build(list(areas.shapes), areas.names)
    except UnusableArea as fault:
        raise Refusal("区域图形不能用", str(fault)) from fault


def _located(
    index: "AreaIndex", places: Sequence[BedPlace | PeoplePlace]
) -> tuple[Positions, list[tuple[int, tuple[int, ...]]]]:
    """The area of each place, and the places that several areas touch."""
    found = np.full(len(places), NOWHERE, np.int32)
    known = [number for number, place in enumerate(places) if place.point is not None]
    if not known:
        return found, []
    x, y = np.array([places[number].point for number in known], np.float64).T
    touching = index.locate_all(x, y)
    found[known] = index.locate(x, y)
    return found, [(known[point], tuple(touching.of(point).tolist())) for point in touching.contested.tolist()]


def _counted(areas: AreaSet, demand: Demand, people_areas: Positions) -> NDArray[np.intp]:
    """Settlements that count: where an area has a figure of its own, its settlements do not count again."""
    own = {row.area for row in demand.by_area}
    told = np.array([code in own for code in areas.ids] + [False])
    if told[:-1].all():
        return np.empty(0, np.intp)
    return np.flatnonzero(~told[people_areas])
