"""A naming case in the database: the three persons, what is missing, what approval does to the register."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data import naming_cases, naming_items, naming_objections, naming_papers
from data.acting import act, public
from data.engine import session
from data.errors import BadInput, Conflict, Forbidden, NotFound, PreconditionFailed
from data.naming_cases import Opening, Taking, Writing
from data.naming_items import Item
from data.naming_objections import FindingAnswer, Objection
from data.tables import table_of
from layers.naming_cases import CaseKind, Stage
from layers.naming_papers import PaperKind
from layers.rights import Role
from tests.naming import (
    DAY,
    STREET,
    TERMS,
    Office,
    bring,
    draft,
    enter,
    hand_in,
    office,
    standing_name,
    step,
    version,
)
from tests.people import person

APPROVED_ON = DAY + dt.timedelta(9)


@pytest.fixture
def who(owner: Engine) -> Office:
    with session(owner) as opened:
        return office(opened)


def names(opened: Session, code: str) -> list[tuple[str, str | None, str]]:
    table = table_of("place_names")
    rows = opened.execute(select(table).where(table.c.code == code).order_by(table.c.valid))
    return [(row.name, row.former_name, str(row.valid)) for row in rows]


def test_a_name_comes_into_force_with_its_approval_and_not_before(owner: Engine, service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        bring(opened, who, number, Stage.DECIDING)
        assert (
            opened.scalar(select(table_of("place_names").c.code).where(table_of("place_names").c.name == "洞庭春路"))
            is None
        )
        step(opened, who, number, "approve", APPROVED_ON)
        held = naming_cases.find(opened, number)
    assert (held.stage, held.approval_number, held.approved_on) == ("approved", "岳县政函〔2024〕88号", APPROVED_ON)
    with session(owner) as opened:
        row = opened.execute(select(table_of("place_names")).where(table_of("place_names").c.name == "洞庭春路")).one()
        log = opened.execute(
            text("SELECT deed, identity FROM archive.audit WHERE deed IN ('naming-step', 'enter') ORDER BY seq")
        )
        noted = [tuple(entry) for entry in log]
    assert (row.code, row.status, row.is_standard, row.romanized_toneless) == (
        "临430621-000001",
        "in_use",
        True,
        "DONGTINGCHUN LU",
    )
    assert (row.approval_number, row.approving_authority, row.approved_on) == (
        "岳县政函〔2024〕88号",
        "岳阳县人民政府",
        APPROVED_ON,
    )
    assert row.valid.lower == APPROVED_ON
    assert row.source == f"地名案件 {number}"
    assert noted.count(("naming-step", number)) == 9  # opened, edited, and the seven steps
    assert noted[-1] == ("enter", "临430621-000001")


def test_renaming_keeps_the_place_and_remembers_its_old_name(owner: Engine, service: Engine, who: Office) -> None:
    enter(owner, standing_name(former_name="老街", meaning="为建设而名"))
    item = replace(STREET, place_code="430621-1", shape=None, kind=None, division=None)
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, CaseKind.RENAMING, item)
        bring(opened, who, number, Stage.APPROVED)
        assert names(opened, "430621-1") == [
            ("建设路", "老街", f"[2000-01-01,{APPROVED_ON})"),
            ("洞庭春路", "老街、建设路", f"[{APPROVED_ON},)"),
        ]


def test_retirement_ends_the_name_with_its_document_and_its_code_for_ever(
    owner: Engine, service: Engine, who: Office
) -> None:
    enter(owner, standing_name())
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, CaseKind.RETIREMENT, Item(place_code="430621-1", reason="道路已不存在"))
        bring(opened, who, number, Stage.APPROVED)
        known = opened.execute(
            text("SELECT retired_at, document FROM register.identifiers WHERE identity = '430621-1'")
        ).one()
    assert tuple(known) == (APPROVED_ON, "岳县政函〔2024〕88号")
    with session(service, actor=who.drafter) as opened:
        again = draft(opened, who, item=replace(STREET, place_code="430621-1"))
        bring(opened, who, again, Stage.DECIDING)
    with pytest.raises(Conflict, match="已用过"), session(service, actor=who.approver) as opened:
        step(opened, who, again, "approve", APPROVED_ON)


def test_what_the_register_refuses_is_not_approved(service: Engine, who: Office) -> None:
    item = replace(STREET, place_code="不 可 用")
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, item=item)
        bring(opened, who, number, Stage.DECIDING)
    with session(service, actor=who.approver) as opened:
        hand_in(opened, number, PaperKind.APPROVAL)
    with pytest.raises(BadInput, match="格式不符"), session(service, actor=who.approver) as opened:
        naming_cases.take(
            opened, number, Taking("approve", version(opened, number), "同意", APPROVED_ON, "〔2024〕1号"), TERMS
        )
    with session(service, actor=who.approver) as opened:
        held = naming_cases.find(opened, number)
        assert (held.stage, held.approval_number) == ("deciding", None)


def test_three_parts_are_three_persons_whatever_their_offices(owner: Engine, service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        step(opened, who, number, "submit")
    # The drafter becomes a reviewer by an administrator's hand: in this case he stays the drafter.
    with session(owner) as opened:
        opened.execute(
            text("UPDATE access.accounts SET role = 'name_reviewer' WHERE id = :id"), {"id": who.drafter.account}
        )
    promoted = replace(who.drafter, role=Role.NAME_REVIEWER)
    with session(service, actor=promoted) as opened, pytest.raises(Forbidden, match="拟稿、审核、审批不得同为一人"):
        naming_cases.take(opened, number, Taking("accept", 3, "受理", DAY), TERMS)
    with session(service, actor=who.reviewer) as opened:
        step(opened, who, number, "accept")


def test_a_step_says_what_is_missing(service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = naming_cases.open_case(opened, Opening(CaseKind.NAMING, "空案", "430621"), TERMS)
        naming_cases.write(opened, number, 1, Writing(items=[Item(name="无名路", kind="street")]), TERMS)
        with pytest.raises(Conflict) as refusal:
            naming_cases.take(opened, number, Taking("submit", 2, "提交", DAY), TERMS)
        told = {
            step["step"]: step["missing"]
            for step in naming_cases.next_steps(opened, naming_cases.find(opened, number).id, DAY)
        }
    assert "第 1 个地名“无名路”缺：理由、位置描述、图上位置" in refusal.value.why
    assert "缺“申请书”" in told["submit"]
    assert told["withdraw"] == []


def test_an_older_sight_of_the_case_moves_nothing(service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        with pytest.raises(PreconditionFailed, match="第 1 版，现为第 2 版"):
            naming_cases.take(opened, number, Taking("submit", 1, "提交", DAY), TERMS)


def test_nobody_moves_a_case_by_hand(owner: Engine, service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
    by_hand = text("UPDATE naming.cases SET stage = 'approved'")
    for engine in (service, owner):
        with pytest.raises(DBAPIError), session(engine, actor=who.approver if engine is service else None) as opened:
            opened.execute(by_hand)
    for table in ("entries", "papers", "hands", "bodies"):
        with pytest.raises(DBAPIError, match="不能改写"), session(owner) as opened:
            opened.execute(text(f"DELETE FROM naming.{table}"))
    with session(service, actor=who.drafter) as opened:
        assert naming_cases.find(opened, number).stage == "draft"


def test_names_are_written_in_drafts_only(service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        step(opened, who, number, "submit")
        with pytest.raises(Conflict, match="现在不能办“修改”"):
            naming_cases.write(opened, number, 3, Writing(title="另一标题"), TERMS)
    # Without an entry of the same transaction the rows themselves refuse.
    with session(service, actor=who.drafter) as opened:
        gone = opened.execute(text("DELETE FROM naming.items RETURNING position")).all()
        assert gone == []


def test_objections_are_answered_before_it_is_decided(service: Engine, who: Office) -> None:
    # The day of the notice is not counted, and the seventh day after it is still the public's.
    over = DAY + dt.timedelta(8)
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        bring(opened, who, number, Stage.NOTICED)
    with session(service, actor=public()) as opened:
        objection = naming_objections.object_to(opened, number, Objection("与村名混淆", "张三", "13800000000"))
        (told,) = naming_objections.public_cases(opened, number)
        assert "13800000000" not in str(told)
        assert told["items"][0]["name"] == "洞庭春路"
        with pytest.raises(NotFound):
            naming_cases.find(opened, number)
    with session(service, actor=who.reviewer) as opened:
        (kept,) = naming_objections.objections(opened, naming_cases.find(opened, number).id)
        assert kept.contact == "13800000000"
        with pytest.raises(Conflict, match="异议没有答复"):
            step(opened, who, number, "decide", over)
        naming_objections.answer_objection(opened, number, objection, "两处相距 30 km，不致混淆")
        with pytest.raises(Conflict, match="已有答复"):
            naming_objections.answer_objection(opened, number, objection, "另一答复")
        with pytest.raises(Conflict, match="公示期至"):
            step(opened, who, number, "decide", over - dt.timedelta(1))
        step(opened, who, number, "decide", over)
    with session(service, actor=public()) as opened, pytest.raises(NotFound, match="不在公示中"):
        naming_objections.object_to(opened, number, Objection("迟到的异议"))


def test_papers_are_versions_and_the_applicants_own_are_not_for_every_office(
    owner: Engine, service: Engine, who: Office
) -> None:
    with session(owner) as opened:
        viewer = person(opened, Role.VIEWER)
        elsewhere = person(opened, Role.NAME_REVIEWER, "430626")
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        second = hand_in(opened, number, PaperKind.APPLICATION, b"%PDF-1.4 second")
        plan = hand_in(opened, number, PaperKind.MAP)
        listed = naming_papers.listed(opened, naming_cases.find(opened, number).id)
        assert [(paper.kind, paper.version) for paper in listed] == [("application", 1), ("application", 2), ("map", 1)]
        assert naming_papers.body(opened, number, second)[1] == b"%PDF-1.4 second"
    with session(service, actor=viewer) as opened:
        assert [paper.kind for paper in naming_papers.listed(opened, naming_cases.find(opened, number).id)] == ["map"]
        assert naming_papers.body(opened, number, plan)[0].filename == "位置图.pdf"
        with pytest.raises(NotFound):
            naming_papers.body(opened, number, second)
        assert naming_cases.contact(opened, naming_cases.find(opened, number).id) is None
    with session(service, actor=elsewhere) as opened, pytest.raises(NotFound):
        naming_cases.find(opened, number)


@pytest.mark.parametrize(
    ("body", "is_taken"),
    [(b"MZ\x90\x00", False), (b"<html><script>", False), (b"PK\x03\x04rubbish", False), ("纯文本".encode(), True)],
)
def test_a_paper_is_what_its_bytes_say(service: Engine, who: Office, body: bytes, is_taken: bool) -> None:
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        if is_taken:
            assert hand_in(opened, number, PaperKind.OTHER, body)
        else:
            with pytest.raises(BadInput, match="不是可收的文件"):
                hand_in(opened, number, PaperKind.OTHER, body)


def test_a_protected_name_wants_its_plan(owner: Engine, service: Engine, who: Office) -> None:
    enter(owner, standing_name(protection="provincial"))
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, CaseKind.RETIREMENT, Item(place_code="430621-1", reason="拆除"))
        with pytest.raises(Conflict, match="缺“地名保护方案”"):
            step(opened, who, number, "submit")
        hand_in(opened, number, PaperKind.PROTECTION_PLAN)
        step(opened, who, number, "submit")


def test_announcement_follows_filing_where_a_department_approved(service: Engine, who: Office) -> None:
    building = replace(
        STREET,
        name="湖景大厦",
        kind="estate_or_building",
        specific_term="湖景",
        generic_term="大厦",
        romanized="Hújǐng Dàshà",
    )
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, item=building, authority_name="岳阳县住房和城乡建设局")
        bring(opened, who, number, Stage.NOTICED)
        with pytest.raises(Conflict, match="缺“地名行政主管部门意见”"):
            step(opened, who, number, "decide", DAY + dt.timedelta(8))
        hand_in(opened, number, PaperKind.NAME_DEPARTMENT_OPINION)
        bring(opened, who, number, Stage.APPROVED)
        with pytest.raises(Conflict, match="收到备案后才公告"):
            step(opened, who, number, "announce", APPROVED_ON)
        for name in ("file", "announce", "archive"):
            step(opened, who, number, name, APPROVED_ON)
        assert naming_cases.find(opened, number).stage == "archived"


def test_nobody_signed_in_and_nobody_reading_opens_a_case(service: Engine, who: Office) -> None:
    for actor in (public(), replace(who.drafter, may_write=False), who.reviewer):
        with session(service, actor=actor) as opened, pytest.raises(Forbidden):
            naming_cases.open_case(opened, Opening(CaseKind.NAMING, "无权", "430621"), TERMS)
    with session(service, actor=who.drafter) as opened, pytest.raises(Forbidden, match="辖区"):
        naming_cases.open_case(opened, Opening(CaseKind.NAMING, "他县", "430626"), TERMS)


def test_a_name_that_is_taken_goes_no_further(owner: Engine, service: Engine, who: Office) -> None:
    enter(owner, standing_name(name="洞庭春路"))
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        (kept,) = naming_items.read(opened, naming_cases.find(opened, number).id)
        (same,) = [each for each in kept.findings if each["rule"] == "same-name"]
        assert (same["severity"], same["conflicts"][0]["code"]) == ("blocks", "430621-1")
        with pytest.raises(Conflict) as refusal:
            step(opened, who, number, "submit")
    assert f"“洞庭春路”：{same['message']}" in refusal.value.why


def test_of_two_cases_for_one_name_the_second_is_stopped_at_approval(service: Engine, who: Office) -> None:
    with session(service, actor=who.drafter) as opened:
        first, second = (draft(opened, who) for _ in range(2))
        for number in (first, second):
            bring(opened, who, number, Stage.DECIDING)
        step(opened, who, first, "approve", APPROVED_ON)
    with pytest.raises(Conflict, match="还不能办“批准”"), session(service, actor=who.approver) as opened:
        step(opened, who, second, "approve", APPROVED_ON)


def test_a_finding_that_wants_a_reason_is_answered_by_the_reviewer(service: Engine, who: Office) -> None:
    """A person's name is a warning with a reviewer's reason, never a refusal of its own (实施办法 Art. 3)."""
    item = replace(STREET, name="雷锋路", specific_term="雷锋", romanized="Léifēng Lù")
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who, item=item)
        bring(opened, who, number, Stage.CHECKING)
        (kept,) = naming_items.read(opened, naming_cases.find(opened, number).id)
        wanted = {each["rule"] for each in kept.findings if each["severity"] == "needs_reason"}
        assert "person" in wanted
        with pytest.raises(Conflict, match="须说明理由"):
            step(opened, who, number, "consult")
        act(opened, who.drafter)
        with pytest.raises(Forbidden):
            naming_objections.answer_finding(opened, number, FindingAnswer("雷锋路", "person", "纪念"))
        act(opened, who.reviewer)
        for rule in wanted:
            naming_objections.answer_finding(opened, number, FindingAnswer("雷锋路", rule, "纪念性命名，已报批"))
        step(opened, who, number, "consult")
        (kept,) = naming_items.read(opened, naming_cases.find(opened, number).id)
        assert {each["answer"]["because"] for each in kept.findings if each["rule"] in wanted} == {"纪念性命名，已报批"}


def test_a_name_bears_the_days_it_was_announced_and_filed(owner: Engine, service: Engine, who: Office) -> None:
    announced, filed = APPROVED_ON + dt.timedelta(3), APPROVED_ON + dt.timedelta(5)
    with session(service, actor=who.drafter) as opened:
        number = draft(opened, who)
        bring(opened, who, number, Stage.APPROVED)
        step(opened, who, number, "announce", announced)
        step(opened, who, number, "file", filed)
    table = table_of("place_names")
    with session(owner) as opened:
        row = opened.execute(select(table).where(table.c.name == "洞庭春路")).one()
    assert (row.announced_on, row.filed_on, row.version) == (announced, filed, 3)
    assert (row.recorded_by, row.because) == (who.reviewer.name, f"备案（案件 {number}）")
