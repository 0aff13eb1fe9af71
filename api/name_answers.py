"""Answers to findings over HTTP: a reviewer's reason, kept and shown in every later check."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.deps import Reader, Writer
from api.name_spelling import AskedDivision, AskedName
from api.name_words import Sheet
from data import name_answers
from data.name_answers import KeptAnswer, NewAnswer
from layers.name_kinds import form_of

router = APIRouter(prefix="/names/answers", tags=["地名"])

RuleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class GivenAnswer(Sheet):
    """A reason for a name in spite of a finding."""

    name: AskedName = Field(title="名称", examples=["曼哈顿路"])
    kind: str = Field(title="类别", examples=["street"])
    division: Annotated[str, Field(pattern=r"^\d{6}(\d{3}(\d{3})?)?$")] = Field(title="行政区划", examples=["430621"])
    rule: RuleId = Field(title="规则", examples=["foreign"])
    because: Reason = Field(title="理由", examples=["民国时已有此名，见县志"])
    conflict_code: Annotated[str, Field(max_length=60)] | None = Field(None, title="与之冲突的地名代码；不写为整条")


class NameAnswerSheet(BaseModel):
    """An answer as kept."""

    id: int
    name: str
    kind: str
    division: str
    rule: str
    conflict_code: str | None
    because: str
    at: dt.datetime
    by: str = Field(title="审核人")

    @classmethod
    def of(cls, kept: KeptAnswer) -> "NameAnswerSheet":
        """An answer as it is told."""
        named = {name: getattr(kept, name) for name in cls.model_fields if name != "by"}
        return cls(**named, by=kept.by_name)


class NameAnswers(BaseModel):
    """Answers, newest first, and how many each rule has been given."""

    answers: list[NameAnswerSheet]
    counts: dict[str, int] = Field(title="各规则的说明条数")


@router.get("", summary="对检查结果的说明，新的在前")
def list_answers(
    session: Reader,
    response: Response,
    *,
    name: Annotated[str | None, Query(title="名称", max_length=100)] = None,
    division: Annotated[AskedDivision | None, Query(title="行政区划及其以下")] = None,
    rule: Annotated[str | None, Query(title="规则", max_length=40)] = None,
    limit: Annotated[int, Query(title="条数", ge=1, le=1000)] = 200,
) -> NameAnswers:
    """What reviewers have answered; the public is told of none."""
    response.headers["Cache-Control"] = "no-store"
    kept = name_answers.answers(session, name=name, division=division, rule=rule, limit=limit)
    return NameAnswers(answers=[NameAnswerSheet.of(each) for each in kept], counts=name_answers.counted(session))


@router.post("", status_code=201, summary="对一条检查结果说明理由")
def give_answer(session: Writer, given: GivenAnswer) -> NameAnswerSheet:
    """Keep a reason; later checks show it with the finding (地名管理条例实施办法 Art. 3, 4)."""
    new = NewAnswer(
        given.name, form_of(given.kind), given.division, given.rule, given.because, given.conflict_code or None
    )
    return NameAnswerSheet.of(name_answers.enter(session, new))
