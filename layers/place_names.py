"""Place names: the standard name of a place, its parts, its spelling and its papers."""

import re
import unicodedata
from typing import Annotated, ClassVar

from layers.could_be_read import could_be_read
from layers.fields import Day, DivisionCode, Identifier, Name, Note, Text, YesNo, code, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

FILED_WITHIN_DAYS = 15
_BETWEEN = re.compile(r"[、，,；;]")
_DIAERESIS = "\u0308"
_CLASS_CODE, _SHA256 = code(r"^\d{5}$"), code(r"^[0-9a-f]{64}$")
_LANGUAGE = code(r"^[a-z]{2,3}$")
ClassCode = Annotated[str, *_CLASS_CODE]
Sha256 = Annotated[str, *_SHA256]
Language = Annotated[str, *_LANGUAGE]


class PlaceNameKind(Vocabulary):
    """The eight kinds the Regulation covers (Art. 3)."""

    NATURAL_FEATURE = "natural_feature", "自然地理实体"
    DIVISION = "division", "行政区划"
    COMMITTEE_SEAT = "committee_seat", "村（居）民委员会所在地"
    PARK_OR_RESERVE = "park_or_reserve", "城市公园、自然保护地"
    STREET = "street", "街路巷"
    ESTATE_OR_BUILDING = "estate_or_building", "住宅区、楼宇"
    INFRASTRUCTURE = "infrastructure", "交通运输、水利、电力、通信、气象设施"
    OTHER = "other", "其他"


class NameStatus(Vocabulary):
    """Where a name stands in its life."""

    PROPOSED = "proposed", "拟用"
    RESERVED = "reserved", "预留"
    IN_USE = "in_use", "现用"
    HISTORICAL = "historical", "历史"
    RETIRED = "retired", "已销名"


class NameProtection(Vocabulary):
    """The protection list a name stands in; a protected name is not renamed without its plan (Art. 25)."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    PREFECTURE = "prefecture", "市级"
    COUNTY = "county", "县级"


def toneless(spelling: str) -> str:
    """A spelling without tone marks, in capitals; ü keeps its dots: Lǚliáng Shān → LÜLIANG SHAN."""
    apart = unicodedata.normalize("NFD", spelling)
    kept = [sign for sign in apart if not unicodedata.combining(sign) or sign == _DIAERESIS]
    return unicodedata.normalize("NFC", "".join(kept)).upper()


class PlaceName(Record):
    """A name and the place it names: a point, a line or an area.

    `romanized` carries tone marks (Róngjiāwān Zhèn), `romanized_toneless` is the capital form of signs and maps
    (RONGJIAWAN ZHEN). Specific and generic term together make the name, save for natural villages and the like.
    `class_code` is GB/T 18521's, imported and never invented. Several aliases or former names stand in one field, apart
    by 、. `romanized_because` and `romanized_by` say why a spelling departs from the rules' and who settled it;
    `pronunciation` is the SHA-256 of a recording of how the place is called there. The extent is the geometry's.
    """

    layer: ClassVar = Layer(
        id="place_names",
        title="地名",
        group=Group.NAMES,
        geometry="GEOMETRY",
        symbol=Symbol(icon="place-name", colour="ink", from_zoom=10),
        basis="《地名管理条例》（国务院令第753号）；《地名管理条例实施办法》（民政部令第71号）",
        identified_by="code",
        search_terms=("name", "romanized_toneless", "former_name", "alias"),
    )

    code: Identifier = required("地名代码", example="43062110000000001")
    name: Name = required("标准地名", example="荣家湾镇")
    kind: PlaceNameKind = required("类别", example="division")
    specific_term: Name | None = optional("专名", example="荣家湾")
    generic_term: Name | None = optional("通名", example="镇")
    class_code: ClassCode | None = optional("类别代码（GB/T 18521）")
    romanized: Text | None = optional("罗马字母拼写", example="Róngjiāwān Zhèn")
    romanized_toneless: Text | None = optional("罗马字母拼写（无声调）", example="RONGJIAWAN ZHEN")
    romanized_because: Text | None = optional("拼写另定理由")
    romanized_by: Name | None = optional("拼写另定单位或人员")
    pronunciation: Sha256 | None = optional("当地读音录音（SHA-256）")
    division: DivisionCode | None = optional("所在行政区", example="430621100")
    also_in: Text | None = optional("跨行政区")
    is_standard: YesNo = required("标准地名（是否）", example=True)
    status: NameStatus = required("状态", example="in_use")
    alias: Text | None = optional("别名（多个用、隔开）")
    short_name: Name | None = optional("简称", example="荣家湾")
    former_name: Text | None = optional("曾用名（多个用、隔开）")
    minority_script: Text | None = optional("少数民族文字")
    language: Language | None = optional("语种（ISO 639）")
    meaning: Note | None = optional("地名含义", example="因荣姓聚居于湖湾得名")
    origin: Note | None = optional("地名来历")
    name_history: Note | None = optional("历史沿革")
    position: Note | None = optional("位置描述")
    legal_basis: Text | None = optional("命名依据", example="《地名管理条例》第十二条")
    approving_authority: Name | None = optional("批准机关", example="湖南省人民政府")
    approval_number: Text | None = optional("批准文号")
    approved_on: Day | None = optional("批准日期", example="2015-11-20")
    filed_on: Day | None = optional("备案日期", example="2015-12-01")
    announced_on: Day | None = optional("公告日期", example="2015-12-02")
    retired_on: Day | None = optional("销名日期")
    retirement_number: Text | None = optional("销名文号")
    protection: NameProtection | None = optional("保护名录")

    @rule("filed_on", "备案日期不能早于批准日期（《地名管理条例》第十三条：批准后备案）")
    def filing_follows_approval(self) -> bool:
        """What is filed has been approved (Art. 13)."""
        return self.filed_on is None or self.approved_on is None or self.filed_on >= self.approved_on

    @rule("announced_on", "公告日期不能早于批准日期（《地名管理条例》第十四条：批准后公告）")
    def announcement_follows_approval(self) -> bool:
        """What is announced has been approved (Art. 14)."""
        return self.announced_on is None or self.approved_on is None or self.announced_on >= self.approved_on

    @rule("is_standard", "已销名或历史地名不是现行标准地名：请改“标准地名”或状态")
    def a_standard_name_is_alive(self) -> bool:
        """A name that is no longer used is no standard for use."""
        return not self.is_standard or self.status in (NameStatus.PROPOSED, NameStatus.IN_USE)

    @rule("retired_on", "销名日期不能早于批准日期：请核对")
    def a_name_is_given_before_it_is_retired(self) -> bool:
        """What is retired was in use."""
        return self.retired_on is None or self.approved_on is None or self.retired_on >= self.approved_on

    @rule("romanized_by", "拼写另定须写明理由和单位或人员，缺一不可")
    def an_override_says_who_and_why(self) -> bool:
        """Whoever departs from the rules' spelling says why and signs."""
        return (self.romanized_because is None) == (self.romanized_by is None)

    @reminder("retired_on", "已销名的地名应写明销名日期和文号；没有销名的不写")
    def a_retirement_has_its_document(self) -> bool:
        """A name is retired by a document on a day."""
        dated = None not in (self.retired_on, self.retirement_number)
        return dated == (self.status is NameStatus.RETIRED)

    @reminder("romanized", "拼写不是标准地名的读音（《地名管理条例》第十五条）：请按拼写规则改正，或写明另定理由和单位")
    def the_spelling_is_a_reading_of_the_name(self) -> bool:
        """A spelling says the name's characters (Art. 15), unless it is another language's or settled otherwise."""
        settled = self.romanized_because is not None or self.language is not None or self.minority_script is not None
        return self.romanized is None or settled or could_be_read(self.name, self.romanized)

    @reminder("specific_term", "专名与通名相连应等于标准地名（《地名管理条例》第九条）；自然村等不分写的名称请清空二者")
    def terms_make_the_name(self) -> bool:
        """A name is a specific and a generic term (Art. 9)."""
        return self.specific_term is None or self.generic_term is None or self._joined == self.name

    @reminder("romanized_toneless", "无声调拼写应为罗马字母拼写去掉声调的大写形式：请核对")
    def both_spellings_agree(self) -> bool:
        """One reading, two ways to write it."""
        return None in (self.romanized, self.romanized_toneless) or (
            toneless(str(self.romanized)) == self.romanized_toneless
        )

    @reminder("filed_on", "备案晚于批准 15 日（《地名管理条例》第十三条，按日历日计）")
    def filing_is_in_time(self) -> bool:
        """Fifteen calendar days from approval (Art. 13)."""
        return None in (self.filed_on, self.approved_on) or self._days_to_filing <= FILED_WITHIN_DAYS

    @property
    def _joined(self) -> str:
        return f"{self.specific_term}{self.generic_term}"

    @property
    def _days_to_filing(self) -> int:
        return (self.filed_on - self.approved_on).days if self.filed_on and self.approved_on else 0


def several(names: str | None) -> list[str]:
    """The names that stand in one field, apart by 、 (or another comma): several aliases, several former names."""
    return [name for part in _BETWEEN.split(names or "") if (name := part.strip())]
