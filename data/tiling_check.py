"""Whether areas that must tile still do after an edit: what one transaction touched, against its neighbours.

Only what the edit brought is told; gaps and overlaps that stood before are left to whoever mends them. Areas are on the
ellipsoid, in square metres; geometry is EPSG:4490, lon/lat.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from data.features import holds
from data.tables import EPSG, table_of
from geo.tiling import Gap, NewOverlap, new_gaps, new_overlaps
from layers.record import Record
from layers.rules import Finding

# So many places of one kind are told; a hundred splinters along a border are one mistake.
MOST_PLACES = 20


@dataclass(frozen=True)
class Area:
    """An area that tiles, as it is on a day."""

    identity: str
    title: str
    tiling: str
    whole: str | None
    shape: BaseGeometry


Remembered = Mapping[dt.date, tuple[frozenset[str], Mapping[str, Area]]]
"""By day: what an edit touches, and how it was before."""


def remember(session: Session, page: type[Record], touched: Iterable[tuple[str, dt.date]]) -> Remembered:
    """What the things an edit will touch are before it, on the days from which it holds."""
    if not page.layer.tiles:
        return {}
    days: dict[dt.date, set[str]] = defaultdict(set)
    for identity, day in touched:
        days[day].add(identity)
    return {day: (frozenset(them), _named(session, page, day, them)) for day, them in days.items()}


def findings(
    session: Session, page: type[Record], before: Remembered, tolerance_m2: float
) -> list[tuple[str, Finding]]:
    """The gaps and overlaps above the tolerance that an edit brought, each with the identifier of a touched area."""
    found: list[tuple[str, Finding]] = []
    for day, (touched, was) in before.items():
        now = _named(session, page, day, touched)
        for tiling in sorted({area.tiling for area in (*was.values(), *now.values())}):
            found += _of_tiling(session, page, day, _changed(was, now, tiling), tolerance_m2)
    return found


def around(session: Session, page: type[Record], shape: BaseGeometry, day: dt.date) -> list[BaseGeometry]:
    """The areas of a layer that reach into the box around a shape on a day."""
    return [area.shape for area in _areas(session, page, day, _near(table_of(page.layer.id), [shape]))]


def _changed(was: Mapping[str, Area], now: Mapping[str, Area], tiling: str) -> tuple[dict[str, Area], dict[str, Area]]:
    """What was and is of one tiling, without what stayed as it was."""
    before = {name: area for name, area in was.items() if area.tiling == tiling}
    after = {name: area for name, area in now.items() if area.tiling == tiling}
    same = {name for name in before.keys() & after.keys() if before[name].shape.equals_exact(after[name].shape, 0.0)}
    return (
        {name: area for name, area in before.items() if name not in same},
        {name: area for name, area in after.items() if name not in same},
    )


def _of_tiling(
    session: Session,
    page: type[Record],
    day: dt.date,
    changed: tuple[dict[str, Area], dict[str, Area]],
    tolerance_m2: float,
) -> list[tuple[str, Finding]]:
    before, after = changed
    if not before and not after:
        return []
    shapes = [area.shape for area in (*before.values(), *after.values())]
    tiling = next(iter((*before.values(), *after.values()))).tiling
    near = _areas(session, page, day, _near(table_of(page.layer.id), shapes))
    others = {
        area.identity: area
        for area in near
        if area.tiling == tiling and area.identity not in before and area.identity not in after
    }
    titles = {name: area.title for name, area in (*others.items(), *before.items(), *after.items())}
    overlaps = new_overlaps(_shapes(before), _shapes(after), _shapes(others))
    told = [(one.first, _overlap(one, titles)) for one in overlaps if one.area_m2 > tolerance_m2][:MOST_PLACES]
    for whole in sorted({area.whole or "" for area in before.values()}):
        parts = {name: area for name, area in before.items() if (area.whole or "") == whole}
        outline = _named(session, page, day, [whole]).get(whole) if whole else None
        gaps = new_gaps(_shapes(parts), _shapes(after), _shapes(others), outline.shape if outline else None)
        if sum(gap.area_m2 for gap in gaps) > tolerance_m2:
            largest = sorted(gaps, key=lambda gap: -gap.area_m2)[:MOST_PLACES]
            told += [(_owner(gap, parts), _gap(gap, page)) for gap in largest]
    return told


def _overlap(overlap: NewOverlap, titles: Mapping[str, str]) -> Finding:
    message = (
        f"“{titles[overlap.first]}”与“{titles[overlap.second]}”重叠 {overlap.area_m2:.1f} m²："
        "共用的边线须两边一起移动，请在同一次编辑中改好相邻的一方"
    )
    return Finding(message, "geom", overlap.shape)


def _gap(gap: Gap, page: type[Record]) -> Finding:
    message = (
        f"编辑后有 {gap.area_m2:.1f} m² 不属于任何{page.layer.title}："
        "共用的边线须两边一起移动，请在同一次编辑中把它划给相邻的一方"
    )
    return Finding(message, "geom", gap.shape)


def _owner(gap: Gap, parts: Mapping[str, Area]) -> str:
    """Of the areas that were touched, the one that had most of the ground."""
    return max(parts, key=lambda name: shapely.area(shapely.intersection(parts[name].shape, gap.shape)))


def _shapes(areas: Mapping[str, Area]) -> dict[str, BaseGeometry]:
    return {name: area.shape for name, area in areas.items()}


def _named(session: Session, page: type[Record], day: dt.date, names: Iterable[str]) -> dict[str, Area]:
    table = table_of(page.layer.id)
    chosen = table.c[page.layer.identified_by].in_(list(names))
    return {area.identity: area for area in _areas(session, page, day, chosen)}


def _near(table: Table, shapes: Sequence[BaseGeometry]) -> ColumnElement[bool]:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    box = func.ST_MakeEnvelope(float(west), float(south), float(east), float(north), EPSG)
    near: ColumnElement[bool] = table.c.geom.op("&&", is_comparison=True)(box)
    return near


def _areas(session: Session, page: type[Record], day: dt.date, chosen: ColumnElement[bool]) -> list[Area]:
    """The areas that tile, as they are on a day; those that may lie over others are left out."""
    table = table_of(page.layer.id)
    columns = [table.c[name] for name in page.model_fields]
    query = select(*columns, func.ST_AsBinary(table.c.geom).label("shape")).where(holds(table.c.valid, day), chosen)
    found = []
    for row in session.execute(query.order_by(table.c[page.layer.identified_by])):
        given = row._asdict()
        shape = shapely.from_wkb(bytes(given.pop("shape")))
        record = page.model_validate(given)
        if record.tiling is not None:
            found.append(Area(record.identity, record.title, record.tiling, record.tiled_whole, shape))
    return found
