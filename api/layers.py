"""The atlas for the desk: every layer with its fields, its colour and how much it holds on a day."""

import datetime as dt
from urllib.parse import urlsplit

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.deps import AsOf, AtDesk, Reader
from api.settings import Settings
from data import features
from data.overview import Tally, tallies
from layers.atlas import ATLAS
from layers.divisions import Division
from layers.fields import FieldSheet
from layers.record import Group, Record
from layers.vocabulary import Vocabulary
from maps.palette import colour

router = APIRouter(tags=["图层"])


class Choice(BaseModel):
    """One word of a closed list."""

    code: str
    label: str
    label_en: str


class FieldOfLayer(BaseModel):
    """A field as a card or a table shows it."""

    name: str
    label: str
    label_en: str
    kind: str
    unit: str | None
    required: bool
    choices: list[Choice] | None
    max_length: int | None = Field(title="至多字数")
    pattern: str | None = Field(title="格式（正则表达式）")
    minimum: float | None = Field(title="最小值")
    maximum: float | None = Field(title="最大值")
    example: str | int | bool | None = Field(title="样例")
    personal: bool = Field(title="是否个人信息；个人信息不出机关")


class SymbolOfLayer(BaseModel):
    """How a layer is drawn."""

    icon: str
    colour: str = Field(title="颜色", examples=["#566570"])
    from_zoom: int = Field(title="自此缩放级别起显示")


class LayerSheet(BaseModel):
    """A layer as the desk shows it."""

    id: str
    title: str
    title_en: str
    group: str
    geometry: str | None
    symbol: SymbolOfLayer
    basis: str
    named_by: str
    identified_by: str
    disclosure: str
    count: int
    invented_count: int
    fields: list[FieldOfLayer]
    moved_by: str | None = Field(title="位置只能经何种法定程序改动；无则可在编辑中改动")
    tiles: bool = Field(title="其面是否无缝无叠")


class GroupSheet(BaseModel):
    """A chapter of the atlas."""

    id: str
    title: str
    title_en: str


class County(BaseModel):
    """The county whose register this is; without a name while the register does not know it."""

    code: str
    name: str | None


class BaseMap(BaseModel):
    """The base map the county chose, as tiles of 256 pixels."""

    tiles: list[str]
    attribution: str


class Atlas(BaseModel):
    """The whole atlas on a day."""

    as_of: dt.date
    county: County
    extent: tuple[float, float, float, float] | None = Field(title="范围：西、南、东、北（CGCS2000）")
    groups: list[GroupSheet]
    layers: list[LayerSheet]
    base_map: BaseMap | None = Field(title="底图；无则只画本县图层")
    map_approval: str | None = Field(title="审图号")


@router.get("/layers", summary="全部图层：字段、图例与件数")
def layers(session: Reader, desk: AtDesk, as_of: AsOf) -> Atlas:
    """Every layer in the order the map lists them."""
    held = tallies(session, as_of)
    return Atlas(
        as_of=as_of,
        county=county(session, desk.settings, as_of),
        extent=features.extent(session, county_itself(desk.settings, as_of)) or _everything(session, as_of),
        groups=[GroupSheet(id=group.value, title=group.label, title_en=group.label_en) for group in Group],
        layers=[sheet_of(page, held[page.layer.id]) for page in ATLAS],
        base_map=base_map(desk.settings),
        map_approval=desk.settings.map_approval,
    )


def base_map(settings: Settings) -> BaseMap | None:
    """The tiles the county named, credited to the machine they come from."""
    address = settings.base_map
    return BaseMap(tiles=[address], attribution=urlsplit(address).hostname or "") if address else None


def county(session: Session, settings: Settings, as_of: dt.date) -> County:
    """The county by its code, named as on that day."""
    rows = features.find(session, county_itself(settings, as_of), Division.layer.named_by)
    return County(code=settings.county, name=rows[0][0] if rows else None)


def county_itself(settings: Settings, as_of: dt.date) -> features.Asked:
    """The county among the divisions."""
    return features.Asked(Division.layer.id, as_of, ids=(settings.county,))


def sheet_of(page: type[Record], held: Tally) -> LayerSheet:
    """One layer with its counts."""
    layer = page.layer
    return LayerSheet(
        id=layer.id,
        title=layer.title,
        title_en=layer.title_en,
        group=layer.group.value,
        geometry=layer.geometry,
        symbol=SymbolOfLayer(
            icon=layer.symbol.icon, colour=colour(layer.symbol.colour), from_zoom=layer.symbol.from_zoom
        ),
        basis=layer.basis,
        named_by=layer.named_by,
        identified_by=layer.identified_by,
        disclosure=layer.disclosure.value,
        count=held.count,
        invented_count=held.invented,
        fields=[_field(sheet) for sheet in page.fields()],
        moved_by=layer.moved_by,
        tiles=layer.tiles,
    )


def _field(sheet: FieldSheet) -> FieldOfLayer:
    return FieldOfLayer(
        name=sheet.name,
        label=sheet.label,
        label_en=sheet.label_en,
        kind=sheet.kind.value,
        unit=sheet.unit,
        required=sheet.required,
        choices=choices_of(sheet.vocabulary),
        max_length=sheet.max_length,
        pattern=sheet.pattern,
        minimum=sheet.minimum,
        maximum=sheet.maximum,
        example=sheet.example,
        personal=sheet.personal,
    )


def _everything(session: Session, as_of: dt.date) -> features.Box | None:
    """The box around all divisions, for a register without its county's outline."""
    return features.extent(session, features.Asked(Division.layer.id, as_of))


def choices_of(words: type[Vocabulary] | None) -> list[Choice] | None:
    """The words of a closed list; None for a field that has none."""
    if words is None:
        return None
    return [Choice(code=word.value, label=word.label, label_en=word.label_en) for word in words]
