"""The labelled pairs are what their page says: many, each once, of known kinds, and mostly of others' making."""

import csv
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
LABELS = {"homophone", "same_sound", "same_syllables", "near", "different"}


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_enough_pairs_and_each_stands_once() -> None:
    given, written = read("divisions.csv"), read("by_hand.csv")
    pairs = [frozenset((row["one"], row["other"])) for row in given + written]
    assert len(pairs) >= 2_000
    assert all(len(pair) == 2 for pair in pairs)
    assert [pair for pair, times in Counter(pairs).items() if times > 1] == []
    assert {row["label"] for row in given + written} == LABELS
    assert 2 * len(given) >= len(pairs)


def test_every_pair_has_as_many_characters_on_both_sides() -> None:
    assert [row for row in read("by_hand.csv") if len(row["one"]) != len(row["other"])] == []
