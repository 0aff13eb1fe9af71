"""What a siting run answers: the plan, its proof in numbers and words, and who has a place before and after.

People are whole and the three buckets sum to the people; costs are 万元, land square metres, shares 0 to 1, places
EPSG:4490, longitude first. Its bytes tell no time of computing: the same question of the same rows is the same bytes.
"""

from typing import Any, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field

from layers.coverage_result import ResultFinding


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Buckets(_Part):
    """People in need of a place, by the three words."""

    people: int = Field(title="需要位子的人")
    served: int = Field(title="已有位")
    waiting: int = Field(title="够得着没位")
    out_of_reach: int = Field(title="够不着")

    @property
    def served_share(self) -> float | None:
        """Who has a place, of all people (0 to 1); None where there are none."""
        return self.served / self.people if self.people else None

    @classmethod
    def of(cls, people: int, served: int, reaching: bool) -> Self:
        """The buckets of one place: who has no place waits where something is within reach."""
        left = people - served
        return cls(people=people, served=served, waiting=left if reaching else 0, out_of_reach=0 if reaching else left)

    @classmethod
    def sum(cls, parts: "list[Buckets]") -> Self:
        """Several together."""
        names = cls.model_fields
        return cls(**{name: sum(getattr(part, name) for part in parts) for name in names})


class PlannedSite(_Part):
    """A place in the plan."""

    id: str
    name: str
    lon: float | None
    lat: float | None
    township: str | None
    kind: str = Field(description="new 新建 · extended 扩建 · kept 保留 · closed 关停")
    service: str
    places: int = Field(title="位数")
    places_before: int = Field(title="原有位数")
    also: dict[str, int] = Field({}, title="另设的服务及位数")
    cost_wan: float = Field(title="投资（万元）")
    land_m2: float = Field(title="用地（平方米）")
    served: int = Field(title="有位的人")
    layer: str | None = Field(None, title="图层", description="现有设施所在图层")


class TownshipFigures(_Part):
    """A township before and after."""

    code: str
    name: str
    people: int
    before: Buckets
    after: Buckets


class SettlementFigures(_Part):
    """A settlement before and after."""

    code: str
    name: str
    township: str
    lon: float | None
    lat: float | None
    people: int
    before: Buckets
    after: Buckets


class ServiceFigures(_Part):
    """Another service of the same buildings, before and after."""

    service: str
    title: str
    before: Buckets
    after: Buckets


class Clash(_Part):
    """One of the limits that together leave no plan; without it the others leave one."""

    limit: str
    title: str
    words: str


class GoodPlan(_Part):
    """Another plan that is nearly as good."""

    sites: list[str]
    places: int
    cost_wan: float
    value: float
    share_of_best: float
    differs_in: list[str] = Field(title="与最好的方案不同的点")


class CaseFigures(_Part):
    """The question under other circumstances."""

    id: str
    title: str
    value: float | None
    bound: float | None
    sites: list[str]


class StayingSite(_Part):
    """A site and in how many cases it is chosen."""

    id: str
    name: str
    cases: int
    of: int


class FrontierPoint(_Part):
    """The best that a budget can do."""

    budget_wan: float
    cost_wan: float | None
    value: float | None
    bound: float | None
    sites: int | None


class ForecastFigures(_Part):
    """The question asked of the people of a later year."""

    years: int
    case: str = Field(description="low 低 · middle 中 · high 高")
    title: str
    people: int
    value: float | None
    bound: float | None
    as_planned: int | None = Field(title="今天的方案到那时有位的人")
    sites: list[str]


class SitingResult(_Part):
    """The whole answer of a run."""

    id: str
    status: str = Field(
        description="optimal 已证明最好 · within_gap 在允许差距内 · time 时间到 · infeasible 没有可行方案"
    )
    service: str
    title: str
    objective: str
    objective_title: str
    unit: str = Field(title="目标值的单位")
    value: float | None
    bound: float | None
    gap: float | None
    gap_words: str
    question: dict[str, Any]
    as_of: str
    inputs_hash: str
    code_version: str
    reached_by: str = Field(title="路程怎样得来")
    cost_wan: float | None
    land_m2: float | None
    sites: list[PlannedSite]
    before: Buckets
    after: Buckets = Field(description="没有方案时同前")
    townships: list[TownshipFigures]
    settlements: list[SettlementFigures]
    joint: list[ServiceFigures] = []
    candidates: int = Field(title="可选的候选点")
    excluded: int = Field(title="被排除的候选点")
    clashes: list[Clash] = []
    alternatives: list[GoodPlan] = []
    cases: list[CaseFigures] = []
    no_regret: list[StayingSite] = []
    frontier: list[FrontierPoint] = []
    forecast: list[ForecastFigures] = []
    invented: bool
    findings: list[ResultFinding] = []

    @property
    def body(self) -> bytes:
        """The canonical bytes."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """A kept answer."""
        return cls.model_validate_json(body)


class SitingAnswer(SitingResult):
    """A result as it is answered: how long it took stands beside it."""

    seconds: float | None = Field(title="用时（秒）")
