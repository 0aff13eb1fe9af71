"""The coverage map as one HTML file: choropleth, homes, legend, table, scale, run id; opens with no network."""

from html import escape
from pathlib import Path
from typing import Any

import folium
from shapely import unary_union
from shapely.geometry import mapping

from maps.coverage_scene import INVENTED, UNREVIEWED, DrawnArea, DrawnFacility, Scene
from maps.offline_map import Labels, Overlay, offline_map, page_bytes
from maps.palette import ACCENT, INK, LINE, MIST, STONE

#: The width of one Chinese character of a label.
_LABEL_CHARACTER_PX = 12

_STYLE = Path(__file__).with_suffix(".css")
_COLOURS = f":root {{ --ink: {INK}; --accent: {ACCENT}; --line: {LINE}; --stone: {STONE}; --mist: {MIST}; }}"
# Leaflet draws into an SVG; a pattern defined once in the page serves every path by its id.
_HATCH = (
    '<svg width="0" height="0" style="position:absolute"><defs><pattern id="no-value" width="6" height="6" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f2f2f2"/>'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#9aa3a3" stroke-width="2"/></pattern></defs></svg>'
)


def coverage_page(scene: Scene) -> bytes:
    """Draw a scene as one HTML file in UTF-8.

    Raises:
        NotBuilt: the browser application, which brings Leaflet, was never built.
    """
    page = offline_map(_bounds(scene), scene.title, _COLOURS + _STYLE.read_text(encoding="utf-8"))
    if scene.areas:
        page.add_child(_choropleth(scene))
    page.add_child(Labels([_label(area) for area in scene.areas]))
    if scene.facilities:
        page.add_child(_facilities(scene))
    page.add_child(
        Overlay(_HATCH + _head(scene) + _key(scene) + _rows(scene) + f'<div class="review">{UNREVIEWED}</div>')
    )
    return page_bytes(page)


def _bounds(scene: Scene) -> tuple[float, float, float, float]:
    shapes = [area.shape for area in scene.areas]
    if shapes:
        west, south, east, north = unary_union(shapes).bounds
        return west, south, east, north
    xs, ys = [place.x for place in scene.facilities] or [105.0], [place.y for place in scene.facilities] or [35.0]
    return min(xs), min(ys), max(xs), max(ys)


def _choropleth(scene: Scene) -> folium.GeoJson:
    colours = {area.figure.id: "url(#no-value)" if area.step.is_no_value else area.step.colour for area in scene.areas}
    dash = "4 3" if scene.invented else None

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        return {
            "fillColor": colours[feature["id"]],
            "fillOpacity": 0.85,
            "color": STONE,
            "weight": 1.2,
            "dashArray": dash,
        }

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [_area_feature(area) for area in scene.areas]},
        style_function=style,
        highlight_function=lambda _: {"weight": 3, "color": ACCENT},
        tooltip=folium.GeoJsonTooltip(
            fields=["name", "ratio", "beds", "elderly", "gap", "homes", "mark"],
            aliases=["名称", "张/千人", "床位", "老年人", "缺口", "设施", "数据"],
        ),
    )


def _area_feature(area: DrawnArea) -> dict[str, Any]:
    figure = area.figure
    return {
        "type": "Feature",
        "id": figure.id,
        "geometry": mapping(area.shape),
        "properties": {
            "name": figure.name,
            "ratio": area.value,
            "beds": area.beds,
            "elderly": area.elderly,
            "gap": area.shortfall,
            "homes": figure.facilities,
            "mark": INVENTED if figure.invented else "登记数据",
        },
    }


def _label(area: DrawnArea) -> dict[str, Any]:
    at, (west, _, east, _) = area.shape.representative_point(), area.shape.bounds
    markup = f'<div class="label"><span>{escape(area.figure.name)}</span><br><span>{area.value}</span></div>'
    wide = _LABEL_CHARACTER_PX * max(len(area.figure.name), len(area.value))
    return {"lat": at.y, "lon": at.x, "west": west, "east": east, "html": markup, "wide": wide}


def _facilities(scene: Scene) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [_facility_feature(place) for place in scene.facilities]},
        marker=folium.CircleMarker(radius=5, color="#ffffff", weight=1.5, fill=True, fill_color=ACCENT, fill_opacity=1),
        tooltip=folium.GeoJsonTooltip(fields=["name", "beds", "mark"], aliases=["设施", "床位", "数据"]),
    )


def _facility_feature(place: DrawnFacility) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.x, place.y]},
        "properties": {"name": place.name, "beds": place.beds, "mark": INVENTED if place.invented else "登记数据"},
    }


def _head(scene: Scene) -> str:
    mark = f'<span class="invented">{INVENTED}</span>' if scene.invented else ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in scene.captions)
    head = f"<h1>{escape(scene.title)} {mark}</h1><p><b>{escape(scene.headline)}</b></p>"
    return f'<div class="sheet head">{head}{lines}</div>'


def _key(scene: Scene) -> str:
    steps = "".join(
        f'<div><i style="background:{step.swatch}"></i><span>{escape(step.label)}</span></div>' for step in scene.steps
    )
    outline = f"<div>虚线轮廓：{INVENTED}</div>" if scene.invented else ""
    target = f'<div class="target">{escape(scene.target)}</div>'
    return f'<div class="sheet key"><div>张/千人</div>{steps}{target}{outline}</div>'


def _rows(scene: Scene) -> str:
    heads = "<tr><th>名称</th><th>张/千人</th><th>床位</th><th>老年人</th><th>缺口</th></tr>"
    body = "".join(_row(area) for area in sorted(scene.areas, key=lambda area: area.need))
    summary = f"<summary>数据表（{len(scene.areas)}）</summary>"
    return f'<details class="sheet rows">{summary}<table>{heads}{body}</table></details>'


def _row(area: DrawnArea) -> str:
    cells = (escape(area.figure.name), area.value, area.beds, area.elderly, area.shortfall)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
