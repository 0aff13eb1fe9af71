"""The figures of a plan, and the rows each is made of: a figure is the sum of its rows, or it is not told.

People are persons, money is in ten thousand yuan (万元), land in square metres.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from layers.refusal import Refusal
from layers.saved_plan import SavedSite, SiteKind, SitingPlan
from layers.services import Bucket
from layers.siting_result import Buckets

When = Literal["before", "after"]
BUCKETS = ("people", "served", "waiting", "out_of_reach")


@dataclass(frozen=True)
class FigureRow:
    """A row behind a figure: a settlement with people, or a site with what it adds."""

    kind: Literal["settlement", "site"]
    id: str
    name: str
    township: str
    amount: float
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class PlanFigure:
    """A figure: what it is called, its unit, whether more is better, how it and its rows are read from a plan."""

    id: str
    title: str
    title_en: str
    unit: str
    unit_en: str
    more_is_better: bool | None
    value: Callable[[SitingPlan, When], float]
    rows: Callable[[SitingPlan, When], list[FigureRow]]

    @property
    def is_of_people(self) -> bool:
        """Whether it counts people, and so has a value before the plan as well."""
        return self.id in BUCKETS


def figure(name: str) -> PlanFigure:
    """A figure by its id.

    Raises:
        Refusal: there is no such figure.
    """
    found = FIGURES.get(name)
    if found is None:
        known = "、".join(f"{each.id}（{each.title}）" for each in FIGURES.values())
        raise Refusal(f"没有指标“{name}”", "方案只有下列指标", f"请从中选择：{known}")
    return found


def rows_of(plan: SitingPlan, name: str, when: When = "after", township: str | None = None) -> list[FigureRow]:
    """The rows behind a figure, the largest first; of one township when its code is given.

    Raises:
        Refusal: there is no such figure.
    """
    found = figure(name).rows(plan, when)
    kept = [row for row in found if township in (None, row.township)]
    return sorted(kept, key=lambda row: (-row.amount, row.id))


def _people(name: str) -> tuple[Callable[[SitingPlan, When], float], Callable[[SitingPlan, When], list[FigureRow]]]:
    def value(plan: SitingPlan, when: When) -> float:
        return _bucket(plan.before if when == "before" else plan.after, name)

    def rows(plan: SitingPlan, when: When) -> list[FigureRow]:
        listed = [(each, _bucket(each.before if when == "before" else each.after, name)) for each in plan.settlements]
        return [
            FigureRow("settlement", each.code, each.name, each.township or "", amount, each.lon, each.lat)
            for each, amount in listed
            if amount
        ]

    return value, rows


def _bucket(buckets: Buckets, name: str) -> int:
    counted: int = getattr(buckets, name)
    return counted


def _sites(
    chosen: Callable[[SavedSite], bool], amount: Callable[[SavedSite], float]
) -> tuple[Callable[[SitingPlan, When], float], Callable[[SitingPlan, When], list[FigureRow]]]:
    def rows(plan: SitingPlan, _: When) -> list[FigureRow]:
        return [_row(site, amount(site)) for site in plan.sites if chosen(site)]

    def value(plan: SitingPlan, when: When) -> float:
        return sum(row.amount for row in rows(plan, when))

    return value, rows


def _row(site: SavedSite, amount: float) -> FigureRow:
    return FigureRow("site", site.id, site.name, site.township or "", amount, site.lon, site.lat)


def _works(site: SavedSite) -> bool:
    return site.kind.is_work


def _listed() -> Iterable[PlanFigure]:
    yield PlanFigure("people", "需要服务的人", "People in need", "人", "people", None, *_people("people"))
    yield PlanFigure("served", Bucket.SERVED.label, "Served", "人", "people", True, *_people("served"))
    yield PlanFigure(
        "waiting", Bucket.WAITING.label, "Within reach without a place", "人", "people", False, *_people("waiting")
    )
    yield PlanFigure(
        "out_of_reach", Bucket.OUT_OF_REACH.label, "Out of reach", "人", "people", False, *_people("out_of_reach")
    )
    yield PlanFigure(
        "works", "新建和扩建的点位", "Sites to build or extend", "处", "sites", None, *_sites(_works, lambda _: 1)
    )
    yield PlanFigure(
        "places", "新增的位", "Places to be added", "位", "places", None,
        *_sites(_works, lambda site: site.added),
    )  # fmt: skip
    yield PlanFigure(
        "closed", "关停的点位", "Sites closed", "处", "sites", None,
        *_sites(lambda site: site.kind is SiteKind.CLOSED, lambda _: 1),
    )  # fmt: skip
    yield PlanFigure(
        "cost_wan", "投资", "Cost", "万元", "10,000 yuan", False,
        *_sites(lambda site: bool(site.cost_wan), lambda site: site.cost_wan or 0),
    )  # fmt: skip
    yield PlanFigure(
        "land_m2", "用地", "Land", "㎡", "m²", False,
        *_sites(lambda site: bool(site.land_m2), lambda site: site.land_m2 or 0),
    )  # fmt: skip


#: Every figure of a plan by its id, in the order of tables.
FIGURES = {each.id: each for each in _listed()}
