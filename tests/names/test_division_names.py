"""All names of provinces, prefectures and counties, read beside an independent transcription of their pinyin.

The lists are test data outside the project; without them these tests are skipped.
"""

import csv
from pathlib import Path

import pytest

from data.name_reference import orthography
from layers.name_kinds import form_of
from layers.readings import plain
from layers.romanization import Spelling, spell

DATA = Path(__file__).parents[2].parent / "shared" / "data"
PINYIN, CODES = DATA / "names" / "areacity_level4_pinyin.csv", DATA / "codes"
NO_DIVISION = ("行政区划", "直辖")
MOST_DIFFERENT = 14

# Where we read otherwise than the transcription, and why.
DIFFERENT = {
    "大城县": "dài chéng：拼写规则表第 51 行",
    "乐陵市": "lào líng：《新华字典》乐（lào）乐亭、乐陵",
    "略阳县": "lüè：ü 不写作 u",
    "茄萣区": "jiā dìng：台湾读音",
    "朴子市": "pò zǐ：台湾读音",
    "外埔区": "pǔ：台湾的埔读 pǔ",
    "埔里镇": "pǔ：台湾的埔读 pǔ",
    "新埔镇": "pǔ：台湾的埔读 pǔ",
    "北埔乡": "pǔ：台湾的埔读 pǔ",
    "埔心乡": "pǔ：台湾的埔读 pǔ",
    "埔盐乡": "pǔ：台湾的埔读 pǔ",
    "中埔乡": "pǔ：台湾的埔读 pǔ",
    "盐埔乡": "pǔ：台湾的埔读 pǔ",
    "内埔乡": "pǔ：台湾的埔读 pǔ",
}


def as_division(name: str, code: str | None) -> Spelling:
    return spell(name, form_of("division"), code, orthography())


def heard(spelling: Spelling, count: int) -> list[str] | None:
    """The toneless syllables of the first characters; None where the name is spelt from another language."""
    first = [sounds[0] for _, sounds in spelling.considered[:count]]
    return None if any(sound[:1].isupper() for sound in first) else [plain(sound).replace("ü", "v") for sound in first]


@pytest.mark.skipif(not PINYIN.exists(), reason=f"没有 {PINYIN}")
def test_every_division_down_to_the_county_is_read_as_it_is_called() -> None:
    with PINYIN.open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if int(row["deep"]) < 3]
    named = [row for row in rows if not any(word in row["ext_name"] for word in NO_DIVISION)]
    read = {row["ext_name"]: as_division(row["ext_name"], row["ext_id"][:6]) for row in named}
    assert len(read) > 3_000
    assert [name for name, spelling in read.items() if not spelling.is_certain] == []
    told = [(row["ext_name"], row["pinyin"].split()) for row in named if row["ext_name"].startswith(row["name"])]
    compared = [(name, heard(read[name], len(said)), said) for name, said in told]
    assert sum(ours is not None for _, ours, _ in compared) > 2_900
    assert {name for name, ours, said in compared if ours is not None and ours != said} == set(DIFFERENT)
    assert len(DIFFERENT) == MOST_DIFFERENT


@pytest.mark.skipif(not CODES.exists(), reason=f"没有 {CODES}")
@pytest.mark.parametrize("file", ["provinces.csv", "cities.csv", "areas.csv"])
def test_every_name_of_the_public_list_is_certain(file: str) -> None:
    with (CODES / file).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    doubted = [row["name"] for row in rows if not as_division(row["name"], row["code"]).is_certain]
    assert doubted == []


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("内蒙古自治区", "Nei Mongol Zìzhìqū"),
        ("新疆维吾尔自治区", "Xīnjiāng Uygur Zìzhìqū"),
        ("科尔沁左翼后旗", "Horqin Zuǒyì Hòuqí"),
        ("阿拉善左旗", "Alxa Zuǒqí"),
        ("伊犁哈萨克自治州", "Ili Kazak Zìzhìzhōu"),
        ("延边朝鲜族自治州", "Yánbiān Chosenzú Zìzhìzhōu"),
        ("喀喇沁左翼蒙古族自治县", "Harqin Zuǒyì Mongolzú Zìzhìxiàn"),
        ("日喀则市", "Xigazê Shì"),
        ("和田地区", "Hotan Dìqū"),
        ("四子王旗", "Dorbod Qí"),
        ("廊坊市", "Lángfáng Shì"),
        ("乐陵市", "Làolíng Shì"),
        ("应县", "Yìng Xiàn"),
        ("珲春市", "Húnchūn Shì"),
        ("漯河市", "Luòhé Shì"),
        ("宕昌县", "Tànchāng Xiàn"),
        ("繁峙县", "Fánshì Xiàn"),
        ("筠连县", "Jūnlián Xiàn"),
        ("穆棱市", "Mùlíng Shì"),
        ("长子县", "Zhǎngzǐ Xiàn"),
        ("子长市", "Zǐcháng Shì"),
        ("张掖市", "Zhāngyè Shì"),
        ("太仆寺旗", "Taibus Qí"),
        ("监利市", "Jiànlì Shì"),
        ("龙胜各族自治县", "Lóngshèng Gèzú Zìzhìxiàn"),
        ("神农架林区", "Shénnóngjià Línqū"),
    ],
)
def test_divisions_that_are_often_misread(name: str, spelling: str) -> None:
    assert (as_division(name, None).toned, as_division(name, None).is_certain) == (spelling, True)


def test_another_languages_name_is_for_the_division_and_its_own_region() -> None:
    street = form_of("street")
    assert spell("和田路", street, "650105", orthography()).toned == "Hotan Lù"
    assert spell("和田路", street, "310115", orthography()).toned == "Hétián Lù"
    assert spell("白玉兰路", street, None, orthography()).toned == "Báiyùlán Lù"
