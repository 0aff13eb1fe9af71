"""How a place name is spelt: the rules of the state, our table of readings, and every doubt told."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from data.name_reference import orthography
from layers.name_kinds import form_of, word_of
from layers.romanization import Spelling, spell

router = APIRouter(tags=["地名"])

AskedName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
AskedDivision = Annotated[str, StringConstraints(pattern=r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$")]


class Considered(BaseModel):
    """A character and the readings thought of, the chosen one first."""

    char: str = Field(title="字", examples=["乐"])
    readings: list[str] = Field(title="考虑过的读音，采用的在先", examples=[["lè", "yuè"]])


class SpellingSheet(BaseModel):
    """A spelling with and without tones, the terms of the name, and how sure it is."""

    toned: str = Field(title="罗马字母拼写", examples=["Cháng'ān Jiē"])
    toneless: str = Field(title="罗马字母拼写（无声调）", examples=["CHANG'AN JIE"])
    specific: str = Field(title="专名", examples=["长安"])
    generic: str = Field(title="通名；自然村镇为空", examples=["街"])
    is_certain: bool = Field(title="读音是否确定")
    alternatives: list[str] = Field(title="其他可能的拼写，供经办人选择")
    considered: list[Considered] = Field(title="逐字考虑过的读音")
    because: str = Field(title="理由：依据哪条读音，为何不能确定")


class SpelledName(SpellingSheet):
    """A spelling with the name and kind that were asked for."""

    name: str = Field(title="名称", examples=["长安街"])
    kind: str = Field(title="类别", examples=["street"])


class NameToSpell(BaseModel):
    """A name to be spelt."""

    name: AskedName = Field(title="名称", examples=["长安街"])
    kind: str | None = Field(None, title="类别；缺省按通名推断", examples=["street"])
    division: AskedDivision | None = Field(None, title="所在行政区划代码，用来选定当地读音", examples=["430621"])


@router.post("/names/spell", summary="按国家规则拼写地名")
def spell_name(asked: NameToSpell) -> SpelledName:
    """Spell a name; several possible readings are all told (地名管理条例 Art. 15)."""
    return spelled(asked.name, asked.kind, asked.division)


def spelled(name: str, kind: str | None, division: str | None) -> SpelledName:
    """A name spelt by the shipped tables; without a kind its end tells which it is.

    Raises:
        Refusal: the kind is unknown, or a character has no reading.
    """
    form = form_of(kind) if kind else orthography().guess(name)
    sheet = sheet_of(spell(name, form, division, orthography()))
    return SpelledName(name=name, kind=kind or word_of(form), **dict(sheet))


def sheet_of(spelling: Spelling) -> SpellingSheet:
    """A spelling in the form of an answer."""
    return SpellingSheet(
        toned=spelling.toned,
        toneless=spelling.toneless,
        specific=spelling.specific,
        generic=spelling.generic,
        is_certain=spelling.is_certain,
        alternatives=list(spelling.alternatives),
        considered=[Considered(char=char, readings=list(heard)) for char, heard in spelling.considered],
        because=spelling.because,
    )
