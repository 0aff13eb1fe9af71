"""The terms of a coverage figure: what is counted, who is counted, against which target; lawful by default."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from layers.fields import Day, Kind, Meaning, optional
from layers.population import PopulationBasis
from layers.record import Sheet
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary


class By(Vocabulary):
    """The areas a figure is told by."""

    TOWNSHIP = "township", "乡镇（街道）"
    COUNTY = "county", "全县"
    VILLAGE = "village", "村（社区）"
    AREAS = "areas", "另给的区域"


class AgeFrom(Vocabulary):
    """From which completed year a person counts; the law says sixty (老年人权益保障法 Art. 2)."""

    SIXTY = "60", "60 周岁及以上"
    SIXTY_FIVE = "65", "65 周岁及以上"
    EIGHTY = "80", "80 周岁及以上"

    @property
    def years(self) -> int:
        """The age as a number."""
        return int(self.value)

    @property
    def label_en(self) -> str:
        """“60 and over”: the member's name would read “Sixty”."""
        return f"{self.years} and over"


class BedColumn(Vocabulary):
    """Which of a home's bed counts is summed; they are views of the same beds and never added up."""

    TOTAL = "total", "总床位"
    NURSING = "nursing", "护理型床位"
    DEMENTIA = "dementia", "认知障碍床位"
    OPEN = "open", "实际可用床位"
    OCCUPIED = "occupied", "入住床位"

    @property
    def field(self) -> str:
        """The field of the register that holds it."""
        return "beds" if self is BedColumn.TOTAL else f"beds_{self.value}"


class CountedFacilities(Vocabulary):
    """Whose beds count; the published national figure counts both (518.3 + 311.1 = 829.4 ten-thousand in 2022)."""

    INSTITUTION_AND_COMMUNITY = "institution_and_community", "养老机构和社区养老设施"
    INSTITUTION = "institution", "仅养老机构"


class CountyLevel(Vocabulary):
    """What becomes of beds kept for the whole county, which would inflate the township they stand in."""

    WHERE_THEY_STAND = "where_they_stand", "计入所在区域"
    EXCLUDED = "excluded", "不计"
    SPREAD = "spread", "按老年人口分摊"


class PopulationSource(Vocabulary):
    """Where an area's older people come from."""

    AUTO = "auto", "有区划统计用统计，否则用村（社区）人口"
    STATISTICS = "statistics", "仅用区划统计"
    SETTLEMENTS = "settlements", "仅用村（社区）人口"


def _as_code(value: object) -> object:
    """Ages may come as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Age = Annotated[AgeFrom, BeforeValidator(_as_code)]
Ratio = Annotated[Decimal, Field(gt=0, le=1000, max_digits=14), Meaning(Kind.MEASURE, "张/千人")]

#: “每千名老年人养老床位不低于40张”, 新政〔2017〕29号; other targets stand in `data/reference/policies`.
DEFAULT_TARGET = Decimal(40)


def _chosen(label: str, default: object) -> Any:  # noqa: ANN401 - stands where a value will be
    """A term with its lawful default."""
    return Field(default=default, title=label)


class BedsParameters(Sheet):
    """The named terms of beds per thousand elderly; every default is the definition the national bulletins obey."""

    by: By = _chosen("统计单元", By.TOWNSHIP)
    as_of: Day | None = optional("截至日期", example="2024-12-31")
    age: Age = _chosen("老年人年龄", AgeFrom.SIXTY)
    basis: PopulationBasis = _chosen("人口口径", PopulationBasis.RESIDENT)
    beds: BedColumn = _chosen("床位口径", BedColumn.TOTAL)
    count: CountedFacilities = _chosen("计入设施", CountedFacilities.INSTITUTION_AND_COMMUNITY)
    county_level: CountyLevel = _chosen("全县统筹床位", CountyLevel.WHERE_THEY_STAND)
    target: Ratio = _chosen("目标", DEFAULT_TARGET)
    population_source: PopulationSource = _chosen("人口来源", PopulationSource.AUTO)

    @classmethod
    def asked(cls, values: dict[str, Any]) -> "BedsParameters":
        """Read terms as a clerk or a program sent them.

        Raises:
            Refusal: lists every term that cannot be followed.
        """
        terms, findings = cls.receive(values)
        if terms is None or findings:
            errors = [found.message for found in findings]
            raise Refusal("计算参数有误", "", "请按各项提示改正后重新提交", errors)
        return terms

    def on(self, day: dt.date) -> "BedsParameters":
        """These terms with a date, where none was given."""
        return self if self.as_of else self.model_copy(update={"as_of": day})

    def plain(self) -> dict[str, Any]:
        """The terms as a result prints them: codes, a plain number for the target."""
        told = {name: getattr(self, name) for name in type(self).model_fields}
        codes = {name: value.value if isinstance(value, Vocabulary) else value for name, value in told.items()}
        return codes | {"age": self.age.years, "target": plain_number(self.target)}


def plain_number(value: Decimal) -> int | float:
    """A decimal as JSON writes it: 40, 32.5."""
    return int(value) if value == value.to_integral_value() else float(value)
