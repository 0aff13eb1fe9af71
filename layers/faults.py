"""What pydantic finds wrong, in the clerk's words: the place, and the reason with the limit that was passed."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

# {…} are the limits and the input of the fault.
REASONS = {
    "missing": "未填写，为必填项",
    "extra_forbidden": "不是可用的字段",
    "json_invalid": "不是有效的 JSON：{error}",
    "int_parsing": "“{input}”不是整数",
    "int_type": "“{input}”不是整数",
    "int_from_float": "“{input}”不是整数",
    "float_parsing": "“{input}”不是数",
    "float_type": "“{input}”不是数",
    "decimal_parsing": "“{input}”不是数",
    "decimal_type": "“{input}”不是数",
    "bool_parsing": "“{input}”不是“是”或“否”（true / false）",
    "date_parsing": "“{input}”不是日期，应写作 2024-12-31",
    "date_from_datetime_parsing": "“{input}”不是日期，应写作 2024-12-31",
    "date_type": "“{input}”不是日期，应写作 2024-12-31",
    "string_type": "应为文字",
    "string_too_short": "不能少于 {min_length} 字",
    "string_too_long": "至多 {max_length} 字",
    "string_pattern_mismatch": "“{input}”格式不符",
    "literal_error": "“{input}”不在选项内；可选：{expected}",
    "enum": "“{input}”不在选项内；可选：{expected}",
    "greater_than": "“{input}”应大于 {gt}",
    "greater_than_equal": "“{input}”不能小于 {ge}",
    "less_than": "“{input}”应小于 {lt}",
    "less_than_equal": "“{input}”不能大于 {le}",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "value_error": "{error}",
    "model_attributes_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
    "list_type": "应为 JSON 数组",
}
LONGEST_ECHO = 60


def reason_of(fault: Mapping[str, Any]) -> str:
    """Why one fault is one, in Chinese."""
    details = {"input": str(fault.get("input"))[:LONGEST_ECHO], **fault.get("ctx", {})}
    details["expected"] = str(details.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    try:
        return REASONS.get(fault["type"], "“{input}”不合要求").format_map(details)
    except KeyError:
        return f"“{details['input']}”不合要求"


def faults_of(refused: ValidationError) -> list[str]:
    """Every fault with its place; items of a list are counted from 1."""
    return [f"{_place(fault['loc'])}：{reason_of(fault)}" for fault in refused.errors()]


def _place(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps) or "全文"
