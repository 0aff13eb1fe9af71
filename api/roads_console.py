"""What `cairn roads` does and prints: answers on standard output, what was written on standard error."""

import datetime as dt
import sys
from pathlib import Path

import orjson
import shapely
from sqlalchemy.orm import Session

from api.database import console
from api.settings import read_settings
from data import elevation, road_report, road_terms
from data.features import Asked, extent
from data.osm_extract import Box, read_ways
from data.road_network import Network, network
from layers.refusal import Refusal
from layers.road_faults import FaultKind, RoadFault, RoadReport
from layers.travel import AgeBand, TravelMode
from layers.travel_terms import TermKind, term
from layers.ways import WayClass

# What lies a little beyond the county is travelled too.
_BEYOND_DEGREES = 0.1
_PLACES = 7
Place = tuple[float, float]


def show_report(as_of: str | None, ways: Path | None, most: int, out: Path | None) -> None:
    """Print the network of the register or of a file, and its faults."""
    if ways is not None:
        told = road_report.report_of_ways(read_ways(ways), ways.name)
    else:
        with console() as session:
            told = road_report.report(session, day(as_of))
    _print_report(told, most)
    if out is not None:
        features = [_feature(fault) for fault in told.faults]
        out.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
        sys.stderr.write(f"已写入 {out}\n")


def _print_report(told: RoadReport, most: int) -> None:
    write = sys.stdout.write
    size = f"{told.ways} 条，{told.length_km:,.1f} km，{told.nodes} 个节点，{told.edges} 段"
    write(f"{told.where}：{size}，路网 {told.stamp}\n")
    write("各类：" + "、".join(f"{WayClass.of(code).label} {km:,.1f} km" for code, km in told.km_by_class) + "\n")
    first = told.parts[0]
    rest = f"，另有 {len(told.parts) - 1} 个孤立部分" if len(told.parts) > 1 else "，全网连通"
    write(f"连通：最大部分 {first.length_km:,.1f} km（{first.nodes} 个节点）{rest}\n")
    for kind in FaultKind:
        faults = [fault for fault in told.faults if fault.kind is kind]
        write(f"{kind.label}：{len(faults)} 处" + (f"。{kind.advice}\n" if faults else "\n"))
        for fault in faults[:most]:
            write(f"  {fault.lon:.6f}, {fault.lat:.6f}  {fault.message}\n")
        if len(faults) > most:
            write(f"  …… 另有 {len(faults) - most} 处，用 --most 或 --out 查看\n")


def _feature(fault: RoadFault) -> dict[str, object]:
    told = {"kind": fault.kind.value, "title": fault.kind.label, "message": fault.message, "metres": fault.metres}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [fault.lon, fault.lat]},
        "properties": told | {"roads": list(fault.roads), "advice": fault.kind.advice},
    }


def show_speeds() -> None:
    """Print every value, its unit, who says so."""
    with console() as session:
        told = road_terms.terms(session)
    for each in told.by_subject.values():
        by = "随附" if each.by is None else f"{each.by} {(each.at or '')[:10]}"
        sys.stdout.write(
            f"{each.kind.value:6}{each.subject:16}{each.value:>10g} {each.unit:5} {each.title}  {each.source}（{by}）\n"
        )


def enter(kind: str, subject: str, value: str, source: str) -> None:
    """Enter a value, or take it back to what ships.

    Raises:
        Refusal: the kind, the subject or the value cannot be used.
    """
    with console() as session:
        if value == "-":
            road_terms.reset_term(session, _kind(kind), subject, source)
            sys.stdout.write(f"{subject} 已恢复随附的数值。\n")
            return
        given = term(kind, subject, _number(value), source)
        road_terms.enter_terms(session, [given])
    sys.stdout.write(f"已登记：{given.title} {given.value:g} {given.unit}\n")


def _kind(kind: str) -> TermKind:
    if kind not in TermKind.labels():
        raise Refusal(f"没有“{kind}”这种约定", "", f"可用：{'、'.join(TermKind.labels())}")
    return TermKind.of(kind)


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError as fault:
        raise Refusal(f"“{words}”不是数", "", "速度写作数字，如 0.8；- 为恢复随附的数值") from fault


def show_links(withdraw: int | None) -> None:
    """Print the links, after taking one back."""
    with console() as session:
        if withdraw is not None:
            road_terms.withdraw_link(session, withdraw)
            sys.stderr.write(f"已撤销补充路段 {withdraw}\n")
        told = road_terms.links(session)
    for each in told:
        link = each.link
        sys.stdout.write(
            f"{each.number:>4}  {link.name}  {link.way_class.label}  {len(link.course)} 个顶点  {link.source}\n"
        )
    if not told:
        sys.stdout.write("没有补画的路段。\n")


def take_ways(file: Path, source: str, *, whole: bool) -> None:
    """Keep the ways of a file; they serve from now on."""
    with console() as session:
        ways = read_ways(file, None if whole else _around(session))
        km = float(ways.lines.steps_m.sum() / 1000)
        details = {"ways": len(ways), "length_km": round(km, 1)}
        number = road_terms.take_map(session, "ways", file.name, source, body=ways.pack(), details=details)
    sys.stdout.write(f"已导入道路数据 {number}：{len(ways)} 条，{km:,.0f} km。检查连通：cairn roads check\n")


def take_heights(file: Path, source: str, *, whole: bool) -> None:
    """Keep the heights of a file; slopes count from now on."""
    with console() as session:
        found = elevation.read_heights(file, None if whole else _around(session))
        rows, columns = found.shape
        details = {"rows": rows, "columns": columns, "cell_degrees": round(found.cell_lon, 9)}
        body = elevation.pack(found)
        number = road_terms.take_map(session, "heights", file.name, source, body=body, details=details)
    sys.stdout.write(f"已导入高程 {number}：{rows} 行 {columns} 列。步行从此计坡度。\n")


def _around(session: Session) -> Box | None:
    """The county's ground and a little beyond; None when the register has none."""
    found = extent(session, Asked("divisions", day(None)))
    if found is None:
        return None
    west, south, east, north = found
    return west - _BEYOND_DEGREES, south - _BEYOND_DEGREES, east + _BEYOND_DEGREES, north + _BEYOND_DEGREES


def show_maps(withdraw: int | None) -> None:
    """Print the maps, after taking one back."""
    with console() as session:
        if withdraw is not None:
            road_terms.withdraw_map(session, withdraw)
            sys.stderr.write(f"已撤销 {withdraw}\n")
        told = road_terms.maps(session)
    for each in told:
        kind = "道路" if each.kind == "ways" else "高程"
        details = "、".join(f"{name} {value}" for name, value in each.details.items())
        sys.stdout.write(
            f"{each.number:>4}  {kind}  {each.title}  {details}  {each.source}  {each.entered_at:%Y-%m-%d}\n"
        )
    if not told:
        sys.stdout.write("没有导入的数据：路网取自登记库的道路图层，不计坡度。\n")


def show_route(origin: Place, destination: Place, mode: str, age: str | None, as_of: str | None) -> None:
    """Print the best way.

    Raises:
        Refusal: there is none.
    """
    with console() as session:
        ways = asked_network(session, mode, age, as_of)
    found = ways.roads.route(origin, destination)
    if found is None:
        within_m = ways.roads.lead.most_m
        why = f"有一处 {within_m:g} m 内没有道路，或两处的道路不连通"
        raise Refusal("两处之间没有路", why, "请看 cairn roads check 列出的不连通之处")
    lines = ways.built.graph.line_of[list(found.edges)].tolist()
    named = dict.fromkeys(ways.built.ways.called(line) for line in lines)
    sys.stdout.write(
        f"{found.cost:.1f} 分钟，沿路 {found.road_m / 1000:.2f} km\n经由：{'、'.join(named)}\n{ways.because}\n"
    )


def show_area(  # noqa: PLR0917 - the parts of the question
    place: Place, minutes: float, mode: str, age: str | None, as_of: str | None, out: Path | None
) -> None:
    """Print or write the ground reached."""
    with console() as session:
        ways = asked_network(session, mode, age, as_of)
    area = ways.roads.area(place, minutes)
    shape = orjson.loads(shapely.to_geojson(shapely.set_precision(area.ground, 10.0**-_PLACES)))
    told = {"minutes": minutes, "mode": mode, "roads_km": round(area.roads_m / 1000, 3), "because": ways.because}
    body = orjson.dumps({"type": "Feature", "geometry": shape, "properties": told})
    if out is None:
        sys.stdout.write(f"{body.decode()}\n")
        return
    out.write_bytes(body)
    sys.stderr.write(f"已写入 {out}\n")


def asked_network(session: Session, mode: str, age: str | None, as_of: str | None) -> Network:
    """The network a command asks for.

    Raises:
        Refusal: the mode or the age is unknown, or there are no roads.
    """
    return network(session, asked_mode(mode), day(as_of), age=asked_age(age))


def asked_mode(mode: str) -> TravelMode:
    """A mode that follows roads.

    Raises:
        Refusal: it is none.
    """
    by_road = [each.value for each in TravelMode if each is not TravelMode.STRAIGHT]
    if mode not in by_road:
        raise Refusal(f"没有“{mode}”这种出行方式", "", f"可用：{'、'.join(by_road)}")
    return TravelMode.of(mode)


def asked_age(age: str | None) -> AgeBand | None:
    """An age band.

    Raises:
        Refusal: it is none.
    """
    if age is not None and age not in AgeBand.labels():
        raise Refusal(f"没有“{age}”这个年龄段", "", f"可用：{'、'.join(AgeBand.labels())}")
    return None if age is None else AgeBand.of(age)


def day(as_of: str | None) -> dt.date:
    """The day asked about.

    Raises:
        Refusal: it is no date.
    """
    if as_of is None:
        return read_settings().today()
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError as fault:
        raise Refusal(f"日期“{as_of}”不能读取", "日期写作 YYYY-MM-DD", "如 2024-12-31") from fault
