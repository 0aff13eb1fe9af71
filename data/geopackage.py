"""GeoPackages as bytes, written by GDAL; the same layers are the same bytes. Geometry is EPSG:4490, lon/lat."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

# GDAL writes when the contents last changed; the moment of printing would make two prints of one run differ.
_FIXED_MOMENT = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"}
# The newest version that the GDAL and QGIS of a county's older machines read without a warning.
_VERSION = "1.3"
_KINDS = {bool: np.bool_, int: np.int64, float: np.float64}

Cell = str | int | float | bool | dt.date | None


@dataclass(frozen=True)
class Column:
    """A field and its value for every feature."""

    name: str
    values: Sequence[Cell]


@dataclass(frozen=True)
class Layer:
    """A layer: its shapes, all of one type, and its columns."""

    name: str
    title: str
    geometry_type: str
    shapes: Sequence[BaseGeometry]
    columns: Sequence[Column]


def geopackage(layers: Sequence[Layer]) -> bytes:
    """Write layers into one GeoPackage."""
    from pyogrio import set_gdal_config_options

    set_gdal_config_options(_FIXED_MOMENT)
    try:
        with tempfile.TemporaryDirectory(prefix="cairn-") as folder:
            path = Path(folder) / "coverage.gpkg"
            for layer in layers:
                _write(path, layer)
            return path.read_bytes()
    finally:
        set_gdal_config_options(dict.fromkeys(_FIXED_MOMENT))


def _write(path: Path, layer: Layer) -> None:
    from pyogrio.raw import write

    typed = [_typed(column.values) for column in layer.columns]
    write(
        path,
        shapely.to_wkb(np.array(layer.shapes, dtype=object)) if layer.shapes else np.empty(0, dtype=object),
        [values for values, _ in typed],
        np.array([column.name for column in layer.columns], dtype=object),
        field_mask=[mask for _, mask in typed],
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry_type,
        crs="EPSG:4490",
        append=path.exists(),
        dataset_options={"VERSION": _VERSION},
        layer_options={"DESCRIPTION": layer.title},
    )


def _typed(values: Sequence[Cell]) -> tuple[NDArray[np.generic] | NDArray[np.object_], NDArray[np.bool_]]:
    """Values as an array of their kind, and which of them are absent."""
    absent = np.array([value is None for value in values], np.bool_)
    kinds = {type(value) for value in values if value is not None}
    kind = next((_KINDS[kind] for kind in (float, int, bool) if kind in kinds), None)
    if kind is not None and not kinds - set(_KINDS):
        return np.array([0 if value is None else value for value in values], kind), absent
    words = [None if value is None else str(value) for value in values]
    return np.array(words, dtype=object), absent
