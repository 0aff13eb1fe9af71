"""Signs in the register: what stands where, against the standard name, the crossings of a road, the villages of a town.

Places are lon/lat in EPSG:4490.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data import register
from data.errors import BadInput, NotFound
from data.features import holds
from data.name_reference import orthography
from data.standing import hold, look
from data.tables import table_of
from geo.along import Course
from layers.name_kinds import NameForm
from layers.name_signs import NameSign, SignColour, SignCondition, SignKind
from layers.place_names import NameStatus, PlaceNameKind
from layers.record import Provenance
from layers.refusal import Refusal
from layers.romanization import spell
from layers.rules import Finding
from layers.sign_plans import Crossing, Named, SignPlan, Standing, road_plan, village_plan
from layers.sign_text import Standard, sign_findings

_MOST_PHOTOGRAPHS = 20
_FORMS = {
    SignKind.STREET: NameForm(PlaceNameKind.STREET),
    SignKind.LANE: NameForm(PlaceNameKind.STREET),
    SignKind.VILLAGE: NameForm(PlaceNameKind.OTHER, is_natural_village=True),
    SignKind.BUILDING: NameForm(PlaceNameKind.ESTATE_OR_BUILDING),
    SignKind.PLATE: NameForm(PlaceNameKind.OTHER),
}


@dataclass(frozen=True)
class Judged:
    """A sign whose words are not as the register says."""

    sign: NameSign
    place: Point
    standard: Standard
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Colours:
    """The grounds of street signs, a setting of the county."""

    east_west: SignColour
    north_south: SignColour

    @property
    def pair(self) -> tuple[SignColour, SignColour]:
        """East–west before north–south."""
        return self.east_west, self.north_south


def judged(session: Session, day: dt.date, *, road: str | None, division: str | None) -> list[Judged]:
    """The signs of a road or a division whose words are wrong, in the order of their codes."""
    table = table_of(NameSign.layer.id)
    wanted: list[ColumnElement[bool]] = [holds(table.c.valid, day)]
    if road is not None:
        wanted.append(table.c.road == road)
    if division is not None:
        wanted.append(func.starts_with(table.c.division, division))
    found = []
    rows = session.execute(select(*_columns()).where(*wanted).order_by(table.c.code)).all()
    standards = _standards(session, rows, day)
    for row in rows:
        sign = _sign(row)
        standard = standards.get(sign.place_code or sign.name) or _computed(sign)
        told = sign_findings(sign.text, sign.romanized, standard)
        if told:
            found.append(Judged(sign, _point(row), standard, tuple(told)))
    return found


def plan_of_road(session: Session, code: str, colours: Colours, day: dt.date) -> tuple[str, SignPlan]:
    """The name of a road, and where its signs should stand and do.

    Raises:
        NotFound, Gone: the register knows no such road on that day.
    """
    found = look(session, "roads", code, day)
    shape, name = found.shape or Point(), str(found.values["name"])
    width = found.values["width_m"]
    named = Named(name, None if width is None else float(width), colours.pair)
    table = table_of(NameSign.layer.id)
    near = func.ST_Expand(func.ST_GeomFromWKB(shapely.to_wkb(shape), 4490), 0.001)
    own = (table.c.road == code) | (table.c.road.is_(None) & (table.c.name == name) & table.c.geom.op("&&")(near))
    standing = _standing(session, own, day)
    return name, road_plan(_courses(shape), crossings(session, code, shape, day), standing, named)


def plan_of_township(session: Session, code: str, day: dt.date) -> tuple[str, SignPlan]:
    """The name of a township, and which of its villages have their board.

    Raises:
        NotFound, Gone: the register knows no such division on that day.
        Refusal: it has no villages.
    """
    found = look(session, "divisions", code, day)
    table = table_of("settlements")
    columns = (table.c.name, func.ST_AsBinary(table.c.geom).label("place"))
    rows = session.execute(
        select(*columns).where(table.c.division == code, holds(table.c.valid, day)).order_by(table.c.code)
    ).all()
    if not rows:
        raise Refusal(f"“{found.values['name']}”没有登记村（社区）", "乡村地名标志按村设置", "请给出乡镇（街道）的代码")
    signs = table_of(NameSign.layer.id)
    boards = _standing(session, (signs.c.kind == SignKind.VILLAGE.value) & (signs.c.division == code), day)
    return str(found.values["name"]), village_plan([(row.name, _point(row)) for row in rows], boards)


def crossings(session: Session, code: str, shape: BaseGeometry, day: dt.date) -> list[Crossing]:
    """Where other roads of the register meet this one."""
    table = table_of("roads")
    own = func.ST_GeomFromWKB(shapely.to_wkb(shape), 4490)
    meeting = select(table.c.name, func.ST_AsBinary(func.ST_Intersection(table.c.geom, own)).label("place")).where(
        table.c.code != code, holds(table.c.valid, day), func.ST_Intersects(table.c.geom, own)
    )
    met: dict[tuple[float, float], list[str]] = {}
    for row in session.execute(meeting.order_by(table.c.code)):
        for part in shapely.get_parts(shapely.from_wkb(bytes(row.place))):
            # Roads that share a stretch meet where it begins and ends.
            ends = [part] if part.geom_type == "Point" else list(shapely.get_parts(part.boundary))
            for end in ends:
                met.setdefault((end.x, end.y), []).append(row.name)
    return [Crossing(Point(place), tuple(dict.fromkeys(roads))) for place, roads in met.items()]


def photographed(session: Session, code: str, name: str, day: dt.date, because: str) -> NameSign:
    """Add a picture to a sign, before those it has.

    Raises:
        NotFound, Gone, Forbidden: as `data.standing` says.
        BadInput: it has as many as the register keeps.
    """
    held = hold(session, NameSign.layer.id, code, day)
    sign = _of_values(held.values)
    kept = (sign.photographs or "").split()
    if name in kept:
        return sign
    if len(kept) >= _MOST_PHOTOGRAPHS:
        raise BadInput(f"“{code}”已有 {_MOST_PHOTOGRAPHS} 张照片", "一个标志至多保留这么多", "请先在登记中删去旧的")
    record = sign.model_copy(update={"photographs": " ".join([name, *kept])})
    register.amend(session, record, as_of=day, because=because)
    return record


def inspected(session: Session, code: str, condition: SignCondition, day: dt.date, because: str) -> NameSign:
    """Write down what an inspector found on a day; what was found before stays in the register's history.

    Raises:
        NotFound, Gone, Forbidden: as `data.standing` says.
    """
    held = hold(session, NameSign.layer.id, code, day)
    record = _of_values(held.values).model_copy(update={"condition": condition, "seen_on": day})
    source = Provenance(source=held.values["source"], source_date=day, invented=bool(held.values["invented"]))
    if held.valid_from == day:
        register.amend(session, record, as_of=day, because=because, provenance=source)
    else:
        register.change(session, record, on=day, because=because, provenance=source)
    return record


def _courses(shape: BaseGeometry) -> list[Course]:
    """The parts of a road that are one line each; a part is planned for itself."""
    merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    parts = [part for part in shapely.get_parts(merged) if part.geom_type == "LineString"]
    if not parts:
        raise NotFound("这条道路没有线形", "登记的图形不是线", "请改正道路图形")
    return [Course.of(part) for part in parts]


def _columns() -> list[Any]:
    table = table_of(NameSign.layer.id)
    plain = [column for column in table.c if column.name != "geom"]
    return [*plain, func.ST_AsBinary(table.c.geom).label("place")]


def _sign(row: Any) -> NameSign:  # noqa: ANN401 - a row of SQLAlchemy
    return _of_values(row._asdict())


def _of_values(values: dict[str, Any]) -> NameSign:
    return NameSign.model_validate({name: values[name] for name in NameSign.model_fields})


def _point(row: Any) -> Point:  # noqa: ANN401 - the same
    return Point(shapely.get_coordinates(shapely.from_wkb(bytes(row.place)))[0])


def _standing(session: Session, chosen: ColumnElement[bool], day: dt.date) -> list[Standing]:
    table = table_of(NameSign.layer.id)
    rows = session.execute(select(*_columns()).where(chosen, holds(table.c.valid, day)).order_by(table.c.code))
    return [
        Standing(
            row.code,
            row.name,
            _point(row),
            SignCondition.of(row.condition),
            SignColour.of(row.colour) if row.colour else None,
        )
        for row in rows
    ]


def _standards(session: Session, rows: Sequence[Any], day: dt.date) -> dict[str, Standard]:
    """The standard names of signs, by the code they cite, or by the name they bear where the register has one alone."""
    table = table_of("place_names")
    codes, names = {row.place_code for row in rows} - {None}, {row.name for row in rows}
    columns = (table.c.code, table.c.name, table.c.romanized_toneless, table.c.former_name)
    known = session.execute(
        select(*columns).where(
            holds(table.c.valid, day),
            table.c.status == NameStatus.IN_USE.value,
            table.c.code.in_(codes) | table.c.name.in_(names),
        )
    ).all()
    found: dict[str, Standard] = {}
    for row in known:
        standard = Standard(row.name, row.romanized_toneless, former=tuple(filter(None, [row.former_name])))
        found[row.code] = standard
        if sum(other.name == row.name for other in known) == 1:
            found[row.name] = standard
    return {key: standard for key, standard in found.items() if standard.romanized is not None}


def _computed(sign: NameSign) -> Standard:
    """What the rules of spelling say of a name the register does not spell."""
    spelling = spell(sign.name, _FORMS[sign.kind], sign.division, orthography())
    return Standard(sign.name, spelling.toneless, spelling.is_certain)
