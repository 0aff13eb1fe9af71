"""A run as the public is told it: the same figures, positions only as precise as the county publishes.

Decimals are those of a degree, EPSG:4490, longitude first.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import shapely

from data.acting import coarse
from data.coverage_run import CoverageRun
from layers.coverage_result import CoverageResult

_POSITIONS = frozenset({"x", "y", "lon", "lat", "coordinates"})


def rounded(run: CoverageRun, decimals: int | None) -> CoverageRun:
    """A run whose positions have so many decimals; as it was computed when that is None."""
    if decimals is None:
        return run
    body = rounded_body(run.body, decimals)
    shapes = np.empty(len(run.areas.shapes), dtype=object)
    shapes[:] = [shapely.transform(shape, lambda places: places.round(decimals)) for shape in run.areas.shapes]
    return replace(
        run,
        result=CoverageResult.read(body),
        body=body,
        areas=replace(run.areas, shapes=shapes),
        facilities=[replace(row, x=_coarse(row.x, decimals), y=_coarse(row.y, decimals)) for row in run.facilities],
        people=[replace(row, x=_coarse(row.x, decimals), y=_coarse(row.y, decimals)) for row in run.people],
    )


def rounded_body(body: bytes, decimals: int | None) -> bytes:
    """A run's answer with positions of so many decimals; the very bytes when that is None."""
    if decimals is None:
        return body
    return orjson.dumps(_rounded(orjson.loads(body), decimals), option=orjson.OPT_APPEND_NEWLINE)


def _rounded(told: Any, decimals: int, *, place: bool = False) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(told, dict):
        return {name: _rounded(part, decimals, place=name in _POSITIONS) for name, part in told.items()}
    if isinstance(told, list):
        return [_rounded(part, decimals, place=place) for part in told]
    return round(told, decimals) if place and isinstance(told, float) else told


def _coarse(degrees: float | None, decimals: int) -> float | None:
    return None if degrees is None else coarse(degrees, decimals)
