"""The county's own rules of names: words it adds and strikes, and the tables of generic terms it has chosen.

What a check reads is the shipped lists with these laid over them. A change is an entry of the audit log.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import audit
from data.errors import Forbidden, NotFound
from data.name_rule_tables import NAME_TABLES, NAME_WORDS, RULE_TABLES
from data.naming_lists import NAMES, shipped, word_lists
from data.refusals import refusals_in_chinese
from layers.naming_rules.name_lists import NameLists
from layers.naming_rules.residences import ResidenceTable, read_residence_table
from layers.naming_rules.roads import RoadTable, read_road_table
from layers.naming_rules.words import Word, WordList, WordPlace

DEED_WORDS, DEED_TABLES = "name-words", "name-tables"
ROADS, RESIDENCES = RULE_TABLES
_FOLDERS = {ROADS: "road_tables", RESIDENCES: "residence_tables"}
_KEEPERS = "用词和通名表由管辖全县的地名审核人、地名审批人或数据管理员维护"


@dataclass(frozen=True)
class CountyWord:
    """A word the county added to a list, or struck from it, and why."""

    list: str
    word: str
    place: WordPlace
    because: str
    stands_for: str | None = None
    is_struck: bool = False


def county_lists(session: Session) -> NameLists:
    """What the rules read in this county."""
    return _laid_over(tuple(county_words(session)), tuple(sorted(table_texts(session).items())))


def county_words(session: Session) -> list[CountyWord]:
    """All words the county added or struck."""
    names = [NAME_WORDS.c[name] for name in CountyWord.__dataclass_fields__]
    rows = session.execute(select(*names).order_by(NAME_WORDS.c.list, NAME_WORDS.c.word))
    return [CountyWord(**{**row._asdict(), "place": WordPlace.of(row.place)}) for row in rows]


def put_word(session: Session, given: CountyWord) -> None:
    """Add a word to a list, change where it counts, or strike it.

    Raises:
        NotFound: there is no such list.
        Forbidden: who acts does not keep the county's lists.
        BadInput: the word or the reason is empty or too long.
    """
    _known(given.list)
    values: dict[str, Any] = {
        "place": given.place.value,
        "because": given.because,
        "stands_for": given.stands_for,
        "is_struck": given.is_struck,
        "updated_at": func.clock_timestamp(),
    }
    _refuse_others(session)
    with refusals_in_chinese(session):
        entered = insert(NAME_WORDS).values(list=given.list, word=given.word, **values)
        session.execute(entered.on_conflict_do_update(index_elements=["list", "word"], set_=values))
    detail = {"place": given.place.value, "because": given.because, "is_struck": given.is_struck}
    audit.note(session, DEED_WORDS, f"{given.list}/{given.word}", detail)


def take_back_word(session: Session, of_list: str, word: str) -> None:
    """Forget what the county said of a word: what ships holds again.

    Raises:
        NotFound: the county has said nothing of it.
        Forbidden: who acts does not keep the county's lists.
    """
    _known(of_list)
    _refuse_others(session)
    gone = (
        delete(NAME_WORDS).where(NAME_WORDS.c.list == of_list, NAME_WORDS.c.word == word).returning(NAME_WORDS.c.word)
    )
    if session.execute(gone).one_or_none() is None:
        raise NotFound(f"县里没有增删过“{word}”", f"词表“{of_list}”中它仍按随附的内容", "请核对词和词表")
    audit.note(session, DEED_WORDS, f"{of_list}/{word}", {"taken_back": True})


def table_texts(session: Session) -> dict[str, str]:
    """The tables the county has chosen, as they were written, by kind (`roads`, `residences`)."""
    return {row.kind: row.content for row in session.execute(select(NAME_TABLES.c.kind, NAME_TABLES.c.content))}


def shipped_tables(kind: str) -> dict[str, str]:
    """The examples that ship of a kind of table, as they are written, by id; none is a national rule."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((NAMES / _FOLDERS[kind]).glob("*.toml"))}


def shipped_table(kind: str, table_id: str) -> str:
    """One of the examples that ship.

    Raises:
        NotFound: none is called so.
    """
    known = shipped_tables(kind)
    if table_id not in known:
        raise NotFound(f"没有随附的通名表“{table_id}”", "随附的只是例子", f"请选：{'、'.join(known)}")
    return known[table_id]


def choose_table(session: Session, kind: str, content: str) -> RoadTable | ResidenceTable:
    """Let a table hold from now on.

    Raises:
        Refusal: the text does not follow its format.
        Forbidden: who acts does not keep the county's tables.
    """
    table = _read(kind, content)
    _refuse_others(session)
    values = {"content": content, "updated_at": func.clock_timestamp()}
    with refusals_in_chinese(session):
        entered = insert(NAME_TABLES).values(kind=kind, **values)
        session.execute(entered.on_conflict_do_update(index_elements=["kind"], set_=values))
    audit.note(session, DEED_TABLES, kind, {"id": table.id, "version": table.version})
    return table


def give_up_table(session: Session, kind: str) -> None:
    """Let no table hold: generics are then not held against sizes.

    Raises:
        NotFound: none held.
        Forbidden: who acts does not keep the county's tables.
    """
    _refuse_others(session)
    gone = delete(NAME_TABLES).where(NAME_TABLES.c.kind == kind).returning(NAME_TABLES.c.kind)
    if session.execute(gone).one_or_none() is None:
        raise NotFound("县里没有选定这种通名表", "因此没有可以停用的", "请先选定")
    audit.note(session, DEED_TABLES, kind, {"given_up": True})


def merged(lists: Iterable[WordList], county: Iterable[CountyWord]) -> tuple[WordList, ...]:
    """The lists with the county's words in place of what ships, and without what it struck."""
    by_list: dict[str, dict[str, CountyWord]] = {}
    for each in county:
        by_list.setdefault(each.list, {})[each.word] = each
    return tuple(_merged(each, by_list.get(each.id, {})) for each in lists)


def _merged(of: WordList, county: dict[str, CountyWord]) -> WordList:
    shipped_words = [word for word in of.words if word.text not in county]
    added = [Word(each.word, each.place, each.stands_for) for each in county.values() if not each.is_struck]
    return replace(of, words=(*shipped_words, *added))


@lru_cache(maxsize=4)
def _laid_over(county: tuple[CountyWord, ...], tables: tuple[tuple[str, str], ...]) -> NameLists:
    chosen = dict(tables)
    return replace(
        shipped(),
        words=merged(word_lists(), county),
        road_table=read_road_table(chosen[ROADS]) if ROADS in chosen else None,
        residence_table=read_residence_table(chosen[RESIDENCES]) if RESIDENCES in chosen else None,
    )


def _read(kind: str, content: str) -> RoadTable | ResidenceTable:
    return read_road_table(content) if kind == ROADS else read_residence_table(content)


def _known(of_list: str) -> None:
    known = [each.id for each in word_lists()]
    if of_list not in known:
        raise NotFound(f"没有词表“{of_list}”", "只有随附的词表可以增删", f"请选：{'、'.join(known)}")


def _refuse_others(session: Session) -> None:
    if not session.scalar(select(func.access.keeps_name_rules())):
        raise Forbidden("您不能改地名的用词和通名表", _KEEPERS, "请由他们办理")
