"""Seeded draws that give the same numbers on every machine.

Only `random()` is used: its sequence is promised to stay the same between versions of Python, the other methods' is
not.
Each idea draws from its own stream, so that a new facility does not move a village.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

SEED = "430621-2024"
T = TypeVar("T")


class Chance:
    """A named stream of draws."""

    def __init__(self, name: str) -> None:
        self._random = Random(f"{SEED}/{name}").random

    def between(self, low: float, high: float) -> float:
        """Draw a number from `low` (included) to `high` (excluded)."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def one_of(self, things: Sequence[T]) -> T:
        """Draw one thing of a sequence."""
        return things[self.whole(0, len(things) - 1)]

    def happens(self, share: float) -> bool:
        """Say yes in about `share` of the draws (0–1)."""
        return self._random() < share

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Give the things in a drawn order."""
        keys = [self._random() for _ in things]
        return [things[i] for i in sorted(range(len(things)), key=keys.__getitem__)]


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole total by weights so that the parts add up to it exactly (Hamilton's method; ties to the first)."""
    whole = sum(weights) or 1.0
    shares = [total * weight / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
