"""Tables as they come: CSV in UTF-8, UTF-16 or GB18030, and XLSX; rows keep the number a person sees."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.cells import Cell, text
from data.file_rows import FileRows
from layers.refusal import Refusal
from layers.rules import Finding, Severity

_HEADINGS_WITHIN = 20
_SEPARATORS = (",", "\t", ";", "，")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Rows = list[tuple[int, tuple[Cell, ...]]]


def read_table(path: Path, wanted: Sequence[str] = (), sheet: str | None = None) -> FileRows:
    """Read a CSV or XLSX file; `wanted` are headings that tell the row of headings when titles stand above it.

    Raises:
        Refusal: the file cannot be read, is empty, or has several sheets that could be meant.
    """
    if path.suffix.lower() == ".csv":
        return _table(path.name, _csv_rows(path), wanted)
    sheets = _xlsx_sheets(path)
    chosen = _chosen_sheet(path.name, sheets, wanted, sheet)
    table = _table(path.name, sheets[chosen], wanted)
    if len(sheets) > 1 and sheet is None:
        message = f"{path.name} 有 {len(sheets)} 张工作表，取“{chosen}”：只有它含有所需字段"
        table.notes.append(Finding(message, None, None, Severity.WARNING))
    return table


def decoded(body: bytes, name: str) -> str:
    """Bytes as text: by the byte order mark, else UTF-8, else GB18030.

    Raises:
        Refusal: the bytes are none of these.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return body.decode(encoding, errors="strict")
    for encoding in ("utf-8", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(f"{name} 的文字编码无法识别", "既不是 UTF-8 也不是 GB18030（GBK）", "请另存为 UTF-8 编码的 CSV")


def _csv_rows(path: Path) -> Rows:
    try:
        words = decoded(path.read_bytes(), path.name)
    except UnicodeDecodeError as fault:
        raise Refusal(f"{path.name} 的文字编码损坏", str(fault), "请另存为 UTF-8 编码的 CSV") from fault
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_separator(words), strict=True)
    rows: Rows = []
    number = 1
    try:
        for row in reader:
            rows.append((number, tuple(row)))
            number = reader.line_num + 1
    except csv.Error as fault:
        what = f"{path.name} 第 {reader.line_num} 行不是有效的 CSV"
        raise Refusal(what, str(fault), "请检查该行的引号和分隔符") from fault
    return rows


def _separator(words: str) -> str:
    """The separator that stands most often in the first line with words."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _xlsx_sheets(path: Path) -> dict[str, Rows]:
    """The rows of every sheet that has any."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = {page.title: _filled_rows(page.iter_rows(values_only=True)) for page in book.worksheets}
        book.close()
    except Exception as fault:  # a broken archive fails in whatever part of openpyxl reads it
        why = "文件损坏、加密，或是旧式 .xls"
        raise Refusal(f"{path.name} 不是可读的 XLSX", why, "请在表格软件中另存为 .xlsx") from fault
    return {title: rows for title, rows in sheets.items() if rows}


def _filled_rows(rows: Iterable[tuple[Cell, ...]]) -> Rows:
    """The rows with words, by their numbers; a sheet may claim a million rows and have ten."""
    return [(number, cells) for number, cells in enumerate(rows, 1) if _filled(cells)]


def _chosen_sheet(name: str, sheets: dict[str, Rows], wanted: Sequence[str], sheet: str | None) -> str:
    if not sheets:
        raise Refusal(f"{name} 是空的", "没有一张工作表有内容", "请核对文件")
    if sheet is not None and sheet not in sheets:
        raise Refusal(f"{name} 中没有工作表“{sheet}”", f"有内容的工作表：{'、'.join(sheets)}", "请改用上面列出的名称")
    fitting = [title for title, rows in sheets.items() if _heading_row(rows, wanted) is not None]
    chosen = [sheet] if sheet else (fitting or list(sheets))
    if len(chosen) > 1:
        raise Refusal(f"{name} 有多张工作表可用", f"{'、'.join(chosen)}", "请用 --facilities-layer 等选项指明工作表")
    return chosen[0]


def _heading_row(rows: Rows, wanted: Sequence[str]) -> int | None:
    """The place of the first row that holds all wanted headings; the first filled row when none is wanted."""
    filled = [place for place, (_, cells) in enumerate(rows) if _filled(cells)][:_HEADINGS_WITHIN]
    needed = {text(name) for name in wanted}
    return next((place for place in filled if needed <= {text(cell) for cell in rows[place][1]}), None)


def _table(name: str, rows: Rows, wanted: Sequence[str]) -> FileRows:
    """Headings and the filled rows below them."""
    filled = [place for place, (_, cells) in enumerate(rows) if _filled(cells)]
    if not filled:
        raise Refusal(f"{name} 是空的", "没有任何内容", "请核对文件")
    found = _heading_row(rows, wanted)
    place = filled[0] if found is None else found
    notes = []
    if place != filled[0]:
        message = f"{name} 的表头取第 {rows[place][0]} 行，其上各行视为标题"
        notes.append(Finding(message, None, None, Severity.WARNING))
    headings = tuple(text(cell) or "" for cell in rows[place][1])
    body = [rows[row] for row in filled if row > place]
    _refuse_long_rows(name, headings, body)
    cells = [(row + (None,) * len(headings))[: len(headings)] for _, row in body]
    return FileRows(name, headings, cells, [number for number, _ in body], notes=notes)


def _refuse_long_rows(name: str, headings: Sequence[str], body: Rows) -> None:
    """A row with more cells than headings has slipped; nothing in it can be trusted."""
    errors = [
        f"第 {number} 行有 {len(cells)} 列，表头只有 {len(headings)} 列"
        for number, cells in body
        if _filled(cells[len(headings) :])
    ]
    if errors:
        raise Refusal(f"{name} 有的行比表头长", "多半是单元格里有未加引号的逗号", "请改正这些行", errors[:20])


def _filled(cells: Iterable[Cell]) -> bool:
    return any(text(cell) is not None for cell in cells)
