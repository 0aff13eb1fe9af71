"""What the public sees and says of names under public notice."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api import auth
from api.deps import AtDesk, Caller, Reader
from api.errors import Refused
from api.naming import Number
from api.naming_forms import Notices, ObjectionGiven
from api.naming_view import public_sheet
from data import gate, naming_objections
from data.naming_objections import Objection

router = APIRouter(prefix="/names", tags=["地名公示"])
# A household has few objections; an office behind one address may have some.
MOST_OBJECTIONS = 20


class Kept(BaseModel):
    """An objection that was kept."""

    id: int = Field(title="异议号")


@router.get("/notices", summary="公示中的地名")
def notices(session: Reader, caller: Caller) -> Notices:
    """The names under public notice, to which anybody may object."""
    found = naming_objections.public_cases(session)
    return Notices(cases=[public_sheet(told, caller.decimals) for told in found])


@router.post("/cases/{number}/objections", status_code=201, summary="对公示中的地名提出异议（不必登录）")
def object_to(request: Request, desk: AtDesk, caller: Caller, number: Number, given: ObjectionGiven) -> Kept:
    """Keep an objection; too many from one address wait."""
    with desk.writing(caller) as session:
        wait_s = gate.knock_for(session, "objection", auth.address_of(request), auth.now(), MOST_OBJECTIONS)
    if wait_s:
        raise Refused(
            429,
            "这个网络地址提出的异议太多",
            "为免滥用，须等一会儿",
            f"请 {wait_s} 秒后再试",
            kind="too-many",
            headers={"Retry-After": str(wait_s)},
        )
    said = Objection(given.text.strip(), (given.name or "").strip() or None, (given.contact or "").strip() or None)
    with desk.writing(caller) as session:
        return Kept(id=naming_objections.object_to(session, number, said))
