"""What all layers share: a declared form, its laws, and where the knowledge came from."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from layers.fields import Day, FieldSheet, Text, YesNo, optional, required, sheet_of
from layers.rules import Finding, Rule
from layers.vocabulary import Vocabulary, english

Geometry = Literal["POINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON", "GEOMETRY"]


class Group(Vocabulary):
    """The chapters of the atlas, in the order the map lists them."""

    DIVISIONS = "divisions", "行政区划与人口"
    ELDER_CARE = "elder_care", "养老与助餐"
    FUNERAL = "funeral", "殡葬"
    RESCUE = "rescue", "救助"
    NAMES = "names", "地名与道路"
    BOUNDARIES = "boundaries", "界线与界桩"
    PLANNING = "planning", "规划与管控"


class Disclosure(Vocabulary):
    """Who may see a row; classified data does not enter."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    RESTRICTED = "restricted", "受限"


@dataclass(frozen=True)
class Symbol:
    """How a layer is drawn: an icon's name, a colour's name in the palette of `maps`, and from which web zoom on."""

    icon: str
    colour: str
    from_zoom: int = 0


@dataclass(frozen=True)
class Layer:
    """A page of the atlas.

    `geometry` is None for a layer without a place of its own (statistics). Geometry is EPSG:4490, 2D, valid;
    areas are MULTIPOLYGON; GEOMETRY means point, line or area. `within` names the fields whose division codes say
    to whose office a row belongs; a row that names none belongs to the county. `tiles` says that areas of one tiling
    (`Record.tiling`) leave no gap and do not overlap. `moved_by` names the procedure by which alone a position is
    changed, or is None where editing may move it.
    """

    id: str
    title: str
    group: Group
    geometry: Geometry | None
    symbol: Symbol
    basis: str
    identified_by: str
    named_by: str = "name"
    disclosure: Disclosure = Disclosure.PUBLIC
    within: tuple[str, ...] = ("division",)
    search_terms: tuple[str, ...] = field(default=())
    tiles: bool = False
    moved_by: str | None = None

    @property
    def title_en(self) -> str:
        """The layer's id as English words."""
        return english(self.id)


class Sheet(BaseModel):
    """A declared form: labelled fields, and laws over them."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(Rule,), str_strip_whitespace=True)

    @classmethod
    def fields(cls) -> list[FieldSheet]:
        """The fields in the order of declaration."""
        return [sheet_of(name, info) for name, info in cls.model_fields.items()]

    @classmethod
    def rules(cls) -> list[Rule]:
        """The laws of this form and of the forms it extends, oldest first; a later one replaces its namesake."""
        found = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Rule)
        }
        return list(found.values())

    def findings(self) -> list[Finding]:
        """What is not right in this record; empty when all is well."""
        return [law.finding() for law in self.rules() if not law.holds(self)]

    @classmethod
    def receive(cls, values: dict[str, Any]) -> tuple[Self | None, list[Finding]]:
        """Read values as they came: the record when it could be built, and everything that is wrong with it."""
        try:
            record = cls.model_validate(values)
        except ValidationError as refusal:
            return None, [_in_chinese(cls, dict(fault)) for fault in refusal.errors()]
        return record, record.findings()


class Provenance(Sheet):
    """Where a row's knowledge came from."""

    source: Text = required("数据来源", example="岳阳县民政局台账")
    source_date: Day | None = optional("来源日期", example="2024-12-31")
    invented: YesNo = required("示例数据", example=False)


class Record(Sheet):
    """A thing a county keeps; subclasses declare `layer` and their fields."""

    layer: ClassVar[Layer]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Refuse at import a layer whose identity, name or laws point at a field it does not have."""
        declared = vars(cls).get("layer")
        if declared is None:
            return
        pointed = [declared.identified_by, declared.named_by, *declared.within, *(law.field for law in cls.rules())]
        strange = [name for name in pointed if name not in cls.model_fields and name != "geom"]
        if strange:
            raise TypeError(f"{cls.__name__}: no such field: {', '.join(strange)}")

    @property
    def identity(self) -> str:
        """The identifier of this thing, never reused."""
        return str(getattr(self, self.layer.identified_by))

    @property
    def title(self) -> str:
        """What people call this thing."""
        return str(getattr(self, self.layer.named_by))

    @property
    def tiling(self) -> str | None:
        """Which areas of its layer this one tiles with: those of the same word; None when it may lie over others."""
        return None

    @property
    def tiled_whole(self) -> str | None:
        """The identifier of the area that this one and its siblings fill; None when none is known."""
        return None


def _in_chinese(form: type[Sheet], fault: dict[str, Any]) -> Finding:
    """One fault of pydantic as a finding in the clerk's words."""
    name = str(fault["loc"][0]) if fault["loc"] else None
    sheets = {sheet.name: sheet for sheet in form.fields()}
    sheet = sheets.get(name or "")
    if sheet is None:
        known = "、".join(sheets)
        return Finding(f"“{name}”不是本图层的字段；可用字段：{known}", name)
    return Finding(f"{sheet.label}{_reason(sheet, fault)}", name)


def _reason(sheet: FieldSheet, fault: dict[str, Any]) -> str:
    given, limit = fault.get("input"), fault.get("ctx", {})
    if fault["type"] == "missing":
        return "未填写，为必填项"
    if sheet.vocabulary:
        return f"“{given}”不在选项内；可选：{'、'.join(sheet.vocabulary.labels().values())}"
    reasons = {
        "string_too_short": "不能为空白",
        "string_too_long": f"过长，至多 {limit.get('max_length')} 字",
        "string_pattern_mismatch": f"“{given}”格式不符（{sheet.pattern}）",
        "greater_than_equal": f"“{given}”不能小于 {limit.get('ge')}",
        "less_than_equal": f"“{given}”不能大于 {limit.get('le')}",
        "decimal_max_places": f"“{given}”小数位过多，至多 {limit.get('decimal_places')} 位",
        "value_error": f"“{given}”{limit.get('error')}",
    }
    return reasons.get(fault["type"], f"“{given}”不是有效的{sheet.kind.label}，请核对")
