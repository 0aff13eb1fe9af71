"""What is asked beside the best plan: other good plans, other circumstances, other budgets, other years, and clashes.

Each of them has the time of the question again at most, and is told as long as it has found something.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.siting.answer import Solved, Watch
from geo.siting.clashes import Clash as Clashing
from geo.siting.clashes import clashes
from geo.siting.county import County, Plan
from geo.siting.county_flows import hand_out
from geo.siting.county_solve import Answer, Objective
from geo.siting.different import Near, different, value_of
from layers.ageing import AgeingCase
from layers.reach_ground import Ground
from layers.siting import SitingObjective
from layers.siting_cases import Future, cases, later, with_money
from layers.siting_ground import REMOTE, SitingGround
from layers.siting_result import CaseFigures, Clash, ForecastFigures, FrontierPoint, GoodPlan, StayingSite
from layers.siting_telling import Telling, answered, bound_of

_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)


@dataclass(frozen=True, eq=False)
class Beside:
    """The main answer, and how what is beside it is watched."""

    ground: SitingGround
    county: County
    main: Answer
    watch: Watch

    def again(self, what: str) -> Watch:
        """A watch with the whole time anew that goes on telling the main value and bound."""
        solved, main = self.main.solved, self.watch

        def tell(_: float | None, __: float | None, ___: str) -> None:
            main.report(solved.value, bound_of(solved), what)

        tell(None, None, "")
        return Watch(main.time_limit_s, tell, main.stop, main.gap)

    @property
    def objective(self) -> Objective:
        """What the best plan is best at."""
        return Objective(self.ground.question.objective.value)


def good_plans(beside: Beside, best: Plan) -> tuple[list[GoodPlan], bool]:
    """Other plans within the share of the best, each as different as can be; and whether no clock had a hand in it."""
    question, county = beside.ground.question, beside.county
    share = _share(beside.ground)
    near = Near.to(county, beside.objective, best, question.within, share)
    found = different(county, near, best, question.alternatives, beside.again("另外的好方案"))
    own = value_of(county, beside.objective, best)
    chosen = set(Telling(beside.ground, county, best).new_ids())
    told = []
    for plan in found.plans:
        telling = Telling(beside.ground, county, plan)
        value = value_of(county, beside.objective, plan)
        ids = telling.new_ids()
        ratio = (value / own if own else 1.0) if beside.objective.is_more_better else (own / value if value else 1.0)
        told.append(
            GoodPlan(
                sites=ids,
                places=sum(site.places - site.places_before for site in telling.sites()),
                cost_wan=round(plan.cost(county), 4),
                value=value,
                share_of_best=round(ratio, 6),
                differs_in=sorted(chosen ^ set(ids)),
            )
        )
    return told, found.is_settled


def circumstances(beside: Beside, faster: Sequence[Ground]) -> tuple[list[CaseFigures], list[StayingSite], bool]:
    """The best plan in each circumstance, and how often each site is in one."""
    figures, counts, names, settled = [], dict[str, int](), dict[str, str](), True
    listed = cases(beside.ground, faster)
    for number, case in enumerate(listed):
        watch = beside.again(f"各种情形 {number + 1}/{len(listed)}：{case.title}")
        found = beside.main if case.id == "base" else answered(case.ground, watch, beside.main.plan)
        settled = settled and found.is_settled
        ids: list[str] = []
        if found.plan is not None:
            telling = Telling(case.ground, beside.county, found.plan)
            ids = telling.new_ids()
            names |= {telling.id_of(where): telling.name_of(where) for where in found.plan.changed()}
        for each in ids:
            counts[each] = counts.get(each, 0) + 1
        solved = found.solved
        figures.append(CaseFigures(id=case.id, title=case.title, value=solved.value, bound=bound_of(solved), sites=ids))
    order = sorted(counts, key=lambda each: (-counts[each], each))
    return figures, [StayingSite(id=i, name=names[i], cases=counts[i], of=len(listed)) for i in order], settled


def frontier(beside: Beside, best: Plan | None) -> tuple[list[FrontierPoint], bool]:
    """The most people that each budget can give a place; from nothing to half as much again.

    A plan of a smaller budget is a plan of a larger one too, so that no point lies below the one before it.
    """
    question = beside.ground.question
    base = question.budget_wan or (best.cost(beside.county) if best is not None else 0.0)
    if base <= 0:
        return [], True
    asked = question.model_copy(update={"objective": SitingObjective.MOST_SERVED, "budget_wan": base})
    points: list[FrontierPoint] = []
    settled, before = True, None
    for number, step in enumerate(_STEPS):
        watch = beside.again(f"各级预算 {number + 1}/{len(_STEPS)}")
        ground = with_money(replace(beside.ground, question=asked), base * step)
        found = answered(ground, watch)
        settled = settled and found.is_settled
        plan = found.plan
        if before is not None and (plan is None or plan.people_served() < before.people_served()):
            plan = before
        before = plan
        points.append(_point(beside.county, base * step, found.solved, plan))
    return points, settled


def _point(county: County, budget: float, solved: Solved, plan: Plan | None) -> FrontierPoint:
    return FrontierPoint(
        budget_wan=round(budget, 4),
        cost_wan=None if plan is None else round(plan.cost(county), 4),
        value=None if plan is None else float(plan.people_served()),
        bound=bound_of(solved),
        sites=None if plan is None else len(plan.new(county)),
    )


def years_ahead(beside: Beside, best: Plan | None, future: Future) -> tuple[list[ForecastFigures], bool]:
    """The question asked of the people of a later year, low, middle and high; and what today's plan does then."""
    terms = beside.ground.question.forecast
    assert terms is not None  # noqa: S101 - asked only where it was wanted
    told, settled = [], True
    for case in AgeingCase:
        watch = beside.again(f"{terms.years} 年后（{case.label}）")
        ground = later(beside.ground, future, case, terms.years)
        found = answered(ground, watch, best)
        settled = settled and found.is_settled
        county = ground.county()
        told.append(
            ForecastFigures(
                years=terms.years,
                case=case.value,
                title=f"{terms.years} 年后（{case.label}）",
                people=int(county.services[0].people.sum()),
                value=found.solved.value,
                bound=bound_of(found.solved),
                as_planned=_served_then(county, best),
                sites=[] if found.plan is None else Telling(ground, county, found.plan).new_ids(),
            )
        )
    return told, settled


def _served_then(county: County, best: Plan | None) -> int | None:
    if best is None:
        return None
    plan = hand_out(replace(county, groups=()), best.taken)
    return None if plan is None else int(plan.flows[0].sum())


def _share(ground: SitingGround) -> float | None:
    asked = ground.question.target_share
    return 1.0 if asked is None and ground.question.objective is SitingObjective.FEWEST_SITES else asked


def clashing(beside: Beside) -> tuple[list[Clash], bool]:
    """Which limits leave no plan together, in the words of the question."""
    found = clashes(beside.county, beside.again("找出互相矛盾的条件"), share=_share(beside.ground))
    alone = len(found.limits) == 1
    return [_clash(beside, each, alone) for each in found.limits], found.is_proven


def _clash(beside: Beside, clash: Clashing, alone: bool) -> Clash:
    question = beside.ground.question
    why = "单是这一条就做不到" if alone else "与其余各条不能同时满足"
    if clash.limit.startswith("group:"):
        group = beside.county.groups[int(clash.limit.removeprefix("group:"))]
        wanted = sum(group.wanted(service.people) for service in beside.county.services)
        is_remote = group.name == REMOTE
        limit = "least_share_remote" if is_remote else f"least_share_per_township:{_code(beside, group.name)}"
        most = "" if clash.enough is None else f"；其余不变时至多 {clash.enough:,.0f} 人有位"
        return Clash(
            limit=limit,
            title=f"{group.name}至少 {group.least_share:.0%} 有位",
            words=f"要求至少 {wanted:,} 人有位，{why}{most}",
        )
    limit, title, unit = _NAMED[clash.limit]
    given = {
        "sites": question.sites,
        "budget": question.budget_wan,
        "land": question.land_m2,
        "target": None if _share(beside.ground) is None else f"{_share(beside.ground):.0%}",
        "spread": None if question.largest_spread is None else f"{question.largest_spread:.0%}",
    }[clash.limit]
    return Clash(limit=limit, title=f"{title} {given}{unit}", words=f"{why}{_would_do(clash, unit)}")


def _would_do(clash: Clashing, unit: str) -> str:
    if clash.enough is None or clash.limit == "spread":
        return ""
    if clash.limit == "target":
        return f"；其余不变时至多 {clash.enough:,.0f} 人有位"
    enough = math.ceil(clash.enough - 1e-6)
    return f"；其余不变时要 {enough:,}{unit}才够"


_NAMED = {
    "sites": ("sites", "新建至多", " 处"),
    "budget": ("budget_wan", "投资至多", " 万元"),
    "land": ("land_m2", "用地至多", " 平方米"),
    "target": ("target_share", "全县至少有位", ""),
    "spread": ("largest_spread", "各乡镇有位比例至多相差", ""),
}


def _code(beside: Beside, name: str) -> str:
    names = beside.ground.township_names
    return next((code for code, known in names.items() if known == name), name)
