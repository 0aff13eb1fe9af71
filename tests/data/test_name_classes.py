"""The table of classes: what ships, what a county imports, and who may."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import name_classes
from data.engine import session as opened
from data.errors import BadInput, Forbidden
from layers.class_codes import NameClass, name_class
from layers.refusal import Refusal
from layers.rights import Role
from tests.people import person

RIVER = NameClass("11100", "河流", "试（虚构）")


def test_the_classes_seen_in_the_national_service_ship(session: Session) -> None:
    known = {each.code: each.title for each in name_classes.name_classes(session)}
    assert known == {"22200": "农村居民点", "21620": "社区", "21770": "区片", "27100": "党政机关", "27400": "企业"}


def test_what_is_imported_joins_and_replaces(session: Session) -> None:
    assert name_classes.take_classes(session, [RIVER, NameClass("21620", "城市社区", "试（虚构）")]) == 2
    known = {each.code: each.title for each in name_classes.name_classes(session)}
    assert (known["11100"], known["21620"], len(known)) == ("河流", "城市社区", 6)
    name_classes.take_classes(session, [NameClass("11100", "江河", "试（虚构）")])
    assert name_classes.name_classes(session)[0].title == "江河"
    with pytest.raises(BadInput):
        name_classes.take_classes(session, [])


def test_who_keeps_the_county_tables_imports(owner: Engine, service: Engine) -> None:
    with opened(owner) as making:
        actors = {role: person(making, role) for role in Role}
        elsewhere = person(making, Role.STEWARD, "430621100")
    may = {Role.STEWARD, Role.ADMINISTRATOR}
    for role, actor in actors.items():
        with opened(service, actor=actor) as acting:
            if role in may:
                assert name_classes.take_classes(acting, [RIVER]) == 1
            else:
                with pytest.raises(Forbidden):
                    name_classes.take_classes(acting, [RIVER])
    with opened(service, actor=elsewhere) as acting, pytest.raises(Forbidden):
        name_classes.take_classes(acting, [RIVER])


def test_a_table_as_it_comes_is_read_and_every_wrong_row_is_told(tmp_path: Path) -> None:
    good = tmp_path / "类别.csv"
    good.write_bytes("地名类别代码表\n类别代码,类别名称\n11100,河流\n01230, 海  湾 \n".encode("gb18030"))
    assert name_classes.read_classes(good, "试") == [
        NameClass("11100", "河流", "试"),
        NameClass("01230", "海 湾", "试"),
    ]
    bad = tmp_path / "坏.csv"
    bad.write_text("代码,名称\n1110,河流\n11100,\n22200,村\n22200,村庄\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        name_classes.read_classes(bad, "试")
    told = str(refused.value)
    assert all(
        word in told for word in ("第 2 行的类别代码“1110”不是五位数字", "第 3 行的类别名称", "代码 22200 出现了 2 次")
    )
    nameless = tmp_path / "无.csv"
    nameless.write_text("代码,说明\n11100,河流\n", encoding="utf-8")
    with pytest.raises(Refusal, match="没有“类别名称”一列"):
        name_classes.read_classes(nameless, "试")


@pytest.mark.parametrize("code", ["1234", "123456", "１２３４５", "12a45", "", None])
def test_a_code_is_five_plain_digits(code: str | None) -> None:
    with pytest.raises(Refusal):
        name_class(code, "河流", "试", "第 1 行")
