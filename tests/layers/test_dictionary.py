"""The data dictionary shows what is declared."""

from layers.cemeteries import Cemetery
from layers.dictionary import chapter, data_dictionary


def test_a_field_is_one_row() -> None:
    rows = chapter(Cemetery).splitlines()
    assert "| `land_area` | 占地面积 | Land area | 数值，至多两位小数 | m² |  | 12000 |" in rows
    assert "| `kind` | 类别 | Kind | 选项 |  | 是 | 农村公益性公墓 |" in rows
    assert "| `has_eco_burial` | 设节地生态安葬区 | Has eco burial | 是 / 否 |  |  | 是 |" in rows


def test_a_word_and_a_rule_are_one_row_each() -> None:
    rows = chapter(Cemetery).splitlines()
    assert "| `columbarium` | 骨灰堂（塔陵、壁葬） | Columbarium |" in rows
    assert "| 错误 | 已用墓穴 | 已用墓穴不能多于墓穴总数 | `plots_are_not_oversold` |" in rows


def test_every_row_of_a_table_has_the_same_cells() -> None:
    tables = [line for line in data_dictionary().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {4, 5, 8}
