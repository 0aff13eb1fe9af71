"""A question of siting answered: solved, proven, and told in the clerk's words."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.siting.answer import Solved, Watch
from geo.siting.county import County, Limits, Plan
from geo.siting.county_flows import hand_out
from geo.siting.county_solve import Answer, Objective, solve
from layers.saved_plan import SiteKind
from layers.siting import SitingObjective
from layers.siting_ground import SitingGround
from layers.siting_result import Buckets, PlannedSite, ServiceFigures, SettlementFigures, TownshipFigures

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Telling:
    """A plan beside the ground it stands on, ready to be told."""

    ground: SitingGround
    county: County
    plan: Plan

    @classmethod
    def as_it_is(cls, ground: SitingGround, county: County) -> "Telling":
        """Nothing is built, and the places are shared out as well as they can be."""
        bare = replace(county, groups=(), limits=Limits())
        plan = hand_out(bare, (0,) * len(county.places))
        assert plan is not None  # noqa: S101 - without shares to keep there always is one
        return cls(ground, county, plan)

    def buckets(self, number: int = 0) -> list[Buckets]:
        """The three buckets of each settlement, for a service."""
        service = self.county.services[number]
        stands = np.array([self._stands(where, number) for where in range(len(self.county.places))], np.bool_)
        reaching = np.zeros(len(service.people), np.bool_)
        np.logical_or.at(reaching, service.who, stands[service.reach.supplies])
        told = zip(
            service.people.tolist(), self.plan.served(self.county, number).tolist(), reaching.tolist(), strict=True
        )
        return [Buckets.of(people, served, reaches) for people, served, reaches in told]

    def sites(self) -> list[PlannedSite]:
        """Everything that stands in the plan, and what it closes: new ones first, then homes, as they were listed."""
        homes = len(self.ground.homes)
        order = [*range(homes, len(self.county.places)), *range(homes)]
        changed = set(self.plan.changed())
        return [self._site(where) for where in order if where < homes or where in changed]

    def new_ids(self) -> list[str]:
        """The ids of all places that are not as they were."""
        return [self.id_of(where) for where in self.plan.changed()]

    def id_of(self, where: int) -> str:
        """The id of a place."""
        homes = self.ground.homes
        return homes[where][1].id if where < len(homes) else self.ground.candidates[where - len(homes)].id

    def name_of(self, where: int) -> str:
        """The name of a place."""
        homes = self.ground.homes
        return homes[where][1].name if where < len(homes) else self.ground.candidates[where - len(homes)].name

    def _stands(self, where: int, number: int) -> bool:
        homes = self.ground.homes
        choice = self.county.places[where].choices[self.plan.taken[where]]
        if where < len(homes):
            return self.kind_of(where) is not SiteKind.CLOSED
        return choice.places[number] > 0

    def kind_of(self, where: int) -> SiteKind:
        """What becomes of a place."""
        if where >= len(self.ground.homes):
            return SiteKind.NEW
        taken = self.plan.taken[where]
        if not taken:
            return SiteKind.KEPT
        return SiteKind.CLOSED if sum(self.county.places[where].choices[taken].places) == 0 else SiteKind.EXTENDED

    def _site(self, where: int) -> PlannedSite:
        county, homes = self.county, self.ground.homes
        choices = county.places[where].choices
        taken = choices[self.plan.taken[where]]
        services = self.ground.services
        is_home = where < len(homes)
        number = homes[where][0] if is_home else 0
        also = {} if is_home else {own.joint.service.value: taken.places[at] for at, own in enumerate(services) if at}
        return PlannedSite(
            id=self.id_of(where),
            name=self.name_of(where),
            **self._place(where),
            kind=self.kind_of(where).value,
            service=services[number].joint.service.value,
            places=taken.places[number],
            places_before=choices[0].places[number],
            also={name: places for name, places in also.items() if places},
            cost_wan=taken.cost,
            land_m2=taken.land,
            served=int(self.plan.used(county, number)[where]),
            layer=homes[where][1].layer if is_home else None,
        )

    def _place(self, where: int) -> dict[str, object]:
        homes = self.ground.homes
        if where < len(homes):
            home = homes[where][1]
            return {"lon": home.x, "lat": home.y, "township": self.ground.home_townships.get(home.id)}
        candidate = self.ground.candidates[where - len(homes)]
        return {"lon": candidate.lon, "lat": candidate.lat, "township": candidate.township}


def settlements(before: Telling, after: Telling | None) -> list[SettlementFigures]:
    """Every settlement before and after; without a plan, after is as before."""
    old = before.buckets()
    new = old if after is None else after.buckets()
    return [
        SettlementFigures(
            code=village.code, name=village.name, township=village.township, lon=village.x, lat=village.y,
            people=was.people, before=was, after=becomes,
        )
        for village, was, becomes in zip(before.ground.villages, old, new, strict=True)
    ]  # fmt: skip


def townships(ground: SitingGround, rows: list[SettlementFigures]) -> list[TownshipFigures]:
    """Every township before and after, as the sum of its settlements."""
    grouped: dict[str, list[SettlementFigures]] = {}
    for row in rows:
        grouped.setdefault(row.township, []).append(row)
    return [
        TownshipFigures(
            code=code,
            name=ground.township_names.get(code, code),
            people=sum(row.people for row in members),
            before=Buckets.sum([row.before for row in members]),
            after=Buckets.sum([row.after for row in members]),
        )
        for code, members in sorted(grouped.items())
    ]


def joint(before: Telling, after: Telling | None) -> list[ServiceFigures]:
    """The other services of the same buildings."""
    return [
        ServiceFigures(
            service=own.joint.service.value,
            title=own.title,
            before=Buckets.sum(before.buckets(number)),
            after=Buckets.sum((after or before).buckets(number)),
        )
        for number, own in enumerate(before.ground.services)
        if number
    ]


def answered(ground: SitingGround, watch: Watch, like: Plan | None = None) -> Answer:
    """Solve the question of a ground; of equally good plans, one that is like another."""
    question = ground.question
    return solve(ground.county(), Objective(question.objective.value), watch, share=question.target_share, like=like)


def bound_of(solved: Solved) -> float | None:
    """The bound, where one is known and a plan stands beside it."""
    return solved.bound if solved.value is not None and math.isfinite(solved.bound) else None


def unit_of(ground: SitingGround) -> str:
    """The unit of the value."""
    way = ground.question.mode.unit_label
    return {
        SitingObjective.MOST_SERVED: "人",
        SitingObjective.FEWEST_SITES: "处",
        SitingObjective.LEAST_TRAVEL: f"人·{way}",
        SitingObjective.LEAST_WORST: way,
    }[ground.question.objective]


def gap_words(ground: SitingGround, solved: Solved) -> str:
    """How far the plan may be from the best, as it is said before the county head."""
    if solved.status == "infeasible":
        return "这些条件不能同时满足，没有可行的方案"
    if solved.value is None:
        return "时限内没有找到方案，也没有证明没有：请延长时限或放宽条件"
    if solved.gap == 0:
        return _BEST[ground.question.objective]
    if solved.gap is None or not math.isfinite(solved.bound):
        return "还不知道离最好有多远：请延长时限"
    more = abs(solved.bound - solved.value)
    share = 100 * more / abs(solved.value) if solved.value else 100.0
    amount = f"{math.ceil(more - 1e-9):,}" if more >= 1 else f"{more:.3g}"
    how = "多" if ground.question.objective is SitingObjective.MOST_SERVED else "少"
    return f"没有任何方案能比它{how}出 {amount} {unit_of(ground)}以上（{_percent(share)}）"


def _percent(share: float) -> str:
    return "不到 0.01 %" if share < 0.01 else f"{share:.2f} %"  # noqa: PLR2004 - two decimals are told


_BEST = {
    SitingObjective.MOST_SERVED: "已证明：同样的条件下，没有任何方案能让更多的人有位",
    SitingObjective.FEWEST_SITES: "已证明：同样的条件下，少建一处都不行",
    SitingObjective.LEAST_TRAVEL: "已证明：有位的人同样多时，没有任何方案路程更短",
    SitingObjective.LEAST_WORST: "已证明：有位的人同样多时，没有任何方案能让最远的人更近",
}
