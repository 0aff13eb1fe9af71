"""The printed maps of a plan of where to build (PNG at 220 dots per inch, 156 mm wide): as it is, and as it will be.

Each has a title, a legend, a scale (bar and ratio), an arrow to the north, the dates, the run's id and the 审图号, or
says that it has none. Townships are coloured by the share of people who have a place; circles are people who have none;
what is done with a site is told by shape and word. Places are EPSG:4490, longitude first.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from shapely import LineString, get_coordinates, unary_union
from shapely.geometry.base import BaseGeometry

from geo.measure import length_m
from layers.saved_plan import PlannedSettlement, SavedSite, SiteKind
from maps.fonts import Typeface, chinese_typeface
from maps.furniture import folded, north_arrow, rings, scale_bar, write
from maps.palette import ACCENT, COLOURS, INK, NO_VALUE, PAPER, SEQUENTIAL, STONE

WIDTH_MM, HEIGHT_MM = 156, 118
_DOTS_PER_INCH, _MM_AN_INCH = 220, 25.4
_MAP = (0.02, 0.09, 0.70, 0.82)
_COLUMN, _COLUMN_WIDTH, _LINE = 0.745, 34, 0.034
#: Lower edges of the classes of people who have a place, of all, and what each is called.
CLASSES = ((0.0, "不足 20%"), (0.2, "20% – 40%"), (0.4, "40% – 60%"), (0.6, "60% – 80%"), (0.8, "80% 以上"))
MARKS: dict[SiteKind, tuple[str, float, str]] = {
    SiteKind.NEW: ("*", 120, INK),
    SiteKind.EXTENDED: ("P", 52, INK),
    SiteKind.KEPT: ("o", 16, ACCENT),
    SiteKind.CLOSED: ("x", 34, INK),
}
_NAMED = (SiteKind.NEW, SiteKind.EXTENDED, SiteKind.CLOSED)
_MOST_CIRCLE = 130.0
_MOST_NAMED = 15
_CIRCLE = COLOURS["amber"]


@dataclass(frozen=True)
class MappedTownship:
    """A township's outline and the share of its people who have a place; None where nobody needs one."""

    name: str
    shape: BaseGeometry
    share: float | None


@dataclass(frozen=True)
class PlanMap:
    """Everything a map shows; `lines` stand in the foot."""

    title: str
    when: Literal["before", "after"]
    townships: Sequence[MappedTownship]
    settlements: Sequence[PlannedSettlement]
    sites: Sequence[SavedSite]
    as_of: str
    made_on: str
    run: str
    approval: str
    invented: bool


def plan_png(given: PlanMap) -> bytes:
    """Draw a map; equal maps give equal bytes.

    Raises:
        NoChineseFont: no typeface on this machine prints Chinese.
    """
    face = chinese_typeface()
    size = (WIDTH_MM / _MM_AN_INCH, HEIGHT_MM / _MM_AN_INCH)
    figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, facecolor="white")
    axes = figure.add_axes(_MAP)
    ratio = _ground(axes, given, face)
    mark = "〔示例数据〕" if given.invented else ""
    write(figure, (0.02, 0.955), f"{given.title}{mark}", face, 11, va="center")
    _legend(figure, given, face, ratio)
    approval = f"审图号：{given.approval}" if given.approval else "审图号：　　　　　　（内部使用 · 未经审图）"
    foot = f"数据截至 {given.as_of}　制图 {given.made_on}　计算编号 {given.run}"
    write(figure, (0.02, 0.045), foot, face, 6)
    write(figure, (0.02, 0.015), f"坐标系 CGCS2000（EPSG:4490）　{approval}", face, 6)
    sheet = io.BytesIO()
    FigureCanvasAgg(figure).print_png(sheet, metadata={"Software": None, "Title": given.run})
    return sheet.getvalue()


def colour_of(share: float | None) -> str:
    """The colour of a share of people who have a place."""
    if share is None:
        return NO_VALUE
    place = max(number for number, (lower, _) in enumerate(CLASSES) if share >= lower)
    return SEQUENTIAL[place]


def _ground(axes: Axes, given: PlanMap, face: Typeface) -> int | None:
    """Draw the map itself; the answer is its scale: one to so many."""
    axes.set_axis_off()
    if not given.townships:
        return None
    for town in given.townships:
        axes.add_patch(_patch(town, given.invented))
    west, south, east, north = unary_union([town.shape for town in given.townships]).bounds
    middle = cos(radians((south + north) / 2))
    _frame(axes, (west, south, east, north), middle)
    left, right = axes.get_xlim()
    _people(axes, given)
    _marks(axes, given.sites, given.when)
    for town in given.townships:
        at = town.shape.representative_point()
        halo = [withStroke(linewidth=1.4, foreground=PAPER)]
        write(axes, (at.x, at.y), town.name, face, 5.5, ha="center", va="center", zorder=4, path_effects=halo)
    _names(axes, given, face)
    scale_bar(axes, (left, south, right, north), face)
    north_arrow(axes, (0.96, 0.88), face)
    across_m = length_m(LineString([(left, (south + north) / 2), (right, (south + north) / 2)]))
    return _rounded(across_m / (WIDTH_MM / 1000 * _MAP[2]))


def _frame(axes: Axes, bounds: tuple[float, float, float, float], middle: float) -> None:
    """Let the map fill its frame in true proportions: the narrower side is widened."""
    west, south, east, north = bounds
    wide, high = (east - west) * middle, north - south
    form = (WIDTH_MM * _MAP[2]) / (HEIGHT_MM * _MAP[3])
    margin = 0.03
    if wide / high < form:
        more = (high * form - wide) / 2 / middle
        west, east = west - more, east + more
    else:
        more = (wide / form - high) / 2
        south, north = south - more, north + more
    dx, dy = (east - west) * margin, (north - south) * margin
    axes.set_xlim(west - dx, east + dx)
    axes.set_ylim(south - dy, north + dy)
    axes.set_aspect(1 / middle)


def _patch(town: MappedTownship, invented: bool) -> PathPatch:
    outline = Path.make_compound_path(*(Path(get_coordinates(ring)) for ring in rings(town.shape)))
    return PathPatch(
        outline,
        facecolor=colour_of(town.share),
        hatch="////" if town.share is None else None,
        edgecolor=STONE,
        linewidth=0.6,
        linestyle=(0, (4, 2)) if invented else "solid",
    )


def _without(village: PlannedSettlement, when: str) -> int:
    buckets = village.before if when == "before" else village.after
    return buckets.waiting + buckets.out_of_reach


def _people(axes: Axes, given: PlanMap) -> None:
    """People who have no place, as circles whose area is their number."""
    placed = [village for village in given.settlements if village.lon is not None and _without(village, given.when)]
    largest = max((max(_without(each, "before"), _without(each, "after")) for each in given.settlements), default=1)
    sizes = [_MOST_CIRCLE * _without(village, given.when) / max(1, largest) for village in placed]
    axes.scatter(
        [village.lon or 0 for village in placed],
        [village.lat or 0 for village in placed],
        s=sizes, facecolor=_CIRCLE, alpha=0.45, edgecolor=PAPER, linewidth=0.4, zorder=2,
    )  # fmt: skip


def _shown(sites: Sequence[SavedSite], when: str) -> list[tuple[SavedSite, SiteKind]]:
    """Before the plan, what stands is as it stands; afterwards, what the plan does with it."""
    placed = [site for site in sites if site.lon is not None]
    if when == "before":
        return [(site, SiteKind.KEPT) for site in placed if site.kind is not SiteKind.NEW]
    return [(site, site.kind) for site in placed]


def _marks(axes: Axes, sites: Sequence[SavedSite], when: str) -> None:
    for site, kind in _shown(sites, when):
        sign, size, colour = MARKS[kind]
        edge = None if sign == "x" else PAPER
        at = [site.lon or 0], [site.lat or 0]
        axes.scatter(*at, s=size, marker=sign, color=colour, edgecolor=edge, linewidth=0.8, zorder=5)


def _names(axes: Axes, given: PlanMap, face: Typeface) -> None:
    """The names of sites at which something is done, beside their marks."""
    if given.when == "before":
        return
    done = [site for site, kind in _shown(given.sites, given.when) if kind in _NAMED]
    halo = {"boxstyle": "round,pad=0.1", "facecolor": "white", "alpha": 0.75, "edgecolor": "none"}
    for site in done[:_MOST_NAMED]:
        axes.annotate(
            face.printable(site.name), (site.lon or 0, site.lat or 0), xytext=(4, 4), textcoords="offset points",
            fontproperties=face.properties(6), color=INK, bbox=halo, zorder=6,
        )  # fmt: skip


def _legend(figure: Figure, given: PlanMap, face: Typeface, ratio: int | None) -> None:
    """The column beside the map: colours, circles, marks and the scale."""
    top = 0.88
    write(figure, (_COLUMN, top), "图　例", face, 8)
    top -= 1.4 * _LINE
    write(figure, (_COLUMN, top), "有位的人占比", face, 6.5)
    rows = [(SEQUENTIAL[number], words, None) for number, (_, words) in enumerate(CLASSES)]
    for colour, words, hatch in (*rows, (NO_VALUE, "没有需要服务的人", "////")):
        top -= _LINE
        swatch = Rectangle((_COLUMN, top), 0.032, 0.022, facecolor=colour, edgecolor=STONE, linewidth=0.5, hatch=hatch)
        figure.add_artist(swatch)
        write(figure, (_COLUMN + 0.042, top + 0.003), words, face, 6.5)
    top -= 1.5 * _LINE
    top = _circles(figure, given, face, top)
    for kind in SiteKind:
        if given.when == "before" and kind is not SiteKind.KEPT:
            continue
        sign, size, colour = MARKS[kind]
        _sign(figure, (_COLUMN + 0.016, top + 0.011), sign, sqrt(size) * 0.8, colour)
        words = "现有设施" if given.when == "before" else f"{kind.label}{'的设施' if kind is not SiteKind.NEW else ''}"
        write(figure, (_COLUMN + 0.042, top + 0.003), words, face, 6.5)
        top -= _LINE
    if ratio is not None:
        write(figure, (_COLUMN, top - 0.4 * _LINE), f"比例尺约 1:{ratio:,}", face, 6.5)
        top -= 1.4 * _LINE
    note = "位置为计算所用的点，不是用地红线。" + ("虚线边界和数值为示例数据（虚构）。" if given.invented else "")
    for place, words in enumerate(folded(note, _COLUMN_WIDTH)):
        write(figure, (_COLUMN, top - (0.6 + 0.75 * place) * _LINE), words, face, 5.5, color=STONE)


def _circles(figure: Figure, given: PlanMap, face: Typeface, top: float) -> float:
    largest = max((max(_without(each, "before"), _without(each, "after")) for each in given.settlements), default=0)
    if not largest:
        return top
    _sign(figure, (_COLUMN + 0.016, top + 0.008), "o", sqrt(_MOST_CIRCLE) * 0.9, _CIRCLE)
    write(figure, (_COLUMN + 0.052, top + 0.003), f"无位的人（此圆 {largest:,} 人）", face, 6.5)
    return top - 1.5 * _LINE


def _sign(figure: Figure, at: tuple[float, float], sign: str, size: float, colour: str) -> None:
    mark = Line2D(
        [at[0]], [at[1]], marker=sign, markersize=size, color=colour, linestyle="none",
        alpha=0.45 if colour == _CIRCLE else 1,
        markeredgecolor=colour if sign == "x" else PAPER, markeredgewidth=0.9 if sign == "x" else 0.5,
    )  # fmt: skip
    mark.set_transform(figure.transFigure)
    figure.add_artist(mark)


def _rounded(ratio: float) -> int:
    """A ratio to two figures, as a scale is said: 1:340,000."""
    power = 10 ** (len(str(int(ratio))) - 2)
    return int(round(ratio / power) * power)
