"""Figures that offices report: entered with their source and day, read as of a day, every entry in the audit log."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as put
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import BadInput
from data.refusals import refusals_in_chinese
from data.reported_tables import REPORTED_FIGURES as TABLE
from layers.record import Disclosure
from layers.scorecard.facts import Origin, Reported


@dataclass(frozen=True)
class Entry:
    """A report as it is entered: the number itself, or part and whole; amounts in the figure's unit."""

    told: Reported
    disclosure: Disclosure = Disclosure.INTERNAL


@dataclass(frozen=True)
class KeptEntry:
    """A report as it is kept, with who entered it last."""

    told: Reported
    disclosure: Disclosure
    updated_at: dt.datetime
    updated_by: str


def put_figure(session: Session, entry: Entry) -> None:
    """Enter a report, or correct the one of the same figure, division and day.

    Raises:
        BadInput: neither a number nor part and whole, a part larger than its whole, or no source.
        Forbidden: who acts does not report for this division.
    """
    told = entry.told
    if told.value is None and told.part is None:
        raise BadInput("填报没有数", "数值 value，或分子 part 和分母 whole，须填一种", "请补填")
    if (told.part is None) != (told.whole is None):
        raise BadInput("分子和分母没有同时填写", "只有一半不能算出比例", "请补填 part 和 whole")
    if told.part is not None and told.whole is not None and told.part > told.whole:
        raise BadInput(f"分子 {told.part} 大于分母 {told.whole}", "部分不能多于全部", "请核对两数")
    key = {"figure": told.figure, "division": told.division, "counted_on": told.counted_on}
    values: dict[str, Any] = {
        "value": told.value, "part": told.part, "whole": told.whole,
        "source": told.origin.source, "source_date": told.origin.source_date, "invented": told.origin.invented,
        "disclosure": entry.disclosure.value, "updated_by": acting(session).name,
    }  # fmt: skip
    entered = put(TABLE).values(**key, **values)
    changed = values | {"updated_at": func.clock_timestamp()}
    with refusals_in_chinese(session):
        session.execute(entered.on_conflict_do_update(index_elements=list(key), set_=changed))
    audit.note(session, "reported-figure", f"{told.figure}:{told.division}:{told.counted_on}", values)


def figures(
    session: Session, as_of: dt.date, *, figure: str | None = None, division: str | None = None, newest: bool = False
) -> list[KeptEntry]:
    """The reports counted by a day that the caller may see, by figure, division and day; `newest` of each alone."""
    chosen = select(TABLE).where(TABLE.c.counted_on <= as_of)
    if figure is not None:
        chosen = chosen.where(TABLE.c.figure == figure)
    if division is not None:
        chosen = chosen.where(TABLE.c.division == division)
    rows = session.execute(chosen.order_by(TABLE.c.figure, TABLE.c.division, TABLE.c.counted_on))
    kept = [_kept(row) for row in rows]
    return list({(each.told.figure, each.told.division): each for each in kept}.values()) if newest else kept


def newest(session: Session, as_of: dt.date, names: Iterable[str]) -> dict[tuple[str, str], Reported]:
    """The newest report of each figure named, by figure and division."""
    wanted = set(names)
    found = figures(session, as_of, newest=True) if wanted else []
    return {(each.told.figure, each.told.division): each.told for each in found if each.told.figure in wanted}


def _kept(row: Any) -> KeptEntry:  # noqa: ANN401 - a row
    told = Reported(
        row.figure, row.division, row.counted_on, _number(row.value), _number(row.part), _number(row.whole),
        Origin(row.source, row.source_date, row.invented),
    )  # fmt: skip
    return KeptEntry(told, Disclosure.of(row.disclosure), row.updated_at, row.updated_by)


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).normalize()
