"""What `cairn name` prints: answers on stdout, doubts on stderr."""

import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from api.name_spelling import SpelledName, spelled
from layers.refusal import Refusal

_FORMATS = ("text", "json")


def show_spellings(names: Sequence[str], kind: str | None, division: str | None, form: str) -> None:
    """Print the spellings of names, one a line, or a JSON list.

    Raises:
        Refusal: the kind or the format is unknown, or a name cannot be spelt.
    """
    if form not in _FORMATS:
        raise Refusal(f"没有“{form}”这种格式", "", f"请选 {' 或 '.join(_FORMATS)}")
    sheets = [spelled(name, kind, division) for name in names]
    if form == "json":
        written = orjson.dumps([_told(sheet) for sheet in sheets], option=orjson.OPT_INDENT_2)
        sys.stdout.write(f"{written.decode()}\n")
        return
    for sheet in sheets:
        sys.stdout.write(f"{sheet.toned}\n")
        _tell_doubt(sheet)


def _told(sheet: SpelledName) -> dict[str, object]:
    return {"name": sheet.name, "kind": sheet.kind} | sheet.model_dump()


def _tell_doubt(sheet: SpelledName) -> None:
    if not sheet.is_certain:
        sys.stderr.write(f"“{sheet.name}”读音不能确定：{sheet.because}。也可能是 {'、'.join(sheet.alternatives)}\n")


def show_classes(file: Path | None, source: str) -> None:
    """Import a table of classes when there is one, and print what the county then knows.

    Raises:
        Refusal: the file cannot be read, or has rows that cannot be used.
    """
    from api.database import console
    from data.name_classes import name_classes, read_classes, take_classes

    taken = read_classes(file, source) if file else []
    with console() as session:
        if file:
            sys.stderr.write(f"已导入 {take_classes(session, taken)} 个类别\n")
        for each in name_classes(session):
            sys.stdout.write(f"{each.code}  {each.title}  {each.source}\n")
