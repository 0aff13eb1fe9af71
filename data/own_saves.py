"""A save that names an older version and loses nothing: whoever sends it has himself written all that came since.

A program that keeps what it read and sends whole things, as QGIS does, saves twice from one reading. Its second save
names the version it once read, and contains what the first one wrote.
"""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from data.changes import Change
from data.drafts import Handed
from data.history import Version, versions
from data.standing import Standing
from data.tables import EPSG
from geo.crs import honest
from geo.vertices import same_place


def nothing_is_lost(session: Session, layer_id: str, change: Change, standing: Standing, name: str) -> bool:
    """Whether a whole thing sent by `name` keeps everything written since the version it saw, all of it his own."""
    if change.saw is None or not change.handed.whole or change.saw >= standing.version:
        return False
    told = versions(session, layer_id, change.identity or "")
    base = next((version for version in told if version.version == change.saw), None)
    since = [version for version in told if change.saw < version.version <= standing.version]
    his = all(version.recorded_by == name and not version.withdrawn for version in since)
    return base is not None and his and _contains(change.handed, base, standing)


def _contains(handed: Handed, base: Version, standing: Standing) -> bool:
    """Whether all that has changed since is handed in as it stands now."""
    changed = [name for name, value in standing.values.items() if base.values.get(name) != value]
    kept = all(_as_json(standing.values[name]) == _as_json(handed.properties.get(name)) for name in changed)
    return kept and (_same(base.shape, standing) or _came_back(handed, standing))


def _same(base: Any, standing: Standing) -> bool:  # noqa: ANN401  # a shape or None
    return base is None or standing.shape is None or bool(base.equals_exact(standing.shape, 0.0))


def _came_back(handed: Handed, standing: Standing) -> bool:
    if handed.geometry is None or standing.shape is None:
        return False
    try:
        import numpy as np

        back = honest(handed.epsg, EPSG).shapes(np.array([handed.geometry], dtype=object))[0]
    except ValueError:
        return False
    return same_place(back, standing.shape)


def _as_json(value: Any) -> Any:  # noqa: ANN401  # any value of a field
    """A value as a program sends it back: days as text, all numbers alike."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | bool) else float(value)
