"""What each office may see and write: the declared table, for whoever grants an office or wonders at a refusal."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from layers.atlas import ATLAS
from layers.record import Disclosure
from layers.rights import Right, Role, right

router = APIRouter(tags=["账号"])


class OfficeSheet(BaseModel):
    """An office."""

    id: Role
    title: str
    title_en: str


class RightSheet(BaseModel):
    """What an office may do in one layer."""

    sees: Disclosure = Field(title="可见到何种公开范围")
    writes: bool = Field(title="可改")

    @classmethod
    def of(cls, told: Right) -> "RightSheet":
        """A right as it is told."""
        return cls(sees=told.sees, writes=told.writes)


class RightsSheet(BaseModel):
    """Every office and its right in every layer, in the order of the atlas."""

    roles: list[OfficeSheet]
    rights: dict[str, dict[str, RightSheet]] = Field(title="职责 → 图层 → 权限")


@router.get("/rights", summary="各职责在各图层的权限")
def rights() -> RightsSheet:
    """The law of the offices, which is no secret."""
    return RightsSheet(
        roles=[OfficeSheet(id=role, title=role.label, title_en=role.label_en) for role in Role],
        rights={
            str(role.value): {page.layer.id: RightSheet.of(right(role, page.layer)) for page in ATLAS} for role in Role
        },
    )
