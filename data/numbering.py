"""House numbers in the register: what a road has, what a scheme would give, and the deeds that write it.

Numbers of one road are written one after the other: whoever numbers a road holds it until the transaction ends. Places
are lon/lat in EPSG:4490; lengths are metres.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.divisions import name_of
from data.errors import BadInput, NotFound
from data.features import holds
from data.name_reference import NAMES
from data.standing import Standing, hold, look
from data.tables import table_of
from layers.addresses import Address, AddressStatus
from layers.numbering import Door, Numbered, Plan, Wish, number_doors
from layers.numbering_schemes import Scheme, read

SCHEMES = NAMES / "numbering"
_ADDRESSES = Address.layer.id
_CENTIMETRE = Decimal("0.01")
_TOWNSHIP_CODE = 9


@dataclass(frozen=True)
class Road:
    """A road to be numbered; `prefix` is what stands before its name in an address."""

    code: str
    name: str
    division: str | None
    prefix: str
    shape: BaseGeometry
    is_invented: bool


@dataclass(frozen=True)
class Held:
    """An address as the register holds it."""

    record: Address
    place: Point
    version: int
    valid_from: dt.date
    source: str
    is_invented: bool


@dataclass(frozen=True)
class Row:
    """One line of a plan: the new number of a door, beside what the register holds of it (`held` is None for new)."""

    new: Numbered
    address: str
    held: Held | None

    @property
    def is_changed(self) -> bool:
        """Whether the register would say something else."""
        if self.held is None:
            return True
        was = self.held.record
        now = (self.new.number, None, self.new.side, self.address, metres(self.new.chainage_m))
        return (was.number, was.sub_number, was.side, was.address, was.chainage_m) != now


@dataclass(frozen=True)
class Preview:
    """A road numbered anew on paper."""

    road: Road
    scheme: Scheme
    plan: Plan
    rows: tuple[Row, ...]


def schemes(folder: Path = SCHEMES) -> dict[str, Scheme]:
    """The schemes of a folder by their id.

    Raises:
        Refusal: a file is not right.
    """
    found = [read(path.read_text(encoding="utf-8"), path.name) for path in sorted(folder.glob("*.toml"))]
    return {scheme.id: scheme for scheme in found}


def scheme_of(name: str, folder: Path = SCHEMES) -> Scheme:
    """A scheme by its id.

    Raises:
        NotFound: there is none of this id.
    """
    known = schemes(folder)
    if name not in known:
        raise NotFound(f"没有编号方案“{name}”", f"现有：{'、'.join(known)}", "请从中选择，或在方案文件夹中增加")
    return known[name]


def road_of(session: Session, code: str, county: str, day: dt.date) -> Road:
    """A road of the register.

    Raises:
        NotFound, Gone: the register knows no such road on that day.
    """
    found = look(session, "roads", code, day)
    division = found.values["division"]
    names = [name_of(session, each, day) for each in dict.fromkeys((county, division)) if each]
    prefix = "".join(name for name in names if name)
    invented = bool(found.values["invented"])
    return Road(code, found.values["name"], division, prefix, found.shape or Point(), invented)


def addresses_on(session: Session, road: str, day: dt.date) -> list[Held]:
    """The addresses of a road on a day, cancelled ones too, in the order of their codes."""
    table = table_of(_ADDRESSES)
    place = func.ST_AsBinary(table.c.geom).label("place")
    columns = [column for column in table.c if column.name != "geom"]
    chosen = select(*columns, place).where(table.c.road == road, holds(table.c.valid, day)).order_by(table.c.code)
    return [_held(row) for row in session.execute(chosen)]


def preview(
    session: Session, road: Road, scheme: Scheme, wish: Wish, doors: Sequence[Door], *, day: dt.date, registered: bool
) -> Preview:
    """Number the doors handed in, and with `registered` those the register holds on the road, by a scheme.

    Raises:
        BadInput: two doors have one key, or there is none.
        Refusal: the road cannot be numbered by this scheme.
    """
    held = {each.record.code: each for each in addresses_on(session, road.code, day)} if registered else {}
    standing = [each for each in held.values() if each.record.status is not AddressStatus.CANCELLED]
    known = [Door(each.record.code, each.place, _is_reserved(each)) for each in standing]
    everyone = [*known, *doors]
    _refuse_unfit(everyone)
    plan = number_doors(road.shape, everyone, scheme, wish)
    rows = tuple(Row(new, address(road, scheme, new.number, None), held.get(new.key or "")) for new in plan.numbers)
    return Preview(road, scheme, plan, rows)


def hold_road(session: Session, code: str) -> None:
    """Hold the numbers of a road until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"cairn.numbering {code}"))))


def renumbered(session: Session, road: str, day: dt.date) -> list[Held]:
    """The addresses of a road that had another address before: the table of old and new."""
    return [each for each in addresses_on(session, road, day) if each.record.old_address is not None]


def hold_address(session: Session, code: str, day: dt.date) -> Held:
    """An address, locked until the transaction ends.

    Raises:
        NotFound, Gone, Forbidden: as `data.standing` says.
    """
    return of_standing(hold(session, _ADDRESSES, code, day))


def of_standing(standing: Standing) -> Held:
    """What holds of an address."""
    values = standing.values
    record = Address.model_validate({name: values[name] for name in Address.model_fields})
    place = standing.shape if isinstance(standing.shape, Point) else Point()
    return Held(record, place, standing.version, standing.valid_from, values["source"], bool(values["invented"]))


def _held(row: Any) -> Held:  # noqa: ANN401 - a row of SQLAlchemy
    record = Address.model_validate({name: getattr(row, name) for name in Address.model_fields})
    place = Point(shapely.get_coordinates(shapely.from_wkb(bytes(row.place)))[0])
    return Held(record, place, row.version, row.valid.lower, row.source, row.invented)


def _is_reserved(held: Held) -> bool:
    return held.record.status is AddressStatus.RESERVED


def _refuse_unfit(doors: Sequence[Door]) -> None:
    twice = [key for key, many in Counter(door.key for door in doors).items() if many > 1]
    if twice:
        raise BadInput(f"“{'、'.join(twice)}”给了不止一次", "每一处房屋须有自己的标识", "请改用不同的 key")
    if not doors:
        raise BadInput("没有要编号的房屋", "这条路上没有登记门牌，也没有给出房屋位置", "请给出 doors")


def address(road: Road, scheme: Scheme, number: int, sub_number: int | None) -> str:
    """A number as the whole address."""
    return f"{road.prefix}{road.name}{scheme.sub_style.written(number, sub_number)}"


def metres(length_m: float) -> Decimal:
    """Metres as the register keeps them."""
    return Decimal(length_m).quantize(_CENTIMETRE)
