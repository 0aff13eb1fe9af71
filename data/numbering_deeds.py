"""The deeds that write house numbers: a road numbered, a house put in, a number cancelled, a certificate issued.

A house keeps the code of its address whatever number it gets; its history is the register's.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely import Point
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from data import register
from data.errors import BadInput, Conflict
from data.features import holds
from data.numbering import Held, Preview, Road, Row, address, addresses_on, hold_address, hold_road, metres
from data.tables import table_of
from geo.along import Side
from layers.addresses import Address, AddressStatus, PlateKind, RoadSide
from layers.number_insertion import Insertion, Known, insert
from layers.numbering import Oriented, Wish, first_number, orient
from layers.numbering_schemes import Scheme
from layers.record import Provenance

_TOWNSHIP_CODE = 9


@dataclass(frozen=True)
class House:
    """A new house to be numbered."""

    place: Point
    plate: PlateKind = PlateKind.SMALL
    building: str | None = None
    owner: str | None = None
    village_group: str | None = None


@dataclass(frozen=True)
class Deed:
    """Why numbers are written, from which day on, and by whose authority."""

    because: str
    on: dt.date
    authority: str | None = None


def number_anew(session: Session, shown: Preview, deed: Deed) -> list[tuple[Row, str]]:
    """Write a preview: new doors are entered, known ones change from the day on; answers every row with its code.

    A house that gets another number keeps its code, its old address is noted, and its certificate is no longer valid.

    The road is held (`data.numbering.hold_road`) before it is previewed to be written.

    Raises:
        BadInput: a door has no number; or as the deeds of the register say.
    """
    if shown.plan.unnumbered:
        raise BadInput(
            "有房屋没有编上号", "、".join(shown.plan.unnumbered), "请先改正位置", findings=shown.plan.findings
        )
    return [(row, _write(session, shown, row, deed)) for row in shown.rows]


def put_in(
    session: Session, road: Road, scheme: Scheme, wish: Wish, *, new: House, deed: Deed
) -> tuple[Address, Insertion]:
    """Number one new house without renumbering any, and enter it.

    Raises:
        BadInput: it stands on the middle of the road.
        Refusal: the road cannot be numbered by this scheme.
    """
    hold_road(session, road.code)
    oriented = orient(road.shape, scheme, wish)
    (spot,) = oriented.course.locate(np.array([[new.place.x, new.place.y]]))
    if spot.side is Side.ON:
        raise BadInput("这个位置落在道路中心线上", "分不出左右，编不出单双号", "请把位置移到房屋门口")
    hand = RoadSide.RIGHT if spot.side is Side.RIGHT else RoadSide.LEFT
    held = addresses_on(session, road.code, deed.on)
    found = insert(_known(oriented, held), scheme, hand, spot.chainage_m, first_number(oriented, hand, scheme, wish))
    values: dict[str, Any] = {
        "address": address(road, scheme, found.number, found.sub_number),
        "number": found.number,
        "sub_number": found.sub_number,
        "status": AddressStatus.IN_USE,
        "plate": new.plate,
        "side": hand,
        "chainage_m": metres(spot.chainage_m),
        "building": new.building,
        "owner": new.owner,
        "village_group": new.village_group,
        "authority": deed.authority,
    }
    taken = next((each for each in held if each.record.code == found.takes), None)
    if taken is not None:
        record = taken.record.model_copy(update=values)
        _change(session, record, taken, deed, new.place)
        return record, found
    record = Address.model_validate(
        {"code": _code(session, road), **_of_road(session, road, new.place, deed.on), **values}
    )
    provenance = Provenance(source=f"门牌编号：{scheme.title}"[:200], source_date=deed.on, invented=road.is_invented)
    register.enter(session, record, new.place, valid_from=deed.on, provenance=provenance, because=deed.because)
    return record, found


def cancel(session: Session, code: str, deed: Deed) -> Address:
    """Cancel a number: it stays in the register and is given to no other house.

    Raises:
        Conflict: it is cancelled already.
        NotFound, Gone, Forbidden: as the deeds of the register say.
    """
    held = hold_address(session, code, deed.on)
    if held.record.status is AddressStatus.CANCELLED:
        raise Conflict(f"“{held.record.address}”已经注销", "注销的号不再注销一次", "请核对地址编码")
    record = held.record.model_copy(update={"status": AddressStatus.CANCELLED})
    _change(session, record, held, deed)
    return record


def certify(session: Session, code: str, county: str, deed: Deed) -> Address:
    """Issue the certificate of a number: it gets its own number, once.

    Raises:
        Conflict: it has one.
        BadInput: the number is reserved, cancelled or temporary.
    """
    held = hold_address(session, code, deed.on)
    if held.record.certificate_number is not None:
        raise Conflict(
            f"“{held.record.address}”已有门牌证 {held.record.certificate_number}", "一个门牌一张证", "请直接打印"
        )
    if held.record.status is not AddressStatus.IN_USE:
        raise BadInput(
            f"“{held.record.address}”不能发证", f"它的状态是“{held.record.status.label}”", "只有使用中的门牌才能发证"
        )
    serial = session.scalar(text("SELECT nextval('register.certificate_serials')"))
    issued = {
        "certificate_number": f"{county}-{deed.on.year}-{serial:06d}",
        "issued_on": deed.on,
        "authority": held.record.authority or deed.authority,
    }
    record = held.record.model_copy(update=issued)
    _change(session, record, held, deed)
    return record


def _write(session: Session, shown: Preview, row: Row, deed: Deed) -> str:
    new, road = row.new, shown.road
    values: dict[str, Any] = {
        "address": row.address,
        "street": road.name,
        "number": new.number,
        "sub_number": None,
        "side": new.side,
        "chainage_m": metres(new.chainage_m),
    }
    if row.held is not None:
        if row.is_changed:
            _change(session, _renumbered(row.held, values, deed), row.held, deed)
        return row.held.record.code
    made = {"code": _code(session, road), **_of_road(session, road, new.place, deed.on), **values}
    record = Address.model_validate(
        {**made, "status": new.status, "plate": PlateKind.SMALL, "authority": deed.authority}
    )
    source = f"门牌编号：{shown.scheme.title}"[:200]
    provenance = Provenance(source=source, source_date=deed.on, invented=road.is_invented)
    register.enter(session, record, new.place, valid_from=deed.on, provenance=provenance, because=deed.because)
    return record.code


def _renumbered(held: Held, values: dict[str, Any], deed: Deed) -> Address:
    was = held.record
    if was.address == values["address"]:
        return was.model_copy(update=values)
    lost = {"certificate_number": None, "issued_on": None}
    return was.model_copy(update={**values, **lost, "old_address": was.address, "renumbered_on": deed.on})


def _change(session: Session, record: Address, held: Held, deed: Deed, place: Point | None = None) -> None:
    """The address is so from the day on; what began on that very day is corrected."""
    provenance = Provenance(source=held.source, source_date=deed.on, invented=held.is_invented)
    if held.valid_from == deed.on:
        register.amend(session, record, place, as_of=deed.on, because=deed.because, provenance=provenance)
    else:
        register.change(session, record, place, on=deed.on, because=deed.because, provenance=provenance)


def _known(oriented: Oriented, held: Sequence[Held]) -> list[Known]:
    """The numbers of the road from where they begin: told anew, whatever the register says of their chainage."""
    spots = oriented.course.locate(np.array([[each.place.x, each.place.y] for each in held]).reshape(-1, 2))
    sides = {Side.LEFT: RoadSide.LEFT, Side.RIGHT: RoadSide.RIGHT}
    return [
        Known(
            each.record.code,
            each.record.number,
            each.record.sub_number,
            each.record.status,
            sides.get(spot.side, each.record.side or RoadSide.RIGHT),
            spot.chainage_m,
        )
        for each, spot in zip(held, spots, strict=True)
    ]


def _of_road(session: Session, road: Road, place: Point, day: dt.date) -> dict[str, Any]:
    division = road.division
    if division is not None and len(division) < _TOWNSHIP_CODE:
        division = _township(session, place, day) or division
    return {"street": road.name, "road": road.code, "division": division}


def _township(session: Session, place: Point, day: dt.date) -> str | None:
    table = table_of("divisions")
    spot = func.ST_SetSRID(func.ST_MakePoint(place.x, place.y), 4490)
    chosen = select(table.c.code).where(
        func.length(table.c.code) == _TOWNSHIP_CODE, holds(table.c.valid, day), func.ST_Covers(table.c.geom, spot)
    )
    found: str | None = session.scalar(chosen.order_by(table.c.code).limit(1))
    return found


def _code(session: Session, road: Road) -> str:
    serial = session.scalar(text("SELECT nextval('register.address_serials')"))
    return f"{(road.division or road.code)[:6]}-MP{serial:06d}"
