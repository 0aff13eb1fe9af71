"""The terms of a question of reach: which service, by what way, how far, and who gets a place first."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from layers.coverage_terms import plain_number
from layers.fields import Day, Kind, Meaning, optional, required
from layers.population import PopulationBasis
from layers.record import Sheet
from layers.refusal import Refusal
from layers.services import DemandAge, ServiceId
from layers.travel import TravelMode
from layers.vocabulary import Vocabulary


class PlacesRule(Vocabulary):
    """Who gets a place."""

    NEAREST = "nearest", "近者先得"
    BEST = "best", "统筹安排"

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        return _RULES[self]


_RULES = {
    PlacesRule.NEAREST: "所有人与设施的组合由近到远依次给位，给完为止；相同远近的，按村（社区）代码、再按设施次序",
    PlacesRule.BEST: "先使得到位的人最多，再使总路程（时间）最短；同样的最优解取求解器给出的一个",
}


class Measure(Vocabulary):
    """How access to places that are shared is measured; all are places per thousand people."""

    TWO_STEP = "2sfca", "两步移动搜索法（2SFCA）"
    ENHANCED = "e2sfca", "分级两步移动搜索法（E2SFCA）"
    MODIFIED = "m2sfca", "修正两步移动搜索法（M2SFCA）"
    AVAILABILITY = "availability", "空间可得量（Soukhov 等，2023）"

    @property
    def label_en(self) -> str:
        """The measure as its papers call it."""
        return "Spatial availability" if self is Measure.AVAILABILITY else self.value.upper()

    @property
    def words(self) -> str:
        """The measure in a sentence."""
        return _MEASURES[self]


_MEASURES = {
    Measure.TWO_STEP: "每处设施的位数除以够得着它的人数，再把每村够得着的各处相加（Luo 和 Wang，2003）",
    Measure.ENHANCED: "同上，但按远近分级加权：越远算得越少（Luo 和 Qi，2009）",
    Measure.MODIFIED: "分级权重再乘一次：远的位不会全用上，合计小于实有位数（Delamater，2013）",
    Measure.AVAILABILITY: "每处的位数按加权人数全部分给够得着它的人，合计等于有人够得着的实有位数（Soukhov 等，2023）",
}


def _as_code(value: object) -> object:
    """Ages may come as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Limit = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=12), Meaning(Kind.MEASURE)]
Share = Annotated[Decimal, Field(gt=0, le=1000, max_digits=8), Meaning(Kind.MEASURE, "人/千人")]
Age = Annotated[DemandAge | None, BeforeValidator(_as_code)]


def _chosen(label: str, default: object, words: str | None = None) -> Any:  # noqa: ANN401 - stands where a value will be
    """A term with its default."""
    return Field(default=default, title=label, description=words)


class ReachParameters(Sheet):
    """The named terms of a question of reach; what is left out is as the service says."""

    service: ServiceId = required("服务", example="nursing_beds")
    mode: TravelMode = _chosen("出行方式", TravelMode.STRAIGHT)
    limit: Limit | None = optional("时限或距离", example="5000")
    rule: PlacesRule = _chosen("给位规则", PlacesRule.NEAREST)
    measure: Measure = _chosen("可达性方法", Measure.TWO_STEP)
    age: Age = optional("服务对象年龄", example="60")
    per_thousand: Share | None = optional("每千名服务对象中需要位的人数", example="40")
    basis: PopulationBasis = _chosen("人口口径", PopulationBasis.RESIDENT)
    as_of: Day | None = optional("截至日期", example="2024-12-31")

    @classmethod
    def asked(cls, values: dict[str, Any]) -> Self:
        """Read terms as a clerk or a program sent them.

        Raises:
            Refusal: lists every term that cannot be followed.
        """
        terms, findings = cls.receive(values)
        if terms is None or findings:
            errors = [found.message for found in findings]
            raise Refusal("可达性计算的参数有误", "", "请按各项提示改正后重新提交", errors)
        return terms

    def on(self, day: dt.date) -> Self:
        """These terms with a date, where none was given."""
        return self if self.as_of else self.model_copy(update={"as_of": day})

    def plain(self) -> dict[str, Any]:
        """The terms as a result prints them: codes, plain numbers."""
        told = {name: getattr(self, name) for name in ReachParameters.model_fields}
        codes = {name: value.value if isinstance(value, Vocabulary) else value for name, value in told.items()}
        return codes | {
            "limit": None if self.limit is None else plain_number(self.limit),
            "per_thousand": None if self.per_thousand is None else plain_number(self.per_thousand),
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }
