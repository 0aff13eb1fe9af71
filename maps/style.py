"""How each layer looks, as plain data: fills, lines, circles, icons and labels in MapLibre's words.

Derived from the layer's declaration and the palette; nothing here knows a layer by name. Widths, radii and text are
in pixels, zooms are web zooms. What is invented for the sample is outlined with dots wherever it is drawn.
"""

from typing import Any

from layers.record import Geometry, Layer, Record
from maps.palette import HALO, INK, PAPER, colour

TYPEFACES = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
INVENTED_MARK = "示例数据"
DOTS = (1, 2)
LABELS_AFTER_ZOOMS = 2

# Which parts draw a geometry; a layer of any geometry has all three, each for its own shapes.
PARTS: dict[Geometry | None, tuple[str, ...]] = {
    None: (),
    "POINT": ("circle",),
    "LINESTRING": ("line",),
    "MULTILINESTRING": ("line",),
    "POLYGON": ("fill", "line"),
    "MULTIPOLYGON": ("fill", "line"),
    "GEOMETRY": ("fill", "line", "circle"),
}
_SHAPE_OF_PART = {"fill": "Polygon", "line": "LineString", "circle": "Point"}


def style_of(page: type[Record]) -> dict[str, Any]:
    """The style of a layer: its parts from the ground up, its label, and how its invented rows are marked."""
    layer = page.layer
    hue = colour(layer.symbol.colour)
    return {
        "layer": layer.id,
        "title": layer.title,
        "icon": layer.symbol.icon,
        "colour": hue,
        "minzoom": layer.symbol.from_zoom,
        "parts": [_part(kind, hue, layer) for kind in PARTS[layer.geometry]],
        "label": _label(layer) if layer.geometry else None,
        "invented": _invented(hue),
    }


def _part(kind: str, hue: str, layer: Layer) -> dict[str, Any]:
    paint = {"fill": _fill, "line": _line, "circle": _circle}[kind](hue)
    only = {"shapes": _SHAPE_OF_PART[kind]} if layer.geometry == "GEOMETRY" else {}
    return {"type": kind, **only, "paint": paint}


def _fill(hue: str) -> dict[str, Any]:
    return {"fill-color": hue, "fill-opacity": 0.08}


def _line(hue: str) -> dict[str, Any]:
    return {"line-color": hue, "line-width": 1.4, "line-opacity": 0.9}


def _circle(hue: str) -> dict[str, Any]:
    return {
        "circle-color": hue,
        "circle-radius": 5,
        "circle-stroke-color": PAPER,
        "circle-stroke-width": 1.5,
    }


def _label(layer: Layer) -> dict[str, Any]:
    return {
        "field": layer.named_by,
        "minzoom": layer.symbol.from_zoom + LABELS_AFTER_ZOOMS,
        "font": list(TYPEFACES),
        "size": 12,
        "colour": INK,
        "halo": HALO,
        "halo_width": 1.5,
    }


def _invented(hue: str) -> dict[str, Any]:
    return {"mark": INVENTED_MARK, "outline": {"line-color": hue, "line-width": 1.2, "line-dasharray": list(DOTS)}}
