"""The measures there are: how each figure is counted, in which unit, and what its gap is made of.

A gap's sentence says what must be built or done; `{gap}` is the number with its unit, `{target}` the target.
"""

from layers.indicators import BEDS_PER_THOUSAND, Direction
from layers.record import Sheet
from layers.scorecard import boundaries, elder_care, funeral, places, reports
from layers.scorecard.measured import Layers, Measure, by
from layers.scorecard.terms import (
    BedsTerms,
    HomesTerms,
    InspectionTerms,
    MarkerTerms,
    NoTerms,
    PlacesTerms,
    ReportedTerms,
    ShareTerms,
    SignTerms,
    VillagesTerms,
)

_FLOOR, _CEILING = (Direction.AT_LEAST,), (Direction.AT_MOST,)
_FLOOR_OR_EXISTS = (Direction.AT_LEAST, Direction.EXISTS)
_ANY = (Direction.AT_LEAST, Direction.AT_MOST, Direction.EXISTS)


def _of(*layers: str) -> Layers:
    """Always the same registers."""

    def named(_: Sheet) -> tuple[str, ...]:
        return layers

    return named


def _of_terms(*more: str) -> Layers:
    """The register that the terms name."""

    def named(terms: Sheet) -> tuple[str, ...]:
        return (*(filter(None, [getattr(terms, "layer", None)])), *more)

    return named


_ALL = (
    Measure(
        BEDS_PER_THOUSAND.id, BEDS_PER_THOUSAND.title, BEDS_PER_THOUSAND.unit, "张", "还须新增养老床位 {gap}",
        _FLOOR, BedsTerms, by(BedsTerms, elder_care.beds_per_thousand), _of(),
    ),
    Measure(
        "nursing-bed-share", "护理型床位占比", "%", "张", "还须有 {gap}床位改造为护理型（总床位不变）",
        _FLOOR, ShareTerms, by(ShareTerms, elder_care.nursing_share), _of("nursing_homes", "community_care"),
    ),
    Measure(
        "government-bed-share", "政府运营床位占比", "%", "张", "须有 {gap}政府运营的床位改由社会力量运营（总床位不变）",
        _CEILING, NoTerms, by(NoTerms, elder_care.government_share), _of("nursing_homes"),
    ),
    Measure(
        "largest-home", "最大的一所养老机构", "张", "所", "缺 {gap} {target} 张以上的养老机构",
        (Direction.EXISTS,), NoTerms, by(NoTerms, elder_care.largest_home), _of("nursing_homes"), adds_up=True,
    ),
    Measure(
        "homes-with-medical-care", "能提供医疗服务的养老机构占比", "%", "所", "还须有 {gap}养老机构内设或签约医疗服务",
        _FLOOR, HomesTerms,
        by(HomesTerms, elder_care.homes_with(elder_care.has_medical_care, "能提供医疗服务")), _of("nursing_homes"),
    ),
    Measure(
        "homes-fire-accepted", "消防验收达标的养老机构占比", "%", "所", "还有 {gap}养老机构消防验收（备案）未达标",
        _FLOOR, HomesTerms,
        by(HomesTerms, elder_care.homes_with(elder_care.passed_fire_acceptance, "消防验收达标")), _of("nursing_homes"),
    ),
    Measure(
        "homes-filed", "已备案的养老机构占比", "%", "所", "还有 {gap}养老机构未备案",
        _FLOOR, HomesTerms, by(HomesTerms, elder_care.homes_with(elder_care.is_filed, "已备案")), _of("nursing_homes"),
    ),
    Measure(
        "children-beds", "儿童福利床位", "张", "张", "还须新增儿童床位 {gap}",
        _FLOOR, NoTerms, by(NoTerms, elder_care.children_beds), _of("nursing_homes"), adds_up=True,
    ),
    Measure(
        "places", "设施数", "处", "处", "还缺 {gap}",
        _FLOOR_OR_EXISTS, PlacesTerms, by(PlacesTerms, places.number_of_places), _of_terms(), adds_up=True,
    ),
    Measure(
        "villages-with-place", "有设施的村（社区）占比", "%", "个村", "还有 {gap}（社区）没有",
        _FLOOR, VillagesTerms, by(VillagesTerms, places.villages_with), _of_terms("settlements"),
    ),
    Measure(
        "eco-burial-sites", "节地生态安葬点", "处", "处", "还缺节地生态安葬点 {gap}",
        _FLOOR_OR_EXISTS, NoTerms, by(NoTerms, funeral.number_of_eco_sites), _of("cemeteries"), adds_up=True,
    ),
    Measure(
        "villages-with-eco-burial", "生态安葬服务的村（社区）占比", "%", "个村", "还有 {gap}（社区）没有生态安葬点服务",
        _FLOOR, NoTerms, by(NoTerms, funeral.villages_served), _of("cemeteries", "settlements"),
    ),
    Measure(
        "markers-intact", "界桩完好率", "%", "颗", "还有 {gap}界桩须修复或查明",
        _FLOOR, NoTerms, by(NoTerms, boundaries.markers_intact), _of("boundary_markers"),
    ),
    Measure(
        "markers-inspected", "期内查看过的界桩占比", "%", "颗", "还有 {gap}界桩须查看",
        _FLOOR, MarkerTerms, by(MarkerTerms, boundaries.markers_inspected), _of("boundary_markers"),
    ),
    Measure(
        "lines-inspected", "按期联检的界线占比", "%", "条", "还有 {gap}界线须联检",
        _FLOOR, InspectionTerms, by(InspectionTerms, boundaries.lines_inspected), _of("boundary_lines"),
    ),
    Measure(
        "signs-serving", "地名标志完好规范率", "%", "块", "还有 {gap}地名标志须修复或更换",
        _FLOOR, SignTerms, by(SignTerms, boundaries.signs_serving), _of("name_signs"),
    ),
    Measure(
        "name-signs", "设置的地名标志", "块", "块", "还须设置地名标志 {gap}",
        _FLOOR_OR_EXISTS, SignTerms, by(SignTerms, boundaries.number_of_signs), _of("name_signs"), adds_up=True,
    ),
    Measure(
        "townships-with-signs", "设置地名标志的乡镇（街道）", "个", "个乡镇", "还须在 {gap}设置地名标志",
        _FLOOR_OR_EXISTS, SignTerms, by(SignTerms, boundaries.townships_with_signs), _of("name_signs"), adds_up=True,
    ),
    Measure(
        "reported", "填报的数", "", "", "还差 {gap}",
        _ANY, ReportedTerms, by(ReportedTerms, reports.reported), _of("settlements"), is_reported=True,
    ),
)  # fmt: skip

MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
