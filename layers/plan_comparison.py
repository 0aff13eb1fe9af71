"""Two plans side by side: what differs, in sentences that stand without the table beside them.

Sites of two runs are the same when they are at the same place, to about a metre: a drawn point may be the first of one
run and the third of another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from layers.plan_figures import FIGURES, PlanFigure
from layers.saved_plan import PlannedTownship, SavedSite, SitingPlan
from layers.services import Bucket

_SAME_PLACE_DECIMALS = 5
_NAMED = 5
_ASKED = {
    "service": "服务",
    "objective": "目标",
    "mode": "出行方式",
    "limit": "可达上限",
    "age": "年龄",
    "as_of": "截至日期",
    "budget_wan": "预算（万元）",
    "land_m2": "用地（㎡）",
    "sites": "新建处数",
    "least_share_per_township": "各乡镇最低比例",
    "zones": "控制区规则",
}
# Where these differ, people of one plan are not people of the other.
_INCOMPARABLE = ("service", "mode", "limit", "age", "as_of")


@dataclass(frozen=True)
class Sentence:
    """A difference in words; `ids` are the sites or townships it speaks of, `figure` the figure it tells."""

    id: str
    words: str
    about: Literal["question", "figure", "site", "township", "proof"]
    figure: str | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedFigure:
    """A figure in both plans."""

    figure: PlanFigure
    left: float
    right: float

    @property
    def difference(self) -> float:
        """By how much the right plan has more."""
        return self.right - self.left

    @property
    def better(self) -> Literal["left", "right"] | None:
        """Which plan is the better one by this figure; None where they are equal or neither is."""
        if self.difference == 0 or self.figure.more_is_better is None:
            return None
        return "right" if (self.difference > 0) == self.figure.more_is_better else "left"


@dataclass(frozen=True)
class ComparedSite:
    """A place at which at least one plan does something; None where a plan knows nothing of it."""

    left: SavedSite | None
    right: SavedSite | None

    @property
    def either(self) -> SavedSite:
        """The site of the left plan, else of the right."""
        found = self.left or self.right
        assert found is not None  # noqa: S101 - one of them made it
        return found

    @property
    def is_same(self) -> bool:
        """Whether both plans do the same there."""
        return self.left is not None and self.right is not None and _done(self.left) == _done(self.right)


@dataclass(frozen=True)
class ComparedTownship:
    """A township after both plans."""

    left: PlannedTownship
    right: PlannedTownship

    @property
    def difference(self) -> int:
        """How many more people have a place in the right plan."""
        return self.right.after.served - self.left.after.served


@dataclass(frozen=True)
class Comparison:
    """Two plans, their differences and the sentences that tell them."""

    figures: tuple[ComparedFigure, ...]
    sites: tuple[ComparedSite, ...]
    townships: tuple[ComparedTownship, ...]
    sentences: tuple[Sentence, ...]


def compare(left: SitingPlan, right: SitingPlan, names: tuple[str, str]) -> Comparison:
    """Compare two plans that are called by these names."""
    figures = tuple(
        ComparedFigure(each, each.value(left, "after"), each.value(right, "after")) for each in FIGURES.values()
    )
    sites = tuple(_sites(left, right))
    townships = tuple(_townships(left, right))
    told = _Telling(left, right, names, figures, sites, townships)
    return Comparison(figures, sites, townships, tuple(told.sentences()))


def amount(value: float) -> str:
    """A number as it is said: separators, and decimals only where there are any."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def listed(names: Sequence[str], unit: str = "处") -> str:
    """Names in a row; of many, the first and their number."""
    told = "、".join(names[:_NAMED])
    return f"{told}等 {len(names)} {unit}" if len(names) > _NAMED else told


def _sites(left: SitingPlan, right: SitingPlan) -> Iterator[ComparedSite]:
    here = {_place(site): site for site in left.sites}
    there = {_place(site): site for site in right.sites}
    for place in sorted({**here, **there}, key=lambda at: ((here.get(at) or there[at]).name, str(at))):
        pair = ComparedSite(here.get(place), there.get(place))
        if any(site is not None and (site.kind.is_work or site.kind == "closed") for site in (pair.left, pair.right)):
            yield pair


def _townships(left: SitingPlan, right: SitingPlan) -> Iterator[ComparedTownship]:
    there = {each.code: each for each in right.townships}
    for each in left.townships:
        if each.code in there:
            yield ComparedTownship(each, there[each.code])


def _place(site: SavedSite) -> tuple[float, float] | str:
    if site.lon is None or site.lat is None:
        return site.id
    return (round(site.lon, _SAME_PLACE_DECIMALS), round(site.lat, _SAME_PLACE_DECIMALS))


def _done(site: SavedSite) -> tuple[str, int | None]:
    return (site.kind.value, site.places)


@dataclass(frozen=True)
class _Telling:
    left: SitingPlan
    right: SitingPlan
    names: tuple[str, str]
    figures: tuple[ComparedFigure, ...]
    sites: tuple[ComparedSite, ...]
    townships: tuple[ComparedTownship, ...]

    def sentences(self) -> Iterable[Sentence]:
        """Every sentence; when nothing differs, one that says so."""
        told = [*self._question(), *self._people(), *self._cost(), *self._where(), *self._by_township()]
        if not told:
            one, other = self._quoted
            told = [Sentence("same", f"{one}与{other}的问题、点位和结果完全相同。", "question")]
        return [*told, *self._proof()]

    @property
    def _quoted(self) -> tuple[str, str]:
        return f"“{self.names[0]}”", f"“{self.names[1]}”"

    def _question(self) -> Iterator[Sentence]:
        one, other = self.left.question, self.right.question
        different = [name for name in _ASKED if one.get(name) != other.get(name)]
        if not different:
            return
        parts = [f"{_ASKED[name]} {_said(one.get(name))} 与 {_said(other.get(name))}" for name in different]
        warning = "人数的口径因此不同，不宜直接相减。" if set(different) & set(_INCOMPARABLE) else ""
        yield Sentence("question", f"两个方案所问不同：{'；'.join(parts)}。{warning}", "question")

    def _people(self) -> Iterator[Sentence]:
        for each in self.figures:
            if not each.figure.is_of_people or each.difference == 0:
                continue
            more, less, by = self._ordered(each)
            share = self._points(each) if each.figure.id == "served" else ""
            words = f"{more}比{less}多 {by} 人{_verb(each.figure.id)}（{self._pair(each)}）{share}。"
            yield Sentence(f"figure-{each.figure.id}", words, "figure", each.figure.id)

    def _cost(self) -> Iterator[Sentence]:
        served = self._figure("served").difference
        for name in ("cost_wan", "land_m2"):
            each = self._figure(name)
            if each.difference == 0:
                continue
            more, less, by = self._ordered(each)
            word = "投资" if name == "cost_wan" else "用地"
            per = ""
            if name == "cost_wan" and served * each.difference > 0:
                per = f"，每多一人有位合 {amount(round(each.difference / served, 2))} 万元"
            words = f"{more}{word}比{less}多 {by} {each.figure.unit}（{self._pair(each)}）{per}。"
            yield Sentence(f"figure-{name}", words, "figure", name)
        for plan, name in zip((self.left, self.right), self._quoted, strict=True):
            if plan.uncosted and plan.cost_wan:
                told = listed([site.name for site in plan.uncosted])
                yield Sentence(f"uncosted-{plan.id}", f"{name}的投资不含未给出造价的{told}。", "figure", "cost_wan")

    def _where(self) -> Iterator[Sentence]:
        for side, name in (("left", self._quoted[0]), ("right", self._quoted[1])):
            other = "right" if side == "left" else "left"
            works = [s for s in self.sites if _acts(s, side, work=True) and not _acts(s, other, work=True)]
            if works:
                told = listed([_with_places(getattr(site, side)) for site in works])
                yield Sentence(f"only-{side}", f"只有{name}新建或扩建：{told}。", "site", "works", _ids(works))
            shut = [s for s in self.sites if _acts(s, side, work=False) and not _acts(s, other, work=False)]
            if shut:
                told = listed([site.either.name for site in shut])
                yield Sentence(f"closes-{side}", f"只有{name}关停：{told}。", "site", "closed", _ids(shut))
        changed = [
            s for s in self.sites if _acts(s, "left", work=True) and _acts(s, "right", work=True) and not s.is_same
        ]
        if changed:
            told = listed([f"{s.either.name}（{_places(s.left)} 与 {_places(s.right)}）" for s in changed])
            yield Sentence("places", f"两个方案都建、规模不同：{told}。", "site", "places", _ids(changed))

    def _by_township(self) -> Iterator[Sentence]:
        for name, sign in zip(self._quoted, (-1, 1), strict=True):
            better = sorted(
                (each for each in self.townships if sign * each.difference > 0),
                key=lambda each: (-sign * each.difference, each.left.code),
            )
            if better:
                told = listed([f"{each.left.name}多 {amount(abs(each.difference))} 人" for each in better], "个乡镇")
                codes = tuple(each.left.code for each in better)
                yield Sentence(f"townships-{sign}", f"{name}让更多人有位的乡镇：{told}。", "township", "served", codes)

    def _proof(self) -> Iterator[Sentence]:
        for plan, name in zip((self.left, self.right), self._quoted, strict=True):
            words = plan.gap_words or f"{plan.status.label}。"
            yield Sentence(f"proof-{plan.id}", f"{name}：{words.rstrip('。')}。", "proof")

    def _figure(self, name: str) -> ComparedFigure:
        return next(each for each in self.figures if each.figure.id == name)

    def _ordered(self, each: ComparedFigure) -> tuple[str, str, str]:
        one, other = self._quoted
        more, less = (other, one) if each.difference > 0 else (one, other)
        return more, less, amount(abs(each.difference))

    def _pair(self, each: ComparedFigure) -> str:
        high, low = max(each.left, each.right), min(each.left, each.right)
        return f"{amount(high)} 与 {amount(low)}"

    def _points(self, each: ComparedFigure) -> str:
        shares = [plan.after.served_share for plan in (self.left, self.right)]
        if None in shares or self.left.after.people != self.right.after.people:
            return ""
        return f"，高 {abs(each.difference) / self.left.after.people * 100:.1f} 个百分点"


def _verb(name: str) -> str:
    return "需要服务" if name == "people" else Bucket.of(name).label


def _acts(site: ComparedSite, side: str, *, work: bool) -> bool:
    own: SavedSite | None = getattr(site, side)
    return own is not None and (own.kind.is_work if work else own.kind == "closed")


def _with_places(site: SavedSite) -> str:
    return f"{site.name}（{site.kind.label}，{_places(site)}）"


def _places(site: SavedSite | None) -> str:
    return "不建" if site is None else "规模未定" if site.places is None else f"{amount(site.places)} 位"


def _ids(sites: Sequence[ComparedSite]) -> tuple[str, ...]:
    return tuple(site.either.id for site in sites)


def _said(value: Any) -> str:  # noqa: ANN401 - whatever a question holds
    return "未限定" if value is None else amount(value) if isinstance(value, int | float) else str(value)
