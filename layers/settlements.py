"""Settlements: village and community points with their people by age."""

from typing import Annotated, ClassVar

from layers.fields import Count, Name, code, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

_VILLAGE_CODE, _TOWNSHIP_CODE = code(r"^\d{12}$"), code(r"^\d{9}$")
VillageCode = Annotated[str, *_VILLAGE_CODE]
TownshipCode = Annotated[str, *_TOWNSHIP_CODE]


class SettlementKind(Vocabulary):
    """The committee of a settlement, or the unit that stands in for one in statistics."""

    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    QUASI_VILLAGE = "quasi_village", "类似村委会"
    QUASI_COMMUNITY = "quasi_community", "类似居委会"


class UrbanRural(Vocabulary):
    """The statistical urban-rural class of a settlement."""

    URBAN_CORE = "111", "主城区"
    URBAN_FRINGE = "112", "城乡结合区"
    TOWN_CENTRE = "121", "镇中心区"
    TOWN_FRINGE = "122", "镇乡结合区"
    SPECIAL_AREA = "123", "特殊区域"
    TOWNSHIP_CENTRE = "210", "乡中心区"
    VILLAGE = "220", "村庄"


# The last three digits of the twelve, by kind of committee; 498 and 598 are virtual units within their ranges.
_SERIALS = {
    SettlementKind.COMMUNITY: range(1, 200),
    SettlementKind.VILLAGE: range(200, 400),
    SettlementKind.QUASI_COMMUNITY: range(400, 500),
    SettlementKind.QUASI_VILLAGE: range(500, 600),
}


def _descending(*counts: int | None) -> bool:
    known = [count for count in counts if count is not None]
    return known == sorted(known, reverse=True)


class Settlement(Record):
    """A village or community as a point; ages are cumulative (60 and over, 65 and over, 80 and over).

    `population` and `aged_*` count residents, `registered*` counts registered households' people. Absent is unknown,
    never nobody.
    """

    layer: ClassVar = Layer(
        id="settlements",
        title="村（社区）",
        group=Group.DIVISIONS,
        geometry="POINT",
        symbol=Symbol(icon="village", colour="sand", from_zoom=10),
        basis="《统计用区划代码和城乡划分代码编制规则》",
        identified_by="code",
        within=("code",),
        search_terms=("name", "code"),
    )

    code: VillageCode = required("代码", example="430621100001")
    name: Name = required("名称", example="荣家湾社区")
    division: TownshipCode = required("所属乡镇（街道）", example="430621100")
    kind: SettlementKind = required("类别", example="community")
    urban_rural: UrbanRural | None = optional("城乡分类", example="121")
    households: Count | None = optional("户数")
    population: Count | None = optional("常住人口", example=8210)
    aged_60: Count | None = optional("常住 60 岁及以上", example=1204)
    aged_65: Count | None = optional("常住 65 岁及以上", example=880)
    aged_80: Count | None = optional("常住 80 岁及以上", example=160)
    registered: Count | None = optional("户籍人口")
    registered_60: Count | None = optional("户籍 60 岁及以上")
    registered_65: Count | None = optional("户籍 65 岁及以上")
    registered_80: Count | None = optional("户籍 80 岁及以上")

    @rule("aged_60", "常住各年龄人数应逐级不增：总人口 ≥ 60 岁及以上 ≥ 65 岁及以上 ≥ 80 岁及以上")
    def residents_shrink_with_age(self) -> bool:
        """Whoever is 65 is also 60."""
        return _descending(self.population, self.aged_60, self.aged_65, self.aged_80)

    @rule("registered_60", "户籍各年龄人数应逐级不增：总人口 ≥ 60 岁及以上 ≥ 65 岁及以上 ≥ 80 岁及以上")
    def registered_people_shrink_with_age(self) -> bool:
        """Whoever is 65 is also 60."""
        return _descending(self.registered, self.registered_60, self.registered_65, self.registered_80)

    @reminder("division", "代码前九位与所属乡镇不符：请核对，或确认代码尚未随区划调整重编")
    def code_begins_with_its_township(self) -> bool:
        """Codes nest, until an alteration outruns them."""
        return self.code.startswith(self.division)

    @reminder("kind", "代码末三位与类别不符（居委会 001—199，村委会 200—399，类似居委会 400—499，类似村委会 500—599）")
    def serial_suits_the_kind(self) -> bool:
        """The ranges of the statistical code, which other registers do not always keep."""
        return int(self.code[9:]) in _SERIALS[self.kind]
