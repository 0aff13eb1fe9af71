"""The documents a naming case makes: which there are, and which facts each must have before it may leave the office.

A document that lacks a lawful field is refused, and the refusal names every field that is missing and its article.
Facts come as a case has them; this module neither fetches nor draws.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from layers.refusal import Refusal
from layers.vocabulary import Vocabulary


class DocumentKind(Vocabulary):
    """The documents of a case."""

    RECEIPT = "receipt", "受理通知书"
    RETURN = "letter-return", "补正通知书"
    CONSULTATION = "letter-consultation", "征求意见函"
    NOTICE = "notice", "公示"
    OBJECTION_ANSWER = "letter-objection", "异议答复书"
    DECISION = "decision", "批复"
    REFUSAL = "letter-refusal", "不予批准决定书"
    ANNOUNCEMENT = "announcement", "公告"
    FILING = "filing", "备案表"


@dataclass(frozen=True)
class NamedPlace:
    """One name of a case, as documents print it."""

    name: str
    kind: str = ""
    romanized: str = ""
    division: str = ""
    position: str = ""
    meaning: str = ""
    origin: str = ""
    reason: str = ""
    former_name: str = ""
    place_code: str = ""


@dataclass(frozen=True)
class Objection:
    """An objection of the public and its answer."""

    objector: str = ""
    text: str = ""
    answer: str = ""
    received_on: dt.date | None = None
    answered_on: dt.date | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What a case knows that its documents print; days are Beijing days.

    `office` signs, `contact` says where to turn; `made_on` is the day a document bears: that of the step it belongs to.
    """

    number: str
    deed: str
    title: str
    office: str
    made_on: dt.date
    places: tuple[NamedPlace, ...] = ()
    contact: str = ""
    applicant: str = ""
    submitted_on: dt.date | None = None
    accepted_on: dt.date | None = None
    promised: str = ""
    papers: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    because: str = ""
    addressee: str = ""
    reply_by: dt.date | None = None
    notice_from: dt.date | None = None
    notice_until: dt.date | None = None
    objection: Objection | None = None
    authority: str = ""
    approval_number: str = ""
    approved_on: dt.date | None = None
    filed_with: str = ""
    filed_on: dt.date | None = None
    announced_on: dt.date | None = None


@dataclass(frozen=True)
class LawfulField:
    """A field a document must have: what it is called, where it is looked up, and whose article asks for it."""

    label: str
    of: Callable[[CaseFacts], object]
    article: str


@dataclass(frozen=True)
class PlaceField:
    """The same of every name in the case."""

    label: str
    of: Callable[[NamedPlace], object]
    article: str


_SIX = "《地名备案公告管理办法（试行）》：公告的六项内容"
_APPLICATION = "《地名管理条例》第十一条"
_APPROVAL = "《地名管理条例》第十二条"
_FILING = "《地名管理条例》第十三条"
_OFFICIAL = "《党政机关公文处理工作条例》第九条"
_PERMIT = "《行政许可法》第三十二条"
_REASONS = "《行政许可法》第三十八条"

_NAME = PlaceField("标准名称", lambda place: place.name, _SIX)
_ROMANIZED = PlaceField("罗马字母拼写", lambda place: place.romanized, _SIX)
_DIVISION = PlaceField("所属政区", lambda place: place.division, _SIX)
_POSITION = PlaceField("位置描述", lambda place: place.position, _SIX)
_SIX_OF_PLACE = (_NAME, _ROMANIZED, _DIVISION, _POSITION)
_AUTHORITY = LawfulField("批准机关", lambda facts: facts.authority, _SIX)
_APPROVED_ON = LawfulField("批准时间", lambda facts: facts.approved_on, _SIX)
_NUMBER = LawfulField("批准文号", lambda facts: facts.approval_number, _APPROVAL)
_APPLICANT = LawfulField("申请人", lambda facts: facts.applicant, _APPLICATION)
_BECAUSE = LawfulField("理由", lambda facts: facts.because, _REASONS)

FIELDS: dict[DocumentKind, tuple[LawfulField, ...]] = {
    DocumentKind.RECEIPT: (
        _APPLICANT,
        LawfulField("受理日期", lambda facts: facts.accepted_on, _PERMIT),
        LawfulField("收到的材料", lambda facts: facts.papers, _APPLICATION),
    ),
    DocumentKind.RETURN: (
        _APPLICANT,
        LawfulField("须补正的内容", lambda facts: facts.lacking or facts.because, _PERMIT),
    ),
    DocumentKind.CONSULTATION: (
        LawfulField("主送单位", lambda facts: facts.addressee, _OFFICIAL),
        LawfulField("回复期限", lambda facts: facts.reply_by, "县里的规定"),
    ),
    DocumentKind.NOTICE: (
        LawfulField("公示起日", lambda facts: facts.notice_from, "县里的规定"),
        LawfulField("公示止日", lambda facts: facts.notice_until, "县里的规定"),
    ),
    DocumentKind.OBJECTION_ANSWER: (
        LawfulField("异议内容", lambda facts: facts.objection and facts.objection.text, _APPLICATION),
        LawfulField("答复内容", lambda facts: facts.objection and facts.objection.answer, _APPLICATION),
    ),
    DocumentKind.DECISION: (_AUTHORITY, _NUMBER, _APPROVED_ON),
    DocumentKind.REFUSAL: (_APPLICANT, _AUTHORITY, _BECAUSE),
    DocumentKind.ANNOUNCEMENT: (_AUTHORITY, _APPROVED_ON),
    DocumentKind.FILING: (
        _AUTHORITY,
        _NUMBER,
        _APPROVED_ON,
        LawfulField("备案机关", lambda facts: facts.filed_with, _FILING),
    ),
}
PLACE_FIELDS: dict[DocumentKind, tuple[PlaceField, ...]] = {
    DocumentKind.RECEIPT: (_NAME,),
    DocumentKind.RETURN: (),
    DocumentKind.CONSULTATION: (_NAME, PlaceField("理由", lambda place: place.reason, _APPLICATION)),
    DocumentKind.NOTICE: (_NAME, PlaceField("位置描述", lambda place: place.position, _APPLICATION)),
    DocumentKind.OBJECTION_ANSWER: (_NAME,),
    DocumentKind.DECISION: _SIX_OF_PLACE,
    DocumentKind.REFUSAL: (_NAME,),
    DocumentKind.ANNOUNCEMENT: _SIX_OF_PLACE,
    DocumentKind.FILING: _SIX_OF_PLACE,
}


def require(kind: DocumentKind, facts: CaseFacts) -> None:
    """See that a document has what the law wants in it.

    Raises:
        Refusal: it has not; each missing field is named with its article.
    """
    missing = list(_missing(kind, facts))
    if missing:
        labels = "、".join(dict.fromkeys(label for label, _ in missing))
        remedy = "请在案件中补填后再生成"
        raise Refusal(
            f"不能生成{kind.label}：缺少{labels}", "缺少法定内容的文书不能发出", remedy, [line for _, line in missing]
        )


def _missing(kind: DocumentKind, facts: CaseFacts) -> Iterator[tuple[str, str]]:
    for field in FIELDS[kind]:
        if not field.of(facts):
            yield field.label, f"缺少“{field.label}”（{field.article}）"
    wanted = PLACE_FIELDS[kind]
    if wanted and not facts.places:
        yield "标准名称", f"案件中没有一个地名（{wanted[0].article}）"
    for place in facts.places:
        for each in wanted:
            if not str(each.of(place) or "").strip():
                yield each.label, f"“{place.name or '（未命名）'}”缺少“{each.label}”（{each.article}）"


def long_day(day: dt.date | None) -> str:
    """A day as documents print it: 2026年11月27日; nothing for none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
