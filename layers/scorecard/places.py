"""Figures of places: how many facilities there are, and which villages have one."""

from decimal import Decimal

from layers.facility import Facility
from layers.scorecard.facts import Facts, Kept, Unit
from layers.scorecard.lines import line, named, rows, villages
from layers.scorecard.measured import PERCENT, Measured, nothing
from layers.scorecard.terms import PlacesTerms, VillagesTerms, record_of


def chosen(facts: Facts, unit: Unit, terms: PlacesTerms) -> tuple[list[tuple[Facility, Kept]], tuple[str, ...]]:
    """The facilities of a unit that are meant, and what must be known of those that could not be judged."""
    form = record_of(terms.layer)
    found = [] if form is None else facts.rows(form, unit)
    meant = [(each, kept) for each, kept in found if isinstance(each, Facility) and _is_meant(each, terms)]
    window = terms.opened_from is not None or terms.opened_to is not None
    undated = [each.name for each, _ in meant if window and each.opened_on is None]
    dated = [(each, kept) for each, kept in meant if not window or _within(each, terms)]
    return dated, ((f"未填启用日期，不能判断是否在期内，未计：{named(undated)}",) if undated else ())


def _is_meant(each: Facility, terms: PlacesTerms) -> bool:
    kind = str(getattr(each, "kind", ""))
    return each.stage.value in terms.stages and (terms.kinds is None or kind in terms.kinds)


def _within(each: Facility, terms: PlacesTerms) -> bool:
    """A plan or a building site has not opened: it is in the window until it has."""
    if each.opened_on is None:
        return not each.stage.in_service and each.stage.value in terms.stages
    begun = terms.opened_from is None or each.opened_on >= terms.opened_from
    return begun and (terms.opened_to is None or each.opened_on < terms.opened_to)


def number_of_places(facts: Facts, unit: Unit, terms: PlacesTerms) -> Measured:
    """How many there are."""
    found, notes = chosen(facts, unit, terms)
    listed = rows("计入的设施", "处", [line(each, kept, 1, each.stage.label) for each, kept in found])
    return Measured(Decimal(len(found)), rows=(listed,), notes=notes)


def villages_with(facts: Facts, unit: Unit, terms: VillagesTerms) -> Measured:
    """The share of villages that have such a place."""
    all_villages = villages(facts, unit)
    if not all_villages:
        return nothing("登记库中没有这里的村（社区）")
    found, notes = chosen(facts, unit, terms)
    here = [(each, kept) for each, kept in found if (kept.village_m or 0) <= terms.within_m]
    covered = {kept.village for _, kept in here if kept.village is not None}
    lacking = [(village, kept) for village, kept in all_villages if village.code not in covered]
    return Measured(
        Decimal(len(all_villages) - len(lacking)),
        Decimal(len(all_villages)),
        PERCENT,
        (
            rows("没有的村（社区）", "个", [line(village, kept, 1) for village, kept in lacking], is_lacking=True),
            rows("计入的设施", "处", [line(each, kept, 1, _village_words(kept)) for each, kept in here]),
        ),
        notes=notes,
    )


def _village_words(kept: Kept) -> str:
    if kept.village is None:
        return ""
    return f"属 {kept.village}" if not kept.village_m else f"最近 {kept.village}，{kept.village_m:,.0f} m"
