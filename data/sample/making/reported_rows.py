"""Figures that offices would report, all invented: staff and means of every township, shares of the county by year."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from data.sample.making.chance import Chance
from data.sample.making.files import invented
from data.sample.making.names_of_units import township_units
from data.sample.making.seats import COUNTY

NAME = "reported_figures.csv"
COLUMNS = (
    "figure", "division", "counted_on", "value", "part", "whole", "source", "source_date", "invented", "disclosure",
)  # fmt: skip
YEARS = (2021, 2022, 2023, 2024)

# What a township reports, and between which numbers it is drawn for the first year.
_OF_TOWNSHIPS = {
    "civil-affairs-staff": (2, 4),
    "social-work-posts": (0, 2),
    "village-assistants": (8, 18),
    "village-social-workers": (2, 9),
    "office-area": (28, 60),
    "office-computers": (1, 4),
    "office-equipment": (7, 10),
    "service-windows": (0, 1),
    "social-work-stations": (0, 1),
}
_YUAN_STEP = 10_000
_BUDGET = (9, 26)
# What the county reports: part in per cent of the whole, in the first year and the last.
_SHARES = {
    "eco-burials": (3900, 34, 41),
    "cremations": (3900, 46, 58),
    "monthly-visits": (2600, 71, 97),
    "emergency-plans": (28, 86, 100),
    "drills": (28, 79, 96),
    "hazards-mended": (164, 88, 99),
    "rural-consultation": (161, 83, 100),
    "urban-consultation": (36, 92, 100),
}
_NUMBERS = {"social-workers": (212, 388), "volunteers": (61_200, 92_700), "home-adaptation": (300, 431)}


def write_reported(folder: Path) -> int:
    """Write the file of reported figures and give the number of its rows."""
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, lineterminator="\n")
    writer.writeheader()
    rows = sorted(reported_rows(), key=lambda row: (row["figure"], row["division"], row["counted_on"]))
    writer.writerows(rows)
    (folder / NAME).write_text(page.getvalue(), encoding="utf-8", newline="")
    return len(rows)


def reported_rows() -> Iterator[dict[str, str]]:
    """The rows, in no order."""
    for figure, (low, high) in _OF_TOWNSHIPS.items():
        chance = Chance(f"reported/{figure}")
        for unit in township_units():
            amount = chance.whole(low, high)
            for year in YEARS[-2:]:
                yield _row(figure, unit.code, year, value=amount)
                amount += chance.whole(0, 1)
    chance = Chance("reported/office-budget")
    for unit in township_units():
        amount = chance.whole(*_BUDGET)
        for year in YEARS[-2:]:
            yield _row("office-budget", unit.code, year, value=amount * _YUAN_STEP)
            amount += chance.whole(0, 3)
    for figure, (whole, first, last) in _SHARES.items():
        for place, year in enumerate(YEARS):
            share = first + (last - first) * place / (len(YEARS) - 1)
            yield _row(figure, COUNTY, year, part=round(whole * share / 100), whole=whole)
    for figure, (least, most) in _NUMBERS.items():
        for place, year in enumerate(YEARS):
            yield _row(figure, COUNTY, year, value=round(least + (most - least) * place / (len(YEARS) - 1)))


def _row(figure: str, division: str, year: int, **numbers: int) -> dict[str, str]:
    origin = invented("填报的数均虚构")
    told = {name: str(number) for name, number in numbers.items()}
    return told | {
        "figure": figure,
        "division": division,
        "counted_on": f"{year}-12-31",
        "source": origin.source,
        "source_date": str(origin.source_date or ""),
        "invented": "true",
        "disclosure": "public",
    }
