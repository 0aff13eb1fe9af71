"""The question of where to build, as the planner puts it: what is wanted, what may be built, what not to pass.

People are whole, costs 万元, land square metres, shares 0 to 1; places are EPSG:4490, longitude first. What is left
out does not limit. The terms that only say how long to look (`time_limit_s`) are no part of what a run is named by.
"""

import datetime as dt
from typing import Annotated, Any, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from layers.candidates import CandidateSource
from layers.faults import faults_of
from layers.population import PopulationBasis
from layers.refusal import Refusal
from layers.services import DemandAge, ServiceId
from layers.travel import TravelMode
from layers.vocabulary import Vocabulary

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
People = Annotated[int, Field(ge=1, le=1_000_000)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]

MOST_SERVICES = 4


class SitingObjective(Vocabulary):
    """What the best plan is best at."""

    MOST_SERVED = "most_served", "有位的人最多"
    FEWEST_SITES = "fewest_sites", "新建的点最少"
    LEAST_TRAVEL = "least_travel", "路程合计最短"
    LEAST_WORST = "least_worst", "最远的人路程最短"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SizeOption(_Part):
    """One size a new site may have."""

    places: People = Field(title="位数", examples=[100])
    cost_wan: Amount = Field(0.0, title="投资（万元）", examples=[900])
    land_m2: Amount = Field(0.0, title="用地（平方米）", examples=[4000])
    also: dict[ServiceId, People] = Field(
        {}, title="同一建筑内另设的服务及位数", examples=[{"meal_points": 60}], max_length=MOST_SERVICES
    )


class ExtensionStep(_Part):
    """One step by which a home may be extended."""

    places: People = Field(title="增加的位数", examples=[40])
    cost_wan: Amount = Field(0.0, title="投资（万元）")
    land_m2: Amount = Field(0.0, title="新增用地（平方米）")


class HomeTerms(_Part):
    """What may become of one standing home; a home that is not named stays as it is."""

    keep: bool = Field(True, title="必须保留；false 为可以关停")
    close_saves_wan: Amount = Field(0.0, title="关停可腾出的资金（万元）")
    extend: tuple[ExtensionStep, ...] = Field((), title="可选的扩建", max_length=10)


class CandidateTerms(_Part):
    """Where new sites may stand."""

    source: CandidateSource = Field(CandidateSource.SETTLEMENTS, title="来源")
    spacing_m: Annotated[float, Field(gt=0, le=100_000)] | None = Field(None, title="方格网间距（米）")
    points: tuple[tuple[Degrees, Degrees] | tuple[Degrees, Degrees, str], ...] = Field(
        (), title="手绘点：经度、纬度、名称", max_length=2_000
    )


class Joint(_Part):
    """Another service that the same buildings give."""

    service: ServiceId = Field(title="服务")
    limit: Annotated[float, Field(gt=0, le=1_000_000)] | None = Field(
        None, title="上限（米或分钟）；不写用该服务的约定"
    )
    age: DemandAge | None = Field(None, title="服务对象；不写用该服务的约定")
    per_thousand: Annotated[float, Field(gt=0, le=1000)] | None = Field(None, title="每千名服务对象中需要位子的人数")


class ForecastTerms(_Part):
    """Ask the question of the people of a later year too."""

    years: Annotated[int, Field(ge=5, le=10, multiple_of=5)] = Field(5, title="多少年以后（5 或 10）")


class SitingQuestion(_Part):
    """One question."""

    service: ServiceId = Field(ServiceId.NURSING_BEDS, title="服务")
    objective: SitingObjective = Field(SitingObjective.MOST_SERVED, title="目标")
    sites: Annotated[int, Field(ge=0, le=10_000)] | None = Field(None, title="新建至多几处")
    budget_wan: Amount | None = Field(None, title="投资至多（万元）")
    land_m2: Amount | None = Field(None, title="用地至多（平方米）")
    mode: TravelMode = Field(TravelMode.STRAIGHT, title="出行方式")
    limit: Annotated[float, Field(gt=0, le=1_000_000)] | None = Field(
        None, title="上限（米或分钟）；不写用该服务的约定"
    )
    age: DemandAge | None = Field(None, title="服务对象；不写用该服务的约定")
    basis: PopulationBasis = Field(PopulationBasis.RESIDENT, title="人口口径")
    per_thousand: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        None, title="每千名服务对象中需要位子的人数", description="不写则人人需要；如 40 即每千名老年人 40 张床"
    )
    as_of: dt.date | None = Field(None, title="截至日期")
    existing: dict[Code, HomeTerms] = Field({}, title="现有设施的处置（按编号）", max_length=5_000)
    candidates: CandidateTerms = Field(CandidateTerms(), title="候选点")
    options: tuple[SizeOption, ...] = Field((), title="新建的规模", max_length=10)
    target_share: Share | None = Field(None, title="全县至少有位的比例", description="点最少时不写为 1，即人人有位")
    least_share_per_township: Share | None = Field(None, title="每个乡镇至少有位的比例")
    least_share_remote: Share | None = Field(None, title="最偏远十分之一的人至少有位的比例")
    largest_spread: Share | None = Field(None, title="各乡镇有位比例至多相差")
    zones: Code | None = Field(None, title="控制区规则")
    exclude: tuple[tuple[Degrees, Degrees], ...] = Field((), title="不考虑的范围：一圈经纬度", max_length=10_000)
    also: tuple[Joint, ...] = Field((), title="同一建筑内的其他服务", max_length=MOST_SERVICES - 1)
    alternatives: Annotated[int, Field(ge=0, le=5)] = Field(0, title="另要几个不同的好方案")
    within: Annotated[float, Field(gt=0, le=1)] = Field(0.98, title="好方案至少达到最好的多少")
    cases: bool = Field(False, title="速度、需求、预算变化时再算")
    frontier: bool = Field(False, title="逐级预算再算")
    forecast: ForecastTerms | None = Field(None, title="按以后的人口再算")
    time_limit_s: Annotated[float, Field(gt=0, le=3600)] = Field(60.0, title="至多计算多久（秒）")
    gap: Annotated[float, Field(ge=0, le=0.5)] = Field(0.001, title="与上限相差多少即可停")

    @field_validator("exclude")
    @classmethod
    def ring_is_ground(cls, given: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        """A range has at least three corners."""
        if given and len(given) < 3:  # noqa: PLR2004 - a triangle
            raise ValueError("不考虑的范围至少要三个点")
        return given

    @model_validator(mode="after")
    def services_are_different(self) -> Self:
        """A building gives a service once."""
        named = [self.service, *(joint.service for joint in self.also)]
        if len(set(named)) < len(named):
            raise ValueError("同一服务写了两次")
        strange = {extra for option in self.options for extra in option.also} - set(named[1:])
        if strange:
            raise ValueError(f"规模中写了“{'、'.join(each.label for each in strange)}”，而 also 中没有")
        return self

    @classmethod
    def asked(cls, values: dict[str, Any]) -> Self:
        """Read a question as a clerk or a program sent it.

        Raises:
            Refusal: lists every term that cannot be followed.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as fault:
            raise Refusal("选址的条件有误", "", "请按各项提示改正后重新提交", faults_of(fault)) from fault

    def on(self, day: dt.date) -> Self:
        """This question with a date, where none was given."""
        return self if self.as_of else self.model_copy(update={"as_of": day})

    def plain(self) -> dict[str, Any]:
        """The question as a result prints it and as a run is named by: without how long to look."""
        return self.model_dump(mode="json", exclude_none=True, exclude={"time_limit_s"})

    @property
    def canonical(self) -> bytes:
        """The question as bytes: the same question is the same bytes."""
        return orjson.dumps(self.plain(), option=orjson.OPT_SORT_KEYS)

    @property
    def joints(self) -> tuple[Joint, ...]:
        """Every service that is asked, the main one first."""
        main = Joint(service=self.service, limit=self.limit, age=self.age, per_thousand=self.per_thousand)
        return (main, *self.also)
