"""The check of proposed names over HTTP: one name, or a table against the register and against each other."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from shapely import Point
from shapely.geometry.base import BaseGeometry

from api.deps import AtDesk, Reader
from api.errors import FieldError, Refused
from api.name_spelling import AskedDivision, AskedName, SpellingSheet, sheet_of
from api.problems import geojson
from api.settings import Settings
from data.name_check import Checked, check_all, told
from geo.shapes import UnreadableShape, read_geojson
from layers.name_kinds import FORM_LABELS, form_of, word_of
from layers.name_likeness import Homophones, LikenessPolicy
from layers.naming import NameAsked, NameVerdict

MOST_NAMES = 300
_WEST, _SOUTH, _EAST, _NORTH = 73, 3, 136, 54

router = APIRouter(tags=["地名"])

Metres = Annotated[float, Field(gt=0, le=1000)]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]


class NameToCheck(BaseModel):
    """A name somebody would give, with what is known of its place."""

    name: AskedName = Field(title="名称", examples=["荣湾路"])
    kind: str = Field(title="类别", examples=["street"])
    division: AskedDivision | None = Field(None, title="所在行政区划代码", examples=["430621100"])
    geometry: dict[str, Any] | None = Field(None, title="图形（GeoJSON，CGCS2000，先经度）", examples=[None])
    near: tuple[float, float] | None = Field(None, title="大致位置：经度、纬度", examples=[[113.12, 29.14]])
    width_m: Metres | None = Field(None, title="道路宽度（m）")
    width_basis: str | None = Field(None, max_length=40, title="宽度口径：kerb 道牙间，red_line 道路红线")
    romanized: str | None = Field(None, max_length=200, title="指定的罗马字母拼写（带声调）")
    ignoring: list[Code] = Field(default_factory=list, max_length=100, title="不计在内的地名代码，如正在更名的地名")


class NamesToCheck(BaseModel):
    """A table of names, checked against the register and each other (批量命名)."""

    names: list[NameToCheck] = Field(min_length=1, max_length=MOST_NAMES, title="名称表")


class ConflictSheet(BaseModel):
    """A name in the way; what the caller may not see of it is empty, and it is counted all the same."""

    code: str | None
    name: str
    romanized: str | None
    kind: str | None
    status: str | None
    division: str | None
    lon: float | None = Field(title="经度（CGCS2000）")
    lat: float | None = Field(title="纬度（CGCS2000）")
    distance_m: float | None = Field(title="相距（m，椭球面）")
    scope: str = Field(title="在何范围内")


class AnswerSheet(BaseModel):
    """The reason a reviewer gave."""

    because: str
    by: str
    at: str


class FindingSheet(BaseModel):
    """What a rule says against the name, and what to do."""

    rule: str = Field(title="规则", examples=["same-sound"])
    title: str = Field(title="规则名称", examples=["同音"])
    article: str = Field(title="依据")
    severity: str = Field(title="轻重：blocks 阻止，needs_reason 须说明理由，information 提示")
    severity_label: str
    message: str = Field(title="说明")
    remedy: str = Field(title="怎么办")
    evidence: dict[str, str] = Field(title="依据的事实")
    part: tuple[int, int] | None = Field(title="名称中的哪几字：从、到（不含）")
    conflicts: list[ConflictSheet] = Field(title="与之冲突的地名")
    answer: AnswerSheet | None = Field(title="审核人先前的说明")


class ScopeSheet(BaseModel):
    """The area looked through, and by which article."""

    title: str = Field(title="范围", examples=["同一建成区内"])
    article: str = Field(title="依据")
    lawful: str = Field(title="条例规定的范围")
    is_lawful: bool = Field(title="所比较的是否就是条例规定的范围")
    division: str | None = Field(title="行政区划代码的开头；空为不限")
    area: dict[str, Any] | None = Field(title="建成区范围（GeoJSON）")


class CheckedName(BaseModel):
    """What a check came to."""

    name: str
    kind: str
    form: str
    spelling: SpellingSheet | None
    scope: ScopeSheet
    findings: list[FindingSheet]
    verdict: str = Field(title="结论：blocks 不得使用，needs_reason 须说明理由，clear 可以使用")
    verdict_label: str


class CheckedNames(BaseModel):
    """What the checks of a table came to, in its order."""

    names: list[CheckedName]


@router.post("/names/check", summary="检查拟用地名：重名、同音、近音、形近与各项规则")
def check_names(asked: NameToCheck | NamesToCheck, session: Reader, desk: AtDesk) -> CheckedName | CheckedNames:
    """Check one name, or a table of names (地名管理条例 Art. 9)."""
    wanted = asked.names if isinstance(asked, NamesToCheck) else [asked]
    names = [asked_of(each, number) for number, each in enumerate(wanted)]
    checked = check_all(session, names, policy_of(desk.settings), desk.settings.today())
    sheets = [checked_sheet(each) for each in checked]
    return CheckedNames(names=sheets) if isinstance(asked, NamesToCheck) else sheets[0]


def policy_of(settings: Settings) -> LikenessPolicy:
    """What the county has settled about likeness."""
    return LikenessPolicy(
        near_m=settings.names_near_m,
        cooling_days=settings.names_cooling_days,
        homophones=Homophones.of(settings.names_homophones),
        one_character_from=settings.names_one_character_from,
    )


def asked_of(given: NameToCheck, number: int = 0) -> NameAsked:
    """What is asked, in the checker's words.

    Raises:
        Refusal: no kind is called so.
        Refused: the name holds invisible characters; the geometry cannot be read, or lies outside the country.
    """
    if not given.name.isprintable():
        why = "名称中有看不见的字符"
        raise Refused(
            422, "名称不能用", why, "请删去后重新输入", errors=[FieldError(field=f"names.{number}.name", message=why)]
        )
    return NameAsked(
        name=given.name.replace(" ", ""),
        form=form_of(given.kind),
        division=given.division,
        geometry=_place(given, number),
        width_m=given.width_m,
        width_basis=given.width_basis,
        romanized=given.romanized,
        ignoring=frozenset(given.ignoring),
    )


def _place(given: NameToCheck, number: int) -> BaseGeometry | None:
    if given.geometry is None:
        place: BaseGeometry | None = Point(given.near) if given.near else None
    else:
        try:
            place = read_geojson(given.geometry)
        except UnreadableShape as fault:
            raise _misplaced(str(fault), number) from None
    if place is not None and not _lies_in_the_country(place):
        raise _misplaced("图形须在中国范围之内，先经度后纬度（度），不能是空的", number)
    return place


def _lies_in_the_country(place: BaseGeometry) -> bool:
    if place.is_empty or not place.is_valid:
        return False
    west, south, east, north = place.bounds
    return west >= _WEST and south >= _SOUTH and east <= _EAST and north <= _NORTH


def _misplaced(why: str, number: int) -> Refused:
    field = FieldError(field=f"names.{number}.geometry", message=why)
    return Refused(422, "位置不能用", why, "请改正图形或位置后重试", errors=[field])


def checked_sheet(checked: Checked) -> CheckedName:
    """A check in the form of an answer."""
    scope = checked.scope
    return CheckedName(
        name=checked.asked.name,
        kind=word_of(checked.asked.form),
        form=FORM_LABELS[word_of(checked.asked.form)],
        spelling=sheet_of(checked.spelling) if checked.spelling else None,
        scope=ScopeSheet(
            title=scope.title,
            article=scope.law.article,
            lawful=scope.law.area.label,
            is_lawful=scope.finding is None and scope.law.is_law,
            division=scope.prefix,
            area=None if scope.shape is None else geojson(scope.shape),
        ),
        findings=[FindingSheet(**told(each)) for each in checked.findings],
        verdict=checked.verdict.value,
        verdict_label=NameVerdict.of(checked.verdict.value).label,
    )
