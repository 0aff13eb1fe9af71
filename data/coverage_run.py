"""A coverage run with everything its pictures and its rows need: result, shapes, facilities, people.

Coordinates are EPSG:4490, longitude first. The package of a run keeps all of it, so that an old run is drawn and
explained from what it read then, whatever the register holds now.
"""

import datetime as dt
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from layers.coverage import Terms, computed
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_placement import NOWHERE, Placement, placed
from layers.coverage_result import CoverageResult

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class CountedFacility:
    """A facility behind a figure; `area` is the id of the area that holds it, None for none."""

    layer: str
    id: str
    name: str
    beds: int | None
    x: float | None
    y: float | None
    area: str | None
    county_wide: bool
    source: str
    source_date: dt.date | None
    invented: bool


@dataclass(frozen=True, slots=True)
class CountedPeople:
    """People behind a figure: of a division's statistic (no place), or of a settlement."""

    kind: str
    id: str
    name: str
    people: int | None
    counted_on: dt.date | None
    x: float | None
    y: float | None
    area: str | None
    source: str
    source_date: dt.date | None
    invented: bool


@dataclass(frozen=True, eq=False)
class CoverageRun:
    """What was asked, answered and read; `body` is the answer's canonical bytes."""

    result: CoverageResult
    body: bytes
    areas: AreaSet
    facilities: list[CountedFacility]
    people: list[CountedPeople]
    notes: tuple[str, ...] = ()
    """What reading the areas that were handed in found; asking again must tell it again."""

    @property
    def id(self) -> str:
        """The run's name."""
        return self.result.run

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """The shape of each area by its id."""
        return dict(zip(self.areas.ids, self.areas.shapes.tolist(), strict=True))

    def rows_of(self, area: str | None) -> tuple[list[CountedFacility], list[CountedPeople]]:
        """The rows behind one area's figure; None asks for what stands in no area."""
        facilities = [row for row in self.facilities if row.area == area]
        return facilities, [row for row in self.people if row.area == area]

    def bed_places(self) -> list[BedPlace]:
        """The facilities as the drawing room takes them."""
        return [
            BedPlace(
                row.layer, row.id, row.name, row.x, row.y, row.beds, row.county_wide, row.source, row.source_date,
                row.invented,
            )
            for row in self.facilities
        ]  # fmt: skip

    def package(self) -> bytes:
        """Shapes and rows as compressed bytes; the same run is the same bytes."""
        told = {
            "ids": self.areas.ids,
            "names": self.areas.names,
            "shapes": shapely.to_wkb(self.areas.shapes, hex=True, byte_order=1).tolist(),
            "invented": self.areas.invented,
            "facilities": [asdict(row) for row in self.facilities],
            "people": [asdict(row) for row in self.people],
            "notes": self.notes,
        }
        return zlib.compress(orjson.dumps(told), _LEVEL)

    @classmethod
    def unpacked(cls, body: bytes, package: bytes) -> "CoverageRun":
        """A kept run, from its answer and its package."""
        told = orjson.loads(zlib.decompress(package))
        return cls(
            CoverageResult.read(body),
            body,
            AreaSet.of(told["ids"], told["names"], shapely.from_wkb(told["shapes"]), told["invented"]),
            [CountedFacility(**_dated(row, "source_date")) for row in told["facilities"]],
            [CountedPeople(**_dated(row, "source_date", "counted_on")) for row in told["people"]],
            tuple(told["notes"]),
        )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    dates = {name: dt.date.fromisoformat(row[name]) for name in names if row[name] is not None}
    return row | dates


def compute(areas: AreaSet, supply: Iterable[BedPlace], demand: Demand, terms: Terms) -> CoverageRun:
    """Compute a run from what was read.

    Raises:
        Refusal: an area cannot be used; says which and where.
    """
    homes = tuple(supply)
    placement = placed(areas, homes, demand, terms.county_level)
    result = computed(placement, homes, terms)
    return CoverageRun(
        result,
        result.canonical(),
        areas,
        _facilities(placement),
        _people(placement),
    )


def _facilities(placement: Placement) -> list[CountedFacility]:
    """The facilities that count; spread ones belong to no single area."""
    ids = placement.areas.ids
    nowhere = np.full(len(placement.spread), NOWHERE)
    told = [
        *zip(placement.facilities, placement.facility_areas, strict=True),
        *zip(placement.spread, nowhere, strict=True),
    ]
    return [
        CountedFacility(
            home.layer, home.id, home.name, home.beds, home.x, home.y, ids[area] if area >= 0 else None,
            home.county_wide, home.source, home.source_date, home.invented,
        )
        for home, area in told
    ]  # fmt: skip


def _people(placement: Placement) -> list[CountedPeople]:
    """The figures of areas and the settlements that count."""
    ids = placement.areas.ids
    return [*(_of_area(row, row.area in ids) for row in placement.demand.by_area)] + [
        _of_place(place, ids[area] if area >= 0 else None)
        for place, area in zip(placement.people, placement.people_areas, strict=True)
    ]


def _of_area(row: AreaPeople, known: bool) -> CountedPeople:
    return CountedPeople(
        "division", row.area, row.name, row.people, row.counted_on, None, None, row.area if known else None,
        row.source, row.source_date, row.invented,
    )  # fmt: skip


def _of_place(place: PeoplePlace, area: str | None) -> CountedPeople:
    return CountedPeople(
        "settlement", place.id, place.name, place.people, place.counted_on, place.x, place.y, area,
        place.source, place.source_date, place.invented,
    )  # fmt: skip
