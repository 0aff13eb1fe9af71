"""What the public reports of signs: handed in, followed by its token, answered; several of one trouble put together.

Places are lon/lat in EPSG:4490; lengths are metres. Whoever hands in holds a token of 256 bits, of which the register
keeps the SHA-256; the contact is a person's own and is told to the office alone.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.orm import Session, aliased

from data import audit, gate, passwords
from data.acting import acting
from data.errors import BadInput, Conflict, Forbidden, NotFound
from data.refusals import refusals_in_chinese
from data.sign_tables import REPORTS
from layers.sign_reports import ReportKind, ReportStatus

PREFIX = "bg_"
#: Reports so near to each other may speak of one trouble.
NEAR_M = 60.0
_ABOUT_NEAR_DEGREES = 0.001
_OPEN = [status.value for status in ReportStatus if status.is_open]


@dataclass(frozen=True)
class NewReport:
    """A report as it is handed in."""

    kind: ReportKind
    name: str
    message: str
    lon: float
    lat: float
    accuracy_m: int | None = None
    contact: str | None = None
    sign: str | None = None


@dataclass(frozen=True)
class Followed:
    """What whoever holds the token is told."""

    number: str
    received_at: dt.datetime
    kind: ReportKind
    name: str
    status: ReportStatus
    answer: str | None
    answered_at: dt.datetime | None
    has_photograph: bool


@dataclass(frozen=True)
class Report:
    """A report as the office sees it; `similar` are the numbers of open ones near by."""

    number: str
    received_at: dt.datetime
    kind: ReportKind
    name: str
    message: str
    contact: str | None
    lon: float
    lat: float
    accuracy_m: int | None
    division: str | None
    sign: str | None
    photograph: str | None
    status: ReportStatus
    merged_into: str | None
    answer: str | None
    answered_at: dt.datetime | None
    answered_by: str | None
    similar: tuple[str, ...]


def wait_s(session: Session, address: str, now: dt.datetime, free: int) -> int:
    """Count a report from an address; the answer is how many seconds to wait, 0 when it may go on."""
    return gate.knock_for(session, "report", address, now, free)


def receive(session: Session, given: NewReport, today: dt.date) -> tuple[str, str]:
    """Take a report in: its token, which is told this once, and its number.

    Raises:
        BadInput: the register does not take it.
    """
    token = passwords.token(PREFIX)
    values = (str(given.kind), given.name, given.message, given.contact, given.lon, given.lat)
    asked = func.archive.receive_report(passwords.token_hash(token), today, *values, given.accuracy_m, given.sign)
    with refusals_in_chinese(session):
        number: str = session.execute(select(asked)).scalar_one()
    return token, number


def follow(session: Session, token: str) -> Followed:
    """How a report stands, for whoever holds its token.

    Raises:
        NotFound: no report has it.
    """
    asked = text("SELECT * FROM archive.report_by_token(:token)")
    row = session.execute(asked, {"token": passwords.token_hash(token)}).one_or_none()
    if row is None:
        raise NotFound("没有这份报告", "查询凭据不对，或抄漏了字符", "请核对提交后给出的查询凭据")
    told = row._asdict()
    return Followed(**{**told, "kind": ReportKind.of(row.kind), "status": ReportStatus.of(row.status)})


def listed(session: Session, statuses: Sequence[ReportStatus], limit: int) -> list[Report]:
    """The reports that who acts may see, the oldest open ones first; that contacts were read is noted."""
    chosen = _chosen().where(REPORTS.c.status.in_([str(status) for status in statuses]))
    found = [_report(row) for row in session.execute(chosen.order_by(REPORTS.c.received_at, REPORTS.c.id).limit(limit))]
    audit.remember(session, "reports", [report.number for report in found if report.contact])
    return found


def one(session: Session, number: str) -> Report:
    """A report by its number.

    Raises:
        NotFound: there is none that who acts may see.
    """
    row = session.execute(_chosen().where(REPORTS.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"没有报告“{number}”", "没有这个编号，或它不在您的辖区", "请核对编号")
    return _report(row)


def take_in_hand(session: Session, number: str) -> Report:
    """Say that somebody is at work on a report.

    Raises:
        NotFound, Conflict: there is none, or it is closed.
    """
    return _decide(session, number, {"status": ReportStatus.IN_HAND.value})


def answer(session: Session, number: str, words: str, *, refused: bool = False) -> Report:
    """Answer a report, and with it all that were merged into it.

    Raises:
        NotFound, Conflict: there is none, or it is closed.
    """
    status = ReportStatus.REFUSED if refused else ReportStatus.ANSWERED
    moment = {"answered_at": func.clock_timestamp(), "answered_by": acting(session).name}
    return _decide(session, number, {"status": status.value, "answer": words, **moment})


def merge(session: Session, number: str, into: str) -> Report:
    """Put a report with another of the same trouble; whoever sent it reads the other's answer.

    Raises:
        BadInput: it is the same one, or the other is itself merged.
        NotFound, Conflict: there is none, or it is closed.
    """
    if number == into:
        raise BadInput("不能并入自己", "两个编号相同", "请选择另一份报告")
    # Both are held in one order, so that two officers who put each into the other wait instead of making a ring.
    held = select(REPORTS.c.id).where(REPORTS.c.number.in_((number, into))).order_by(REPORTS.c.id).with_for_update()
    session.execute(held).all()
    other = one(session, into)
    if other.merged_into is not None:
        raise BadInput(f"“{into}”本身已并入“{other.merged_into}”", "不再往下并", f"请直接并入“{other.merged_into}”")
    target, own = (select(REPORTS.c.id).where(REPORTS.c.number == each).scalar_subquery() for each in (into, number))
    found = _decide(session, number, {"status": ReportStatus.MERGED.value, "merged_into": target})
    # What had been put with this one goes along.
    with refusals_in_chinese(session):
        session.execute(update(REPORTS).where(REPORTS.c.merged_into == own).values(merged_into=target))
    return found


def _decide(session: Session, number: str, values: dict[str, Any]) -> Report:
    _refuse_closed(one(session, number))
    waiting = update(REPORTS).where(REPORTS.c.number == number, REPORTS.c.status.in_(_OPEN))
    with refusals_in_chinese(session):
        changed = session.execute(waiting.values(values).returning(REPORTS.c.id)).first()
    if changed is None:
        _refuse_closed(one(session, number))
        raise Forbidden("您不能答复这份报告", "您的职责只查看，不办理", "请由地名拟稿人、审批人或数据管理员办理")
    return one(session, number)


def _refuse_closed(standing: Report) -> None:
    if not standing.status.is_open:
        what = f"报告“{standing.number}”{standing.status.label}"
        raise Conflict(what, "已有结果的报告不再改", "如有新情况，请另行登记")


def _chosen() -> Any:  # noqa: ANN401 - a select of SQLAlchemy
    other, near = aliased(REPORTS), aliased(REPORTS)
    here, there = REPORTS.c.geom, near.c.geom
    beside = select(func.array_agg(near.c.number)).where(
        near.c.id != REPORTS.c.id,
        near.c.status.in_(_OPEN),
        there.op("&&")(func.ST_Expand(here, _ABOUT_NEAR_DEGREES)),
        func.ST_DistanceSphere(there, here) <= NEAR_M,
    )
    hidden = ("id", "token_hash", "geom", "merged_into")
    return select(
        *(column for column in REPORTS.c if column.name not in hidden),
        func.ST_X(here).label("lon"),
        func.ST_Y(here).label("lat"),
        select(other.c.number).where(other.c.id == REPORTS.c.merged_into).scalar_subquery().label("merged_into"),
        beside.scalar_subquery().label("similar"),
    )


def _report(row: Row[Any]) -> Report:
    told = row._asdict()
    return Report(
        **{
            **told,
            "kind": ReportKind.of(row.kind),
            "status": ReportStatus.of(row.status),
            "similar": tuple(sorted(row.similar or ())),
        }
    )
