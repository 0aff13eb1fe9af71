"""How fast people go and what makes lines a network: what ships, and over it what the county entered.

On foot metres a second by age, by vehicle kilometres an hour by class of way or by single road; the rest in the unit
its name tells.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from layers.refusal import Refusal
from layers.travel import AgeBand
from layers.vocabulary import Vocabulary
from layers.ways import WayClass


class TermKind(Vocabulary):
    """What a term is about."""

    WALK = "walk", "步行速度"
    DRIVE = "drive", "乘车速度"
    ROAD = "road", "单条道路的乘车速度"
    GRAPH = "graph", "路网约定"


#: Where a vehicle waits: how fast a place is left for the road.
ACCESS = "access"

_GRAPH = {
    "join_m": ("断头接合的容差", "m", 0.0, 50.0),
    "gap_m": ("疑似断开的间距", "m", 0.0, 200.0),
    "access_m": ("地点距道路的上限", "m", 1.0, 20_000.0),
    "fragment_share": ("孤立路段的份额上限", "", 0.0, 0.5),
}
_FASTEST_WALK, _SLOWEST_WALK, _FASTEST_DRIVE = 3.0, 0.1, 130.0


@dataclass(frozen=True)
class Term:
    """One value, where it comes from, and who entered it when; `by` is None for what ships."""

    kind: TermKind
    subject: str
    value: float
    source: str
    by: str | None = None
    at: str | None = None

    @property
    def title(self) -> str:
        """What the value is of."""
        if self.kind is TermKind.WALK:
            return AgeBand.of(self.subject).label
        if self.kind is TermKind.DRIVE:
            return "从地点到路边" if self.subject == ACCESS else WayClass.of(self.subject).label
        return _GRAPH[self.subject][0] if self.kind is TermKind.GRAPH else f"道路 {self.subject}"

    @property
    def unit(self) -> str:
        """In which unit."""
        if self.kind is TermKind.GRAPH:
            return _GRAPH[self.subject][1]
        return "m/s" if self.kind is TermKind.WALK else "km/h"


@dataclass(frozen=True)
class Terms:
    """All terms by kind and subject."""

    by_subject: Mapping[tuple[TermKind, str], Term]

    def of(self, kind: TermKind, subject: str) -> float | None:
        """The value of a subject; None when there is none."""
        found = self.by_subject.get((kind, subject))
        return None if found is None else found.value

    def need(self, kind: TermKind, subject: str) -> float:
        """The value of a subject that ships, hence is there.

        Raises:
            KeyError: it is not.
        """
        return self.by_subject[kind, subject].value

    def pace(self, age: AgeBand) -> float:
        """Metres a second on foot, on the flat."""
        return self.need(TermKind.WALK, age.value)

    @property
    def road_speeds(self) -> dict[str, float]:
        """Kilometres an hour of single roads, by their codes."""
        return {subject: term.value for (kind, subject), term in self.by_subject.items() if kind is TermKind.ROAD}

    def over(self, entered: Iterable[Term]) -> "Terms":
        """These terms, and over them what was entered, later ones over earlier ones."""
        return Terms(dict(self.by_subject) | {(each.kind, each.subject): each for each in entered})

    def faster(self, share: float) -> "Terms":
        """The same with every speed so many times as fast: for cases."""
        moved = {
            key: term if term.kind is TermKind.GRAPH else replace(term, value=term.value * share)
            for key, term in self.by_subject.items()
        }
        return Terms(moved)


def term(kind: str, subject: str, value: float, source: str) -> Term:
    """A term as somebody gives it.

    Raises:
        Refusal: the kind or the subject is unknown, or the value is beyond reason; says which are known.
    """
    if kind not in TermKind.labels():
        raise Refusal(f"没有“{kind}”这种约定", "", f"可用：{'、'.join(TermKind.labels())}")
    made = Term(TermKind.of(kind), subject.strip(), value, source.strip())
    low, high = _range(made)
    if not low <= value <= high:
        what = f"{made.title}的数值 {value:g} {made.unit}不合理"
        raise Refusal(what, f"应在 {low:g} 与 {high:g} 之间", "请核对数值和单位")
    if not made.source:
        raise Refusal(f"没有写明{made.title}的依据", "速度要能追查出处", "请写明实测记录或文件")
    return made


def _range(given: Term) -> tuple[float, float]:
    """Between which values a term may lie; a road of 0 is closed to vehicles."""
    known: Iterable[str]
    if given.kind is TermKind.WALK:
        known, limits = AgeBand.labels(), (_SLOWEST_WALK, _FASTEST_WALK)
    elif given.kind is TermKind.DRIVE:
        driven = [each.value for each in WayClass if each.is_driven]
        known, limits = (*driven, ACCESS), (1.0, _FASTEST_DRIVE)
    elif given.kind is TermKind.GRAPH:
        known = _GRAPH
        limits = _GRAPH.get(given.subject, ("", "", 0.0, 0.0))[2:]
    else:
        known, limits = (given.subject,) if given.subject else (), (0.0, _FASTEST_DRIVE)
    if given.subject not in known:
        raise Refusal(f"{given.kind.label}没有“{given.subject}”", "", f"可用：{'、'.join(known) or '道路编码'}")
    return limits


def read_terms(text: str, name: str) -> Terms:
    """The terms that ship.

    Raises:
        Refusal: the file does not follow its format, or one is missing or given twice.
    """
    try:
        rows = tomllib.loads(text)["terms"]
        given = [term(row["kind"], row["subject"], float(row["value"]), row["source"]) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise Refusal(f"{name} 不能读取", f"{fault!r}", "每一项写 kind、subject、value、source") from fault
    found = Terms({(each.kind, each.subject): each for each in given})
    if len(found.by_subject) < len(given):
        raise Refusal(f"{name} 有重复的项", "", "每个对象只写一次")
    driven = [each.value for each in WayClass if each.is_driven]
    needed: dict[TermKind, list[str]] = {
        TermKind.WALK: [*AgeBand.labels()],
        TermKind.DRIVE: [*driven, ACCESS],
        TermKind.GRAPH: list(_GRAPH),
    }
    missing = [
        f"{kind.value}/{subject}"
        for kind, all_of in needed.items()
        for subject in all_of
        if (kind, subject) not in found.by_subject
    ]
    if missing:
        raise Refusal(f"{name} 缺少 {'、'.join(missing)}", "没有它们就不能计算路程", "请补上")
    return found
