"""What a coverage figure means: numerator, denominator, unit, direction, and the law or norm it obeys."""

from dataclasses import dataclass

from layers.coverage_terms import BedsParameters
from layers.record import Sheet
from layers.vocabulary import Vocabulary


class Direction(Vocabulary):
    """Which way a figure ought to go."""

    AT_LEAST = "at_least", "不低于目标"
    AT_MOST = "at_most", "不高于目标"
    EXISTS = "exists", "须有"


@dataclass(frozen=True)
class Indicator:
    """One figure and its definition; `form` declares its named terms."""

    id: str
    title: str
    title_en: str
    unit: str
    unit_en: str
    direction: Direction
    numerator: str
    denominator: str
    definition: str
    basis: str
    form: type[Sheet]


BEDS_PER_THOUSAND = Indicator(
    id="beds-per-thousand",
    title="每千名老年人养老床位数",
    title_en="Elder-care beds per thousand older people",
    unit="张/千人",
    unit_en="beds per 1,000",
    direction=Direction.AT_LEAST,
    numerator="截至日期运营中的养老机构和社区养老设施的全日托床位；不含儿童福利、医院、救助站床位，不含规划、在建、暂停、终止设施，"
    "不含日间照料位和家庭养老床位",
    denominator="60 周岁及以上常住人口（可选 65、80 周岁及以上，可选户籍），取不晚于截至日期的最新统计",
    definition="床位数 ÷ 老年人口 × 1000；全县为总床位除以总人口，不是各乡镇的平均；老年人口为 0 或未知时不给数值",
    basis="《中华人民共和国老年人权益保障法》第二条；民政事业发展统计公报口径；《城镇老年人设施规划规范》GB 50437",
    form=BedsParameters,
)

INDICATORS: dict[str, Indicator] = {BEDS_PER_THOUSAND.id: BEDS_PER_THOUSAND}
