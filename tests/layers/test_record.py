"""Receiving what a clerk wrote: a record, or every fault in the clerk's words."""

from typing import Any, ClassVar

import pytest

from layers.fields import Name, required
from layers.nursing_homes import NursingHome
from layers.record import Group, Layer, Record, Symbol
from layers.rules import rule
from tests.layers.shelf import example, examples

RIGHT = examples("nursing_homes")["township_home"]["record"]


@pytest.mark.parametrize(
    ("instead", "field", "message"),
    [
        ({"beds": "一百二"}, "beds", "养老床位总数“一百二”不是有效的数量，请核对"),
        ({"beds": 3.5}, "beds", "养老床位总数“3.5”不是有效的数量，请核对"),
        ({"beds": -1}, "beds", "养老床位总数“-1”不能小于 0"),
        ({"name": "  "}, "name", "名称不能为空白"),
        ({"name": "村" * 101}, "name", "名称过长，至多 100 字"),
        ({"division": "43062110"}, "division", r"所在乡镇（街道）“43062110”格式不符（^\d{9}$）"),
        ({"land_area": "1.005"}, "land_area", "占地面积“1.005”小数位过多，至多 2 位"),
        ({"filed_on": "去年"}, "filed_on", "备案日期“去年”不是有效的日期，请核对"),
        (
            {"credit_code": "12430621MB0X123450"},
            "credit_code",
            "统一社会信用代码“12430621MB0X123450”校验不符：应为 18 位且末位校验码正确，请对照证照核对",
        ),
        (
            {"ownership": "state"},
            "ownership",
            "所有制“state”不在选项内；可选：政府所有、集体所有、民办非营利、民办营利",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_reason(instead: dict[str, Any], field: str, message: str) -> None:
    record, findings = NursingHome.receive({**RIGHT, **instead})
    assert record is None
    assert [(found.field, found.message) for found in findings] == [(field, message)]


def test_every_fault_is_told_at_once() -> None:
    record, findings = NursingHome.receive({"name": "无编号", "beds": -1, "kind": "hotel"})
    assert record is None
    assert [found.field for found in findings] == ["number", "stage", "kind", "ownership", "operation", "beds"]
    assert findings[0].message == "编号未填写，为必填项"


def test_a_field_that_is_not_there_is_named_with_those_that_are() -> None:
    _, [found] = NursingHome.receive({**RIGHT, "bed_count": 3})
    assert found.message.startswith("“bed_count”不是本图层的字段；可用字段：number、name、stage")


def test_a_record_knows_its_identity_and_title() -> None:
    home = example(NursingHome, "township_home")
    assert (home.identity, home.title) == ("430621-001", "荣家湾镇中心敬老院")


def test_a_record_is_not_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        example(NursingHome, "township_home").name = "改名"  # type: ignore[attr-defined]  # what must not work


def test_a_layer_that_points_at_a_missing_field_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="Well: no such field: code, division, depth"):

        class Well(Record):
            """A well."""

            layer: ClassVar = Layer("wells", "井", Group.NAMES, "POINT", Symbol("well", "sky"), "—", "code")

            name: Name = required("名称")

            @rule("depth", "深度不明")
            def it_is_deep(self) -> bool:
                """Wells are deep."""
                return True
