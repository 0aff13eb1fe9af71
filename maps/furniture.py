"""What stands on every printed map: words that are never boxes, a scale bar that is true, an arrow to the north.

Maps are EPSG:4490, longitude and latitude in degrees, drawn in true proportions at the middle of the sheet.
"""

from collections.abc import Iterator
from math import floor, log10
from typing import Any
from unicodedata import east_asian_width

from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from shapely import LineString, get_parts, get_rings
from shapely.geometry.base import BaseGeometry

from geo.measure import length_m
from maps.fonts import Typeface
from maps.palette import INK, PAPER

_CLOSING = "，。、；：！？）〕」』”"


def write(target: Any, at: tuple[float, float], words: str, face: Typeface, size: float, **more: Any) -> None:  # noqa: ANN401 - an untyped axis
    """Put words on a figure or axes, never an empty box."""
    target.text(*at, face.printable(words), fontproperties=face.properties(size), color=more.pop("color", INK), **more)


def rings(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Every ring of a shape."""
    for part in get_parts(shape):
        yield from get_rings(part)


def scale_bar(axes: Axes, bounds: tuple[float, float, float, float], face: Typeface) -> None:
    """A bar of a round number of kilometres, about a fifth of the map, true at its own latitude (geodesic)."""
    west, south, east, _ = bounds
    span_m = length_m(LineString([(west, south), (east, south)]))
    bar_m = round_down(span_m / 5)
    share = bar_m / span_m
    axes.plot(
        [0.78, 0.78 + share],
        [-0.02, -0.02],
        clip_on=False,
        transform=axes.transAxes,
        color=INK,
        linewidth=2,
        solid_capstyle="butt",
    )
    words = f"{bar_m / 1000:g} km"
    write(axes, (0.78 + share / 2, -0.012), words, face, 7, ha="center", va="bottom", transform=axes.transAxes)


def round_down(metres: float) -> float:
    """The largest of 1, 2, 5 × 10ⁿ not above the length."""
    power = 10.0 ** floor(log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres)


def folded(words: str, width: int) -> list[str]:
    """Words in lines of about `width` places; a Chinese character takes two, and no line begins with a closing sign."""
    lines, taken = [""], 0
    for sign in words:
        place = 2 if east_asian_width(sign) in "WFA" else 1
        if taken + place > width and sign not in _CLOSING:
            lines.append("")
            taken = 0
        lines[-1] += sign
        taken += place
    return lines


def north_arrow(axes: Axes, at: tuple[float, float], face: Typeface) -> None:
    """An arrow to the true north, its foot at a place of the axes (0 to 1); the sheet's upper edge is north."""
    x, y = at
    for side, colour in ((-0.018, INK), (0.018, PAPER)):
        corners = [(x, y + 0.075), (x + side, y), (x, y + 0.018)]
        half = Polygon(corners, facecolor=colour, edgecolor=INK, linewidth=0.7, transform=axes.transAxes, zorder=6)
        axes.add_patch(half)
    write(axes, (x, y + 0.082), "北", face, 8, ha="center", va="bottom", transform=axes.transAxes, zorder=6)
