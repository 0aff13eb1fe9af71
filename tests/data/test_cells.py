"""Cells as people fill them in, and what is said of those that cannot be read."""

import datetime as dt

import pytest

from data.cells import UnreadableCell, coordinate, text, whole


@pytest.mark.parametrize(
    ("cell", "number"),
    [(120, 120), (120.0, 120), ("120", 120), (" 1,200 ", 1200), ("１２０", 120), ("30.0", 30), (0, 0), ("0", 0)],
)
def test_counts(cell: object, number: int) -> None:
    assert whole(cell) == number


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", float("nan")])
def test_a_blank_is_unknown_and_not_zero(cell: object) -> None:
    assert whole(cell) is None
    assert coordinate(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["一百二", "3.5", 3.5, "-4", -4, "120张", "12O", "1,20", "约50", "#N/A", True, dt.date(2024, 1, 1), "99999999999"],
)
def test_what_is_no_count_is_said(cell: object) -> None:
    with pytest.raises(UnreadableCell, match="“"):
        whole(cell)


@pytest.mark.parametrize(
    ("cell", "number"), [("113.05", 113.05), (113, 113.0), ("-1.5e2", -150.0), ("１１３．５", 113.5)]
)
def test_coordinates(cell: object, number: float) -> None:
    assert coordinate(cell) == number


@pytest.mark.parametrize("cell", ["113°03′", "东经113", "inf", "nan", "1,130.5", "113.05, 29.05"])
def test_what_is_no_coordinate_is_said(cell: object) -> None:
    with pytest.raises(UnreadableCell):
        coordinate(cell)


@pytest.mark.parametrize(
    ("cell", "words"),
    [(430621100.0, "430621100"), (330783001000, "330783001000"), (" 荣家湾镇 ", "荣家湾镇"), ("０１", "01")],
)
def test_codes_come_back_as_text(cell: object, words: str) -> None:
    assert text(cell) == words
