"""Spelling against the rule's own examples: every row of the table of 中国地名汉语拼音字母拼写规则 that we work by."""

import pytest

from data.name_reference import NAMES, orthography
from layers.name_kinds import form_of, word_of
from layers.place_readings import read_place_readings
from layers.readings import plain, readings
from layers.refusal import Refusal
from layers.romanization import Spelling, spell

TABLE = orthography()
ROWS = [
    (1, "太行山", "natural", "Tàiháng Shān"),
    (2, "汾河", "natural", "Fén Hé"),
    (3, "太湖", "natural", "Tài Hú"),
    (4, "通县", "division", "Tōng Xiàn"),
    (4, "费县", "division", "Fèi Xiàn"),
    (5, "舟山群岛", "natural", "Zhōushān Qúndǎo"),
    (6, "长安街", "street", "Cháng'ān Jiē"),
    (7, "滨江道", "street", "Bīnjiāng Dào"),
    (8, "大马路", "street", "Dà Mǎlù"),
    (9, "西辽河", "natural", "Xīliáo Hé"),
    (10, "潮白新河", "natural", "Cháobái Xīnhé"),
    (11, "北雁荡山", "natural", "Běiyàndàng Shān"),
    (12, "景山后街", "street", "Jǐngshān Hòujiē"),
    (13, "朝阳门内大街", "street", "Cháoyángménnèi Dàjiē"),
    (14, "修文西小巷", "street", "Xiūwén Xīxiǎoxiàng"),
    (15, "广安门北滨河路", "street", "Guǎng'ānmén Běibīnhé Lù"),
    (16, "周口店", "village", "Zhōukǒudiàn"),
    (17, "南王家荡", "village", "Nánwángjiādàng"),
    (18, "渤海湾", "natural", "Bóhǎi Wān"),
    (19, "景德镇市", "division", "Jǐngdézhèn Shì"),
    (20, "解放路南小街", "street", "Jiěfànglù Nánxiǎojiē"),
    (21, "左权县", "division", "Zuǒquán Xiàn"),
    (22, "张之洞路", "street", "Zhāngzhīdòng Lù"),
    (23, "欧阳海水库", "infrastructure", "Ōuyánghǎi Shuǐkù"),
    (24, "五指山", "natural", "Wǔzhǐ Shān"),
    (25, "二道沟", "natural", "Èrdào Gōu"),
    (26, "第二松花江", "natural", "Dì'èr Sōnghuā Jiāng"),
    (27, "三八路", "street", "Sānbā Lù"),
    (27, "五一广场", "other", "Wǔyī Guǎngchǎng"),
    (28, "二马路", "street", "2 Mǎlù"),
    (29, "经五路", "street", "Jīng 5 Lù"),
    (30, "三环路", "street", "3 Huánlù"),
    (31, "大川淀一巷", "street", "Dàchuāndiàn 1 Xiàng"),
    (32, "东四十二条", "street", "Dōngsì 12 Tiáo"),
    (33, "第九弄", "street", "Dì-9 Lòng"),
    (34, "1203高地", "natural", "1203 Gāodì"),
    (35, "西安", "division", "Xī'ān"),
    (35, "建瓯", "division", "Jiàn'ōu"),
    (35, "天峨", "division", "Tiān'é"),
    (36, "盆儿胡同", "street", "Pénr Hútong"),
    (37, "十里堡", "village", "Shílǐpù"),
    (37, "大黄堡", "village", "Dàhuángbǎo"),
    (37, "吴堡", "division", "Wúbǔ"),
    (38, "六安", "division", "Lù'ān"),
    (39, "蚌埠", "division", "Bèngbù"),
    (40, "铅山", "division", "Yánshān"),
    (41, "大埔", "division", "Dàbù"),
    (42, "乐清", "division", "Yuèqīng"),
    (42, "乐亭", "division", "Làotíng"),
    (42, "长乐", "division", "Chánglè"),
    (42, "乐平", "division", "Lèpíng"),
    (43, "台州", "division", "Tāizhōu"),
    (43, "天台", "division", "Tiāntāi"),
    (44, "燕山", "division", "Yānshān"),
    (45, "洪洞", "division", "Hóngtóng"),
    (46, "十堰", "division", "Shíyàn"),
    (47, "东阿", "division", "Dōng'ē"),
    (48, "番禺", "division", "Pānyú"),
    (48, "渑池", "division", "Miǎnchí"),
    (48, "枞阳", "division", "Zōngyáng"),
    (48, "歙县", "division", "Shè Xiàn"),
    (49, "中牟", "division", "Zhōngmù"),
    (49, "泌阳", "division", "Bìyáng"),
    (49, "井陉", "division", "Jǐngxíng"),
    (49, "盱眙", "division", "Xūyí"),
    (50, "丽水", "division", "Líshuǐ"),
    (50, "东莞", "division", "Dōngguǎn"),
    (50, "厦门", "division", "Xiàmén"),
    (50, "百色", "division", "Bǎisè"),
    (51, "六合", "division", "Lùhé"),
    (51, "大城", "division", "Dàichéng"),
    (51, "蔚县", "division", "Yù Xiàn"),
    (51, "涡阳", "division", "Guōyáng"),
    (51, "亳州", "division", "Bózhōu"),
    (51, "单县", "division", "Shàn Xiàn"),
    (51, "莘县", "division", "Shēn Xiàn"),
    (51, "浚县", "division", "Xùn Xiàn"),
    (52, "嵩明县", "division", "Sōngmíng Xiàn"),
    (52, "荣家湾镇", "division", "Róngjiāwān Zhèn"),
    (52, "松港街道", "division", "Sōnggǎng Jiēdào"),
    (53, "汨罗", "division", "Mìluó"),
]


def spelt(name: str, kind: str, division: str | None = None) -> Spelling:
    return spell(name, form_of(kind), division, TABLE)


@pytest.mark.parametrize(("row", "name", "kind", "spelling"), ROWS)
def test_the_rules_examples_are_spelt_as_printed(row: int, name: str, kind: str, spelling: str) -> None:
    assert (spelt(name, kind).toned, spelt(name, kind).is_certain) == (spelling, True), row


def test_every_row_is_there() -> None:
    assert {row for row, *_ in ROWS} == set(range(1, 54))


@pytest.mark.parametrize(
    ("name", "kind", "toned", "plain_form"),
    [
        ("吕梁市", "division", "Lǚliáng Shì", "LÜLIANG SHI"),
        ("绿园区", "division", "Lǜyuán Qū", "LÜYUAN QU"),
        ("呼和浩特市", "division", "Hohhot Shì", "HOHHOT SHI"),
        ("乌鲁木齐市", "division", "Ürümqi Shì", "ÜRÜMQI SHI"),
        ("拉萨市", "division", "Lhasa Shì", "LHASA SHI"),
        ("陕西省", "division", "Shaanxi Shěng", "SHAANXI SHENG"),
        ("山西省", "division", "Shānxī Shěng", "SHANXI SHENG"),
        ("恭城瑶族自治县", "division", "Gōngchéng Yáozú Zìzhìxiàn", "GONGCHENG YAOZU ZIZHIXIAN"),
        ("彭水苗族土家族自治县", "division", "Péngshuǐ Miáozú Tǔjiāzú Zìzhìxiàn", "PENGSHUI MIAOZU TUJIAZU ZIZHIXIAN"),
        ("香港特别行政区", "division", "Xiānggǎng Tèbié Xíngzhèngqū", "XIANGGANG TEBIE XINGZHENGQU"),
        ("中山东一路", "street", "Zhōngshān Dōng 1 Lù", "ZHONGSHAN DONG 1 LU"),
        ("东三环北路", "street", "Dōng 3 Huán Běilù", "DONG 3 HUAN BEILU"),
        ("统一路", "street", "Tǒngyī Lù", "TONGYI LU"),
        ("第一大街", "street", "Dì-1 Dàjiē", "DI-1 DAJIE"),
        ("一二一大街", "street", "Yī'èryī Dàjiē", "YI'ERYI DAJIE"),
        ("解放路二段", "street", "Jiěfànglù 2 Duàn", "JIEFANGLU 2 DUAN"),
        ("建国门外大街", "street", "Jiànguóménwài Dàjiē", "JIANGUOMENWAI DAJIE"),
        ("阳光国际花园", "building", "Yángguāng Guójì Huāyuán", "YANGGUANG GUOJI HUAYUAN"),
        ("三里河路", "street", "Sānlǐhé Lù", "SANLIHE LU"),
        ("广西路", "street", "Guǎngxī Lù", "GUANGXI LU"),
        ("人民西路", "street", "Rénmín Xīlù", "RENMIN XILU"),
        ("女儿河", "natural", "Nǚ'ér Hé", "NÜ'ER HE"),
        ("新墙村", "committee", "Xīnqiáng Cūn", "XINQIANG CUN"),
        ("张家村", "village", "Zhāngjiācūn", "ZHANGJIACUN"),
        ("一百零五弄", "street", "105 Lòng", "105 LONG"),
    ],
)
def test_what_the_rules_say_beyond_their_examples(name: str, kind: str, toned: str, plain_form: str) -> None:
    assert (spelt(name, kind).toned, spelt(name, kind).toneless) == (toned, plain_form)


def test_the_division_decides_a_local_reading() -> None:
    assert spelt("天台路", "street", "331023").toned == "Tiāntāi Lù"
    assert spelt("天台路", "street", "510183").toned == "Tiāntái Lù"
    assert spelt("六合路", "street", "320116").toned == "Lùhé Lù"
    assert spelt("六合村", "committee", "430621").toned == "Liùhé Cūn"
    assert spelt("沙涌村", "committee", "440103").toned == "Shāchōng Cūn"


def test_where_several_readings_are_possible_the_officer_is_asked() -> None:
    unsure = spelt("天台路", "street")
    assert (unsure.toned, unsure.is_certain, unsure.alternatives) == ("Tiāntái Lù", False, ("Tiāntāi Lù",))
    assert "3310" in unsure.because
    music = spelt("乐家湾", "natural")
    assert not music.is_certain
    assert {music.toned, *music.alternatives} == {"Lèjiā Wān", "Yuèjiā Wān"}
    assert ("乐", ("lè", "yuè")) in music.considered


def test_a_table_of_many_readings_shows_a_few() -> None:
    many = spelt("乐堡朝重行单", "village")
    assert len(many.alternatives) == 8
    assert len({many.toned, *many.alternatives}) == 9


def test_the_terms_are_given_as_the_register_keeps_them() -> None:
    for name, kind in (("东四十二条", "street"), ("修文西小巷", "street"), ("周口店", "village")):
        sheet = spelt(name, kind)
        assert sheet.specific + sheet.generic == name


def test_a_name_of_unknown_kind_is_spelt_by_its_end_or_as_the_division_it_is() -> None:
    guessed = [(name, TABLE.guess(name)) for name in ("铅山", "六合", "西安", "人民路", "新墙村", "周口店")]
    assert [word_of(form) for _, form in guessed] == [
        "division",
        "division",
        "division",
        "street",
        "committee_seat",
        "village",
    ]
    assert [spell(name, form, None, TABLE).toned for name, form in guessed][:3] == ["Yánshān", "Lùhé", "Xī'ān"]


@pytest.mark.parametrize("name", ["", "人民·路", "路!"])
def test_what_cannot_be_read_is_refused_with_its_remedy(name: str) -> None:
    with pytest.raises(Refusal):
        spelt(name, "street")


def test_syllables_of_the_table_are_syllables() -> None:
    """Every reading written by hand is one that pypinyin knows of the character, or its neutral or suffixed form."""
    text = (NAMES / "place_readings.toml").read_text(encoding="utf-8")
    table = read_place_readings(text)
    pairs = [(char, sound) for each in table.entries for char, sound in zip(each.text, each.syllables, strict=False)]
    pairs += [(char, sound) for char, doubt in table.doubtful.items() for sound in doubt.readings]
    pairs += list(table.usual.items())
    strange = {(char, sound) for char, sound in pairs if plain(sound) not in {plain(known) for known in readings(char)}}
    assert strange == {("乐", "lào"), ("宕", "tàn"), ("儿", "r"), ("栅", "shí"), ("栏", "lànr")}


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "[usual]\n[doubtful]\n[numbers]\nwords=[]\nbases=[]\n[apart]\nwords=[]\n[[places]]\nreadings={'六安'='lù'}\n",
        "[usual]\n[doubtful]\n[numbers]\nwords=[]\nbases=[]\n[apart]\nwords=[]\n[[places]]\nsource='x'\nreadings={'六安'='lù'}\n",
    ],
)
def test_a_faulty_table_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="地名读音表"):
        read_place_readings(text)
