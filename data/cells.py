"""One cell of a file as a value: whole numbers, coordinates, codes; what cannot be read is said, never guessed."""

import datetime as dt
import math
import re
import unicodedata

_WHOLE = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0+)?")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_LARGEST = 2_000_000_000

Cell = object


class UnreadableCell(ValueError):
    """What stands in a cell, and why it is not what the column wants."""


def text(cell: Cell) -> str | None:
    """A cell as words: blank is None, a whole number has no decimals, full-width characters become ordinary ones."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    words = unicodedata.normalize("NFKC", str(cell)).strip() if isinstance(cell, str) else str(cell)
    return words or None


def whole(cell: Cell) -> int | None:
    """A count: a whole number not below zero; blank is None, which means unknown and not zero.

    Raises:
        UnreadableCell: anything else, a unit in the cell included.
    """
    words = text(cell)
    if words is None:
        return None
    if isinstance(cell, bool | dt.date) or not _WHOLE.fullmatch(words):
        raise UnreadableCell(f"“{words}”不是整数")
    number = int(words.replace(",", "").split(".", maxsplit=1)[0])
    if not 0 <= number <= _LARGEST:
        raise UnreadableCell(f"“{words}”{'是负数' if number < 0 else '太大'}")
    return number


def coordinate(cell: Cell) -> float | None:
    """A coordinate as a decimal number; blank is None.

    Raises:
        UnreadableCell: anything else, degrees and minutes included.
    """
    words = text(cell)
    if words is None:
        return None
    if isinstance(cell, bool | dt.date) or not _DECIMAL.fullmatch(words):
        hint = "（度分秒请先换算为十进制度）" if "°" in words or "度" in words else ""
        raise UnreadableCell(f"“{words}”不是十进制数{hint}")
    return float(words)
