"""Finding a name by what somebody types: characters, pinyin, initials, a wrong tone, one slip, a former name.

Places are lon/lat in EPSG:4490 degrees, told as precisely as whoever asks may know.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from data import audit
from data.acting import acting, coarse
from data.features import holds
from data.seen import Box
from data.tables import table_of
from layers.place_names import PlaceName
from layers.record import Disclosure
from layers.typed_names import typed

_LAYER = PlaceName.layer.id
_LISTS = ("spellings", "sounded", "tones", "starts", "patterns")
_FIND = text(
    "SELECT * FROM lookup.find(:whole, :han, :spellings, :sounded, :tones, :starts, :patterns, :on_day, :most)"
).bindparams(*(bindparam(name, type_=ARRAY(Text)) for name in _LISTS))


@dataclass(frozen=True)
class FoundName:
    """A name that answers: `matched_by` says how, `matched` which of its names; the smaller the rank the better."""

    code: str
    name: str
    romanized: str | None
    kind: str
    status: str
    division: str | None
    division_name: str | None
    point: tuple[float, float]
    box: Box
    matched_by: str
    matched: str
    rank: int
    invented: bool


def find(session: Session, words: str, as_of: dt.date, limit: int = 20) -> list[FoundName]:
    """Names that answer what was typed and hold on a day, the best first; nothing for blank words."""
    asked = typed(words)
    if not asked.han and not asked.spellings:
        return []
    values: dict[str, Any] = {
        "whole": words.strip(),
        "han": asked.han,
        "spellings": list(asked.spellings),
        "sounded": list(asked.sounded),
        "tones": list(asked.toned),
        "starts": [short.initials for short in asked.abbreviations],
        "patterns": [short.pattern for short in asked.abbreviations],
        "on_day": as_of,
        "most": limit,
    }
    rows = session.execute(_FIND, values).all()
    audit.remember(session, _LAYER, [row.code for row in rows if row.disclosure == Disclosure.RESTRICTED.value])
    divisions = division_names(session, {row.division for row in rows if row.division}, as_of)
    return [_found(row, divisions, acting(session).decimals) for row in rows]


def division_names(session: Session, codes: set[str], as_of: dt.date) -> dict[str, str]:
    """The names of divisions on a day, by code."""
    if not codes:
        return {}
    table = table_of("divisions")
    chosen = select(table.c.code, table.c.name).where(table.c.code.in_(codes), holds(table.c.valid, as_of))
    return {row.code: row.name for row in session.execute(chosen)}


def _found(row: Row[Any], divisions: dict[str, str], decimals: int | None) -> FoundName:
    lon, lat, west, south, east, north = (
        coarse(getattr(row, name), decimals) for name in ("lon", "lat", "west", "south", "east", "north")
    )
    return FoundName(
        code=row.code,
        name=row.name,
        romanized=row.romanized,
        kind=row.kind,
        status=row.status,
        division=row.division,
        division_name=divisions.get(row.division),
        point=(lon, lat),
        box=(west, south, east, north),
        matched_by=row.how,
        matched=row.word,
        rank=row.rank,
        invented=row.is_invented,
    )
