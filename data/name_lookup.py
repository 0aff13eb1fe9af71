"""Names alike in the register: one call finds them by characters, sound and looks, in the area the law looks through.

Places are lon/lat in EPSG:4490 degrees, distances metres.

Decided: an officer is told that a name he may not see stands in the way, and no more, for a decision that ignores it
would be void; the public, who decides nothing, is not told, lest anybody asks for restricted names one by one.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from data.acting import acting, coarse
from data.tables import EPSG
from layers.name_likeness import Alike, LikenessPolicy
from layers.name_scope import LawfulScope, NameArea, lawful_scope, prefix_of
from layers.naming import NameAsked, NameFinding, NameSeverity

_BUILT_UP = text("""
SELECT name, ST_AsBinary(geom) AS shape FROM lookup.built_up
WHERE valid @> :today AND geom && ST_GeomFromWKB(:place, 4490) AND ST_Intersects(geom, ST_GeomFromWKB(:place, 4490))
ORDER BY code""")
_DIVISION = text("""
SELECT code FROM register.divisions
WHERE valid @> :today AND geom && ST_PointOnSurface(ST_GeomFromWKB(:place, 4490))
  AND ST_Intersects(geom, ST_PointOnSurface(ST_GeomFromWKB(:place, 4490)))
ORDER BY length(code) DESC, code LIMIT 1""")
_SIMILAR = text("""
SELECT * FROM lookup.similar(:asked, :closing, :told, :kinds, :prefix,
  ST_SetSRID(ST_GeomFromEWKB(:area), 4490), ST_SetSRID(ST_GeomFromEWKB(:around), 4490), :near_m, :ignoring, :most)""")


@dataclass(frozen=True)
class Scope:
    """The area looked through for a name: what the law says, which it is here, and what could not be told.

    `generic` is the name's own generic term; `shape` is the built-up area's polygon, else `prefix` is what the codes of
    divisions begin with, None for all.
    """

    law: LawfulScope
    generic: str
    area: NameArea
    title: str
    prefix: str | None = None
    shape: BaseGeometry | None = None
    finding: NameFinding | None = None


def scope_of(session: Session, asked: NameAsked, generic: str, today: dt.date) -> Scope:
    """The lawful area of a name, computed from its place; widened, and said so, where the register cannot tell it."""
    law = lawful_scope(asked.form, generic)
    division = asked.division or _division_at(session, asked.geometry, today)
    if law.area is NameArea.BUILT_UP:
        shape, title = _built_up(session, asked.geometry, today)
        if shape is not None:
            return Scope(law, generic, law.area, title, shape=shape)
        return _widened(law, generic, asked, division)
    prefix = prefix_of(law.area, division)
    if law.area is NameArea.NATION or prefix is not None:
        return Scope(law, generic, law.area, _titled(law.area, prefix), prefix)
    why = "没有给出位置或所在行政区"
    return Scope(
        law, generic, NameArea.REGISTER, NameArea.REGISTER.label, finding=_unknown(law, why, NameArea.REGISTER.label)
    )


def alike(session: Session, asked: NameAsked, told: Sequence[str], scope: Scope, policy: LikenessPolicy) -> list[Alike]:
    """Names alike in the area and near by; `told` are keys of its spellings, the chosen one first."""
    rows = session.execute(
        _SIMILAR,
        {
            "asked": asked.name,
            "closing": scope.generic,
            "told": list(told),
            "kinds": [asked.kind.value],
            "prefix": scope.prefix,
            "area": _wkb(scope.shape),
            "around": _wkb(asked.geometry),
            "near_m": policy.near_m,
            # A county's own line in the list of all counties does not stand against it.
            "ignoring": sorted(asked.ignoring | ({asked.division} if asked.division else set())),
            "most": policy.most,
        },
    ).all()
    decimals = acting(session).decimals
    names = {name for name in Alike.__dataclass_fields__ if name != "place"}
    found = [
        Alike(
            **{name: value for name, value in row._mapping.items() if name in names},  # noqa: SLF001  # SQLAlchemy's public name
            place=None if row.lon is None else (coarse(row.lon, decimals), coarse(row.lat, decimals)),
        )
        for row in rows
    ]
    told_at_all = [each for each in found if each.relation != "one-character" or _is_long(asked, scope.generic, policy)]
    return [each if decimals is None else replace(each, distance_m=None) for each in told_at_all]


def _is_long(asked: NameAsked, generic: str, policy: LikenessPolicy) -> bool:
    return len(asked.name) - len(generic) >= policy.one_character_from


def as_key(spelling: str) -> str:
    """A toned spelling as names are looked up by: in one, small, with its apostrophes (cháng'ānjiē)."""
    return "".join(sign for sign in spelling.lower() if sign.isalnum() or sign == "'")


def _wkb(shape: BaseGeometry | None) -> bytes | None:
    return None if shape is None else shapely.to_wkb(shapely.set_srid(shape, EPSG), include_srid=True)


def _division_at(session: Session, place: BaseGeometry | None, today: dt.date) -> str | None:
    if place is None:
        return None
    code: str | None = session.scalar(_DIVISION, {"place": shapely.to_wkb(place), "today": today})
    return code


def _built_up(session: Session, place: BaseGeometry | None, today: dt.date) -> tuple[BaseGeometry | None, str]:
    """The built-up areas a place lies in, as one shape."""
    if place is None:
        return None, ""
    rows = session.execute(_BUILT_UP, {"place": shapely.to_wkb(place), "today": today}).all()
    if not rows:
        return None, ""
    shape = shapely.union_all([shapely.from_wkb(bytes(row.shape)) for row in rows])
    return shape, f"建成区“{'、'.join(row.name for row in rows)}”内"


def _widened(law: LawfulScope, generic: str, asked: NameAsked, division: str | None) -> Scope:
    why = "没有给出位置" if asked.geometry is None else "登记册中没有该处的建成区范围"
    for area in (NameArea.TOWNSHIP, NameArea.COUNTY):
        prefix = prefix_of(area, division)
        if prefix is not None and len(prefix) == {NameArea.TOWNSHIP: 9, NameArea.COUNTY: 6}[area]:
            title = _titled(area, prefix)
            return Scope(law, generic, area, title, prefix, finding=_unknown(law, why, title))
    return Scope(
        law, generic, NameArea.REGISTER, NameArea.REGISTER.label, finding=_unknown(law, why, NameArea.REGISTER.label)
    )


def _titled(area: NameArea, prefix: str | None) -> str:
    return f"{area.label}（{prefix.ljust(6, '0')}）" if prefix else area.label


def _unknown(law: LawfulScope, why: str, looked_through: str) -> NameFinding:
    return NameFinding(
        rule="scope-unknown",
        article=law.article,
        severity=NameSeverity.INFORMATION,
        message=f"法定范围是“{law.area.label}”，但{why}：改在{looked_through}比较",
        remedy="请给出位置；建成区请在图层“建成区”中登记",
        evidence={"lawful": law.area.value, "used": looked_through},
    )
