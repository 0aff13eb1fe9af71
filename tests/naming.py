"""Three officers, a street to be named, and the way of a case as far as a test needs it."""

import datetime as dt
from dataclasses import dataclass

from shapely import LineString
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import naming_cases, naming_papers, register
from data.acting import Actor, act
from data.engine import session as transaction
from data.naming_cases import Opening, Taking, Terms, Writing
from data.naming_items import Item
from data.naming_papers import Paper
from layers.naming_authorities import NameAuthority
from layers.naming_cases import BY_ID, CaseKind, Stage
from layers.naming_papers import PaperKind
from layers.place_names import PlaceName
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR
from tests.people import person

DAY = dt.date(2024, 12, 1)
TERMS = Terms(NameAuthority.COUNTY_GOVERNMENT, notice_days=7, code_prefix="临430621-", today=DAY)
A_STREET = LineString([(113.11, 29.14), (113.12, 29.14)])  # lon, lat · EPSG:4490
STREET = Item(
    name="洞庭春路",
    kind="street",
    specific_term="洞庭春",
    generic_term="路",
    romanized="Dòngtíngchūn Lù",
    division="430621100",
    reason="新建道路（示例）",
    position_text="东起荣新路，西至湖滨路（示例）",
    shape=A_STREET,
)
PDF = b"%PDF-1.4\n% a paper of a test\n%%EOF\n"
# The way to approval: each step with the office that takes it.
WAY = ("submit", "accept", "check", "consult", "notice", "decide", "approve")


@dataclass(frozen=True)
class Office:
    """The three persons of a case."""

    drafter: Actor
    reviewer: Actor
    approver: Actor

    def of(self, step: str) -> Actor:
        part: str = BY_ID[step].part.value
        actor: Actor = getattr(self, part)
        return actor


def office(opened: Session, division: str = "430621") -> Office:
    """Three new persons, made by the owner."""
    return Office(
        person(opened, Role.NAME_DRAFTER, division),
        person(opened, Role.NAME_REVIEWER, division),
        person(opened, Role.NAME_APPROVER, division),
    )


def standing_name(code: str = "430621-1", name: str = "建设路", **given: object) -> PlaceName:
    """A street of the register, in use."""
    values = {"code": code, "name": name, "kind": "street", "division": "430621100", "is_standard": True}
    return PlaceName.model_validate({**values, "status": "in_use", **given})


def enter(owner: Engine, record: PlaceName) -> None:
    """Enter a name as the owner does, from New Year on."""
    with transaction(owner) as opened:
        register.enter(opened, record, A_STREET, valid_from=NEW_YEAR, provenance=LEDGER, because="测试")


def version(session: Session, number: str) -> int:
    seen: int = naming_cases.find(session, number).version
    return seen


def draft(
    session: Session,
    who: Office,
    kind: CaseKind = CaseKind.NAMING,
    item: Item = STREET,
    *,
    authority_name: str = "岳阳县人民政府",
) -> str:
    """A draft with one name and its application."""
    act(session, who.drafter)
    number = naming_cases.open_case(session, Opening(kind, "洞庭春路命名（示例）", "430621"), TERMS)
    said = Writing(
        applicant="岳阳县住房和城乡建设局", contact="0730-0000000", authority_name=authority_name, items=[item]
    )
    naming_cases.write(session, number, 1, said, TERMS)
    hand_in(session, number, PaperKind.APPLICATION)
    return number


def hand_in(session: Session, number: str, kind: PaperKind, body: bytes = PDF) -> int:
    return naming_papers.add(session, number, Paper(kind, f"{kind.label}.pdf", body), 1_000_000)


def step(session: Session, who: Office, number: str, name: str, day: dt.date = DAY) -> None:
    """One step by whose part it is."""
    act(session, who.of(name))
    if name == "approve":
        hand_in(session, number, PaperKind.APPROVAL)
    document = "岳县政函〔2024〕88号" if name == "approve" else None
    naming_cases.take(session, number, Taking(name, version(session, number), f"办理{name}", day, document), TERMS)


def bring(session: Session, who: Office, number: str, stage: Stage) -> None:
    """Lead a draft along the way until it stands at a stage."""
    days = dict.fromkeys(WAY, DAY) | {"decide": DAY + dt.timedelta(8), "approve": DAY + dt.timedelta(9)}
    while naming_cases.find(session, number).stage != stage:
        here = Stage.of(naming_cases.find(session, number).stage)
        (name,) = [each for each in WAY if BY_ID[each].leads(here) is not None]
        step(session, who, number, name, days[name])
