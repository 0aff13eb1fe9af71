"""Vector tiles of a layer, written by PostGIS with the caller's rights (Mapbox Vector Tile 2.1, extent 4096).

Coordinates in a tile are whole units of 1/4096 of its side. What is drawn is simplified by moving vertices, never by
leaving some out of one shape and not of its neighbour: every vertex goes to the nearest point of a grid that the whole
level shares, four units wide (half a pixel of a 512-pixel tile) and from level 14 on one unit (0.6 m on the equator).
The same vertex goes to the same point in every shape and every tile, so edges that are shared stay shared. An area
smaller than a cell of that grid vanishes; its neighbours' edges meet on the point it came to, and no hole is left.

Decided
-------
**The simplification is our own, not that of ST_AsMVTGeom.**
    Context: ST_AsMVTGeom drops vertices by Douglas and Peucker from wherever a ring begins, so two neighbours keep
    different vertices of the edge they share; its repair of each shape moves them further.
    Decision: clip what reaches beyond the tile, place it in the tile, snap it to the grid, turn its rings.
    Consequence: shared edges are the same to the last unit, and a cold tile of areas takes a fifth of the time. Snapped
    areas may touch themselves, which drawing does not mind.
    Alternative: ST_AsMVTGeom, or ST_CoverageSimplify, which PostGIS 3.3 does not have.

**Shapes are not kept a second time in Web Mercator.**
    Context: transforming costs 4 of 10 ms for a tile of 1,300 townships at level 6, and 0.1 ms at level 10.
    Decision: what lies in the tile is clipped in degrees and then transformed; points are placed by formula.
    Consequence: tables and history stay as they are, writes cost nothing more, and the index on `geom` serves.
    Alternative: a generated column on every table and its history, twice the storage for 4 ms of a first look.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Double,
    FromClause,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Session

from data.features import Days, Filter
from data.history import known
from data.seen import Seen, decimals_for, seen_fields
from data.tables import EPSG
from geo.systems import WEB_MERCATOR
from geo.tile_matrices import EARTH_RADIUS_M, Tile, TileMatrixSet
from layers.atlas import layer_class
from layers.fields import FieldSheet, Kind
from layers.record import Disclosure, Record

UNITS = 4096
"""Units along the side of a tile."""
MARGIN = 1 / 32
"""What lies this share of a side beyond the tile is still in it, so that symbols and labels are not cut off."""
# Shapes are cut further out, where neither the cut nor the rounding of its ends is seen.
_CUT = 1 / 16
_COARSE, _FINE, _FINE_FROM = 4, 1, 14
_DRAWN = (Kind.CHOICE, Kind.YES_NO, Kind.COUNT, Kind.MEASURE)
_ALWAYS = ("invented",)
# To the public every row is public, and is not told so a thousand times.
_IN_OFFICE = ("disclosure",)
_PLANE = 2
# The largest number a browser holds exactly.
_MOST_ID = 2**53 - 1


@dataclass(frozen=True)
class TileAsked:
    """Which tile of which layer: as it was on a day or between two, as the register knows or knew it."""

    layer: str
    grid: TileMatrixSet
    tile: Tile
    days: Days
    recorded_at: dt.datetime | None = None
    filters: tuple[Filter, ...] = ()


def tile_bytes(session: Session, asked: TileAsked) -> bytes:
    """One layer of a vector tile; empty when nothing lies there that the caller may see.

    Raises:
        UnknownLayer: no such layer.
    """
    record = layer_class(asked.layer)
    if record.layer.geometry is None:
        return b""
    how = how_of(asked, decimals_for(session))
    statement = _written(record, how, asked.filters) if asked.filters else plain_statement(record, how)
    return bytes(session.scalar(statement, numbers_of(asked)) or b"")


def restricted_in(session: Session, asked: TileAsked) -> list[str]:
    """The restricted things in a tile, by identifier, so that it can be noted who saw them."""
    record = layer_class(asked.layer)
    if record.layer.geometry is None:
        return []
    rows = _rows(asked.layer, how_of(asked, None))
    seen = Seen(record, rows)
    found = select(seen.identifier).where(
        seen.near(_box("")), _holds(rows.c.valid), rows.c.disclosure == str(Disclosure.RESTRICTED)
    )
    return sorted(set(session.scalars(found, numbers_of(asked))))


def grain(level: int) -> int:
    """The grid on which vertices lie at a level, in units of the tile."""
    return _FINE if level >= _FINE_FROM else _COARSE


def attributes(record: type[Record]) -> list[FieldSheet]:
    """The fields a tile carries: what names a thing, and what a map is coloured by; nothing of persons."""
    names = (record.layer.identified_by, record.layer.named_by)
    return [sheet for sheet in record.fields() if sheet.name in names or (sheet.kind in _DRAWN and not sheet.personal)]


@dataclass(frozen=True)
class How:
    """What makes one statement differ from another; `decimals` are the caller's, `rounds` whether they matter here."""

    in_degrees: bool
    remembers: bool
    decimals: int | None
    rounds: bool


def how_of(asked: TileAsked, decimals: int | None) -> How:
    """How a tile is asked for, by someone who sees positions to so many decimals."""
    return How(asked.grid.is_degrees, asked.recorded_at is not None, decimals, _rounds(asked, decimals))


def _rounds(asked: TileAsked, decimals: int | None) -> bool:
    """Whether positions are rounded first, for those who see them so; not where the tile itself is coarser.

    Points are rounded at every level: they are few bytes, and a symbol should stand where it stands elsewhere.
    """
    if decimals is None:
        return False
    level = asked.tile.level
    cell = 360 / asked.grid.columns(level) / UNITS * grain(level)
    return layer_class(asked.layer).layer.geometry == "POINT" or cell < float(f"1e-{decimals}")


def numbers_of(asked: TileAsked) -> dict[str, Any]:
    """The parameters of the statement that differ from tile to tile."""
    grid, tile = asked.grid, asked.tile
    west, north = grid.corner(tile)
    sides = ("west", "south", "east", "north")
    days = asked.days if isinstance(asked.days, tuple) else (asked.days, asked.days)
    return {
        **dict(zip(sides, grid.degrees(tile, MARGIN), strict=True)),
        **dict(zip((f"cut_{side}" for side in sides), grid.degrees(tile, _CUT), strict=True)),
        "from_west": -west,
        "from_north": -north,
        "units": UNITS / grid.side(tile.level),
        "grain": float(grain(tile.level)),
        "days": Range(days[0], days[1], bounds="[]"),
        **({} if asked.recorded_at is None else {"recorded_at": asked.recorded_at}),
    }


@cache
def plain_statement(record: type[Record], how: How) -> Select[Any]:
    """The statement that draws a tile of a layer, without further conditions."""
    return _written(record, how, ())


def _written(record: type[Record], how: How, filters: tuple[Filter, ...]) -> Select[Any]:
    rows = _rows(record.layer.id, how)
    seen = Seen(record, rows, how.decimals)
    is_point = record.layer.geometry == "POINT"
    geom = seen.place if how.rounds and not is_point and seen.place is not None else rows.c.geom
    features = (
        select(
            (func.hashtextextended(seen.identifier, 0).op("&")(literal(_MOST_ID))).label("feature_id"),
            *_values(seen),
            (_point(seen, how) if is_point else _shape(geom, how)).label("shape_in_tile"),
        )
        .where(seen.near(_box("")), _holds(rows.c.valid), *(condition(seen) for condition in filters))
        # Else the planner would compute each shape once for every time it is named.
        .offset(literal_column("0"))
        .subquery("features")
    )
    drawn = features.c.shape_in_tile
    has_content = (
        [] if is_point else [~func.ST_IsEmpty(drawn), or_(func.ST_Dimension(drawn) < _PLANE, func.ST_Area(drawn) > 0)]
    )
    inner = select(features).where(*has_content).subquery("tile")
    written = func.ST_AsMVT(inner.table_valued(), record.layer.id, UNITS, "shape_in_tile", "feature_id")
    return select(written).select_from(inner)


def _rows(layer_id: str, how: How) -> FromClause:
    now, before = known(layer_id)
    if not how.remembers:
        return now
    then = [
        select(*(table.c[column.name] for column in now.c)).where(
            table.c.recorded.op("@>", is_comparison=True)(bindparam("recorded_at", type_=DateTime(timezone=True)))
        )
        for table in (now, before)
    ]
    return union_all(*then).subquery("known")


def _values(seen: Seen) -> list[ColumnElement[Any]]:
    known_names = {sheet.name for sheet in seen_fields(seen.record, seen.decimals)}
    values: list[ColumnElement[Any]] = []
    for sheet in attributes(seen.record):
        if sheet.name in known_names:
            column = seen.rows.c[sheet.name]
            values.append(cast(column, Double).label(sheet.name) if sheet.kind is Kind.MEASURE else column)
    values += [seen.rows.c[name] for name in (*_ALWAYS, *(_IN_OFFICE if seen.decimals is None else ()))]
    if seen.record.layer.geometry == "GEOMETRY":
        words = {0: "point", 1: "line", 2: "area"}
        values.append(case(words, value=func.ST_Dimension(seen.rows.c.geom)).label("shape"))
    return values


def _holds(valid: ColumnElement[Any]) -> ColumnElement[bool]:
    return valid.op("&&", is_comparison=True)(bindparam("days", type_=DATERANGE))


def _box(prefix: str) -> ColumnElement[Any]:
    sides = (bindparam(f"{prefix}{side}", type_=Double) for side in ("west", "south", "east", "north"))
    return func.ST_MakeEnvelope(*sides, EPSG)


def _number(name: str) -> ColumnElement[float]:
    return bindparam(name, type_=Double)


def _point(seen: Seen, how: How) -> ColumnElement[Any]:
    """A point in units of the tile; the formula costs a third of a transformation."""
    longitude, latitude = (_rounded(part(seen.rows.c.geom), seen, how) for part in (func.ST_X, func.ST_Y))
    if not how.in_degrees:
        longitude = func.radians(longitude) * EARTH_RADIUS_M
        latitude = func.ln(func.tan(func.radians(latitude / 2.0 + 45.0))) * EARTH_RADIUS_M
    return func.ST_MakePoint(
        func.round((longitude + _number("from_west")) * _number("units")),
        func.round(-(latitude + _number("from_north")) * _number("units")),
    )


def _rounded(degrees: ColumnElement[Any], seen: Seen, how: How) -> ColumnElement[Any]:
    """A coordinate on the caller's raster: the arithmetic of ST_SnapToGrid, without a shape made for each."""
    return func.round(degrees / seen.grain) * seen.grain if how.rounds else degrees


def _shape(geom: ColumnElement[Any], how: How) -> ColumnElement[Any]:
    """A shape in units of the tile, its vertices on the grid of the level, outer rings as the format wants them.

    It is cut while it is still as it was registered, valid; a cut through a snapped area could go astray.
    """
    cut: ColumnElement[Any] = case(
        (geom.op("@", is_comparison=True)(_box("cut_")), geom),
        else_=func.ST_CollectionExtract(func.ST_ClipByBox2D(geom, _box("cut_")), func.ST_Dimension(geom) + 1),
    )
    if not how.in_degrees:
        cut = func.ST_Transform(cut, WEB_MERCATOR)
    units = _number("units")
    placed = func.ST_TransScale(cut, _number("from_west"), _number("from_north"), units, -units)
    return func.ST_ForcePolygonCCW(func.ST_SnapToGrid(placed, _number("grain")))
