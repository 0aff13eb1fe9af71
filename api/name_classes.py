"""The classes of place names (GB/T 18521) that the county knows by title."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import Caller, Reader, Writer
from api.writers import refuse_strangers
from data import name_classes as archive
from layers.class_codes import NameClass

router = APIRouter(prefix="/names/classes", tags=["地名"])

_MOST = 5_000
Code = Annotated[str, Field(title="类别代码", pattern=r"^[0-9]{5}$", examples=["22200"])]
Title = Annotated[str, Field(title="类别名称", min_length=1, max_length=60, pattern=r"\S", examples=["农村居民点"])]


class ClassGiven(BaseModel):
    """A class as somebody enters it."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    title: Title


class ClassSheet(ClassGiven):
    """A class as the county knows it."""

    source: str = Field(title="依据")


class ClassesGiven(BaseModel):
    """Classes to enter, each over the one of its code."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(title="依据", min_length=1, max_length=300, pattern=r"\S", examples=["GB/T 18521—2001"])
    classes: list[ClassGiven] = Field(title="类别", min_length=1, max_length=_MOST)


class ClassesSheet(BaseModel):
    """The table of classes."""

    classes: list[ClassSheet] = Field(title="类别，按代码")


@router.get("", summary="地名类别代码表")
def classes(session: Reader) -> ClassesSheet:
    """The classes known by title; any other code is opaque."""
    return _sheet(archive.name_classes(session))


@router.put("", summary="导入地名类别代码")
def take_classes(session: Writer, caller: Caller, given: ClassesGiven) -> ClassesSheet:
    """Enter classes; what is not named stays as it is."""
    refuse_strangers(caller)
    known = {each.code: NameClass(each.code, each.title.strip(), given.source.strip()) for each in given.classes}
    archive.take_classes(session, list(known.values()))
    return _sheet(archive.name_classes(session))


def _sheet(known: list[NameClass]) -> ClassesSheet:
    return ClassesSheet(classes=[ClassSheet(code=each.code, title=each.title, source=each.source) for each in known])
