"""The versioned SQL a migration runs: a file of `data/sql` that is never edited once released."""

from pathlib import Path

from sqlalchemy import TextClause, text

_FOLDER = Path(__file__).resolve().parents[1] / "sql"


def sql(name: str) -> TextClause:
    """The statements of one file; colons are the language's own, not parameters."""
    return text((_FOLDER / name).read_text(encoding="utf-8").replace(":", r"\:"))
