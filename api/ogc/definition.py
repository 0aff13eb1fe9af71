"""The OpenAPI 3.0 document of the OGC paths: exactly these paths, every layer's fields by name.

The framework writes OpenAPI 3.1, which the standard's class OAS30 does not accept; so this document is built from the
atlas. A test holds it against the routes that really answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from api.errors import Problem
from api.ogc import tiles_definition as tiles
from api.ogc import writing_definition as writing
from api.ogc.filtering import FilterLanguage, simple
from api.ogc.forms import GEOJSON, HTML, JSON, OPENAPI
from api.ogc.schemas import SCHEMA
from api.ogc.systems import Systems
from geo.systems import CRS84
from layers.fields import FieldSheet, Kind
from layers.record import Disclosure, Geometry, Record

Schema = dict[str, Any]

# From the kind of a value to its schema; the archive writes measures as JSON numbers.
KINDS: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.NOTE: {"type": "string"},
    Kind.COUNT: {"type": "integer"},
    Kind.MEASURE: {"type": "number"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.CHOICE: {"type": "string"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.CODE: {"type": "string"},
    Kind.PHONE: {"type": "string"},
    Kind.CREDIT_CODE: {"type": "string"},
}
KEPT: dict[str, Schema] = {
    "valid_from": {"type": "string", "format": "date", "nullable": True, "title": "生效日期（含）"},
    "valid_to": {"type": "string", "format": "date", "nullable": True, "title": "失效日期（不含）；空为至今有效"},
    "recorded_at": {"type": "string", "format": "date-time", "title": "记入登记库的时刻"},
    "version": {"type": "integer", "title": "版本"},
    "source": {"type": "string", "title": "数据来源"},
    "source_date": {"type": "string", "format": "date", "nullable": True, "title": "来源日期"},
    "invented": {"type": "boolean", "title": "示例数据"},
    "disclosure": {"type": "string", "enum": list(Disclosure.labels()), "title": "公开范围"},
}
_ABOUT = (
    "县民政图层的标准读取接口。坐标默认 CRS84（先经度）；也可用 EPSG:4490、4326（先纬度）、3857（先东向）"
    "和本县的 2000 坐标系 3 度带（先北向）。datetime 问某日（或时段）有效的登记；recorded_at 问登记库在某一时刻所知，"
    "两者可同时使用：某日的状态，按当时所知。sortby 排序，counted=false 省去计数。"
)
_FILTER = ["filter", "filter-lang", "filter-crs"]
_ONE = ["featureId", "crs", "datetime", "recorded_at", "f"]
GEOMETRIES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


def definition(root: str, version: str, pages: Iterable[type[Record]], most: int, systems: Systems) -> Schema:
    """The document; `root` is where the interface stands, `most` the largest page."""
    layers = list(pages)
    paths: Schema = {
        "/": _get("landing", "首页", JSON, _ref("schemas", "landing"), ["f"]),
        "/conformance": _get("conformance", "符合的标准", JSON, _ref("schemas", "conformance"), ["f"]),
        "/api": _get("api", "本文档", OPENAPI, {"type": "object"}, ["f"]),
        "/collections": _get("collections", "全部图层", JSON, _ref("schemas", "collections"), ["f"]),
        **tiles.paths(),
    }
    for page in layers:
        paths |= _paths_of(page) | tiles.paths_of(page)
        for path, writes in writing.operations(page).items():
            paths.setdefault(f"/collections/{page.layer.id}{path}", {}).update(writes)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Cairn 县级民政地理登记库 · OGC API - Features、Tiles",
            "version": version,
            "description": _ABOUT,
        },
        "servers": [{"url": root}],
        "tags": [{"name": "catalogue", "description": "目录"}]
        + [{"name": page.layer.id, "description": page.layer.title} for page in layers],
        "paths": paths,
        "components": {
            "parameters": _parameters(most, systems) | {name: one for page in layers for name, one in _queried(page)},
            "responses": _problems() | writing.responses(),
            "schemas": _schemas()
            | writing.schemas()
            | {page.layer.id: feature_of(page) for page in layers}
            | {f"{page.layer.id}.received": writing.received(page, _fields(page), KEPT) for page in layers},
        },
    }


def _fields(page: type[Record]) -> Schema:
    return {sheet.name: field_of(sheet) for sheet in page.fields()}


def feature_of(page: type[Record]) -> Schema:
    """The schema of one item of a layer."""
    fields = _fields(page)
    return {
        "type": "object",
        "title": page.layer.title,
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": _geometry(page.layer.geometry),
            "properties": {"type": "object", "properties": fields | KEPT},
            "links": _links(),
        },
    }


def field_of(sheet: FieldSheet) -> Schema:
    """The schema of one field: its label, unit, limits and words."""
    schema = {"title": sheet.heading, **KINDS[sheet.kind]}
    if sheet.vocabulary:
        words = sheet.vocabulary.labels()
        schema |= {"enum": list(words), "description": "；".join(f"{code} {label}" for code, label in words.items())}
    if sheet.max_length:
        schema["maxLength"] = sheet.max_length
    if sheet.required:
        return schema
    # A closed list admits null only where null is a member (OpenAPI 3.0.3, clarification of nullable).
    return schema | {"nullable": True} | ({"enum": [*schema["enum"], None]} if sheet.vocabulary else {})


def _paths_of(page: type[Record]) -> Schema:
    layer, item = page.layer, _ref("schemas", page.layer.id)
    base = f"/collections/{layer.id}"
    collection = {
        "allOf": [
            _ref("schemas", "featureCollection"),
            {"type": "object", "properties": {"features": {"type": "array", "items": item}}},
        ]
    }
    place = ["bbox", "bbox-crs"]
    many = _get(
        f"{layer.id}.items",
        f"{layer.title}：查询",
        GEOJSON,
        collection,
        [*place, "crs", "datetime", "recorded_at", *_FILTER, "sortby", "limit", "token", "counted", "f"],
    )
    many["get"]["parameters"] += [_ref("parameters", f"{layer.id}.{one.name}") for one in simple(layer.id)]
    one = _get(
        f"{layer.id}.item", f"{layer.title}：一件", GEOJSON, item, ["featureId", "crs", "datetime", "recorded_at", "f"]
    )
    moved = {"description": "已由后继承接", "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}}}
    one["get"]["responses"] |= {"301": moved, "410": _ref("responses", "410")}
    paths = {
        base: _get(f"{layer.id}.about", f"{layer.title}：说明", JSON, _ref("schemas", "collection"), ["f"]),
        f"{base}/schema": _get(f"{layer.id}.schema", f"{layer.title}：字段说明", SCHEMA, {"type": "object"}, ["f"]),
        f"{base}/sortables": _get(
            f"{layer.id}.sortables", f"{layer.title}：可排序的字段", SCHEMA, {"type": "object"}, ["f"]
        ),
        f"{base}/queryables": _get(
            f"{layer.id}.queryables", f"{layer.title}：可筛选项", SCHEMA, {"type": "object"}, ["f"]
        ),
        f"{base}/items": many,
        f"{base}/items/{{featureId}}": one,
    }
    for path in paths.values():
        path["get"]["tags"] = [layer.id]
        path["get"]["responses"] |= {"404": _ref("responses", "404")}
    return paths


def _get(name: str, summary: str, media: str, schema: Schema, parameters: list[str]) -> Schema:
    contents = {media: {"schema": schema}, HTML: {"schema": {"type": "string"}}}
    answer: Schema = {"description": summary, "content": contents}
    if "crs" in parameters:
        answer["headers"] = {"Content-Crs": {"description": "坐标系", "schema": {"type": "string"}}}
    failures = {status: _ref("responses", status) for status in ("400", "500", "503")}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["catalogue"],
            "parameters": [_ref("parameters", parameter) for parameter in parameters],
            "responses": {"200": answer, **failures},
        }
    }


def _parameters(most: int, systems: Systems) -> Schema:
    number, text = {"type": "number"}, {"type": "string"}
    box = {"type": "array", "items": number, "minItems": 4, "maxItems": 6}
    system = {"type": "string", "format": "uri", "enum": systems.uris, "default": CRS84.uri}
    page = {"type": "integer", "minimum": 1, "maximum": most, "default": 100}
    return {
        "f": _query("f", "格式；不写则按 Accept 决定", {"type": "string", "enum": ["json", "html"]}),
        "bbox": _query("bbox", "范围：四个或六个数，轴序随 bbox-crs", box),
        "bbox-crs": _query("bbox-crs", "bbox 的坐标系", system),
        "crs": _query("crs", "结果的坐标系", system),
        "datetime": _query("datetime", "现势日期、时刻或时段；不写为当天", text),
        "recorded_at": _query(
            "recorded_at", "按登记库在此时刻所知回答；不写为现在所知", text | {"format": "date-time"}
        ),
        "filter": _query("filter", "筛选条件，CQL2 写法；可用的名称见 queryables", text),
        "filter-lang": _query(
            "filter-lang",
            "筛选条件的写法",
            {"type": "string", "enum": list(FilterLanguage), "default": FilterLanguage.TEXT},
        ),
        "filter-crs": _query("filter-crs", "筛选条件中图形的坐标系", system),
        "sortby": _query("sortby", "排序：+ 升序（可省）、- 降序，如 +name,-beds", {"type": "array", "items": text}),
        "counted": _query("counted", "是否给出总数 numberMatched", {"type": "boolean", "default": True}),
        "limit": _query("limit", "一页的件数", page),
        "token": _query("token", "翻页标记，取自上一页的 next 链接", text),
        "featureId": {"name": "featureId", "in": "path", "required": True, "description": "编号", "schema": text},
        **writing.parameters(),
        **tiles.parameters(),
    }


def _queried(page: type[Record]) -> Iterator[tuple[str, Schema]]:
    """A parameter for every simple queryable, with its schema but never absent."""
    fields = {sheet.name: field_of(replace(sheet, required=True)) for sheet in page.fields()}
    for one in simple(page.layer.id):
        schema = {key: said for key, said in (fields | KEPT)[one.name].items() if key not in ("nullable", "title")}
        yield f"{page.layer.id}.{one.name}", _query(one.name, f"只要“{one.title}”等于此值的", schema)


def _query(name: str, meaning: str, schema: Schema) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": meaning,
        "schema": schema,
        "style": "form",
        "explode": False,
    }


def _problems() -> Schema:
    meanings = {"400": "请求有误", "404": "没有找到", "410": "已经撤销", "500": "服务内部错误", "503": "暂时不能服务"}
    content = {"application/problem+json": {"schema": _ref("schemas", "problem")}}
    return {status: {"description": meaning, "content": content} for status, meaning in meanings.items()}


def _schemas() -> Schema:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    link = {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": text, "rel": text, "type": text, "title": text, "hreflang": text},
    }
    collection = {
        "id": text,
        "title": text,
        "description": text,
        "links": _links(),
        "extent": {"type": "object"},
        "itemType": {"type": "string", "default": "feature"},
        "crs": texts,
        "storageCrs": text,
    }
    return {
        "link": link,
        "landing": _object(["links"], title=text, description=text, links=_links()),
        "conformance": _object(["conformsTo"], conformsTo=texts, links=_links()),
        "collection": _object(["id", "links"], **collection),
        "collections": _object(
            ["links", "collections"],
            links=_links(),
            crs=texts,
            collections={"type": "array", "items": _ref("schemas", "collection")},
        ),
        "featureCollection": _object(
            ["type", "features"],
            type={"type": "string", "enum": ["FeatureCollection"]},
            features={"type": "array", "items": {"type": "object"}},
            links=_links(),
            timeStamp={"type": "string", "format": "date-time"},
            numberMatched={"type": "integer", "minimum": 0},
            numberReturned={"type": "integer", "minimum": 0},
        ),
        "geometry": {
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": {"type": "string", "enum": [*GEOMETRIES, "GeometryCollection"]},
                "coordinates": {"type": "array", "items": {}},
            },
        },
        "problem": _problem_schema(),
    }


def _problem_schema() -> Schema:
    text, place = {"type": "string"}, _ref("schemas", "geometry")
    error = _object(
        ["field", "message"], field=text, message=text, severity=text, where=place, change={"type": "integer"}
    )
    words = {name: {"type": "string"} for name in ("type", "title", "detail", "what", "why", "remedy")}
    example = dict(Problem.model_config)["json_schema_extra"]
    return _object(
        ["title", "status", "detail"],
        **words,
        status={"type": "integer"},
        errors={"type": "array", "items": error},
        conflicts={"type": "array", "items": _ref("schemas", "clash")},
    ) | {"example": dict(example)["example"] if isinstance(example, dict) else None}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _links() -> Schema:
    return {"type": "array", "items": _ref("schemas", "link")}


def _geometry(kind: Geometry | None) -> Schema:
    if kind is None:
        return {"type": "object", "nullable": True, "enum": [None]}
    return _ref("schemas", "geometry")


def _ref(part: str, name: str) -> Schema:
    return {"$ref": f"#/components/{part}/{name}"}
