"""The data dictionary: every layer, field, word and law as Markdown, made of the atlas and typed nowhere else."""

from collections.abc import Iterable

from layers.atlas import ATLAS
from layers.fields import FieldSheet, Kind
from layers.record import Geometry, Record
from layers.vocabulary import Vocabulary

_GEOMETRIES: dict[Geometry | None, str] = {
    None: "无（统计表）",
    "POINT": "点",
    "LINESTRING": "线",
    "MULTILINESTRING": "线（多段）",
    "POLYGON": "面",
    "MULTIPOLYGON": "面（多块）",
    "GEOMETRY": "点、线或面",
}

# What a clerk may write in a field of each kind.
FORMS: dict[Kind, str] = {
    Kind.TEXT: "文字",
    Kind.NOTE: "长文字",
    Kind.COUNT: "非负整数",
    Kind.MEASURE: "数值，至多两位小数",
    Kind.DAY: "日期，如 2024-12-31",
    Kind.CHOICE: "选项",
    Kind.YES_NO: "是 / 否",
    Kind.CODE: "代码（文本）",
    Kind.PHONE: "电话号码",
    Kind.CREDIT_CODE: "统一社会信用代码（18 位，含校验）",
}

_PREFACE = """# 数据字典

本页由 `layers/dictionary.py` 依图层声明生成，不手工修改。坐标一律为 EPSG:4490（2000 国家大地坐标系），经度在前。
每条记录另有：有效期 `valid`、登记时段 `recorded`、数据来源 `source`、来源日期 `source_date`、示例数据 `invented`、
公开范围 `disclosure`。空缺表示“不知道”，与 0 不同。
“错误”不得入库；“提醒”可以入库，并一直可见。
"""


def data_dictionary() -> str:
    """The whole dictionary, in map order."""
    return "\n".join([_PREFACE, _contents(), *(chapter(page) for page in ATLAS)])


def chapter(page: type[Record]) -> str:
    """One layer: what it is, its fields, its words, its laws."""
    return "\n".join([_heading(page), _fields(page), _vocabularies(page), _rules(page)])


def _contents() -> str:
    return "\n".join(f"- [{page.layer.title}](#{page.layer.id}) `{page.layer.id}`" for page in ATLAS) + "\n"


def _heading(page: type[Record]) -> str:
    layer = page.layer
    facts = [
        ("目录", layer.group.label),
        ("图形", _GEOMETRIES[layer.geometry]),
        ("标识字段", f"`{layer.identified_by}`"),
        ("默认公开范围", layer.disclosure.label),
        ("依据", layer.basis),
    ]
    lines = [
        f'## <a id="{layer.id}"></a>{layer.title} · {layer.title_en}',
        "",
        *(f"- {key}：{said}" for key, said in facts),
    ]
    return "\n".join([*lines, ""])


def _fields(page: type[Record]) -> str:
    head = ["字段", "名称", "英文", "形式", "单位", "必填", "示例"]
    return _table(head, (_field_row(sheet) for sheet in page.fields()))


def _field_row(sheet: FieldSheet) -> list[str]:
    return [
        f"`{sheet.name}`",
        sheet.label,
        sheet.label_en,
        _form(sheet),
        sheet.unit or "",
        "是" if sheet.required else "",
        _example(sheet),
    ]


def _example(sheet: FieldSheet) -> str:
    """The example as a clerk would write it: a choice by its label, a yes as 是."""
    if sheet.example is None:
        return ""
    if sheet.vocabulary:
        return sheet.vocabulary.labels()[str(sheet.example)]
    return {True: "是", False: "否"}[bool(sheet.example)] if sheet.kind is Kind.YES_NO else str(sheet.example)


def _form(sheet: FieldSheet) -> str:
    if sheet.max_length:
        return f"{FORMS[sheet.kind]}，至多 {sheet.max_length} 字"
    return f"{FORMS[sheet.kind]} `{sheet.pattern}`" if sheet.pattern else FORMS[sheet.kind]


def _vocabularies(page: type[Record]) -> str:
    sheets = [sheet for sheet in page.fields() if sheet.vocabulary]
    return "\n".join(_words(sheet.label, sheet.vocabulary) for sheet in sheets if sheet.vocabulary)


def _words(label: str, vocabulary: type[Vocabulary]) -> str:
    rows = ([f"`{word.value}`", word.label, word.label_en] for word in vocabulary)
    return f"**{label}**（`{vocabulary.__name__}`）\n\n{_table(['代码', '标签', '英文'], rows)}"


def _rules(page: type[Record]) -> str:
    labels = {sheet.name: sheet.label for sheet in page.fields()}
    rows = ([law.severity.label, labels[law.field], law.message, f"`{law.name}`"] for law in page.rules())
    return f"**规则**\n\n{_table(['性质', '字段', '说明', '规则'], rows)}"


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
