"""`cairn name spell`: spellings alone on stdout, doubts on stderr."""

import orjson
import pytest

from api.name_console import show_spellings
from layers.refusal import Refusal


def test_each_spelling_stands_on_a_line_and_doubts_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    show_spellings(["长安街", "周口店", "乐家湾"], None, None, "text")
    printed = capsys.readouterr()
    assert printed.out.splitlines()[:2] == ["Cháng'ān Jiē", "Zhōukǒudiàn"]
    assert len(printed.out.splitlines()) == 3
    assert printed.err.startswith("“乐家湾”读音不能确定")


def test_json_tells_everything(capsys: pytest.CaptureFixture[str]) -> None:
    show_spellings(["天台路"], "street", "331023", "json")
    (sheet,) = orjson.loads(capsys.readouterr().out)
    assert (sheet["name"], sheet["kind"], sheet["toned"]) == ("天台路", "street", "Tiāntāi Lù")
    assert (sheet["toneless"], sheet["specific"], sheet["generic"]) == ("TIANTAI LU", "天台", "路")
    assert sheet["considered"][1] == {"char": "台", "readings": ["tāi"]}


@pytest.mark.parametrize(("kind", "form"), [("lane", "text"), (None, "xml")])
def test_unknown_words_are_refused_with_the_known_ones(kind: str | None, form: str) -> None:
    with pytest.raises(Refusal, match="请选"):
        show_spellings(["长安街"], kind, None, form)
