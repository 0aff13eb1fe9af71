"""Which area holds each point: an edge-grid index for millions, exact on shared edges.

Plane coordinates of any unit, x first (in Cairn longitude, latitude in EPSG:4490): an edge is the straight line between
its two vertices in that plane. An area holds what is inside it and what lies on its edges, those of its holes too.

**Tie rule.** A point that touches several areas, because it lies exactly on a shared edge or vertex or because areas
overlap, goes to the area with the lowest position. Callers hand in areas in the order of their codes, so the smallest
code receives it. `AreaIndex.locate_all` tells which points were contested, and by whom.

How it works stands in `geo.edges` and `geo.touching`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPolygon, Polygon

from geo.compiled import in_parts
from geo.edges import EdgeTable, Uncomputable, edge_table, starts_of
from geo.order import Longs, PointOrder, Positions, usable
from geo.touching import count_touching, list_touching, place_points, sweep_areas
from geo.validity import first_fault

NOWHERE = -1

_ORDER_FROM = 100_000  # below this many points, sorting costs more than it saves


class UnusableArea(ValueError):
    """A shape that cannot hold points: no area, empty, invalid, or with coordinates that are no place."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True, eq=False)
class Touching:
    """All areas each point touches: those of point i are `areas[starts[i]:starts[i + 1]]`, lowest first."""

    starts: Longs
    areas: Positions

    def of(self, point: int) -> Positions:
        """Return the positions of the areas that one point touches."""
        return self.areas[self.starts[point] : self.starts[point + 1]]

    @property
    def contested(self) -> NDArray[np.intp]:
        """Return the points that touch more than one area."""
        return np.flatnonzero(np.diff(self.starts) > 1)

    @property
    def unplaced(self) -> NDArray[np.intp]:
        """Return the points that touch no area."""
        return np.flatnonzero(np.diff(self.starts) == 0)


class AreaIndex:
    """Areas made ready to be asked which of them holds a point. Build it once, ask from any thread."""

    def __init__(self, table: EdgeTable) -> None:
        self._table = table

    @classmethod
    def build(
        cls,
        areas: Sequence[Polygon | MultiPolygon] | NDArray[np.object_],
        names: Sequence[str] | None = None,
        *,
        known_valid: bool = False,
    ) -> Self:
        """Index areas, given in the order in which ties are decided.

        Args:
            areas: valid polygons, with holes and several parts as they come, all in one plane coordinate system.
            names: what to call the areas in an error; else they are counted from 1.
            known_valid: the caller vouches that every shape is valid, as the register does for what it stores.

        Raises:
            UnusableArea: names the first shape that is empty, has no area, is invalid, or has impossible coordinates.
        """
        shapes = np.empty(len(areas), dtype=object)
        shapes[:] = areas
        fault = first_fault(shapes, known_valid=known_valid)
        if fault is not None:
            raise UnusableArea(fault.position, f"{_name(fault.position, names)}不能用来归属点位：{fault.message}")
        try:
            return cls(edge_table(shapes))
        except Uncomputable as refusal:
            position = refusal.position
            message = f"{_name(position, names)}不能用来归属点位：图形是平的，或坐标不是可以计算的有限数，请改正坐标。"
            raise UnusableArea(position, message) from None

    def __len__(self) -> int:
        """Return how many areas are indexed."""
        return len(self._table.boxes)

    def locate(self, x: ArrayLike, y: ArrayLike) -> Positions:
        """Return for each point the position of the area that holds it, or -1 where none does.

        Raises:
            UnusablePoints: when a coordinate is not a finite number.
        """
        xs, ys = usable(x, y)
        if len(xs) >= _ORDER_FROM:
            return self.locate_ordered(PointOrder.of(xs, ys))
        found = np.empty(len(xs), np.int32)
        in_parts(len(xs), lambda start, stop: place_points(self._table, xs, ys, start, stop, found))
        return found

    def locate_ordered(self, points: PointOrder) -> Positions:
        """Place points that were sorted before; the answer is in the order in which they came, not the sorted one."""
        found = np.full(len(points), NOWHERE, np.int32)

        def sweep(start: int, stop: int) -> None:
            rows = points.row_of(start), points.row_of(stop)
            sweep_areas(self._table, points.x, points.y, points.frame, points.shape, points.cell_starts, *rows, found)

        in_parts(len(points), sweep)
        answer = np.empty_like(found)
        answer[points.positions] = found
        return answer

    def locate_all(self, x: ArrayLike, y: ArrayLike) -> Touching:
        """Return for each point every area it touches.

        Raises:
            UnusablePoints: when a coordinate is not a finite number.
        """
        xs, ys = usable(x, y)
        counts = np.zeros(len(xs), np.int64)
        in_parts(len(xs), lambda start, stop: count_touching(self._table, xs, ys, start, stop, counts))
        starts = starts_of(counts)
        areas = np.empty(starts[-1], np.int32)
        in_parts(len(xs), lambda start, stop: list_touching(self._table, xs, ys, start, stop, starts, areas))
        return Touching(starts, areas)


def _name(position: int, names: Sequence[str] | None) -> str:
    """Return what to call an area in an error."""
    return f"区域“{names[position]}”" if names is not None else f"第 {position + 1} 个区域"
