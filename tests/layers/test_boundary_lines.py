"""When a line is inspected next."""

import datetime as dt

import pytest

from layers.boundary_lines import BoundaryLine
from tests.layers.shelf import example


@pytest.mark.parametrize(
    ("inspected", "due"),
    [
        (dt.date(2021, 10, 20), dt.date(2026, 10, 20)),
        (dt.date(2020, 2, 29), dt.date(2025, 2, 28)),
        (None, None),
    ],
)
def test_both_sides_inspect_every_five_years(inspected: dt.date | None, due: dt.date | None) -> None:
    line = example(BoundaryLine, "yuemi", inspected_on=inspected)
    assert isinstance(line, BoundaryLine)
    assert line.inspection_due_on == due


def test_unknown_counts_of_markers_ask_nothing() -> None:
    assert example(BoundaryLine, "yuemi", triple_markers=None, markers=9).findings() == []
