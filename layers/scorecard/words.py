"""Targets, figures and gaps in words."""

from decimal import Decimal

from layers.indicators import Direction
from layers.policies import Target

_SIGNS = {
    (Direction.AT_LEAST, False): "≥",
    (Direction.AT_LEAST, True): ">",
    (Direction.AT_MOST, False): "≤",
    (Direction.AT_MOST, True): "<",
}


def plain(value: Decimal) -> str:
    """A number as people read it: 2,600 or 32.52."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def target_words(target: Target) -> str:
    """What is asked, in a few signs: “≥ 60 %”, “每个乡镇 ≥ 200 张的 1 所”, “3—5 人（按人口分档）”."""
    sheet = target.sheet
    sign = _SIGNS.get((sheet.direction, bool(sheet.strict)), "须有")
    if target.tiers:
        values = " / ".join(plain(tier.value) for tier in target.tiers)
        return f"{sign} {values} {target.unit}（按人口分档）"
    value = target.value if target.value is not None else Decimal(1)
    if sheet.direction is Direction.EXISTS and target.measure.counts != target.unit:
        return f"须有 1 {target.measure.counts} ≥ {plain(value)} {target.unit}"
    return f"{sign} {plain(value)} {target.unit}"


def gap_words(target: Target, wanted: Decimal, gap: Decimal | None, counts: str, value: Decimal | None) -> str:
    """A gap as a sentence that says what must be built or done."""
    if gap is None:
        points = abs(wanted - value) if value is not None else Decimal(0)
        return f"还差 {plain(points)} 个百分点（没有分子和分母，不能折算）"
    number = f"{plain(gap)} {counts}"
    if target.measure.is_reported and target.sheet.direction is Direction.AT_MOST:
        return f"超出 {number}"
    return target.measure.deed.format(gap=number, target=plain(wanted))
