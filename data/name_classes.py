"""The county's table of classes of place names (GB/T 18521): what ships, and over it what was imported.

Everybody may read it. The county's administrator and steward import, and nobody else: row-level security decides
(`data/sql/0012_name_classes.sql`).
"""

from collections import Counter
from functools import cache
from pathlib import Path

from sqlalchemy import CheckConstraint, Column, DateTime, PrimaryKeyConstraint, Table, Text, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import BadInput, Forbidden
from data.file_rows import FileRows, guessed, refuse_rows
from data.ledgers import ARCHIVE
from data.name_reference import NAMES
from data.refusals import refusals_in_chinese
from data.tables import METADATA
from data.tabular import read_table
from layers.class_codes import NameClass, name_class, read_class_codes
from layers.refusal import Refusal

_CODES, _TITLES = ("类别代码", "代码", "code"), ("类别名称", "名称", "title")

NAME_CLASSES = Table(
    "name_classes",
    METADATA,
    Column("code", Text(collation="C"), nullable=False, comment="类别代码"),
    Column("title", Text, nullable=False, comment="类别名称"),
    Column("source", Text, nullable=False, comment="依据"),
    Column(
        "updated_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
        comment="更新时间",
    ),
    Column("updated_by", Text, nullable=False, comment="更新人"),
    PrimaryKeyConstraint("code"),
    CheckConstraint("code ~ '^[0-9]{5}$'", name="code"),
    CheckConstraint("char_length(btrim(title)) BETWEEN 1 AND 60", name="title"),
    CheckConstraint("char_length(btrim(source)) BETWEEN 1 AND 300", name="source"),
    schema=ARCHIVE,
    comment="地名类别代码（GB/T 18521）：县里导入的部分",
)


@cache
def shipped_classes(folder: Path = NAMES) -> tuple[NameClass, ...]:
    """The few classes that ship with Cairn.

    Raises:
        Refusal: the file does not follow its own format.
    """
    path = folder / "class_codes.toml"
    return read_class_codes(path.read_text(encoding="utf-8"), path.name)


def name_classes(session: Session) -> list[NameClass]:
    """All classes the county knows, by code."""
    chosen = select(NAME_CLASSES.c.code, NAME_CLASSES.c.title, NAME_CLASSES.c.source)
    known = {each.code: each for each in shipped_classes()}
    known |= {row.code: NameClass(row.code, row.title, row.source) for row in session.execute(chosen)}
    return [known[code] for code in sorted(known)]


def read_classes(path: Path, source: str) -> list[NameClass]:
    """The classes of a CSV or XLSX file with the columns 类别代码 and 类别名称.

    Raises:
        Refusal: a column is missing, a row cannot be used, or two rows give one code; the message tells each row.
    """
    rows = read_table(path, (_CODES[0], _TITLES[0]))
    codes, titles = (rows.texts(_heading(rows, names)) for names in (_CODES, _TITLES))
    found: list[NameClass] = []
    errors: list[str] = []
    for row, (code, title) in enumerate(zip(codes, titles, strict=True)):
        try:
            found.append(name_class(code, title, source, rows.at(row)))
        except Refusal as refusal:
            errors.append(str(refusal))
    times = Counter(each.code for each in found)
    errors += [f"代码 {code} 出现了 {many} 次" for code, many in times.items() if many > 1]
    if errors:
        refuse_rows(f"{path.name} 有 {len(errors)} 处不能使用", "代码为五位数字，名称不空，代码不重复", errors)
    return found


def _heading(rows: FileRows, names: tuple[str, ...]) -> str:
    found = guessed(rows, names)
    if found is None:
        raise Refusal(f"{rows.name} 没有“{names[0]}”一列", f"表头是：{'、'.join(rows.headings)}", "请补上此列后再导入")
    return found


def take_classes(session: Session, classes: list[NameClass]) -> int:
    """Enter classes, each over the one of its code; return how many there were.

    Raises:
        BadInput: the list is empty.
        Forbidden: who acts does not keep the county's tables.
    """
    if not classes:
        raise BadInput("没有可导入的类别", "表中没有一行", "请核对文件")
    who = acting(session)
    if not session.scalar(select(func.access.keeps_office())):
        raise Forbidden(f"{who.name}不能改地名类别代码表", "由管辖全县的系统管理员或数据管理员维护", "请找他们导入")
    entered = insert(NAME_CLASSES).values([{**vars(each), "updated_by": who.name} for each in classes])
    kept = {name: entered.excluded[name] for name in ("title", "source", "updated_by")}
    with refusals_in_chinese(session):
        session.execute(
            entered.on_conflict_do_update(index_elements=["code"], set_=kept | {"updated_at": func.clock_timestamp()})
        )
    audit.note(session, "name-classes", None, {"codes": len(classes), "source": classes[0].source})
    return len(classes)
