"""What a reader must know before using coverage figures: overlaps, contested and placeless points, unknown counts.

Places are EPSG:4490, longitude first; areas of overlap in square metres on the ellipsoid.
"""

from collections.abc import Iterable, Sequence

import shapely
from shapely import Point

from geo.tiling import overlaps
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_placement import NOWHERE, Placement
from layers.rules import Finding, Severity

_NAMED = 5


def findings(placement: Placement) -> list[Finding]:
    """Everything that is not as it should be, in the order a reader wants it."""
    return [
        *_overlapping(placement.areas),
        *_contested(placement),
        *_outside(placement),
        *_misdeclared(placement),
        *_unknown_beds(placement),
        *_unknown_people(placement),
        *_county_wide(placement),
        *_dates(placement.demand),
        *_whole(placement),
    ]


def _warning(message: str, field: str | None, place: BedPlace | PeoplePlace | None = None) -> Finding:
    point = None if place is None else place.point
    return Finding(message, field, None if point is None else Point(point), Severity.WARNING)


def _overlapping(areas: AreaSet) -> list[Finding]:
    return [
        Finding(
            f"“{areas.names[overlap.first]}”与“{areas.names[overlap.second]}”重叠 {overlap.area_m2:,.0f} m²："
            "重叠处的设施和人口归入代码较小的一方，请核对界线",
            "geom",
            overlap.shape,
            Severity.WARNING,
        )
        for overlap in overlaps(list(areas.shapes))
    ]


def _contested(placement: Placement) -> list[Finding]:
    areas = placement.areas
    told = []
    for place, held in placement.contested:
        names = "、".join(f"“{areas.names[area]}”" for area in held)
        how = "公共边上" if _on_edges(areas, held, Point(place.point or ())) else "重叠处"
        told.append(_warning(f"{place.called}位于{names}的{how}，按代码归入“{areas.names[held[0]]}”", "geom", place))
    return told


def _on_edges(areas: AreaSet, held: Sequence[int], point: Point) -> bool:
    """Whether the point lies on the edge of all areas that hold it but one at most."""
    inside = [bool(shapely.contains_properly(areas.shapes[area], point)) for area in held]
    return not any(inside)


def _outside(placement: Placement) -> list[Finding]:
    homeless, astray = placement.homeless, placement.astray
    told = []
    if homeless:
        beds = sum(home.beds or 0 for home in homeless)
        message = f"{len(homeless)} 处设施（{beds:,} 张床位）不属于任何区域，计入合计而不计入各区域：{_named(homeless)}"
        told.append(_warning(message, "unplaced.facilities"))
    if astray:
        people = sum(row.people or 0 for row in astray)
        names = _names([row.name for row in astray])
        message = f"{len(astray)} 处人口（{people:,} 名老年人）不属于任何区域，计入合计而不计入各区域：{names}"
        told.append(_warning(message, "unplaced.population"))
    if placement.facilities and len(homeless) == len(placement.facilities):
        told.append(Finding("没有一处设施落在任何区域内：请核对两份数据的坐标系和经纬度顺序", "geom"))
    return told


def _misdeclared(placement: Placement) -> list[Finding]:
    """Facilities whose papers name another area than the one they stand in: a wrong place, or a wrong paper."""
    names = dict(zip(placement.areas.ids, placement.areas.names, strict=True))
    return [
        _warning(
            f"{home.called}登记在“{names[home.declared]}”，位置却在“{placement.areas.names[area]}”，"
            "按位置计入，请核对坐标或登记",
            "division",
            home,
        )
        for home, area in zip(placement.facilities, placement.facility_areas, strict=True)
        if area != NOWHERE and home.declared in names and home.declared != placement.areas.ids[area]
    ]


def _unknown_beds(placement: Placement) -> list[Finding]:
    homes = (*placement.facilities, *placement.spread)
    return [
        _warning(f"{home.called}床位数未填，按未知处理，未计入", "beds", home) for home in homes if home.beds is None
    ]


def _unknown_people(placement: Placement) -> list[Finding]:
    places = [
        _warning(f"{place.called}老年人口未填，按未知处理，未计入", "elderly", place)
        for place in placement.people
        if place.people is None
    ]
    areas = [
        _warning(f"“{row.name or row.area}”老年人口未填，按未知处理，不给数值", "elderly")
        for row in placement.demand.by_area
        if row.people is None
    ]
    return [*areas, *places, *_untold(placement), *_mixed(placement)]


def _untold(placement: Placement) -> list[Finding]:
    """Areas without any population."""
    if placement.demand.places is not None:
        return []
    names = [
        name
        for code, name in zip(placement.areas.ids, placement.areas.names, strict=True)
        if code not in placement.area_people
    ]
    return [_warning(f"{len(names)} 个区域没有可用的人口数，不给数值：{_names(names)}", "elderly")] if names else []


def _mixed(placement: Placement) -> list[Finding]:
    told = placement.area_people
    names = [name for code, name in zip(placement.areas.ids, placement.areas.names, strict=True) if code not in told]
    if placement.demand.places is None or not told or not names:
        return []
    return [_warning(f"{len(names)} 个区域没有人口统计，改用其中村（社区）的人口：{_names(names)}", "population")]


def _county_wide(placement: Placement) -> list[Finding]:
    told = []
    for homes, deed in ((placement.excluded, "按参数不计入各区域和合计"), (placement.spread, "按老年人口分摊到各区域")):
        if homes:
            beds = sum(home.beds or 0 for home in homes)
            message = f"全县统筹设施 {len(homes)} 处 {beds:,} 张床位{deed}：{_named(homes)}"
            told.append(_warning(message, "county_level"))
    if len(placement.areas) == 1:
        return told
    standing = [
        (home, area)
        for home, area in zip(placement.facilities, placement.facility_areas, strict=True)
        if home.county_wide and area != NOWHERE
    ]
    told += [
        _warning(
            f"{home.called}面向全县，其 {home.beds or 0:,} 张床位按所在地计入“{placement.areas.names[area]}”，"
            "会抬高该区域的数值",
            "county_level",
            home,
        )
        for home, area in standing
    ]
    return told


def _dates(demand: Demand) -> list[Finding]:
    days = sorted({row.counted_on for row in demand.by_area if row.counted_on})
    if len(days) < 2:  # noqa: PLR2004 - one date needs no word
        return []
    return [_warning(f"各区域人口的统计时点不同：{days[0]} 至 {days[-1]}，比较时请留意", "counted_on")]


def _whole(placement: Placement) -> list[Finding]:
    """The published figure of the whole beside the sum of its parts."""
    whole = placement.demand.whole
    parts: list[PeoplePlace | AreaPeople] = [*placement.demand.by_area, *placement.people]
    if whole is None or whole.people is None or any(row.people is None for row in parts):
        return []
    total = sum(row.people or 0 for row in parts)
    if total == whole.people:
        return []
    difference = f"{total:,} 与“{whole.name}”统计 {whole.people:,} 相差 {abs(total - whole.people):,}"
    return [_warning(f"各区域老年人口之和 {difference}，合计按各区域之和计算", "elderly")]


def _named(places: Iterable[BedPlace]) -> str:
    return _names([place.name for place in places])


def _names(names: Sequence[str]) -> str:
    """A list a person can read: the first few, and how many more."""
    more = f" 等 {len(names)} 处" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
