"""The coverage map as a printed sheet (PNG, A4 landscape at 200 dots per inch): legend, scale, table, run id."""

import io
from math import cos, radians

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely import get_coordinates, unary_union

from maps.coverage_scene import INVENTED, UNREVIEWED, DrawnArea, Scene
from maps.fonts import Typeface, chinese_typeface
from maps.furniture import folded, rings, scale_bar, write
from maps.palette import ACCENT, STONE

_A4_LANDSCAPE_INCHES = (11.69, 8.27)
_DOTS_PER_INCH = 200
# Places on the sheet, as shares of its width and height; the column's width in half-width characters of 7 points.
_COLUMN, _COLUMN_WIDTH, _LINE, _FOOT = 0.67, 68, 0.0232, 0.05


def coverage_print(scene: Scene) -> bytes:
    """Draw a scene as one PNG sheet; equal scenes give equal bytes.

    Raises:
        NoChineseFont: no typeface on this machine prints Chinese.
    """
    face = chinese_typeface()
    figure = Figure(figsize=_A4_LANDSCAPE_INCHES, dpi=_DOTS_PER_INCH, facecolor="white")
    ground = figure.add_axes((0.03, 0.06, 0.62, 0.80))
    _ground(ground, scene, face)
    _head(figure, scene, face)
    _beside(figure, scene, face)
    _foot(figure, scene, face)
    sheet = io.BytesIO()
    FigureCanvasAgg(figure).print_png(sheet, metadata={"Software": None, "Title": scene.run})
    return sheet.getvalue()


def _ground(axes: Axes, scene: Scene, face: Typeface) -> None:
    axes.set_axis_off()
    if not scene.areas:
        return
    for area in scene.areas:
        axes.add_patch(_patch(area, scene.invented))
    west, south, east, north = unary_union([area.shape for area in scene.areas]).bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    # A degree of longitude is shorter than one of latitude by the cosine: true proportions at the middle of the sheet.
    axes.set_aspect(1 / cos(radians((south + north) / 2)))
    homes = scene.facilities
    axes.scatter(
        [at.x for at in homes], [at.y for at in homes], s=16, color=ACCENT, edgecolor="white", linewidth=0.6, zorder=3
    )
    for area in scene.areas:
        _label(axes, area, face)
    scale_bar(axes, (west, south, east, north), face)


def _patch(area: DrawnArea, invented: bool) -> PathPatch:
    outline = Path.make_compound_path(*(Path(get_coordinates(ring)) for ring in rings(area.shape)))
    return PathPatch(
        outline,
        facecolor="#f2f2f2" if area.step.is_no_value else area.step.colour,
        hatch="////" if area.step.is_no_value else None,
        edgecolor=STONE,
        linewidth=0.7,
        linestyle=(0, (4, 2)) if invented else "solid",
    )


def _label(axes: Axes, area: DrawnArea, face: Typeface) -> None:
    at = area.shape.representative_point()
    halo = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.72, "edgecolor": "none"}
    words = f"{area.figure.name}\n{area.value}"
    write(axes, (at.x, at.y), words, face, 6.5, ha="center", va="center", bbox=halo, zorder=4, clip_on=True)


def _head(figure: Figure, scene: Scene, face: Typeface) -> None:
    mark = f"　〔{INVENTED}〕" if scene.invented else ""
    write(figure, (0.03, 0.955), scene.title + mark, face, 16, va="top")
    write(figure, (0.03, 0.905), scene.headline, face, 10, color=ACCENT, va="top")


def _beside(figure: Figure, scene: Scene, face: Typeface) -> None:
    """The column beside the map, from the top: what was counted, the classes, the figures."""
    below = _captions(figure, scene, face, 0.955)
    below = _key(figure, scene, face, below - 0.024)
    _table(figure, scene, face, below - 0.03)


def _captions(figure: Figure, scene: Scene, face: Typeface, top: float) -> float:
    lines = [line for words in scene.captions for line in folded(words, _COLUMN_WIDTH)]
    for place, words in enumerate(lines):
        write(figure, (_COLUMN, top - _LINE * place), words, face, 7, va="top")
    return top - _LINE * len(lines)


def _key(figure: Figure, scene: Scene, face: Typeface, top: float) -> float:
    write(figure, (_COLUMN, top), f"图例 · 张/千人（{scene.target}）", face, 8)
    for place, step in enumerate(scene.steps):
        x, y = _COLUMN + 0.155 * (place % 2), top - _LINE * (1 + place // 2)
        hatch = "////" if step.is_no_value else None
        swatch = Rectangle((x, y), 0.022, 0.014, facecolor=step.colour, edgecolor=STONE, linewidth=0.5, hatch=hatch)
        figure.add_artist(swatch)
        write(figure, (x + 0.027, y + 0.002), step.label, face, 7)
    return top - _LINE * (1 + len(scene.steps) // 2)


def _table(figure: Figure, scene: Scene, face: Typeface, top: float) -> None:
    columns = ((_COLUMN, "left"), (0.815, "right"), (0.865, "right"), (0.925, "right"), (0.97, "right"))
    areas = sorted(scene.areas, key=lambda area: area.need)
    room = int((top - _FOOT) / _LINE) - 2
    shown = [(area.figure.name, area.value, area.beds, area.elderly, area.shortfall) for area in areas[:room]]
    for line, cells in enumerate([("名称", "张/千人", "床位", "老年人", "缺口"), *shown]):
        for (x, side), cell in zip(columns, cells, strict=True):
            write(figure, (x, top - _LINE * line), cell, face, 7, ha=side)
    if len(areas) > room:
        write(figure, (_COLUMN, top - _LINE * (room + 1)), f"其余 {len(areas) - room} 行见同编号表格", face, 7)


def _foot(figure: Figure, scene: Scene, face: Typeface) -> None:
    lacking = face.missing(
        "".join([scene.title, scene.headline, *scene.captions, *(area.figure.name for area in scene.areas)])
    )
    note = f"　〓 为字库缺字：{'、'.join(f'U+{ord(sign):04X}' for sign in lacking)}" if lacking else ""
    write(figure, (0.03, 0.025), f"坐标系 CGCS2000（EPSG:4490）　{UNREVIEWED}　圆点为计入床位的设施{note}", face, 7)
