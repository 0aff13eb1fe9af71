"""The scorecard: every township and the county against every target of a policy, with the gap in what must be done.

A target of each township is told of the county as how many townships reach it. A target of the county is shown beside
a township's figure where that is a ratio, for comparison; of a number of things it is the county's alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from layers.policies import Policy, Target
from layers.population import PopulationBasis
from layers.scorecard.facts import Facts, Line, Origin, Unit
from layers.scorecard.measured import Measured, Rows
from layers.scorecard.words import gap_words, plain

_TOWNSHIPS = "个乡镇"


@dataclass(frozen=True)
class Cell:
    """One figure of one unit against its target; what is None is unknown or does not apply, and `because` says why.

    `gap` counts `gap_unit`; `tier` is the tier of population the unit stands in. `rows` are behind the figure.
    """

    target_id: str
    value: Decimal | None
    unit: str
    target: Decimal | None = None
    met: bool | None = None
    gap: Decimal | None = None
    gap_unit: str = ""
    gap_words: str | None = None
    because: str | None = None
    tier: str | None = None
    notes: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = ()

    @property
    def invented(self) -> bool:
        """Whether invented sample data stand behind it."""
        return any(line.origin.invented for part in self.rows for line in part.lines)


@dataclass(frozen=True)
class CardRow:
    """A unit with its cells, in the order of the policy."""

    unit: Unit
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Card:
    """A policy over a county on a day: the townships, and the county last."""

    policy: Policy
    facts: Facts
    rows: tuple[CardRow, ...]

    @property
    def county(self) -> CardRow:
        """The county's own row."""
        return self.rows[-1]


def card(policy: Policy, facts: Facts, targets: Sequence[Target] | None = None) -> Card:
    """Set every unit against every target, or against some of them."""
    asked = policy.targets if targets is None else targets
    columns = [_column(facts, target) for target in asked]
    units = (*facts.townships, facts.county)
    rows = tuple(CardRow(unit, tuple(column[unit.code] for column in columns)) for unit in units)
    return Card(policy, facts, rows)


def _column(facts: Facts, target: Target) -> Mapping[str, Cell]:
    """The cells of one target by unit."""
    cells = {unit.code: _township(facts, unit, target) for unit in facts.townships}
    whole = _reached(facts, target, cells) if target.each else _cell(facts, facts.county, target, target.value)
    return cells | {facts.county.code: whole}


def _township(facts: Facts, unit: Unit, target: Target) -> Cell:
    if not target.each and target.measure.is_sum(target.terms):
        return replace(_cell(facts, unit, target, None), because="全县目标，不分解到乡镇（街道）")
    basis = target.sheet.tiers_count or PopulationBasis.RESIDENT
    people = facts.people_of(unit, basis) if target.tiers else None
    value, tier = target.value_for(people.people if people else None)
    found = replace(_cell(facts, unit, target, value), tier=tier)
    if people is not None:
        counted = Rows(f"分档人口（{basis.label}）", "人", (_people(people.title, people.people, people.origin),))
        return replace(found, rows=(*found.rows, counted))
    if value is None and found.because is None:
        return replace(found, because=f"{basis.label}人口未知，不能分档")
    return found


def _people(title: str, people: int, origin: Origin) -> Line:
    return Line(None, title, title, Decimal(people), "", origin)


def _cell(facts: Facts, unit: Unit, target: Target, wanted: Decimal | None) -> Cell:
    """A unit's figure against a target; without one, the figure alone."""
    measured = target.measure.reads(facts, unit, target.terms)
    value, direction, strict = measured.value, target.sheet.direction, bool(target.sheet.strict)
    counts = target.measure.counts_of(target.terms)
    told = Cell(
        target.id, value, target.unit, wanted, gap_unit=counts, because=measured.because, notes=measured.notes,
        rows=measured.rows,
    )  # fmt: skip
    if value is None or wanted is None:
        return told
    met, gap = measured.meets(wanted, direction, strict=strict), measured.gap(wanted, direction, strict=strict)
    words = None if met else _lacking(target, measured, wanted, gap, counts)
    return replace(told, met=met, gap=gap, gap_words=words)


def _lacking(target: Target, measured: Measured, wanted: Decimal, gap: Decimal | None, counts: str) -> str:
    sentence = gap_words(target, wanted, gap, counts, measured.value)
    return f"{sentence}；{measured.lacks}" if measured.lacks else sentence


def _reached(facts: Facts, target: Target, cells: Mapping[str, Cell]) -> Cell:
    """How many townships reach a target that each must reach, and what is lacking in the others together."""
    names = {unit.code: unit.name for unit in facts.townships}
    met = [code for code, cell in cells.items() if cell.met]
    short = {code: cell for code, cell in cells.items() if cell.met is False}
    unknown = [code for code, cell in cells.items() if cell.met is None]
    counts = target.measure.counts_of(target.terms)
    known = [cell.gap for cell in short.values() if cell.gap is not None]
    gap = sum(known, Decimal(0)) if len(known) == len(short) and not unknown else None
    notes = (f"{len(unknown)} 个乡镇（街道）没有数：{'、'.join(names[code] for code in unknown)}",) if unknown else ()
    reached = None if len(unknown) == len(cells) else Decimal(len(met))
    return Cell(
        target.id,
        reached,
        _TOWNSHIPS,
        Decimal(len(cells)),
        None if reached is None else (False if short else None if unknown else True),
        gap,
        counts,
        _short_words(short, names, gap, counts),
        "各乡镇（街道）都没有数" if reached is None else None,
        notes=notes,
        rows=(_towns("达标的", met, cells, names), _towns("未达标的", list(short), cells, names, is_lacking=True)),
    )


def _short_words(short: Mapping[str, Cell], names: Mapping[str, str], gap: Decimal | None, counts: str) -> str | None:
    if not short:
        return None
    towns = "、".join(names[code] for code in list(short)[:3]) + ("等" if len(short) > 3 else "")  # noqa: PLR2004 - a few names
    whole = "" if gap is None else f"，共差 {plain(gap)} {counts}"
    return f"{len(short)} 个乡镇（街道）未达标（{towns}）{whole}"


def _towns(
    words: str, codes: Sequence[str], cells: Mapping[str, Cell], names: Mapping[str, str], *, is_lacking: bool = False
) -> Rows:
    lines = tuple(
        Line(
            "divisions",
            code,
            names[code],
            cells[code].value,
            _against(cells[code]),
            Origin(invented=cells[code].invented),
        )
        for code in codes
    )
    unit = cells[codes[0]].unit if codes else ""
    return Rows(f"{words}乡镇（街道）", unit, lines, is_lacking)


def _against(cell: Cell) -> str:
    wanted = "" if cell.target is None else f"目标 {plain(cell.target)} {cell.unit}"
    return "；".join(filter(None, (wanted, cell.gap_words)))
