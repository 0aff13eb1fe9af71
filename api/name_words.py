"""The county's own rules of names over HTTP: words added and struck, and the tables of generic terms chosen."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.deps import Reader, Writer
from api.keepable import unkeepable
from data import name_words
from data.name_words import CountyWord
from data.naming_lists import word_lists
from layers.naming_rules.rulebook import NAME_RULES
from layers.naming_rules.words import WordPlace

router = APIRouter(prefix="/names", tags=["地名"])


class Sheet(BaseModel):
    """What is sent is known; what is not known, or cannot be kept, is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _may_be_kept(self) -> Self:
        strange = unkeepable(self.model_dump(mode="json"))
        if strange is not None:
            raise ValueError(f"“{strange}”中有登记库不能保存的字符")
        return self


ListId = Annotated[str, Path(title="词表", max_length=40, pattern="^[a-z-]+$")]
WordText = Annotated[str, Path(title="词", min_length=1, max_length=40)]
TableKind = Literal["roads", "residences"]


class NameRuleSheet(BaseModel):
    """A rule of names."""

    id: str
    title: str = Field(title="名称")
    article: str = Field(title="依据")
    severity: str = Field(title="轻重")
    fault: str = Field(title="类别")
    fault_label: str


class NameWordSheet(BaseModel):
    """A word of a list; `county` says whether the county added, changed or struck it."""

    word: str
    place: str = Field(title="在名称中的位置", description="anywhere · whole · start · ordinary · exception")
    stands_for: str | None = Field(title="所指")
    is_struck: bool = Field(title="已由县里剔除")
    county: bool = Field(title="县里增改")
    because: str | None = Field(title="县里的理由")


class WordListSheet(BaseModel):
    """A list of words and its source."""

    id: str
    title: str
    rule: str
    source: str
    words: list[NameWordSheet]


class NameWordLists(BaseModel):
    """All lists, and the rules that read them."""

    lists: list[WordListSheet]
    rules: list[NameRuleSheet]


class GivenWord(Sheet):
    """What the county says of a word."""

    place: WordPlace = Field(WordPlace.ANYWHERE, title="在名称中的位置")
    stands_for: Annotated[str, Field(max_length=100)] | None = Field(None, title="所指")
    is_struck: bool = Field(False, title="从随附词表中剔除")
    because: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="理由或来源", examples=["本县企业"])


class TableSheet(BaseModel):
    """A table of generic terms: the one that holds (None when none does), and examples that ship."""

    kind: str
    chosen: str | None = Field(title="现行的表（TOML）；空为没有选定")
    shipped: dict[str, str] = Field(title="随附的例子（TOML），均非国家标准")


class GivenTable(Sheet):
    """The table that shall hold: the county's own text, or the id of one that ships."""

    content: Annotated[str, Field(max_length=100_000)] | None = Field(None, title="表（TOML）")
    shipped: Annotated[str, Field(max_length=40)] | None = Field(None, title="随附的表", examples=["xian"])

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.content is None) == (self.shipped is None):
            raise ValueError("请在 content 和 shipped 中写一个")
        return self


@router.get("/words", summary="地名检查的词表和规则")
def list_words(session: Reader) -> NameWordLists:
    """What the rules read here: what ships, and what the county added or struck."""
    county = {(each.list, each.word): each for each in name_words.county_words(session)}
    rules = [
        NameRuleSheet(
            id=rule.id,
            title=rule.title,
            article=rule.article,
            severity=rule.severity.value,
            fault=rule.fault.value,
            fault_label=rule.fault.label,
        )
        for rule in NAME_RULES.values()
    ]
    return NameWordLists(lists=[_list(each.id, county) for each in word_lists()], rules=rules)


@router.put("/words/{word_list}/{word}", summary="增改或剔除词表中的一个词")
def put_word(session: Writer, word_list: ListId, word: WordText, given: GivenWord) -> WordListSheet:
    """Let a word count in this county, or count no longer."""
    new = CountyWord(word_list, word, given.place, given.because.strip(), given.stands_for, given.is_struck)
    name_words.put_word(session, new)
    county = {(each.list, each.word): each for each in name_words.county_words(session)}
    return _list(word_list, county)


@router.delete("/words/{word_list}/{word}", status_code=204, summary="收回县里对一个词的增改")
def take_back_word(session: Writer, word_list: ListId, word: WordText) -> None:
    """What ships holds again."""
    name_words.take_back_word(session, word_list, word)


@router.get("/tables/{kind}", summary="道路或住宅区、楼宇的通名表")
def look_at_table(session: Reader, kind: TableKind) -> TableSheet:
    """Which table holds; none does unless the county chose one."""
    chosen = name_words.table_texts(session).get(kind)
    return TableSheet(kind=kind, chosen=chosen, shipped=name_words.shipped_tables(kind))


@router.put("/tables/{kind}", summary="选定通名表")
def choose_table(session: Writer, kind: TableKind, given: GivenTable) -> TableSheet:
    """Let a table hold from now on."""
    name_words.choose_table(session, kind, given.content or name_words.shipped_table(kind, given.shipped or ""))
    return look_at_table(session, kind)


@router.delete("/tables/{kind}", status_code=204, summary="停用通名表")
def give_up_table(session: Writer, kind: TableKind) -> None:
    """Let no table hold."""
    name_words.give_up_table(session, kind)


def _list(list_id: str, county: dict[tuple[str, str], CountyWord]) -> WordListSheet:
    told = next(each for each in word_lists() if each.id == list_id)
    own = {word: each for (of, word), each in county.items() if of == list_id}
    words = [
        NameWordSheet(
            word=word.text, place=word.place, stands_for=word.stands_for, is_struck=False, county=False, because=None
        )
        for word in told.words
        if word.text not in own
    ]
    changed = [
        NameWordSheet(
            word=each.word,
            place=each.place,
            stands_for=each.stands_for,
            is_struck=each.is_struck,
            county=True,
            because=each.because,
        )
        for each in own.values()
    ]
    return WordListSheet(id=told.id, title=told.title, rule=told.rule, source=told.source, words=[*changed, *words])
