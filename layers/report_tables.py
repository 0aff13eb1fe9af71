"""The tables of a report, cell by cell as they are printed; and the same as numbers, for a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from layers.plan_comparison import amount
from layers.saved_plan import SitingPlan
from layers.siting_result import Buckets

DASH = "—"
MOST_ROWS = 20
_ORDER = ("sites", "townships", "far", "alternatives", "no_regret", "frontier", "forecast")
Number = float | int | None


@dataclass(frozen=True)
class SiteLine:
    """A site as a table prints it."""

    place: str
    name: str
    township: str
    kind: str
    places: str
    added: str
    cost: str
    land: str
    served: str


@dataclass(frozen=True)
class TownshipLine:
    """A township before and after as a table prints it."""

    name: str
    people: str
    served_before: str
    share_before: str
    served_after: str
    share_after: str
    waiting_after: str
    out_after: str
    gained: str


@dataclass(frozen=True)
class FarLine:
    """A settlement whose people reach nothing even then."""

    place: str
    name: str
    township: str
    people: str
    out_of_reach: str


@dataclass(frozen=True)
class Line:
    """A line of a short table: up to five cells."""

    a: str
    b: str
    c: str = ""
    d: str = ""
    e: str = ""


@dataclass(frozen=True)
class ReportTables:
    """All tables; one without rows is not printed, and those that are bear numbers without a gap.

    `unlisted` says how many rows a table leaves out.
    """

    sites: tuple[SiteLine, ...]
    townships: tuple[TownshipLine, ...]
    far: tuple[FarLine, ...]
    unlisted: str
    alternatives: tuple[Line, ...]
    no_regret: tuple[Line, ...]
    frontier: tuple[Line, ...]
    forecast: tuple[Line, ...]
    number: dict[str, str] = field(default_factory=dict)


def tables_of(plan: SitingPlan) -> ReportTables:
    """The tables of a plan."""
    far = sorted(
        (each for each in plan.settlements if each.after.out_of_reach),
        key=lambda each: (-each.after.out_of_reach, each.code),
    )
    tables = ReportTables(
        sites=tuple(_sites(plan)),
        townships=tuple(_townships(plan)),
        far=tuple(
            FarLine(
                str(place),
                each.name,
                plan.township_name(each.township),
                amount(each.people),
                amount(each.after.out_of_reach),
            )
            for place, each in enumerate(far[:MOST_ROWS], 1)
        ),
        unlisted=f"其余 {len(far) - MOST_ROWS} 个村（社区）见同编号的表格（XLSX）。" if len(far) > MOST_ROWS else "",
        alternatives=tuple(_alternatives(plan)),
        no_regret=tuple(Line(each.name, f"{each.cases} / {each.of}") for each in plan.no_regret),
        frontier=tuple(
            Line(amount(each.budget_wan), said(each.cost_wan), said(each.value), said(each.bound), said(each.sites))
            for each in plan.frontier
        ),
        forecast=tuple(
            Line(each.title, amount(each.people), said(each.as_planned), said(each.value)) for each in plan.forecast
        ),
    )
    printed = [name for name in _ORDER if getattr(tables, name)]
    return replace(tables, number={name: f"表{place}" for place, name in enumerate(printed, 1)})


def said(value: Number) -> str:
    """A number, or a dash where there is none."""
    return DASH if value is None else amount(round(value, 2))


def percent(buckets: Buckets) -> str:
    """Who has a place, of all; a dash where nobody is; never 100 % with somebody left out, nor 0 % of some."""
    share = buckets.served_share
    if share is None:
        return DASH
    told = f"{share:.1%}"
    if told == "100.0%" and buckets.served < buckets.people:
        return "99.9%"
    return "0.1%" if told == "0.0%" and buckets.served else told


def _sites(plan: SitingPlan) -> Iterator[SiteLine]:
    listed = [*plan.works, *plan.closed]
    for place, site in enumerate(listed, 1):
        yield SiteLine(
            str(place),
            site.name,
            plan.township_name(site.township) or DASH,
            site.kind.label,
            said(site.places),
            said(site.added),
            said(site.cost_wan),
            said(site.land_m2),
            said(site.served),
        )
    if listed:
        added = sum(site.added for site in plan.works)
        yield SiteLine("", "合计", "", "", "", said(added), said(plan.cost_wan), said(plan.land_m2), "")


def _townships(plan: SitingPlan) -> Iterator[TownshipLine]:
    for each in plan.townships:
        yield _township(each.name, each.before, each.after)
    if plan.townships:
        yield _township("合计", plan.before, plan.after)


def _township(name: str, before: Buckets, after: Buckets) -> TownshipLine:
    gained = after.served - before.served
    return TownshipLine(
        name,
        amount(after.people),
        amount(before.served),
        percent(before),
        amount(after.served),
        percent(after),
        amount(after.waiting),
        amount(after.out_of_reach),
        f"+{amount(gained)}" if gained > 0 else amount(gained).replace("-", "−"),
    )


def _alternatives(plan: SitingPlan) -> Iterator[Line]:
    # A site of another plan is a settlement, or one that some case chose; what bears no name is told by its id.
    names = {each.code: each.name for each in plan.settlements}
    names |= {each.id: each.name for each in plan.no_regret} | {site.id: site.name for site in plan.sites}
    for place, each in enumerate(plan.alternatives, 1):
        share = DASH if each.share_of_best is None else f"{each.share_of_best:.1%}"
        differs = "、".join(names.get(site, site) for site in each.differs_in) or DASH
        yield Line(f"方案{place}", said(each.value), share, said(each.cost_wan), differs)
