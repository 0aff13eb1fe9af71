"""The papers of a house number: its certificate, and the proof that an old address and a new one are one house.

A paper that lacks what it must say is refused, and the refusal names every field that is missing.
"""

import datetime as dt
from dataclasses import dataclass

from layers.addresses import Address, AddressStatus, PlateKind
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary


class NumberPaper(Vocabulary):
    """What an office hands out about a house number."""

    CERTIFICATE = "number-certificate", "门牌证"
    PROOF = "address-proof", "地名地址证明"


@dataclass(frozen=True)
class NumberFacts:
    """What the papers print; days are Beijing days, `place` is longitude and latitude as they are printed."""

    address: str
    code: str
    authority: str
    made_on: dt.date
    certificate_number: str = ""
    issued_on: dt.date | None = None
    old_address: str = ""
    renumbered_on: dt.date | None = None
    owner: str = ""
    plate: str = ""
    building: str = ""
    division: str = ""
    note: str = ""


_WANTED = {
    NumberPaper.CERTIFICATE: (
        ("门牌证号", "certificate_number"),
        ("标准地址", "address"),
        ("发证日期", "issued_on"),
        ("编制机关", "authority"),
    ),
    NumberPaper.PROOF: (
        ("现地址", "address"),
        ("原地址", "old_address"),
        ("地址变更日期", "renumbered_on"),
        ("编制机关", "authority"),
    ),
}


def facts_of(record: Address, division: str, made_on: dt.date, note: str = "", authority: str = "") -> NumberFacts:
    """What an address says on paper; `authority` speaks where the record names none."""
    return NumberFacts(
        address=record.address,
        code=record.code,
        authority=record.authority or authority,
        made_on=made_on,
        certificate_number=record.certificate_number or "",
        issued_on=record.issued_on,
        old_address=record.old_address or "",
        renumbered_on=record.renumbered_on,
        owner=record.owner or "",
        plate=record.plate.label,
        building=record.building or "",
        division=division,
        note=note,
    )


def require(paper: NumberPaper, record: Address, facts: NumberFacts) -> None:
    """Refuse a paper that would prove what is not so.

    Raises:
        Refusal: the number is temporary or cancelled, or a field it must have is missing.
    """
    what = f"不能出具“{record.address}”的{paper.label}"
    if record.status is not AddressStatus.IN_USE:
        raise Refusal(what, f"它的状态是“{record.status.label}”", "只有使用中的门牌才能出具")
    if record.plate is PlateKind.TEMPORARY:
        raise Refusal(what, "临时门牌不作证明", "取得正式门牌后再出具")
    missing = [label for label, name in _WANTED[paper] if not getattr(facts, name)]
    if missing:
        raise Refusal(what, f"缺少{'、'.join(missing)}", "请先登记齐全；门牌证须先核发证号", missing)
