"""Which sounds and characters the county takes for each other, when names are checked."""

from enum import StrEnum
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.deps import Caller, Reader, Writer
from api.writers import refuse_strangers
from data import name_likeness
from data.name_likeness import Likeness

router = APIRouter(prefix="/names/likeness", tags=["地名"])

_SOUND, _HAN = r"^[a-zü]{1,4}$", r"^[㐀-鿿\U00020000-\U0003ffff]$"
Letters = Annotated[str, Field(pattern=_SOUND)]
Character = Annotated[str, Field(pattern=_HAN)]


class Part(StrEnum):
    """What of a name is taken for another."""

    INITIAL = "initial"
    FINAL = "final"
    LOOK = "look"


class LikenessGiven(BaseModel):
    """A pair as the county decides on it."""

    model_config = ConfigDict(extra="forbid")

    part: Part = Field(title="声母 initial、韵母 final 或字形 look")
    one: Letters | Character = Field(title="一音或一字", examples=["n"])
    other: Letters | Character = Field(title="另一音或另一字", examples=["l"])
    is_used: bool = Field(True, title="采用")
    source: str = Field(
        title="来源或理由", min_length=1, max_length=300, pattern=r"\S", examples=["本县方言 n、l 不分"]
    )

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        letters = [each.isascii() or "ü" in each for each in (self.one, self.other)]
        if self.one == self.other or letters != [self.part is not Part.LOOK] * 2:
            raise ValueError("声母、韵母写两个不同的拼音，字形写两个不同的汉字")
        return self


class LikenessSheet(BaseModel):
    """A pair as it is kept."""

    part: str
    one: str
    other: str
    is_used: bool
    source: str


class LikenessesSheet(BaseModel):
    """All pairs."""

    pairs: list[LikenessSheet]


@router.get("", summary="易混音和形近字")
def likenesses(session: Reader) -> LikenessesSheet:
    """What is taken for each other here."""
    return _sheet(name_likeness.likenesses(session))


@router.put("", summary="增加、采用或停用一对易混音或形近字")
def put_likeness(session: Writer, caller: Caller, given: LikenessGiven) -> LikenessesSheet:
    """Decide on a pair; the near sounds and looks of all names follow in the same transaction."""
    refuse_strangers(caller)
    name_likeness.put_likeness(
        session, Likeness(given.part.value, given.one, given.other, given.is_used, given.source.strip())
    )
    return _sheet(name_likeness.likenesses(session))


def _sheet(pairs: list[Likeness]) -> LikenessesSheet:
    return LikenessesSheet(pairs=[LikenessSheet(**vars(pair)) for pair in pairs])
