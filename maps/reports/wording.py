"""The wording of the documents that ship, paragraph by paragraph; the templates are built from it (`make`).

`{{ … }}` is filled from the facts of a case, `{%p … %}` keeps or drops whole paragraphs, as docxtpl reads them.
"""

from dataclasses import dataclass

from layers.name_documents import DocumentKind


@dataclass(frozen=True)
class Line:
    """A paragraph.

    Its look is `title`, `number`, `to`, `body`, `plain`, `heading`, `caption` (below a picture), `table` (above one),
    `picture`, `signed`, `sign` or `control`.
    """

    text: str
    look: str = "body"


@dataclass(frozen=True)
class Grid:
    """A table with a row for each of a list: heading, what stands in the cell, width in millimetres."""

    each: str
    of: str
    columns: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Form:
    """A table of labels and values, two by two."""

    rows: tuple[tuple[str, str], ...]


Part = Line | Grid | Form

_SIX = Grid(
    "place",
    "places",
    (
        ("标准名称", "{{ place.name }}", 25),
        ("罗马字母拼写", "{{ place.romanized }}", 30),
        ("所属政区", "{{ place.division }}", 24),
        ("位置描述", "{{ place.position }}", 30),
        ("批准机关", "{{ authority }}", 22),
        ("批准时间", "{{ approved_on }}", 25),
    ),
)
_NAMES = Grid(
    "place",
    "places",
    (
        ("序号", "{{ loop.index }}", 14),
        ("地名", "{{ place.name }}", 38),
        ("类别", "{{ place.kind }}", 34),
        ("位置", "{{ place.position }}", 70),
    ),
)
_PROPOSED = Grid(
    "place",
    "places",
    (
        ("拟用地名", "{{ place.name }}", 30),
        ("罗马字母拼写", "{{ place.romanized }}", 36),
        ("位置", "{{ place.position }}", 45),
        ("含义和理由", "{{ place.meaning or place.reason }}", 45),
    ),
)
_SIGNED = (Line("{{ office }}", "signed"), Line("{{ made_on }}", "sign"))
_CONTACT = (
    Line("{%p if contact %}", "control"),
    Line("联系方式：{{ contact }}。"),
    Line("{%p endif %}", "control"),
)
_FORMER = (
    Line("{%p for place in places if place.former_name %}", "control"),
    Line("“{{ place.name }}”原名“{{ place.former_name }}”。"),
    Line("{%p endfor %}", "control"),
)

WORDING: dict[DocumentKind, tuple[Part, ...]] = {
    DocumentKind.RECEIPT: (
        Line("地名{{ deed }}申请受理通知书", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("{{ applicant }}：", "to"),
        Line(
            "你（单位）{% if submitted_on %}于{{ submitted_on }}{% endif %}提交的“{{ title }}”申请收悉。"
            "经审查，申请材料齐全，根据《地名管理条例》第十一条，现于{{ accepted_on }}予以受理。"
        ),
        _NAMES,
        Line("收到的材料："),
        Line("{%p for paper in papers %}", "control"),
        Line("{{ loop.index }}．{{ paper }}"),
        Line("{%p endfor %}", "control"),
        Line("{%p if promised %}", "control"),
        Line("办理时限：{{ promised }}。"),
        Line("{%p endif %}", "control"),
        *_CONTACT,
        *_SIGNED,
    ),
    DocumentKind.RETURN: (
        Line("地名{{ deed }}申请补正通知书", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("{{ applicant }}：", "to"),
        Line(
            "你（单位）提交的“{{ title }}”申请收悉。经审查，申请材料尚不齐全或者不符合要求，请补正下列内容后再次提交："
        ),
        Line("{%p for paper in lacking %}", "control"),
        Line("{{ loop.index }}．{{ paper }}"),
        Line("{%p endfor %}", "control"),
        Line("{%p if because %}", "control"),
        Line("说明：{{ because }}"),
        Line("{%p endif %}", "control"),
        Line("补正期间不计入办理时限。"),
        *_CONTACT,
        *_SIGNED,
    ),
    DocumentKind.CONSULTATION: (
        Line("关于征求“{{ title }}”意见的函", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("{{ addressee }}：", "to"),
        Line(
            "我单位正在办理“{{ title }}”，拟{{ deed }}的地名及理由如下。"
            "根据《地名管理条例》第十一条，现征求你单位意见。"
        ),
        Grid(
            "place",
            "places",
            (
                ("拟用地名", "{{ place.name }}", 32),
                ("类别", "{{ place.kind }}", 30),
                ("位置", "{{ place.position }}", 44),
                ("理由", "{{ place.reason }}", 50),
            ),
        ),
        Line("请于{{ reply_by }}前书面回复；逾期未回复的，视为没有意见。"),
        *_CONTACT,
        *_SIGNED,
    ),
    DocumentKind.NOTICE: (
        Line("关于拟{{ deed }}地名的公示", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("根据《地名管理条例》第十一条，现将“{{ title }}”拟{{ deed }}的地名予以公示，征求社会公众意见。"),
        _PROPOSED,
        *_FORMER,
        Line("公示期：{{ notice_from }}至{{ notice_until }}。"),
        Line("对公示的地名有异议的，请在公示期内以书面形式向本机关提出，写明姓名、联系方式和理由。"),
        *_CONTACT,
        *_SIGNED,
    ),
    DocumentKind.OBJECTION_ANSWER: (
        Line("关于地名公示异议的答复", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("{{ objection.objector or '异议人' }}：", "to"),
        Line(
            "你{% if objection.received_on %}于{{ objection.received_on }}{% endif %}就“{{ title }}”公示"
            "提出的异议收悉。异议内容：{{ objection.text }}"
        ),
        Line("经研究，答复如下："),
        Line("{{ objection.answer }}"),
        *_CONTACT,
        *_SIGNED,
    ),
    DocumentKind.DECISION: (
        Line("{{ authority }}关于“{{ title }}”的批复", "title"),
        Line("{{ approval_number }}", "number"),
        Line("{{ applicant or office }}：", "to"),
        Line("关于“{{ title }}”的申请收悉。根据《地名管理条例》第九条、第十二条，经研究，批复如下："),
        Line("一、同意下列地名{{ deed }}。"),
        Grid(
            "place",
            "places",
            (
                ("标准名称", "{{ place.name }}", 30),
                ("罗马字母拼写", "{{ place.romanized }}", 36),
                ("所属政区", "{{ place.division }}", 28),
                ("位置描述", "{{ place.position }}", 34),
                ("含义", "{{ place.meaning }}", 28),
            ),
        ),
        *_FORMER,
        Line("二、请自批准之日起十五日内，按照《地名管理条例》第十三条、第十四条报送备案并向社会公告。"),
        Line("三、请按照《地名管理条例》第十八条使用标准地名，及时设置地名标志。"),
        Line("{{ authority }}", "signed"),
        Line("{{ approved_on }}", "sign"),
    ),
    DocumentKind.REFUSAL: (
        Line("不予批准决定书", "title"),
        Line("案件编号：{{ number }}", "number"),
        Line("{{ applicant }}：", "to"),
        Line("你（单位）关于“{{ title }}”的申请，经审查，决定不予批准下列地名的{{ deed }}。"),
        Line("{%p for place in places %}", "control"),
        Line("{{ loop.index }}．{{ place.name }}"),
        Line("{%p endfor %}", "control"),
        Line("理由：{{ because }}"),
        Line("如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。"),
        Line("{{ authority }}", "signed"),
        Line("{{ made_on }}", "sign"),
    ),
    DocumentKind.ANNOUNCEMENT: (
        Line("地名{{ deed }}公告", "title"),
        Line("{% if approval_number %}{{ approval_number }}{% else %}案件编号：{{ number }}{% endif %}", "number"),
        Line("根据《地名管理条例》第十四条，现将经批准{{ deed }}的地名公告如下："),
        _SIX,
        *_FORMER,
        Line("自公告之日起，请按照《地名管理条例》第十八条使用标准地名。"),
        *_SIGNED,
    ),
    DocumentKind.FILING: (
        Line("地名备案表", "title"),
        Form(
            (
                ("申报编号", "{{ number }}"),
                ("标题", "{{ title }}"),
                ("事项", "{{ deed }}"),
                ("批准机关", "{{ authority }}"),
                ("批准文号", "{{ approval_number }}"),
                ("批准日期", "{{ approved_on }}"),
                ("备案机关", "{{ filed_with }}"),
                ("报送日期", "{{ made_on }}"),
                ("附件", "备案报告、批复文件、命名申请书{% for paper in papers %}、{{ paper }}{% endfor %}"),
            )
        ),
        Line("备案的地名：", "plain"),
        Grid(
            "place",
            "places",
            (
                ("标准名称", "{{ place.name }}", 26),
                ("罗马字母拼写", "{{ place.romanized }}", 32),
                ("地名代码", "{{ place.place_code }}", 30),
                ("所属政区", "{{ place.division }}", 24),
                ("位置描述", "{{ place.position }}", 24),
                ("含义", "{{ place.meaning }}", 20),
            ),
        ),
        *_FORMER,
        *_SIGNED,
    ),
}
