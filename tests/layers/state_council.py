"""The State Council's yearly notices on holidays and exchanged days, written by hand, and a plain counter of days.

An oracle that shares nothing with the project: `OFF` are days of rest from Monday to Friday or whole holidays as the
notices print them, `ON` the Saturdays and Sundays worked. Known from the notices 国务院办公厅关于部分节假日安排的通知.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

D = dt.date
TABLE = Path(__file__).with_name("clock_dates.csv")

# Year: number of the notice, holidays (first and last day), worked weekends.
NOTICES: dict[int, tuple[str, list[tuple[D, D]], list[D]]] = {
    2019: (
        "国办发明电〔2018〕15号、〔2019〕3号",
        [
            (D(2018, 12, 30), D(2019, 1, 1)),
            (D(2019, 2, 4), D(2019, 2, 10)),
            (D(2019, 4, 5), D(2019, 4, 7)),
            (D(2019, 5, 1), D(2019, 5, 4)),
            (D(2019, 6, 7), D(2019, 6, 9)),
            (D(2019, 9, 13), D(2019, 9, 15)),
            (D(2019, 10, 1), D(2019, 10, 7)),
        ],
        [
            *(D(2018, 12, 29), D(2019, 2, 2), D(2019, 2, 3), D(2019, 4, 28), D(2019, 5, 5)),
            *(D(2019, 9, 29), D(2019, 10, 12)),
        ],
    ),
    2021: (
        "国办发明电〔2020〕27号",
        [
            (D(2021, 1, 1), D(2021, 1, 3)),
            (D(2021, 2, 11), D(2021, 2, 17)),
            (D(2021, 4, 3), D(2021, 4, 5)),
            (D(2021, 5, 1), D(2021, 5, 5)),
            (D(2021, 6, 12), D(2021, 6, 14)),
            (D(2021, 9, 19), D(2021, 9, 21)),
            (D(2021, 10, 1), D(2021, 10, 7)),
        ],
        [
            *(D(2021, 2, 7), D(2021, 2, 20), D(2021, 4, 25), D(2021, 5, 8)),
            *(D(2021, 9, 18), D(2021, 9, 26), D(2021, 10, 9)),
        ],
    ),
    2022: (
        "国办发明电〔2021〕11号",
        [
            (D(2022, 1, 1), D(2022, 1, 3)),
            (D(2022, 1, 31), D(2022, 2, 6)),
            (D(2022, 4, 3), D(2022, 4, 5)),
            (D(2022, 4, 30), D(2022, 5, 4)),
            (D(2022, 6, 3), D(2022, 6, 5)),
            (D(2022, 9, 10), D(2022, 9, 12)),
            (D(2022, 10, 1), D(2022, 10, 7)),
        ],
        [
            *(D(2022, 1, 29), D(2022, 1, 30), D(2022, 4, 2), D(2022, 4, 24), D(2022, 5, 7)),
            *(D(2022, 10, 8), D(2022, 10, 9)),
        ],
    ),
    2023: (
        "国办发明电〔2022〕16号",
        [
            (D(2022, 12, 31), D(2023, 1, 2)),
            (D(2023, 1, 21), D(2023, 1, 27)),
            (D(2023, 4, 5), D(2023, 4, 5)),
            (D(2023, 4, 29), D(2023, 5, 3)),
            (D(2023, 6, 22), D(2023, 6, 24)),
            (D(2023, 9, 29), D(2023, 10, 6)),
        ],
        [
            *(D(2023, 1, 28), D(2023, 1, 29), D(2023, 4, 23), D(2023, 5, 6)),
            *(D(2023, 6, 25), D(2023, 10, 7), D(2023, 10, 8)),
        ],
    ),
    2024: (
        "国办发明电〔2023〕7号",
        [
            (D(2024, 1, 1), D(2024, 1, 1)),
            (D(2024, 2, 10), D(2024, 2, 17)),
            (D(2024, 4, 4), D(2024, 4, 6)),
            (D(2024, 5, 1), D(2024, 5, 5)),
            (D(2024, 6, 10), D(2024, 6, 10)),
            (D(2024, 9, 15), D(2024, 9, 17)),
            (D(2024, 10, 1), D(2024, 10, 7)),
        ],
        [
            *(D(2024, 2, 4), D(2024, 2, 18), D(2024, 4, 7), D(2024, 4, 28), D(2024, 5, 11)),
            *(D(2024, 9, 14), D(2024, 9, 29), D(2024, 10, 12)),
        ],
    ),
    2025: (
        "国办发明电〔2024〕12号",
        [
            (D(2025, 1, 1), D(2025, 1, 1)),
            (D(2025, 1, 28), D(2025, 2, 4)),
            (D(2025, 4, 4), D(2025, 4, 6)),
            (D(2025, 5, 1), D(2025, 5, 5)),
            (D(2025, 5, 31), D(2025, 6, 2)),
            (D(2025, 10, 1), D(2025, 10, 8)),
        ],
        [D(2025, 1, 26), D(2025, 2, 8), D(2025, 4, 27), D(2025, 9, 28), D(2025, 10, 11)],
    ),
    2026: (
        "国办发明电〔2025〕7号",
        [
            (D(2026, 1, 1), D(2026, 1, 3)),
            (D(2026, 2, 15), D(2026, 2, 23)),
            (D(2026, 4, 4), D(2026, 4, 6)),
            (D(2026, 5, 1), D(2026, 5, 5)),
            (D(2026, 6, 19), D(2026, 6, 21)),
            (D(2026, 9, 25), D(2026, 9, 27)),
            (D(2026, 10, 1), D(2026, 10, 7)),
        ],
        [D(2026, 1, 4), D(2026, 2, 14), D(2026, 2, 28), D(2026, 5, 9), D(2026, 9, 20), D(2026, 10, 10)],
    ),
}


def every_day(first: D, last: D) -> Iterator[D]:
    while first <= last:
        yield first
        first += dt.timedelta(days=1)


OFF = {day for _, holidays, _ in NOTICES.values() for first, last in holidays for day in every_day(first, last)}
ON = {day for _, _, worked in NOTICES.values() for day in worked}


def is_worked(day: D) -> bool:
    return day in ON or (day not in OFF and day.isoweekday() <= 5)


def is_known(day: D) -> bool:
    return day.year in NOTICES


def end_of(start: D, days: int, kind: str, *, without: frozenset[D] = frozenset()) -> D | None:
    """The last day of a period, counted on the fingers; None when a year on the way has no notice here."""
    day = start
    for _ in range(days):
        day += dt.timedelta(days=1)
        while day in without or (kind == "working" and (not is_known(day) or not is_worked(day))):
            if kind == "working" and not is_known(day):
                return None
            day += dt.timedelta(days=1)
    return day


def rows() -> list[tuple[D, int, str, D]]:
    """The committed table: start, days, kind of days, last day."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            (D.fromisoformat(row["start"]), int(row["days"]), row["kind"], D.fromisoformat(row["last_day"]))
            for row in csv.DictReader(file)
        ]
