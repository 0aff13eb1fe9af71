"""Vector tiles of the layers, with the caller's rights: drawn by PostGIS, kept until a commit touches them.

OGC API - Tiles Part 1 (20-057), classes core and mvt. A tile without content answers 204, one that its set does not
have answers 404. The public's tiles come by a shorter way (`api.tile_door`), in the same words.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import AtDesk, Caller
from api.errors import FieldError, Refused
from api.ogc.filtering import Filtered, LayerId
from api.ogc.parameters import read_days
from api.tile_cache import Drawn
from api.tile_desk import TileDesk, answer, packed, unpacked
from data.features import Days
from data.tiles import TileAsked
from geo.tile_matrices import SETS, Tile, TileMatrixSet
from layers.atlas import ATLAS, layer_class

_MOST_DIGITS = 9
_TIMES = ("datetime", "recorded_at", "f")

router = APIRouter(prefix="/ogc")
SetId = Annotated[str, Path(title="瓦片矩阵集")]


def grid_of(name: str) -> TileMatrixSet:
    """The tile matrix set of a name.

    Raises:
        Refused: there is none.
    """
    for grid in SETS:
        if grid.id == name:
            return grid
    raise Refused(
        404,
        f"没有瓦片矩阵集“{name}”",
        "本服务只提供列出的几种",
        f"可用：{'、'.join(grid.id for grid in SETS)}",
        kind="unknown-tile-matrix-set",
    )


def _tile(
    set_id: SetId,
    level: Annotated[str, Path(title="级别")],
    row: Annotated[str, Path(title="行号，自北向南")],
    column: Annotated[str, Path(title="列号，自西向东")],
) -> tuple[TileMatrixSet, Tile]:
    grid = grid_of(set_id)
    tile = Tile(_number(level), _number(row), _number(column))
    if not grid.has(tile):
        raise Refused(
            404,
            f"{grid.id} 没有 {level}/{row}/{column} 这一瓦片",
            f"级别 {grid.levels.start} 至 {grid.levels.stop - 1}；行列号从 0 起，小于该级的行数和列数",
            "请按瓦片集说明里的模板组成地址",
            kind="unknown-tile",
        )
    return grid, tile


def _number(text: str) -> int:
    """A number of the path; -1, which no set has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else -1


def _days(
    desk: AtDesk, datetime: Annotated[str | None, Query(title="现势日期、时刻或时段；不写为当天")] = None
) -> Days:
    days = read_days(datetime, desk.settings.today())
    return days.first if days.is_one_day and days.first else (days.first, days.last)


def _moment(
    recorded_at: Annotated[str | None, Query(title="登记时点：按登记库当时所知回答")] = None,
) -> dt.datetime | None:
    if recorded_at is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(recorded_at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(
            400,
            f"参数 recorded_at 不能用：“{recorded_at}”不是带时区的时刻",
            "登记时点精确到时刻",
            "例如 2025-01-01T08:00:00+08:00",
            kind="invalid-parameter",
            errors=[FieldError(field="recorded_at", message="不是带时区的时刻")],
        )
    return moment


def _form(f: Annotated[str | None, Query(title="格式；只有 mvt")] = None) -> None:
    if f not in (None, "mvt"):
        raise Refused(
            400, f"没有格式“{f}”", "瓦片只有 Mapbox 矢量瓦片一种格式", "请写 f=mvt 或不写", kind="invalid-parameter"
        )


@dataclass(frozen=True)
class Sight:
    """Which tile, and when it is looked at."""

    place: Annotated[tuple[TileMatrixSet, Tile], Depends(_tile)]
    days: Annotated[Days, Depends(_days)]
    recorded_at: Annotated[dt.datetime | None, Depends(_moment)]
    _: Annotated[None, Depends(_form)] = None

    def of(self, layer: str) -> TileAsked:
        """The tile of one layer."""
        return TileAsked(layer, *self.place, self.days, self.recorded_at)


Seen = Annotated[Sight, Depends()]


_ONE = "tiles/{set_id}/{level}/{row}/{column}"


@router.get(f"/collections/{{layer_id}}/{_ONE}")
def collection_tile(request: Request, caller: Caller, layer_id: LayerId, sight: Seen, filters: Filtered) -> Response:
    """One tile of one layer."""
    asked = replace(sight.of(layer_class(layer_id).layer.id), filters=filters)
    return _sent(desk_of(request).drawn(caller, asked, _words(request) if filters else None), request)


@router.get(f"/{_ONE}")
def dataset_tile(
    request: Request,
    caller: Caller,
    sight: Seen,
    collections: Annotated[str | None, Query(title="只要这些图层，以逗号分隔")] = None,
) -> Response:
    """One tile of several layers, each a layer of the tile: the format lets them stand one after the other."""
    parts = [desk_of(request).drawn(caller, sight.of(layer)) for layer in chosen(collections)]
    return _sent(packed(b"".join(map(unpacked, parts))), request)


def chosen(collections: str | None) -> list[str]:
    """The layers of a dataset's tile: those named, by identifier or address, else all that have places.

    Raises:
        UnknownLayer: a name is none of theirs.
    """
    if collections is None:
        return [page.layer.id for page in ATLAS if page.layer.geometry is not None]
    names = [name.rstrip("/").rpartition("/")[2] for name in collections.split(",")]
    return [layer_class(name).layer.id for name in dict.fromkeys(names)]


def desk_of(request: Request) -> TileDesk:
    """Where tiles are drawn and kept."""
    desk: TileDesk = request.app.state.tiles
    return desk


def _words(request: Request) -> str:
    """The conditions of a request, as they were written."""
    kept = sorted(pair for pair in request.query_params.multi_items() if pair[0] not in _TIMES)
    return urlencode(kept)


def _sent(tile: Drawn, request: Request) -> Response:
    accepted, known = request.headers.get("accept-encoding", ""), request.headers.getlist("if-none-match")
    status, body, headers = answer(tile, accepted, known)
    return Response(body, status, headers)
