"""Versions of a thing as GeoJSON features: what was known, what was seen, what stands. Longitude first, CGCS2000."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from api.errors import Refused
from api.problems import Clashing, geojson
from data.acting import Actor
from data.changes import Clash, StaleVersion
from data.drafts import Handed
from data.history import Version
from data.standing import Standing
from geo.crs import CGCS2000, honest

Feature = dict[str, Any]

# Whole numbers beyond 64 bits have no place in a field, nor in an answer.
_LARGEST = 2**63 - 1
_LONGEST = 200


def stale(status: int, fault: StaleVersion) -> Refused:
    """Somebody has written in between: the three versions of each thing, to be compared field by field."""
    told = [clashing(clash) for clash in fault.clashes]
    return Refused(status, fault.what, fault.why, fault.remedy, kind="stale", conflicts=told)


def clashing(clash: Clash) -> Clashing:
    """One thing that somebody else has written since."""
    return Clashing(
        id=clash.identity,
        base=clash.base and of_version(clash.identity, clash.base),
        mine=clash.mine and _handed(clash.identity, clash.mine),
        theirs=_standing(clash.identity, clash.theirs),
    )


def of_version(identity: str, version: Version, actor: Actor | None = None) -> Feature:
    """What the register said in one version; `actor` is who looks, with the precision that is told him."""
    told = {
        **version.values,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "version": version.version,
        "recorded_at": version.recorded_at,
    }
    return _feature(identity, told, _rounded(version.shape, actor.decimals if actor else None))


def _standing(identity: str, standing: Standing) -> Feature:
    told = {
        **standing.values,
        "valid_from": standing.valid_from,
        "valid_to": standing.valid_to,
        "version": standing.version,
        "recorded_at": standing.recorded_at,
        "recorded_by": standing.recorded_by,
    }
    return _feature(identity, told, standing.shape)


def _handed(identity: str, handed: Handed) -> Feature:
    return _feature(identity, handed.properties, _in_degrees(handed))


def _in_degrees(handed: Handed) -> BaseGeometry | None:
    if handed.geometry is None:
        return None
    try:
        moved: BaseGeometry = honest(handed.epsg, CGCS2000).shapes(np.array([handed.geometry], dtype=object))[0]
    except ValueError:
        return None
    return moved


def _feature(identity: str, properties: Mapping[str, Any], shape: BaseGeometry | None) -> Feature:
    return {
        "type": "Feature",
        "id": identity,
        "geometry": None if shape is None else geojson(shape),
        "properties": {name: _json(value) for name, value in properties.items()},
    }


def _json(value: Any) -> Any:  # noqa: ANN401  # any value of a field
    """A value as JSON holds it; what no field could hold is shown as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    is_plain = value is None or isinstance(value, str | bool | float)
    is_whole = isinstance(value, int) and abs(value) <= _LARGEST
    return value if is_plain or is_whole else str(value)[:_LONGEST]


def _rounded(shape: BaseGeometry | None, decimals: int | None) -> BaseGeometry | None:
    if shape is None or decimals is None:
        return shape
    rounded: BaseGeometry = shapely.transform(shape, lambda vertices: np.round(vertices, decimals))
    return rounded
