"""A folium map that opens with no network: its scripts and styles are written into the file."""

import re
from pathlib import Path
from typing import Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

#: Where the browser build leaves Leaflet (maps/web/vite.config.ts); npm brings it, git does not keep it.
VENDOR = Path(__file__).parent / "web" / "dist" / "vendor"
# What Leaflet would load from files beside it: pictures of controls no sheet has, and the map of its source.
_BESIDE = re.compile(r"//# sourceMappingURL=\S+|(?:background-image|behavior): *url\([^)]*\);")
_GENERATED_NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


class NotBuilt(RuntimeError):
    """The browser application, which brings Leaflet, has not been built."""

    def __init__(self, missing: Path) -> None:
        super().__init__(f"离线地图缺少组件 {missing.name}：浏览器应用尚未构建。请先运行 make web（或 make up）后重试")


class Rasterless(folium.Map):
    """A folium map without any remote script, style or tile."""

    def __init__(self) -> None:
        super().__init__(tiles=None, zoom_snap=0.25, attribution_control=False)
        self.default_js = []
        self.default_css = []


class MetricScale(MacroElement):
    """A scale bar in metres and kilometres, bottom right."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "L.control.scale({position: 'bottomright', imperial: false}).addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )


class Labels(MacroElement):
    """Names on the map; a name wider than its area is hidden until one zooms in.

    Each label has `lat`, `lon`, `html`, its width in pixels `wide`, and its area's `west` and `east` (degrees).
    """

    _template = Template(
        """{% macro script(this, kwargs) %}
        (function (map) {
            {{ this.labels | tojson }}.forEach(function (label) {
                var icon = L.divIcon({className: "", iconSize: [160, 30], html: label.html});
                var marker = L.marker([label.lat, label.lon], {interactive: false, icon: icon}).addTo(map);
                function at(lon) { return map.latLngToContainerPoint([label.lat, lon]).x; }
                function fit() { marker.setOpacity(at(label.east) - at(label.west) >= label.wide ? 1 : 0); }
                map.on("zoomend", fit);
                fit();
            });
        })({{ this._parent.get_name() }});
        {% endmacro %}"""
    )

    def __init__(self, labels: list[dict[str, Any]]) -> None:
        super().__init__()
        self.labels = labels


class Overlay(MacroElement):
    """Static HTML laid over the map."""

    _template = Template("{% macro html(this, kwargs) %}{{ this.markup }}{% endmacro %}")

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup


def offline_map(bounds: tuple[float, float, float, float], title: str, style: str) -> folium.Map:
    """An empty map fitted to bounds (west, south, east, north; EPSG:4490), with `style` as its page style sheet.

    Raises:
        NotBuilt: Leaflet is not there because the browser application was never built.
    """
    west, south, east, north = bounds
    page = Rasterless()
    # The head of the sheet lies over the upper left corner.
    page.fit_bounds([[south, west], [north, east]], padding_top_left=(16, 130), padding_bottom_right=(16, 24))
    figure = cast("Figure", page.get_root())
    figure.title = title
    figure.header.add_child(_inline("style", _vendor("leaflet.css")), name="leaflet_css")
    figure.header.add_child(_inline("script", _vendor("leaflet.js")), name="leaflet_js")
    figure.header.add_child(_inline("style", style), name="page_style")
    page.add_child(MetricScale())
    return page


def page_bytes(page: folium.Map) -> bytes:
    """The page as one file; folium's random names are numbered so that equal maps are equal bytes."""
    text: str = page.get_root().render()
    names: dict[str, str] = {}
    numbered = _GENERATED_NAME.sub(lambda found: names.setdefault(found[0], f"n{len(names)}"), text)
    return numbered.replace("<html>", '<html lang="zh-CN">', 1).encode()


def _vendor(name: str) -> str:
    path = VENDOR / name
    if not path.is_file():
        raise NotBuilt(path)
    return _BESIDE.sub("", path.read_text(encoding="utf-8"))


def _inline(tag: str, content: str) -> Any:  # noqa: ANN401 - branca publishes no types
    """The content between tags; `raw` keeps Jinja's hands off braces."""
    return Element("{% raw %}" + f"<{tag}>{content}</{tag}>" + "{% endraw %}")
