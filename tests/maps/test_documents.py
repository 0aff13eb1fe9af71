"""The documents of a case: what they say, what they refuse, and that print shows every character."""

import dataclasses
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from layers.name_documents import FIELDS, PLACE_FIELDS, CaseFacts, DocumentKind, NamedPlace, Objection, require
from layers.refusal import Refusal
from maps.reports import faces, make
from maps.reports.filling import TEMPLATES, docx_of, steady
from maps.reports.pdf import pdf_of, pictures_of
from maps.reports.reading import blocks_of
from maps.reports.reading import text_of as words_of
from tests.maps.pdf_text import embedded_fonts, fonts, text_of

D = dt.date
GENERAL = Path("data/reference/names/general_characters.txt")
AVENUE = NamedPlace(
    name="示例大道",
    kind="街路巷",
    romanized="Shìlì Dàdào",
    division="岳阳县荣家湾镇",
    position="东起甲路，西至乙路",
    meaning="<b>取“示例”之意</b> & 便于识别",
    reason="便民出行",
    place_code="43062110000009001",
)
LANE = dataclasses.replace(
    AVENUE, name="㵲阳河巷", romanized="Wǔyánghé Xiàng", former_name="旧名巷", meaning="因㵲阳河得名"
)
FACTS = CaseFacts(
    number="地名〔2026〕12号",
    deed="命名",
    title="示例大道等道路命名",
    office="岳阳县民政局",
    made_on=D(2026, 12, 12),
    places=(AVENUE, LANE),
    contact="0730-0000000（虚构）",
    applicant="示例置业公司（虚构）",
    submitted_on=D(2026, 11, 19),
    accepted_on=D(2026, 11, 20),
    promised="3 个工作日",
    papers=("申请书", "位置图"),
    lacking=("位置图",),
    because="位置图没有标明起止点",
    addressee="岳阳县自然资源局",
    reply_by=D(2026, 12, 11),
    notice_from=D(2026, 11, 27),
    notice_until=D(2026, 12, 4),
    objection=Objection("张某", "与邻县的名称重复", "经核查不在同一建成区", D(2026, 11, 28), D(2026, 11, 30)),
    authority="岳阳县人民政府",
    approval_number="岳县政函〔2026〕3号",
    approved_on=D(2026, 12, 10),
    filed_with="岳阳市人民政府",
)
SIX = ("标准名称", "罗马字母拼写", "所属政区", "位置描述", "批准机关", "批准时间")
KINDS = pytest.mark.parametrize("kind", list(DocumentKind), ids=lambda kind: kind.value)


def general_characters() -> str:
    lines = GENERAL.read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith(("#", "[")))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def complete_face() -> faces.Face:
    """A face with all the characters of the table; machines without one print no names, and say so."""
    try:
        return faces.face_for(general_characters())
    except Refusal as lacking:
        pytest.skip(str(lacking))


@KINDS
def test_the_same_facts_are_the_same_bytes(kind: DocumentKind, complete_face: faces.Face) -> None:
    first, again = docx_of(kind, FACTS), docx_of(kind, FACTS)
    assert first == again
    assert pdf_of(kind, first, FACTS.made_on) == pdf_of(kind, again, FACTS.made_on)
    assert complete_face.family


@KINDS
def test_print_says_what_the_document_says(kind: DocumentKind, complete_face: faces.Face) -> None:
    filled = docx_of(kind, FACTS)
    pdf = pdf_of(kind, filled, FACTS.made_on)
    printed, written = squeezed(text_of(pdf)), squeezed(words_of(blocks_of(filled)))
    assert written in printed
    assert "�" not in printed
    assert fonts(pdf) == embedded_fonts(pdf) > 0
    assert complete_face.family


@KINDS
def test_no_expression_is_left_and_days_are_printed_in_words(kind: DocumentKind) -> None:
    written = words_of(blocks_of(docx_of(kind, FACTS)))
    assert not re.search(r"[{}]|None|\d{4}-\d\d-\d\d", written)
    assert "年12月" in written


def test_the_announcement_has_its_six_lawful_fields(complete_face: faces.Face) -> None:
    filled = docx_of(DocumentKind.ANNOUNCEMENT, FACTS)
    (table,) = Document(io.BytesIO(filled)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(SIX)
    assert rows[1] == [
        *("示例大道", "Shìlì Dàdào", "岳阳县荣家湾镇", "东起甲路，西至乙路"),
        *("岳阳县人民政府", "2026年12月10日"),
    ]
    printed = squeezed(text_of(pdf_of(DocumentKind.ANNOUNCEMENT, filled, FACTS.made_on)))
    assert "㵲阳河巷WǔyánghéXiàng岳阳县荣家湾镇" in printed
    assert complete_face.family


@pytest.mark.parametrize("label", SIX)
def test_an_announcement_without_a_lawful_field_is_refused_and_names_it(label: str) -> None:
    blank: dict[str, CaseFacts] = {
        "标准名称": dataclasses.replace(FACTS, places=(dataclasses.replace(AVENUE, name=" "),)),
        "罗马字母拼写": dataclasses.replace(FACTS, places=(AVENUE, dataclasses.replace(LANE, romanized=""))),
        "所属政区": dataclasses.replace(FACTS, places=(dataclasses.replace(AVENUE, division=""),)),
        "位置描述": dataclasses.replace(FACTS, places=(dataclasses.replace(AVENUE, position=""),)),
        "批准机关": dataclasses.replace(FACTS, authority=""),
        "批准时间": dataclasses.replace(FACTS, approved_on=None),
    }
    with pytest.raises(Refusal) as refusal:
        docx_of(DocumentKind.ANNOUNCEMENT, blank[label])
    assert refusal.value.what == f"不能生成公告：缺少{label}"
    assert any(label in line for line in refusal.value.errors)


@KINDS
def test_a_case_that_knows_nothing_makes_no_document(kind: DocumentKind) -> None:
    bare = CaseFacts("1", "命名", "试", "试", D(2026, 1, 1))
    with pytest.raises(Refusal) as refusal:
        require(kind, bare)
    named = " ".join(refusal.value.errors)
    assert all(field.label in named for field in FIELDS[kind])
    assert not PLACE_FIELDS[kind] or "没有一个地名" in named


def test_signs_that_are_markup_stay_signs() -> None:
    written = words_of(blocks_of(docx_of(DocumentKind.DECISION, FACTS)))
    assert "<b>取“示例”之意</b> & 便于识别" in written


def test_every_one_of_the_8105_characters_is_set(complete_face: faces.Face) -> None:
    signs = general_characters()
    assert len(signs) == len(set(signs)) == 8105
    assert complete_face.missing(signs) == []
    facts = dataclasses.replace(FACTS, places=(dataclasses.replace(AVENUE, meaning=signs),))
    pdf = pdf_of(DocumentKind.DECISION, docx_of(DocumentKind.DECISION, facts), FACTS.made_on)
    assert set(signs) - set(text_of(pdf)) == set()


def test_a_character_no_face_has_is_refused_and_never_an_empty_box(complete_face: faces.Face) -> None:
    strange = "\U0010fffd"
    facts = dataclasses.replace(FACTS, places=(dataclasses.replace(AVENUE, name=f"示例{strange}路"),))
    filled = docx_of(DocumentKind.NOTICE, facts)
    with pytest.raises(Refusal, match=r"没有生成 PDF：字体“.+”没有 .+U\+10FFFD"):
        pdf_of(DocumentKind.NOTICE, filled, FACTS.made_on)
    assert complete_face.family


def test_a_page_that_is_looked_at_has_ink(complete_face: faces.Face) -> None:
    from PIL import Image

    (page,) = pictures_of(DocumentKind.NOTICE, docx_of(DocumentKind.NOTICE, FACTS), FACTS.made_on)
    picture = Image.open(io.BytesIO(page)).convert("L")
    dark = sum(picture.histogram()[:128]) / (picture.width * picture.height)
    assert 0.005 < dark < 0.2
    assert complete_face.family


def test_a_countys_own_template_goes_before_the_one_that_ships(tmp_path: Path) -> None:
    page = Document()
    page.add_paragraph("本县公示第 {{ number }} 号，共 {{ places|length }} 个")
    page.save(str(tmp_path / "notice.docx"))
    own, shipped = docx_of(DocumentKind.NOTICE, FACTS, tmp_path), docx_of(DocumentKind.DECISION, FACTS, tmp_path)
    assert words_of(blocks_of(own)) == "本县公示第 地名〔2026〕12号 号，共 2 个"
    assert "批复如下" in words_of(blocks_of(shipped))


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("{{ nubmer }}", "nubmer"),
        ("{{ number", "写法有误"),
        ("{% for place in places %}{{ place.name }}", "写法有误"),
        ("{{ places[0].colour }}", "colour"),
        ("{{ number.__class__.__mro__ }}", "写法有误"),
        ("{{ number.no() }}", "no"),
    ],
)
def test_a_broken_template_is_refused_with_its_name(tmp_path: Path, wording: str, said: str) -> None:
    page = Document()
    page.add_paragraph(wording)
    page.save(str(tmp_path / "notice.docx"))
    with pytest.raises(Refusal) as refusal:
        docx_of(DocumentKind.NOTICE, FACTS, tmp_path)
    assert "公示的模板 notice.docx 不能用" in refusal.value.what
    assert said in str(refusal.value)


@pytest.mark.parametrize("body", [b"", b"PK no zip", b"<html>"], ids=["empty", "torn", "html"])
def test_a_template_that_is_no_docx_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "notice.docx").write_bytes(body)
    with pytest.raises(Refusal, match=r"notice\.docx 打不开"):
        docx_of(DocumentKind.NOTICE, FACTS, tmp_path)


@KINDS
def test_the_templates_that_ship_are_what_the_wording_makes(kind: DocumentKind) -> None:
    shipped = TEMPLATES / f"{kind.value}.docx"
    with zipfile.ZipFile(shipped) as kept, zipfile.ZipFile(io.BytesIO(make.template(kind))) as made:
        assert kept.namelist() == made.namelist()
        assert [name for name in kept.namelist() if kept.read(name) != made.read(name)] == []


def test_merged_cells_of_a_template_are_set_as_one(complete_face: faces.Face) -> None:
    page = Document()
    table = page.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "竖"
    table.cell(1, 0).text, table.cell(1, 1).text = "左", "右"
    body = io.BytesIO()
    page.save(body)
    (block,) = [block for block in blocks_of(body.getvalue()) if block["kind"] == "t"]
    spans = [[(cell["colspan"], cell["rowspan"]) for cell in row] for row in block["rows"]]
    assert spans == [[(2, 1), (1, 2)], [(1, 1), (1, 1)]]
    printed = text_of(pdf_of(DocumentKind.FILING, steady(body.getvalue()), FACTS.made_on))
    assert sorted(set("横竖左右") & set(printed)) == sorted("横竖左右")
    assert complete_face.family


def test_every_variable_is_told_to_whoever_writes_a_template() -> None:
    told = Path("docs/documents.md").read_text(encoding="utf-8")
    names = [field.name for form in (CaseFacts, NamedPlace, Objection) for field in dataclasses.fields(form)]
    assert [name for name in names if f"`{name}`" not in told] == []
    assert [kind for kind in DocumentKind if f"| `{kind.value}.docx` | {kind.label} |" not in told] == []
