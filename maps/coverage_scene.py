"""What a coverage sheet says, whether it is opened in a browser or printed: words, classes, areas and homes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from layers.coverage_inputs import BedPlace
from layers.coverage_result import AreaFigure, CoverageResult
from maps.legend import Step, classes, step_of

INVENTED = "示例数据"
UNREVIEWED = "内部使用 · 未经审图"


@dataclass(frozen=True)
class DrawnArea:
    """One area with its figure: shape in EPSG:4490, lon/lat."""

    figure: AreaFigure
    shape: BaseGeometry
    step: Step

    @property
    def value(self) -> str:
        """The ratio with two decimals, or a dash where there is none."""
        return "—" if self.figure.beds_per_thousand is None else f"{self.figure.beds_per_thousand:,.2f}"

    @property
    def beds(self) -> str:
        """Beds, with separators."""
        return f"{self.figure.beds:,}"

    @property
    def elderly(self) -> str:
        """Older people, with separators; a dash where they are unknown."""
        return "—" if self.figure.elderly is None else f"{self.figure.elderly:,}"

    @property
    def shortfall(self) -> str:
        """Beds missing to the target; a dash where none are."""
        return f"{self.figure.shortfall_beds:,}" if self.figure.shortfall_beds else "—"

    @property
    def need(self) -> tuple[bool, float]:
        """The order of tables: fewest beds per thousand first, areas without value last."""
        return (self.figure.beds_per_thousand is None, self.figure.beds_per_thousand or 0.0)


@dataclass(frozen=True)
class DrawnFacility:
    """A counted facility that has a place: lon, lat in EPSG:4490."""

    name: str
    beds: str
    x: float
    y: float
    invented: bool


@dataclass(frozen=True)
class Scene:
    """Everything a sheet shows."""

    title: str
    headline: str
    captions: tuple[str, ...]
    steps: tuple[Step, ...]
    areas: tuple[DrawnArea, ...]
    facilities: tuple[DrawnFacility, ...]
    target: str
    invented: bool
    run: str


def scene(
    result: CoverageResult, shapes: Mapping[str, BaseGeometry], facilities: Sequence[BedPlace], place: str = ""
) -> Scene:
    """Arrange a result for drawing.

    Args:
        result: what a coverage run answered.
        shapes: area id to its shape, EPSG:4490, lon/lat; areas without a shape are listed in tables, not drawn.
        facilities: the counted facilities; those without coordinates stand in tables only.
        place: whose sheet it is, printed before the title.
    """
    steps = classes()
    drawn = tuple(
        DrawnArea(figure, shapes[figure.id], step_of(figure.beds_per_thousand, steps))
        for figure in result.areas
        if figure.id in shapes
    )
    return Scene(
        title=f"{place}{result.title}",
        headline=_headline(result),
        captions=_captions(result),
        steps=steps,
        areas=drawn,
        facilities=tuple(_facilities(facilities)),
        target=f"目标 {result.parameters['target']:g} 张/千人",
        invented=result.invented,
        run=result.run,
    )


def _facilities(places: Sequence[BedPlace]) -> Iterator[DrawnFacility]:
    for place in places:
        if place.x is not None and place.y is not None:
            beds = "未知" if place.beds is None else f"{place.beds:,}"
            yield DrawnFacility(place.name, beds, place.x, place.y, place.invented)


def _headline(result: CoverageResult) -> str:
    ratio = result.total.beds_per_thousand
    words = [f"全域 {'—' if ratio is None else f'{ratio:,.2f}'} 张/千人", f"目标 {result.parameters['target']:g}"]
    return " · ".join([*words, f"截至 {result.as_of}"] if result.as_of else words)


def _captions(result: CoverageResult) -> tuple[str, ...]:
    population = result.population
    return (
        f"床位 {result.total.beds:,} 张 · {population.title} {result.total.elderly:,} 人",
        f"人口：{population.counted_on or '日期未载明'} · {population.source}",
        f"计算编号 {result.run} · 计算值，非法定统计数据",
    )
