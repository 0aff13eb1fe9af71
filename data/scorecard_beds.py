"""Beds and older people behind beds per thousand, by unit, out of a coverage run."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from data.coverage_run import CountedFacility, CountedPeople, CoverageRun
from layers.divisions import Division
from layers.scorecard.facts import Beds, Line, Origin
from layers.settlements import Settlement


def beds_told(run: CoverageRun) -> dict[str, Beds]:
    """What each area of a run has, by its code; the whole under the empty word."""
    told = {
        area.id: Beds(
            area.beds,
            area.elderly,
            area.counted_on,
            area.no_value_reason,
            _homes([row for row in run.facilities if row.area == area.id]),
            _people([row for row in run.people if row.area == area.id]),
        )
        for area in run.result.areas
    }
    total, counted_on = run.result.total, run.result.population.counted_on
    whole = Beds(
        total.beds, total.elderly, counted_on, total.no_value_reason, _homes(run.facilities), _people(run.people)
    )
    return told | {"": whole}


def _homes(rows: Sequence[CountedFacility]) -> tuple[Line, ...]:
    return tuple(
        Line(
            row.layer,
            row.id,
            row.name,
            None if row.beds is None else Decimal(row.beds),
            "全县统筹" if row.county_wide else "",
            Origin(row.source, row.source_date, row.invented),
        )
        for row in sorted(rows, key=lambda row: (row.layer, row.id))
    )


def _people(rows: Sequence[CountedPeople]) -> tuple[Line, ...]:
    return tuple(
        Line(
            Settlement.layer.id if row.kind == "settlement" else Division.layer.id,
            row.id,
            row.name,
            None if row.people is None else Decimal(row.people),
            _day(row.counted_on),
            Origin(row.source, row.source_date, row.invented),
        )
        for row in sorted(rows, key=lambda row: row.id)
    )


def _day(day: dt.date | None) -> str:
    return f"统计时点 {day}" if day else ""
