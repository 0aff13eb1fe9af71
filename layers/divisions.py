"""Administrative divisions, and the units that report like one."""

from typing import ClassVar

from layers.fields import DivisionCode, Name, YesNo, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class DivisionLevel(Vocabulary):
    """The five levels, from the province to the village."""

    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class DivisionKind(Vocabulary):
    """What a division is; four kinds share the township level, and a reporting unit stands at any level."""

    PROVINCE = "province", "省"
    AUTONOMOUS_REGION = "autonomous_region", "自治区"
    MUNICIPALITY = "municipality", "直辖市"
    PREFECTURE_CITY = "prefecture_city", "地级市"
    PREFECTURE = "prefecture", "地区"
    AUTONOMOUS_PREFECTURE = "autonomous_prefecture", "自治州"
    LEAGUE = "league", "盟"
    COUNTY = "county", "县"
    AUTONOMOUS_COUNTY = "autonomous_county", "自治县"
    CITY = "city", "县级市"
    DISTRICT = "district", "市辖区"
    BANNER = "banner", "旗"
    SUBDISTRICT = "subdistrict", "街道"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    ETHNIC_TOWNSHIP = "ethnic_township", "民族乡"
    VILLAGE = "village", "村（村民委员会）"
    COMMUNITY = "community", "社区（居民委员会）"
    REPORTING_UNIT = "reporting_unit", "管委会等统计单位"

    @property
    def level(self) -> DivisionLevel | None:
        """The level this kind stands at; None for a reporting unit, which takes the level it reports at."""
        return _LEVEL_OF_KIND.get(self)

    @property
    def may_be_statutory(self) -> bool:
        """Whether the law knows it as a division: committees govern themselves, reporting units only report."""
        return self not in (DivisionKind.VILLAGE, DivisionKind.COMMUNITY, DivisionKind.REPORTING_UNIT)


_KINDS_OF_LEVEL = {
    DivisionLevel.PROVINCE: (DivisionKind.PROVINCE, DivisionKind.AUTONOMOUS_REGION, DivisionKind.MUNICIPALITY),
    DivisionLevel.PREFECTURE: (
        DivisionKind.PREFECTURE_CITY,
        DivisionKind.PREFECTURE,
        DivisionKind.AUTONOMOUS_PREFECTURE,
        DivisionKind.LEAGUE,
    ),
    DivisionLevel.COUNTY: (
        DivisionKind.COUNTY,
        DivisionKind.AUTONOMOUS_COUNTY,
        DivisionKind.CITY,
        DivisionKind.DISTRICT,
        DivisionKind.BANNER,
    ),
    DivisionLevel.TOWNSHIP: (
        DivisionKind.SUBDISTRICT,
        DivisionKind.TOWN,
        DivisionKind.TOWNSHIP,
        DivisionKind.ETHNIC_TOWNSHIP,
    ),
    DivisionLevel.VILLAGE: (DivisionKind.VILLAGE, DivisionKind.COMMUNITY),
}
_LEVEL_OF_KIND = {kind: level for level, kinds in _KINDS_OF_LEVEL.items() for kind in kinds}

# GB/T 10114: the three digits after the county's six.
_TOWNSHIP_SERIALS = {
    DivisionKind.SUBDISTRICT: range(1, 100),
    DivisionKind.TOWN: range(100, 200),
    DivisionKind.TOWNSHIP: range(200, 400),
    DivisionKind.ETHNIC_TOWNSHIP: range(200, 400),
}


def level_of_code(code: str) -> DivisionLevel:
    """The level a division code of 6, 9 or 12 digits speaks of (GB/T 2260: trailing zeros are unused places)."""
    if len(code) > 6:  # noqa: PLR2004 - GB/T 2260 has six digits
        return {9: DivisionLevel.TOWNSHIP, 12: DivisionLevel.VILLAGE}[len(code)]
    if code.endswith("0000"):
        return DivisionLevel.PROVINCE
    return DivisionLevel.PREFECTURE if code.endswith("00") else DivisionLevel.COUNTY


def significant(code: str) -> str:
    """A division code without its unused places: 430600 → 4306."""
    return {DivisionLevel.PROVINCE: code[:2], DivisionLevel.PREFECTURE: code[:4]}.get(level_of_code(code), code)


class Division(Record):
    """A division, or a unit that reports like one; `parent` is the law's, `managed_by` the practice's.

    A development zone's committee (管委会) is a reporting unit: it is listed and counted, may overlap divisions, and
    is never statutory.
    """

    layer: ClassVar = Layer(
        id="divisions",
        title="行政区划",
        group=Group.DIVISIONS,
        geometry="MULTIPOLYGON",
        symbol=Symbol(icon="division", colour="slate"),
        basis="《行政区划管理条例》（国务院令第704号）；GB/T 2260；GB/T 10114",
        identified_by="code",
        within=("code", "managed_by"),
        search_terms=("name", "code"),
        tiles=True,
    )

    code: DivisionCode = required("行政区划代码", example="430621100")
    name: Name = required("名称", example="荣家湾镇")
    level: DivisionLevel = required("级别", example="township")
    kind: DivisionKind = required("类别", example="town")
    is_statutory: YesNo = required("法定行政区划", example=True)
    parent: DivisionCode | None = optional("隶属", example="430621")
    managed_by: DivisionCode | None = optional("代管方")
    seat: Name | None = optional("政府驻地", example="荣家湾社区")

    @property
    def tiling(self) -> str | None:
        """Divisions of one level tile; a reporting unit lies over them."""
        return None if self.kind is DivisionKind.REPORTING_UNIT else self.level.value

    @property
    def tiled_whole(self) -> str | None:
        """The division above, which its parts fill."""
        return self.parent

    @rule("code", "代码与级别不符：县级及以上 6 位（省级末四位、地级末两位为 0），乡级 9 位，村级 12 位")
    def code_speaks_of_its_level(self) -> bool:
        """GB/T 2260 and GB/T 10114: six digits, nine, twelve."""
        return level_of_code(self.code) == self.level

    @rule("kind", "类别与级别不符：如镇、乡、街道属乡级，县、县级市属县级")
    def kind_stands_at_its_level(self) -> bool:
        """A kind has one level; a reporting unit takes any."""
        return self.kind.level in (None, self.level)

    @rule("is_statutory", "村（居）委会和管委会不是法定行政区划，请改为“否”")
    def only_divisions_are_statutory(self) -> bool:
        """The constitution's divisions end at the township (Art. 30)."""
        return self.kind.may_be_statutory or not self.is_statutory

    @rule("parent", "不能隶属于自身")
    def nothing_is_its_own_parent(self) -> bool:
        """A division stands below another one."""
        return self.parent != self.code

    @reminder("parent", "代码不以隶属单位的代码开头：请核对隶属关系，或确认代码尚未随区划调整重编")
    def code_begins_with_its_parent(self) -> bool:
        """Codes nest, until an alteration outruns them."""
        return self.parent in (None, self.code) or self.code.startswith(significant(self.parent))

    @reminder("code", "乡级代码末三位与类别不符（GB/T 10114：街道 001—099，镇 100—199，乡 200—399）")
    def serial_suits_the_kind(self) -> bool:
        """The ranges of GB/T 10114, which old codes do not always keep."""
        serials = _TOWNSHIP_SERIALS.get(self.kind)
        return serials is None or len(self.code) != 9 or int(self.code[6:]) in serials  # noqa: PLR2004 - 6 + 3 digits
