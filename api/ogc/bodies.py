"""What comes with a write: the kind of body, its system, what the client prefers, and the reason it gives.

A GeoJSON feature for POST and PUT, a JSON merge patch (RFC 7396) for PATCH. Coordinates are CRS84 unless `Content-Crs`
names another system that is offered, then in that system's own order of axes (Part 4 /req/features/default-crs).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote

import orjson
from fastapi import Depends, Request
from shapely.geometry.base import BaseGeometry
from starlette.datastructures import Headers

from api.errors import FieldError, Refused
from api.keepable import unkeepable
from api.ogc.forms import GEOJSON, JSON
from data.drafts import Handed
from geo.shapes import UnreadableShape, read_geojson
from geo.systems import System
from layers.record import Record

MERGE_PATCH = "application/merge-patch+json"
WHOLE = (GEOJSON, JSON)
PARTS = (MERGE_PATCH, GEOJSON, JSON)
UNSAID = "经 OGC 接口编辑，未另注明事由"


@dataclass(frozen=True)
class Preferences:
    """What the client prefers (RFC 7240), as far as it is known here; what is not said is not applied."""

    strict: bool | None = None
    representation: bool | None = None

    def applied(self) -> dict[str, str]:
        """The header that says which preferences were followed."""
        told = []
        if self.strict is not None:
            told.append(f"handling={'strict' if self.strict else 'lenient'}")
        if self.representation is not None:
            told.append(f"return={'representation' if self.representation else 'minimal'}")
        return {"Preference-Applied": ", ".join(told)} if told else {}


@dataclass(frozen=True)
class Sent:
    """The body as it came, and its headers."""

    body: bytes
    headers: Headers

    @property
    def preferences(self) -> Preferences:
        """What the client prefers; of several words for one preference the first counts (RFC 7240 §2)."""
        words = [word.strip().lower() for word in ",".join(self.headers.getlist("prefer")).replace(";", ",").split(",")]
        said = dict(reversed([word.partition("=")[::2] for word in words]))
        strict = {"strict": True, "lenient": False}.get(said.get("handling", "").strip('"'))
        whole = {"representation": True, "minimal": False}.get(said.get("return", "").strip('"'))
        return Preferences(strict, whole)

    def reason(self, properties: Mapping[str, Any]) -> str:
        """Why: as the properties say, or the header `Cairn-Because` (URL-encoded UTF-8)."""
        said = properties.get("because") or unquote(self.headers.get("cairn-because", "")).replace("\0", "")
        return str(said).strip() or UNSAID

    def document(self, kinds: tuple[str, ...], accepts: str) -> dict[str, Any]:
        """The JSON object in the body.

        Raises:
            Refused: no kind is named (400), it is not one of these (415), or the body is no JSON object (400).
        """
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        listed = "、".join(kinds)
        if not kind:
            raise Refused(400, "没有写明内容类型", "请求缺少 Content-Type", f"请写明：{listed}", kind="no-content-type")
        if kind not in kinds:
            raise Refused(
                415,
                f"不接收“{kind}”",
                "此处只接收 GeoJSON 要素或 JSON 合并补丁",
                f"可用：{listed}",
                kind="content-type",
                headers={accepts: ", ".join(kinds)},
            )
        try:
            document = orjson.loads(self.body)
        except orjson.JSONDecodeError as fault:
            where = f"第 {fault.lineno} 行第 {fault.colno} 列起不是 JSON"
            raise Refused(400, "提交的内容读不出来", where, "请核对引号、逗号和括号", kind="not-json") from fault
        strange = unkeepable(document)
        if strange is not None:
            why = "登记库的文字不含空字符（NUL）"
            raise Refused(422, f"“{strange[:60]}”不能登记", why, "请删去后重试", kind="invalid-body")
        if not isinstance(document, dict):
            raise Refused(400, "提交的内容不是 JSON 对象", "最外层应为 { }", "请提交一个 GeoJSON 要素", kind="not-json")
        return document


async def _sent(request: Request) -> Sent:
    return Sent(await request.body(), request.headers)


Body = Annotated[Sent, Depends(_sent)]


def feature(page: type[Record], document: Mapping[str, Any], system: System, identity: str | None) -> Handed:
    """A whole feature; `identity` is the one in the address, None for a new thing.

    Raises:
        Refused: it is no feature, or it names two identities.
    """
    if document.get("type") != "Feature":
        raise _unfit("type", "应为 GeoJSON 要素（type 为 Feature）")
    properties = _properties(document)
    shape = _shape(document, system) if document.get("geometry") is not None else None
    return Handed(_agreed(page, document, properties, identity), shape, system.epsg, whole=True)


def patch(
    page: type[Record], document: Mapping[str, Any], system: System, identity: str, stands: BaseGeometry | None
) -> Handed:
    """A merge patch on a feature; `stands` is its present place, into which a part of a geometry is merged.

    Raises:
        Refused: it cannot be merged, changes the identity, or takes the place away.
    """
    if "type" in document and document["type"] != "Feature":
        raise _unfit("type", "要素的 type 只能是 Feature")
    properties = _properties(document)
    if "geometry" not in document:
        shape = None
    elif document["geometry"] is None and page.layer.geometry is not None:
        raise _unfit("geometry", f"{page.layer.title}须有位置，不能去掉")
    else:
        shape = _shape({"geometry": _merged_place(document["geometry"], stands)}, system)
    return Handed(_agreed(page, document, properties, identity), shape, system.epsg)


def _properties(document: Mapping[str, Any]) -> dict[str, Any]:
    properties = document.get("properties")
    if properties is None:
        return {}
    if not isinstance(properties, dict):
        raise _unfit("properties", "应为 JSON 对象")
    return properties


def _merged_place(given: Any, stands: BaseGeometry | None) -> Any:  # noqa: ANN401  # JSON as it came
    """A geometry has two members; the one left out stays (RFC 7396)."""
    if isinstance(given, dict) and "type" not in given and stands is not None:
        return {"type": stands.geom_type, **given}
    return given


def _shape(document: Mapping[str, Any], system: System) -> BaseGeometry | None:
    """The geometry, east first."""
    geometry = document.get("geometry")
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise _unfit("geometry", "应为 GeoJSON 图形")
    try:
        return system.turned(read_geojson(geometry))
    except UnreadableShape as fault:
        raise _unfit("geometry", str(fault)) from fault


def _agreed(
    page: type[Record], document: Mapping[str, Any], properties: dict[str, Any], identity: str | None
) -> dict[str, Any]:
    """The properties with the one identity that address, `id` and identifying field name (Part 4, geojson-create)."""
    name = page.layer.identified_by
    told = {"地址": identity, "id": document.get("id"), name: properties.get(name)}
    said = {where: str(value) for where, value in told.items() if value is not None}
    if len(set(said.values())) > 1:
        listed = "，".join(f"{where} 为“{value}”" for where, value in said.items())
        raise _unfit(name, f"标识前后不一：{listed}")
    return {**properties, name: next(iter(said.values()))} if said else properties


def _unfit(field: str, message: str) -> Refused:
    return Refused(
        422,
        f"提交的要素不能用：{field} {message}",
        "它不符合 OGC API - Features 第 4 部分的约定",
        "请按说明改正后重试",
        kind="invalid-body",
        errors=[FieldError(field=field, message=message)],
    )
