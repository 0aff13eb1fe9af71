"""People by age in a village: cumulative, known or unknown."""

import pytest

from layers.settlements import Settlement
from tests.layers.shelf import example


@pytest.mark.parametrize(
    ("counts", "right"),
    [
        ({"population": 100, "aged_60": 30, "aged_65": 20, "aged_80": 5}, True),
        ({"population": 100, "aged_60": 100, "aged_65": 100, "aged_80": 100}, True),
        ({"population": 100, "aged_60": None, "aged_65": None, "aged_80": 101}, False),
        ({"population": None, "aged_60": 30, "aged_65": None, "aged_80": 31}, False),
        ({"population": None, "aged_60": None, "aged_65": None, "aged_80": None}, True),
        ({"population": 0, "aged_60": 0, "aged_65": 0, "aged_80": 0}, True),
    ],
)
def test_who_is_older_is_fewer(counts: dict[str, int | None], right: bool) -> None:
    assert (example(Settlement, "community", **counts).findings() == []) is right
