"""The arithmetic of a coverage figure: whole beds and people in, exact ratios, shortfalls and ranks out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PER = 1000


@dataclass(frozen=True)
class Figure:
    """Beds per 1,000 older people against a target; None throughout where there is no value, with the reason."""

    ratio: Fraction | None
    shortfall_beds: int | None
    surplus_beds: int | None
    no_value_reason: str | None

    @property
    def beds_per_thousand(self) -> float | None:
        """The ratio rounded once, to the nearest double."""
        return None if self.ratio is None else self.ratio.numerator / self.ratio.denominator


def figure(beds: int, elderly: int | None, target: Decimal, unknown: str = "老年人口未知") -> Figure:
    """The figure of one area or of the whole.

    The beds needed are the target times people over 1,000, rounded up to a whole bed; what is missing is the shortfall,
    what is over the surplus. No older people give no value: neither zero nor infinity.
    """
    if elderly is None:
        return Figure(None, None, None, unknown)
    if elderly == 0:
        return Figure(None, None, None, "老年人口为 0，不计算比值")
    needed = Fraction(target) * elderly / PER
    whole = -(-needed.numerator // needed.denominator)
    return Figure(Fraction(beds * PER, elderly), max(0, whole - beds), max(0, beds - whole), None)


def ranks(ratios: Sequence[Fraction | None]) -> list[int | None]:
    """Places from the highest ratio down; equal ratios share a place, and what has no value has none."""
    ordered = sorted((ratio for ratio in ratios if ratio is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for place, ratio in enumerate(ordered, 1):
        first.setdefault(ratio, place)
    return [None if ratio is None else first[ratio] for ratio in ratios]


def apportion(whole: int, weights: Sequence[int]) -> list[int]:
    """Share out whole beds by weight: each gets its quota's whole part, the rest go to the largest remainders.

    Equal remainders are served in order. Weights add up to more than zero.
    """
    total = sum(weights)
    quotas = [divmod(whole * weight, total) for weight in weights]
    shares = [share for share, _ in quotas]
    largest_first = sorted(range(len(weights)), key=lambda place: (-quotas[place][1], place))
    for place in largest_first[: whole - sum(shares)]:
        shares[place] += 1
    return shares
