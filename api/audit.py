"""The log for administrators: what was done, whether it is whole, and a signed digest of it."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.deps import AtDesk, Caller, Reader
from api.settings import CHINA
from data import audit, audit_chain, audit_digest
from data.acting import Actor
from data.audit_chain import LABELS
from data.errors import Forbidden, Unauthenticated
from layers.rights import Role

LONGEST_PAGE = 1_000
COUNTY_CODE_DIGITS = 6


class AuditEntry(BaseModel):
    """One deed: who did what to which thing, when; `detail` is canonical JSON as it was hashed."""

    seq: int = Field(title=LABELS["seq"])
    at: dt.datetime = Field(title=LABELS["at"])
    account: int | None = Field(title=LABELS["account"])
    clerk: str = Field(title=LABELS["clerk"])
    deed: str = Field(title=LABELS["deed"], examples=["amend"])
    layer: str | None = Field(title=LABELS["layer"])
    identity: str | None = Field(title=LABELS["identity"])
    version: int | None = Field(title=LABELS["version"])
    detail: str = Field(title=LABELS["detail"])
    hash: str = Field(title=LABELS["hash"])


class AuditPage(BaseModel):
    """Entries, newest first; `next` is the `before` of the next page, None on the last."""

    entries: list[AuditEntry]
    next: int | None = Field(title="下一页的 before")


class AuditVerification(BaseModel):
    """Whether the chain is whole; when not, where and why."""

    whole: bool = Field(title="完整")
    count: int = Field(title="核对的条数")
    hash: str = Field(title="末条的指纹")
    place: int | None = Field(title="断开之处", description="第几条；0 是链条末端")
    column: str | None = Field(title="被改动的栏")
    why: str | None = Field(title="说明")


class AuditDigest(BaseModel):
    """A digest as canonical JSON, its Ed25519 signature in Base64, and the public key as PEM."""

    digest: str
    signature: str
    public_key: str


def administrator(caller: Caller) -> Actor:
    """Whoever may read the log.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: the office is another.
    """
    if caller.account is None:
        raise Unauthenticated("审计记录须登录后查看")
    if caller.role is not Role.ADMINISTRATOR or len(caller.division or "") > COUNTY_CODE_DIGITS:
        raise Forbidden("审计记录只供管辖全县的系统管理员查看")
    return caller


router = APIRouter(prefix="/audit", tags=["审计"], dependencies=[Depends(administrator)])


@router.get("", summary="审计记录，新的在前")
def entries(
    session: Reader,
    response: Response,
    limit: Annotated[int, Query(title="条数", ge=1, le=LONGEST_PAGE)] = 100,
    before: Annotated[int | None, Query(title="只要序号在此之前的", ge=1)] = None,
) -> AuditPage:
    """What was done, newest first."""
    response.headers["Cache-Control"] = "no-store"
    found = audit.page(session, limit, before)
    following = found[-1]["seq"] if len(found) == limit and found[-1]["seq"] > 1 else None
    return AuditPage(entries=[AuditEntry(**entry) for entry in found], next=following)


@router.get("/verification", summary="核对审计记录是否完整")
def verification(session: Reader, response: Response) -> AuditVerification:
    """Follow the whole chain."""
    response.headers["Cache-Control"] = "no-store"
    verdict = audit_chain.check(session)
    fault = verdict.fault
    return AuditVerification(
        whole=fault is None,
        count=verdict.count,
        hash=verdict.hash,
        place=fault.place if fault else None,
        column=fault.column if fault else None,
        why=str(fault) if fault else None,
    )


@router.get("/digest", summary="签发审计记录的摘要")
def digest(session: Reader, desk: AtDesk, response: Response) -> AuditDigest:
    """Verify the chain and sign where it stands."""
    response.headers["Cache-Control"] = "no-store"
    verdict, settings = audit_chain.check(session), desk.settings
    made = audit_digest.signed(verdict, settings.var, settings.county, dt.datetime.now(CHINA))
    audit.keep_in_mind(session, audit.Note("digest", None, {"hash": verdict.hash, "seq": verdict.seq}))
    return AuditDigest(**made)
