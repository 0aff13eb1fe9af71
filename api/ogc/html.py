"""Any answer as a plain HTML 5 page: everything in the document, every link clickable."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from orjson import dumps

STYLE = """
body { font: 14px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { color: #1f2a2e; margin: 24px; }
h1 { font-size: 20px; } a { color: #0b6e75; } table { border-collapse: collapse; } caption { text-align: left; }
th, td { border: 1px solid #d5dbdd; padding: 2px 8px; text-align: left; vertical-align: top; }
th { background: #f3f5f5; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
dt { color: #5b686d; } dd { margin: 0; } nav a { margin-right: 16px; }
"""
UNFOLDED = 400


def page(title: str, document: Mapping[str, Any]) -> str:
    """The whole page; links stand on top, the rest follows in the order of the document."""
    links = "".join(_link(entry) for entry in document.get("links", ()))
    body = {name: value for name, value in document.items() if name != "links"}
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1><nav>{links}</nav>{_shown(body)}</body></html>\n"
    )


def _link(entry: Mapping[str, str]) -> str:
    words = escape(entry.get("title") or entry["rel"])
    return f'<a rel="{escape(entry["rel"])}" href="{escape(entry["href"])}">{words}</a>'


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list(value)
    return _atom(value)


def _mapping(value: Mapping[str, Any]) -> str:
    if "coordinates" in value or "geometries" in value:
        return _atom(dumps(value).decode())
    if isinstance(value.get("href"), str) and isinstance(value.get("rel"), str):
        return _link(value)
    rows = "".join(f"<dt>{escape(str(name))}</dt><dd>{_shown(part)}</dd>" for name, part in value.items())
    return f"<dl>{rows}</dl>"


def _list(value: Sequence[Any]) -> str:
    if value and all(isinstance(part, Mapping) and part.get("type") == "Feature" for part in value):
        return _features(value)
    if value and all(isinstance(part, Mapping) for part in value):
        return "<hr>".join(_shown(part) for part in value)
    return "、".join(_shown(part) for part in value)


def _features(features: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for feature in features for name in feature["properties"]))
    head = "".join(f"<th>{escape(name)}</th>" for name in ("id", *columns, "geometry"))
    rows = "".join(_feature(feature, columns) for feature in features)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _feature(feature: Mapping[str, Any], columns: Sequence[str]) -> str:
    values = (feature["id"], *(feature["properties"].get(name) for name in columns), feature.get("geometry"))
    return f"<tr>{''.join(f'<td>{_shown(value)}</td>' for value in values)}</tr>"


def _atom(value: object) -> str:
    text = "—" if value is None else {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
    shown = escape(text)
    if text.startswith(("http://", "https://")):
        return f'<a href="{shown}">{shown}</a>'
    return shown if len(text) <= UNFOLDED else f"<details><summary>{escape(text[:40])}…</summary>{shown}</details>"
