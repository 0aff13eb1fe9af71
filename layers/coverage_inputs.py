"""What a coverage run reads: areas, places with beds, people of areas or of places, and the hash of it all.

Coordinates are EPSG:4490, longitude first; beds and people are whole numbers, None where unknown.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.refusal import Refusal


@dataclass(frozen=True, eq=False)
class AreaSet:
    """Areas in the order of their codes, which decides to whom a point on a shared edge belongs."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    shapes: NDArray[np.object_]
    invented: tuple[bool, ...]

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        names: Sequence[str],
        shapes: Sequence[BaseGeometry] | NDArray[np.object_],
        invented: Sequence[bool] | None = None,
    ) -> Self:
        """Put areas in order; shapes are valid polygons in EPSG:4490, lon/lat.

        Raises:
            Refusal: two areas have one code, or there is none.
        """
        if not ids:
            raise Refusal("没有可供统计的区域", "区域为空", "请核对区域文件、统计单元或截至日期")
        _refuse_twins(ids)
        order = sorted(range(len(ids)), key=ids.__getitem__)
        held = np.empty(len(ids), dtype=object)
        held[:] = [shapes[place] for place in order]
        flags = invented or [False] * len(ids)
        return cls(
            tuple(ids[place] for place in order),
            tuple(names[place] for place in order),
            held,
            tuple(flags[place] for place in order),
        )

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.ids)


def _refuse_twins(ids: Sequence[str]) -> None:
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(ids, 1):
        rows.setdefault(code, []).append(row)
    twins = [f"“{code}”：第 {'、'.join(map(str, places))} 个区域" for code, places in rows.items() if len(places) > 1]
    if twins:
        remedy = "请合并同一区域的各部分，或用 --area-id 指明不重复的字段"
        raise Refusal("区域代码重复", "同一代码有多个区域，无法分开统计", remedy, twins)


@dataclass(frozen=True, slots=True)
class BedPlace:
    """A facility that counts, where it stands.

    `county_wide` when its beds are kept for the whole county; `declared` is the area its papers name, which decides
    nothing and is only compared.
    """

    layer: str
    id: str
    name: str
    x: float | None
    y: float | None
    beds: int | None
    county_wide: bool = False
    source: str = ""
    source_date: dt.date | None = None
    invented: bool = False
    declared: str | None = None

    @property
    def called(self) -> str:
        """How a finding names it."""
        return f"“{self.name}”（{self.id}）"

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it stands, when that is known."""
        return None if self.x is None or self.y is None else (self.x, self.y)


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """A settlement and its older people; `counted_on` where the day of the count is known, which a source's is not."""

    id: str
    name: str
    x: float | None
    y: float | None
    people: int | None
    source: str = ""
    source_date: dt.date | None = None
    invented: bool = False
    counted_on: dt.date | None = None

    @property
    def called(self) -> str:
        """How a finding names it."""
        return f"“{self.name}”（{self.id}）"

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it lies, when that is known."""
        return None if self.x is None or self.y is None else (self.x, self.y)


@dataclass(frozen=True, slots=True)
class AreaPeople:
    """The older people of one area, as a statistic or a table says."""

    area: str
    name: str
    people: int | None
    counted_on: dt.date | None = None
    source: str = ""
    source_date: dt.date | None = None
    invented: bool = False


@dataclass(frozen=True)
class Demand:
    """Older people: told of whole areas, of places, or of some areas and of places in the others.

    `places` is None when places were not asked; `area_method` and `place_method` name how each was read.
    """

    title: str
    by_area: tuple[AreaPeople, ...] = ()
    places: tuple[PeoplePlace, ...] | None = None
    area_method: str = "statistics"
    place_method: str = "settlements"
    basis: str | None = None
    age_from: int | None = None
    whole: AreaPeople | None = field(default=None)
    """What a statistic says of the whole, to compare with the sum; it enters no figure."""


def inputs_hash(areas: AreaSet, supply: Iterable[BedPlace], demand: Demand) -> str:
    """The SHA-256 of the values read, in a form that does not depend on the order in which they came."""
    digest = hashlib.sha256()
    digest.update(orjson.dumps(["areas", areas.ids, areas.names, areas.invented]))
    for blob in shapely.to_wkb(areas.shapes, byte_order=1, output_dimension=2):
        digest.update(hashlib.sha256(blob).digest())
    told: list[tuple[str, Sequence[BedPlace | PeoplePlace | AreaPeople]]] = [
        ("supply", tuple(supply)),
        ("by_area", demand.by_area),
        ("places", demand.places or ()),
        ("whole", () if demand.whole is None else (demand.whole,)),
    ]
    for title, rows in told:
        digest.update(orjson.dumps(title))
        for line in sorted(orjson.dumps(row) for row in rows):
            digest.update(line + b"\n")
    digest.update(orjson.dumps([demand.title, demand.area_method, demand.place_method, demand.basis, demand.age_from]))
    return digest.hexdigest()
