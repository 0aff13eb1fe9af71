"""What an approval does to the register: names enter, change or end, in the transaction that approves them.

The register keeps the identity of a place that is renamed; its old name becomes a former name. A retired code is never
given to another place (`register.identifiers`).
"""

import datetime as dt
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from data import register, standing
from data.errors import BadInput, Gone, NotFound
from data.naming_items import PLACE_NAMES, KeptItem, read
from data.refusals import refusals_in_chinese
from layers.naming_cases import CaseKind
from layers.place_names import NameStatus, PlaceName, toneless
from layers.record import Provenance

_LONGEST_NAME = 100


def enact(session: Session, case: Row[Any]) -> None:
    """Write an approved case to the register.

    Raises:
        BadInput, Conflict, NotFound, Forbidden: as the register says; nothing of the approval stays then.
    """
    deed = {CaseKind.NAMING: _name, CaseKind.RENAMING: _rename, CaseKind.RETIREMENT: _retire}[CaseKind.of(case.kind)]
    for kept in read(session, case.id):
        deed(session, case, kept)
    with refusals_in_chinese(session):
        session.execute(text("SET CONSTRAINTS naming.stands_in_register IMMEDIATE"))
        session.execute(text("SET CONSTRAINTS naming.stands_in_register DEFERRED"))


def _name(session: Session, case: Row[Any], kept: KeptItem) -> None:
    item, day = kept.item, case.approved_on
    record = _record(_said(case, kept))
    before = _standing(session, record.code, day)
    if before is None:
        register.enter(
            session, record, item.shape, valid_from=day, provenance=_provenance(case), because=_because(case)
        )
        return
    # A name that was proposed or reserved under this code comes into use.
    written = _record({**_fields(before), **_said(case, kept)})
    _change(session, case, written, kept, before)


def _rename(session: Session, case: Row[Any], kept: KeptItem) -> None:
    before = standing.hold(session, PLACE_NAMES, kept.item.place_code or "", case.approved_on)
    former = [before.values["former_name"], before.values["name"]]
    said = _said(case, kept)
    # What is said of the old name's origin is not true of the new one; what the case says takes its place.
    fields = {**_fields(before), "meaning": None, "origin": None, **said, "former_name": _joined(former)}
    _change(session, case, _record(fields), kept, before)


def _retire(session: Session, case: Row[Any], kept: KeptItem) -> None:
    register.end(
        session,
        PLACE_NAMES,
        kept.item.place_code or "",
        on=case.approved_on,
        because=_because(case),
        document=case.approval_number,
    )


def _change(session: Session, case: Row[Any], record: PlaceName, kept: KeptItem, before: standing.Standing) -> None:
    shape, day, source, why = kept.item.shape, case.approved_on, _provenance(case), _because(case)
    if before.valid_from == day:
        register.amend(session, record, shape, as_of=day, provenance=source, because=why)
    else:
        register.change(session, record, shape, on=day, provenance=source, because=why)


def _record(values: dict[str, Any]) -> PlaceName:
    record, findings = PlaceName.receive({name: value for name, value in values.items() if value is not None})
    if record is None:
        name, why = values.get("name"), "批准的内容不合登记规则"
        raise BadInput(f"“{name}”不能登记", why, "请退回审核，改正后再批准", findings=tuple(findings))
    return record


def _said(case: Row[Any], kept: KeptItem) -> dict[str, Any]:
    item = kept.item
    said = {
        "code": item.place_code,
        "name": item.name,
        "kind": item.kind,
        "specific_term": item.specific_term,
        "generic_term": item.generic_term,
        "class_code": item.class_code,
        "romanized": item.romanized,
        "romanized_toneless": toneless(item.romanized) if item.romanized else None,
        "division": item.division or case.division,
        "meaning": item.meaning,
        "origin": item.origin,
        "position": item.position_text,
        "approving_authority": case.authority_name,
        "approval_number": case.approval_number,
        "approved_on": case.approved_on,
    }
    is_now = {"is_standard": True, "status": NameStatus.IN_USE, "filed_on": None, "announced_on": None}
    return {**{name: value for name, value in said.items() if value is not None}, **is_now}


def _fields(before: standing.Standing) -> dict[str, Any]:
    return {name: before.values[name] for name in PlaceName.model_fields if before.values.get(name) is not None}


def _standing(session: Session, code: str, day: dt.date) -> standing.Standing | None:
    try:
        return standing.hold(session, PLACE_NAMES, code, day)
    except (NotFound, Gone):
        return None


def _provenance(case: Row[Any]) -> Provenance:
    return Provenance(source=f"地名案件 {case.number}", source_date=case.approved_on, invented=case.invented)


def _because(case: Row[Any]) -> str:
    return f"{CaseKind.of(case.kind).label}：{case.approval_number}（案件 {case.number}）"


def _joined(names: list[str | None]) -> str:
    """Former names, the oldest first; when they are too many for the field, the newest are kept."""
    known = [name for name in names if name]
    while len("、".join(known)) > _LONGEST_NAME:
        known = known[1:]
    return "、".join(known)
