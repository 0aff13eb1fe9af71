"""How the OpenAPI 3.0 document describes writes: what each layer receives, on what conditions, and what it answers."""

from typing import Any

from api.ogc.bodies import MERGE_PATCH, PARTS, WHOLE
from layers.record import Disclosure, Record

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
PROBLEMS = {
    "401": "请先登录",
    "403": "没有这项权限",
    "409": "与登记的内容冲突",
    "412": "内容已被更改",
    "415": "内容类型不对",
    "422": "内容不合要求",
    "428": "须说明改的是哪一版",
}
HEADERS: dict[str, Schema] = {
    "If-Match": TEXT | {"description": "读到的 ETag；与现行版不符则不改，答 412"},
    "If-Unmodified-Since": TEXT | {"description": "读到的 Last-Modified；此后有改动则不改，答 412"},
    "Prefer": TEXT | {"description": "handling=strict 拒收未知字段；return=representation 送回要素"},
    "Content-Crs": TEXT | {"description": "坐标所用的坐标系，在图层所列之内；不写为 CRS84"},
    "Cairn-Because": TEXT | {"description": "改动的事由（URL 编码的 UTF-8）；也可写在属性 because 中"},
}
_ANSWERED = {
    "Location": {"description": "登记后的地址", "schema": TEXT | {"format": "uri"}},
    "ETag": {"description": "现行版的标记", "schema": TEXT},
    "Last-Modified": {"description": "现行版的时刻", "schema": TEXT},
    "Preference-Applied": {"description": "采用了哪些偏好", "schema": TEXT},
}
_SENT = ("Prefer", "Content-Crs", "Cairn-Because")
_GUARDED = ("If-Match", "If-Unmodified-Since", *_SENT)


def parameters() -> Schema:
    """The headers that writes know, by name, and the parameters of a DELETE."""
    told = {name: _parameter(name, "header", dict(schema)) for name, schema in HEADERS.items()}
    flag, number = {"type": "boolean", "default": False}, {"type": "integer"}
    return told | {
        "withdraw": _parameter("withdraw", "query", flag | {"description": "撤销不应有的登记，而非自今日终止"}),
        "version": _parameter("version", "query", number | {"description": "所看到的版次；不能发送 If-Match 的程序用"}),
    }


def responses() -> Schema:
    """The problems of writes."""
    content = {"application/problem+json": {"schema": _ref("schemas", "problem")}}
    return {status: {"description": meaning, "content": content} for status, meaning in PROBLEMS.items()}


def schemas() -> Schema:
    """What problems of writes tell beyond the others."""
    feature = {"type": "object", "nullable": True}
    clash = {
        "type": "object",
        "required": ["id", "base", "mine", "theirs"],
        "properties": {"id": TEXT, "base": feature, "mine": feature, "theirs": feature},
    }
    text_or_none, texts = TEXT | {"nullable": True}, {"type": "array", "items": TEXT}
    fate = {"retired_at": text_or_none, "is_withdrawn": {"type": "boolean"}, "document": text_or_none}
    version = {
        "version": {"type": "integer"},
        "deed": {"type": "string", "enum": ["insert", "update"]},
        "withdrawn": {"type": "boolean"},
        **dict.fromkeys(("recorded_at", "valid_from"), TEXT),
        **dict.fromkeys(("superseded_at", "recorded_by", "because", "closed_by", "closed_because"), text_or_none),
        "valid_to": text_or_none,
        "properties": {"type": "object"},
        "geometry": {"nullable": True, "allOf": [_ref("schemas", "geometry")]},
    }
    told = {
        "layer": TEXT,
        "identity": TEXT,
        "fate": {"type": "object", "properties": fate | {"successors": texts}},
        "versions": {"type": "array", "items": {"type": "object", "properties": version}},
    }
    return {"clash": clash, "versions": {"type": "object", "required": list(told), "properties": told}}


def received(page: type[Record], fields: Schema, kept: Schema) -> Schema:
    """A feature as it is handed in; its identifier stands in `id`, in its field or in the address."""
    name, required = page.layer.identified_by, [sheet.name for sheet in page.fields() if sheet.required]
    writable = {key: kept[key] for key in ("valid_from", "valid_to", "source", "source_date", "invented")}
    disclosure = {"type": "string", "enum": list(Disclosure.labels()), "title": "公开属性"}
    given = fields | writable | {"disclosure": disclosure, "because": TEXT | {"title": "事由"}}
    properties = {
        "type": "object",
        "required": [*(field for field in required if field != name), "source"],
        "properties": given,
    }
    return {
        "type": "object",
        "title": page.layer.title,
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": TEXT,
            "geometry": {"nullable": True, "allOf": [_ref("schemas", "geometry")]},
            "properties": properties,
        },
    }


def operations(page: type[Record]) -> dict[str, Schema]:
    """The writes of a layer, by path below its collection."""
    whole, part = _body(WHOLE, _ref("schemas", f"{page.layer.id}.received")), _body(PARTS, {"type": "object"})
    entered = {"201": _answered("已登记", "Location"), **_refused("400", "401", "403", "409", "415", "422")}
    changed = {"200": _answered("已改，附要素"), "204": _answered("已改"), **_refused(*_ON_CHANGE, "415")}
    ended = {"204": {"description": "已终止或撤销"}, **_refused(*_ON_CHANGE)}
    allow = {"Allow": {"description": "您可用的方法", "schema": TEXT}}
    told = {"200": {"description": "可用的方法", "headers": allow}}
    name, guarded = page.layer.id, ("featureId", *_GUARDED)
    operations = {
        "/items": {
            "post": _operation(f"{name}.create", "登记", _SENT, entered) | whole,
            "options": _operation(f"{name}.items.options", "可用的方法", (), told),
        },
        "/items/{featureId}": {
            "put": _operation(f"{name}.replace", "整条改写", guarded, changed) | whole,
            "patch": _operation(f"{name}.update", "改其中几项", guarded, changed) | part,
            "delete": _operation(f"{name}.delete", "终止或撤销", (*guarded, "withdraw", "version"), ended),
            "options": _operation(f"{name}.item.options", "可用的方法", ("featureId",), told),
        },
        "/items/{featureId}/versions": {
            "get": _operation(f"{name}.versions", "各版与沿革", ("featureId",), _versions()),
        },
    }
    for path in operations.values():
        for operation in path.values():
            operation |= {"tags": [name], "summary": f"{page.layer.title}：{operation['summary']}"}
    return operations


def _versions() -> Schema:
    content = {"application/json": {"schema": _ref("schemas", "versions")}, "text/html": {"schema": TEXT}}
    return {"200": {"description": "各版，最新的在最后", "content": content}, **_refused("404")}


_ON_CHANGE = ("400", "401", "403", "404", "409", "410", "412", "422", "428")


def _operation(name: str, meaning: str, sent: tuple[str, ...], answers: Schema) -> Schema:
    return {
        "operationId": name,
        "summary": meaning,
        "parameters": [_ref("parameters", each) for each in (*sent, "f")],
        "responses": answers | _refused("500", "503"),
    }


def _answered(meaning: str, *extra: str) -> Schema:
    names = ("ETag", "Last-Modified", "Preference-Applied", *extra)
    return {"description": meaning, "headers": {name: _ANSWERED[name] for name in names}}


def _refused(*statuses: str) -> Schema:
    return {status: _ref("responses", status) for status in statuses}


def _body(kinds: tuple[str, ...], schema: Schema) -> Schema:
    described = {kind: {"schema": schema if kind != MERGE_PATCH else {"type": "object"}} for kind in kinds}
    return {"requestBody": {"required": True, "content": described}}


def _parameter(name: str, place: str, schema: Schema) -> Schema:
    meaning = schema.pop("description")
    return {"name": name, "in": place, "required": False, "description": meaning, "schema": schema}


def _ref(part: str, name: str) -> Schema:
    return {"$ref": f"#/components/{part}/{name}"}
