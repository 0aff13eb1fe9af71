"""A plan of where to build, as a siting run told it: sites, people before and after, and how good it is known to be.

What is read here is what was answered then; nothing is computed anew, so that every figure of a scenario, a comparison
and a report is the run's own. Coordinates are EPSG:4490, longitude first; money is in ten thousand yuan (万元).
"""

from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from layers.refusal import Refusal
from layers.siting_result import Buckets, Clash, FrontierPoint
from layers.vocabulary import Vocabulary


class SiteKind(Vocabulary):
    """What a plan does with a site."""

    NEW = "new", "新建"
    EXTENDED = "extended", "扩建"
    KEPT = "kept", "保留"
    CLOSED = "closed", "关停"

    @property
    def is_work(self) -> bool:
        """Whether something is to be built there."""
        return self in (SiteKind.NEW, SiteKind.EXTENDED)


class PlanStatus(Vocabulary):
    """How the search for the plan ended."""

    OPTIMAL = "optimal", "已证明最优"
    WITHIN_GAP = "within_gap", "已在允许差距之内"
    TIME = "time", "到达时限，取当时最好的方案"
    CANCELLED = "cancelled", "中途停止，取当时最好的方案"
    INFEASIBLE = "infeasible", "没有可行方案"


class _Told(BaseModel):
    """A part of what a run told; parts that a later version adds are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class SavedSite(_Told):
    """A site of the plan; `places` are what it has afterwards, `served` who is assigned to it."""

    id: str
    name: str
    lon: float | None = None
    lat: float | None = None
    township: str | None = None
    kind: SiteKind
    places: int | None = None
    places_before: int = 0
    cost_wan: float | None = None
    land_m2: float | None = None
    served: int | None = None

    @property
    def added(self) -> int:
        """How many places are built there."""
        return max(0, (self.places or 0) - self.places_before) if self.kind.is_work else 0


class PlannedTownship(_Told):
    """A township before and after."""

    code: str
    name: str
    people: int
    before: Buckets
    after: Buckets


class PlannedSettlement(PlannedTownship):
    """A settlement before and after."""

    township: str | None = None
    lon: float | None = None
    lat: float | None = None


class Alternative(_Told):
    """Another good plan; `differs_in` are the sites that only one of the two has."""

    sites: tuple[str, ...] = ()
    places: int | None = None
    cost_wan: float | None = None
    value: float | None = None
    share_of_best: float | None = None
    differs_in: tuple[str, ...] = ()


class CircumstanceCase(_Told):
    """The question under other circumstances, and what the best plan is then."""

    id: str
    title: str
    value: float | None = None
    sites: tuple[str, ...] = ()


class NoRegret(_Told):
    """A site, and in how many of the cases it is part of the best plan."""

    id: str
    name: str
    cases: int
    of: int


class Forecast(_Told):
    """The question asked of the people of a later year; `as_planned` are served then by today's plan."""

    years: int
    case: str
    title: str
    people: int
    value: float | None = None
    bound: float | None = None
    as_planned: int | None = None


def _as_words(told: object) -> object:
    """A finding may be told in words or as a record that has them."""
    return told.get("message", "") if isinstance(told, dict) else told


class SitingPlan(_Told):
    """A whole plan; `gap_words` says in a sentence how much better any other plan could be."""

    id: str = ""
    status: PlanStatus
    title: str = ""
    objective: str
    objective_title: str = ""
    unit: str = ""
    value: float | None = None
    bound: float | None = None
    gap: float | None = None
    gap_words: str = ""
    seconds: float | None = None
    question: dict[str, Any] = Field(default_factory=dict)
    sites: tuple[SavedSite, ...] = ()
    before: Buckets
    after: Buckets
    """Where a run found no plan there is nothing to be saved, so this is always there."""
    townships: tuple[PlannedTownship, ...] = ()
    settlements: tuple[PlannedSettlement, ...] = ()
    clashes: tuple[Clash, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    cases: tuple[CircumstanceCase, ...] = ()
    no_regret: tuple[NoRegret, ...] = ()
    frontier: tuple[FrontierPoint, ...] = ()
    forecast: tuple[Forecast, ...] = ()
    reached_by: str = ""
    candidates: int | None = None
    excluded: int | None = None
    invented: bool = False
    findings: tuple[Annotated[str, BeforeValidator(_as_words)], ...] = ()

    @classmethod
    def read(cls, body: bytes | str, run: str) -> Self:
        """A plan from the canonical JSON of a run.

        Raises:
            Refusal: the run is no siting run, or found no plan.
        """
        _refuse_infeasible(body, run)
        try:
            told = cls.model_validate_json(body)
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Refusal(
                f"计算“{run}”不是选址计算", f"其中没有方案应有的内容（{where}）", "请选择一次选址计算（编号见选址页）"
            ) from fault
        return told.model_copy(update={"id": run})

    @property
    def works(self) -> tuple[SavedSite, ...]:
        """The sites where something is built."""
        return tuple(site for site in self.sites if site.kind.is_work)

    @property
    def closed(self) -> tuple[SavedSite, ...]:
        """The homes the plan closes."""
        return tuple(site for site in self.sites if site.kind is SiteKind.CLOSED)

    @property
    def cost_wan(self) -> float:
        """What the plan costs, in ten thousand yuan; a site without a cost counts nothing and is named apart."""
        return sum(site.cost_wan or 0 for site in self.sites)

    @property
    def land_m2(self) -> float:
        """The land it takes, in square metres."""
        return sum(site.land_m2 or 0 for site in self.sites)

    @property
    def uncosted(self) -> tuple[SavedSite, ...]:
        """Works whose cost is not known."""
        return tuple(site for site in self.works if site.cost_wan is None)

    def township_name(self, code: str | None) -> str:
        """The township of a code as the run named it; the code itself where it named none."""
        return next((each.name for each in self.townships if each.code == code), code or "")


def by_kind(sites: Iterable[SavedSite]) -> dict[SiteKind, list[SavedSite]]:
    """Sites by what is done there, in the order of the vocabulary."""
    listed = list(sites)
    return {kind: found for kind in SiteKind if (found := [site for site in listed if site.kind is kind])}


class _Outcome(_Told):
    """Whether a run found a plan, and what stood in the way."""

    status: str
    after: Buckets | None = None
    clashes: tuple[Clash, ...] = ()


def _refuse_infeasible(body: bytes | str, run: str) -> None:
    try:
        outcome = _Outcome.model_validate_json(body)
    except ValidationError:
        return
    if outcome.status == PlanStatus.INFEASIBLE.value or outcome.after is None:
        clashes = "；".join(clash.words for clash in outcome.clashes) or "没有方案满足全部限制"
        raise Refusal(f"计算“{run}”没有得出方案", clashes, "请放宽其中一项限制，重新计算后再保存")
