"""Rows of a file as a person sees them: headings, cells, the number of each row, and shapes where it has some."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.cells import Cell, UnreadableCell, text
from layers.refusal import Refusal
from layers.rules import Finding

Value = TypeVar("Value")

_LISTED = 20


@dataclass(frozen=True, eq=False)
class FileRows:
    """What stands in a file; `crs` is what the file itself says of its coordinates, None when it is silent."""

    name: str
    headings: tuple[str, ...]
    cells: list[tuple[Cell, ...]]
    numbers: list[int]
    counted_in: str = "行"
    shapes: NDArray[np.object_] | None = None
    crs: str | None = None
    silent_geojson: bool = False
    notes: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.cells)

    def at(self, row: int) -> str:
        """How a person finds a row: 第 14 行."""
        return f"第 {self.numbers[row]} {self.counted_in}"

    def has(self, heading: str) -> bool:
        """Whether there is such a column."""
        return any(text(name) == text(heading) for name in self.headings)

    def column(self, heading: str) -> list[Cell]:
        """The cells below a heading.

        Raises:
            Refusal: there is no such heading, or more than one; the headings there are, are listed.
        """
        found = [place for place, name in enumerate(self.headings) if text(name) == text(heading)]
        if len(found) != 1:
            why = f"可用字段：{'、'.join(name for name in self.headings if name) or '（没有字段）'}"
            amiss = f"有 {len(found)} 个字段都叫" if found else "没有字段"
            raise Refusal(
                f"{self.name} 中{amiss}“{heading}”", why, "请改用上面列出的字段名（区分大小写）；重名的字段请先改名"
            )
        return [row[found[0]] for row in self.cells]

    def read(self, heading: str, reader: Callable[[Cell], Value], wanted: str) -> list[Value]:
        """The cells below a heading as values; `wanted` says in words what they ought to be.

        Raises:
            Refusal: lists every row whose cell cannot be read.
        """
        values, errors = [], []
        for row, cell in enumerate(self.column(heading)):
            try:
                values.append(reader(cell))
            except UnreadableCell as fault:
                errors.append(f"{self.at(row)}：{fault}")
        if errors:
            refuse_rows(f"{self.name} 的“{heading}”有 {len(errors)} 处无法读取", f"应为{wanted}", errors)
        return values

    def texts(self, heading: str) -> list[str | None]:
        """The cells below a heading as words."""
        return [text(cell) for cell in self.column(heading)]

    def keep(self, rows: Sequence[int]) -> "FileRows":
        """Only some of the rows."""
        shapes = None if self.shapes is None else self.shapes[list(rows)]
        cells, numbers = [self.cells[row] for row in rows], [self.numbers[row] for row in rows]
        return FileRows(
            self.name, self.headings, cells, numbers, self.counted_in, shapes, self.crs, self.silent_geojson, self.notes
        )


def refuse_rows(what: str, why: str, errors: Sequence[str]) -> None:
    """Refuse, listing the first rows that are wrong and how many more there are.

    Raises:
        Refusal: always.
    """
    more = [f"…… 另有 {len(errors) - _LISTED} 处"] if len(errors) > _LISTED else []
    raise Refusal(what, why, "请在文件中改正后重新运行；确实未知的留空", [*errors[:_LISTED], *more])


def guessed(rows: FileRows, candidates: Sequence[str]) -> str | None:
    """The first of the usual field names that the file has, compared without case, blanks and underscores."""
    known: dict[str, str] = {}
    for heading in rows.headings:
        known.setdefault(plain(heading), heading)
    return next((known[plain(name)] for name in candidates if plain(name) in known), None)


def plain(heading: str) -> str:
    """A heading without what varies: case, blanks, underscores, a unit in brackets."""
    words = (text(heading) or "").lower()
    for opening in "([{<":
        words = words.split(opening, maxsplit=1)[0]
    return "".join(letter for letter in words if letter.isalnum())
