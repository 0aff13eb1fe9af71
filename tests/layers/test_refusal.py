"""A refusal is complete as it stands."""

from layers.refusal import Refusal


def test_what_why_places_and_remedy_in_this_order() -> None:
    refusal = Refusal("床位数有 2 处无法读取", "应为整数", "请改正", ["第 3 行：“一百二”", "第 9 行：“-4”"])
    assert str(refusal).split("\n") == [
        "床位数有 2 处无法读取。应为整数。",
        "  · 第 3 行：“一百二”",
        "  · 第 9 行：“-4”",
        "办法：请改正",
    ]
