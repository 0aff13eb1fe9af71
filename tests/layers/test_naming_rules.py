"""What the law says of a name's own words, each rule by cases written by hand from the law's own examples."""

import pytest

from data.naming_lists import shipped
from layers.name_kinds import form_of
from layers.naming import NameAsked, NameFinding, NameSeverity
from layers.naming_rules.characters import in_gbk
from layers.naming_rules.name_lists import text_findings
from layers.naming_rules.persons import probable_person
from layers.naming_rules.rulebook import NAME_RULES, Standing
from layers.naming_rules.words import WordIndex, WordPlace, read_word_list
from layers.refusal import Refusal

BLOCKS, REASON, TELLS = NameSeverity.BLOCKS, NameSeverity.NEEDS_REASON, NameSeverity.INFORMATION


def found(name: str, kind: str = "street", standing: Standing | None = None) -> dict[str, NameFinding]:
    asked = NameAsked(name, form_of(kind))
    findings = text_findings(asked, shipped(), standing) if standing else text_findings(asked, shipped())
    return {each.rule: each for each in findings}


def weights(name: str, kind: str = "street") -> dict[str, NameSeverity]:
    return {rule: each.severity for rule, each in found(name, kind).items()}


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        # Plain names of all kinds are not troubled.
        ("人民路", "street", {}),
        ("解放路南小街", "street", {}),
        ("广场路", "street", {}),
        ("荣家湾镇", "division", {}),
        ("周口店", "village", {}),
        ("王家湾村", "committee", {}),
        ("五指山", "natural", {}),
        ("三八路", "street", {}),
        ("318国道", "infrastructure", {}),
        ("1203高地", "natural", {}),
        ("王家大院", "building", {}),
        # Characters (domain §2.6): levels of living place characters, and what lies outside.
        ("甪直镇", "division", {"level-3": TELLS}),
        ("黟县", "division", {}),
        ("歙县", "division", {}),
        ("㵲阳河", "natural", {"outside-8105": BLOCKS, "not-in-gbk": TELLS}),
        ("人民廣場路", "street", {"variant-form": BLOCKS}),
        ("堃城路", "street", {"level-3": TELLS}),
        # 大
        ("宇宙路", "street", {"exaggerated": REASON}),
        ("环球大道", "street", {"exaggerated": REASON}),
        ("特区路", "street", {"exaggerated": REASON}),
        ("天下第一村", "committee", {"exaggerated": REASON}),
        ("中央大道", "street", {"exaggerated": REASON}),
        # 洋
        ("帕提欧花园", "building", {"foreign": REASON}),
        ("MOMOPARK", "building", {"foreign-script": BLOCKS, "form-generic": REASON}),
        ("曼哈顿广场", "building", {"foreign": REASON}),
        ("列宁公园", "park_or_reserve", {}),
        ("波罗马村", "committee", {}),
        ("罗马假日花园", "building", {"foreign": REASON}),
        ("柏林镇", "division", {"foreign": TELLS}),
        # 怪
        ("哑巴路", "street", {"bizarre": REASON}),
        ("黄泉路", "street", {"bizarre": REASON}),
        ("99路", "street", {"bizarre": REASON}),
        ("金色1号路", "street", {"bizarre": REASON}),
        ("阳光·水岸花园", "building", {"bizarre": REASON}),
        ("皇家大道", "street", {"feudal": REASON}),
        # Persons: never leaders, seldom others, ordinary words with a reason.
        ("毛泽东路", "street", {"leader": BLOCKS}),
        ("恩来大道", "street", {"leader": BLOCKS}),
        ("光泽东路", "street", {}),
        ("万里路", "street", {"leader": REASON}),
        ("孙中山路", "street", {"person": REASON}),
        ("悟空路", "street", {"person": REASON}),
        ("王建国路", "street", {"probable-person": REASON}),
        ("欧阳志远路", "street", {"probable-person": REASON}),
        ("李白沟村", "committee", {}),
        ("安平路", "street", {}),
        # Companies and brands.
        ("万科路", "street", {"brand": REASON}),
        ("绿地花园", "building", {"brand": TELLS}),
        ("红旗路", "street", {}),
        # Form.
        ("大道", "street", {"form-generic": BLOCKS}),
        ("人民", "street", {"form-generic": BLOCKS}),
        ("人民大道路", "street", {"form-double": BLOCKS}),
        ("铁路街", "street", {}),
        ("大马路", "street", {}),
        ("解放路巷", "street", {}),
        ("人民大厦", "street", {"form-class": REASON}),
    ],
)
def test_a_name_has_just_these_faults(name: str, kind: str, expected: dict[str, NameSeverity]) -> None:
    assert weights(name, kind) == expected


@pytest.mark.parametrize(
    "name",
    [
        "李建华",
        "张志强",
        "王秀英",
        "刘俊杰",
        "陈丽娟",
        "杨晓明",
        "赵文涛",
        "黄海燕",
        "周建平",
        "吴国栋",
        "徐志远",
        "孙玉兰",
        "马晓燕",
        "朱建军",
        "胡浩宇",
    ],
)
def test_usual_names_of_persons_are_known(name: str) -> None:
    """Invented persons with usual names."""
    assert probable_person(name, shipped().persons) is not None


@pytest.mark.parametrize(
    "name",
    [
        "王家湾",
        "李家村",
        "张家口",
        "石家庄",
        "马鞍山",
        "金银湾",
        "黄石港",
        "高明",
        "安宁",
        "江夏",
        "文华",
        "温泉",
        "万寿山",
        "白云山",
        "平安里",
        "金龙湖",
        "田家庵",
        "梅花山",
        "龙凤台",
        "宁远",
    ],
)
def test_places_are_not_taken_for_persons(name: str) -> None:
    assert probable_person(name, shipped().persons) is None


def test_every_finding_says_article_remedy_and_part() -> None:
    told = found("人民廣場路")["variant-form"]
    assert (told.part, told.evidence["standard"], told.evidence["code_point"]) == ((3, 4), "场", "U+5834")
    assert "第九条第一款（三）" in told.article
    assert "场" in told.remedy
    brand = found("万科路")["brand"]
    assert brand.part == (0, 2)
    assert "第四条" in brand.article
    assert "特定联系" in brand.remedy
    assert brand.evidence["source"]
    doubled = found("人民大道路")["form-double"]
    assert doubled.part == (2, 5)


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    """𬭊 is U+2CB4A, of the table's level 3: one character of the name though two units in UTF-16."""
    told = found("𬭊山路")
    assert told["level-3"].part == (0, 1)
    assert told["not-in-gbk"].evidence["gb18030"].count(" ") == 3


def test_276_characters_of_the_table_are_not_in_gbk() -> None:
    """Counted on an independent copy (domain §2.6)."""
    assert sum(not in_gbk(each) for each in shipped().characters.levels) == 276


def test_what_was_approved_before_is_weighed_and_not_refused() -> None:
    approved = Standing("某市人民政府", "某政〔1998〕3号", "1998-05-01")
    told = found("宇宙路", standing=approved)["exaggerated"]
    assert told.severity is TELLS
    assert told.evidence["approval"] == "某政〔1998〕3号"
    assert "先前已经批准" in told.message
    assert found("㵲阳河", "natural", approved)["outside-8105"].severity is TELLS
    # Nobody could approve this one (Art. 9 ¶1(4)).
    assert found("毛泽东路", standing=approved)["leader"].severity is BLOCKS


def test_a_longer_word_covers_a_shorter_one() -> None:
    text = 'id="a"\ntitle="甲"\nrule="person"\nsource="试"\nanywhere=["中山","孙中山"]\n'
    hits = WordIndex.of([read_word_list(text)]).hits("孙中山路", 3)
    assert [(hit.word.text, hit.start, hit.end) for hit in hits] == [("孙中山", 0, 3)]


def test_places_and_exceptions_of_words_are_heeded() -> None:
    text = (
        'id="a"\ntitle="甲"\nrule="person"\nsource="试"\nwhole=["中山"]\nstart=["朱德"]\n'
        'anywhere=["天子"]\nexceptions=["天子山"]\n[stands_for]\n"中山"="孙中山"\n'
    )
    index = WordIndex.of([read_word_list(text)])
    assert [hit.word.stands_for for hit in index.hits("中山路", 2)] == ["孙中山"]
    assert index.hits("大中山路", 3) == []
    assert index.hits("中山北路", 3) == []
    assert [hit.word.place for hit in index.hits("朱德故居路", 4)] == [WordPlace.START]
    assert index.hits("天子山路", 3) == []
    assert len(index.hits("天子路", 2)) == 1


@pytest.mark.parametrize(
    "text",
    ["id=", 'id="a"\ntitle="甲"\nrule="person"\n', 'id="a"\ntitle="甲"\nrule="nothing"\nsource="试"\n'],
    ids=["no TOML", "no source", "no such rule"],
)
def test_a_list_that_does_not_follow_its_format_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(Refusal, match="甲表"):
        read_word_list(text, "甲表")


def test_the_rulebook_has_an_article_for_every_rule() -> None:
    assert all("第九条" in rule.article for rule in NAME_RULES.values())
