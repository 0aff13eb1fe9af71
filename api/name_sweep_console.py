"""What `cairn name sweep` prints; it acts as the register's owner, whom no policy binds."""

import secrets
import sys

import orjson

from api.database import console
from api.settings import read_settings
from data.name_cleaning import Swept, sweep
from layers.naming_rules.rulebook import NAME_RULES
from layers.refusal import Refusal

_FORMATS = ("text", "json")


def show_sweep(division: str | None, form: str) -> None:
    """Sweep the register of names, keep what was found, and print how much each rule found.

    Raises:
        Refusal: the format is unknown.
    """
    if form not in _FORMATS:
        raise Refusal(f"没有“{form}”这种格式", "", f"请选 {' 或 '.join(_FORMATS)}")
    settings = read_settings()
    with console() as session:
        swept = sweep(session, f"sweep-{secrets.token_hex(8)}", division or settings.county, settings.today(), _tell)
    sys.stdout.write(_json(swept) if form == "json" else _text(swept))


def _tell(done: int, of: int, what: str) -> None:
    sys.stderr.write(f"{what}：{done:,} / {of:,}\n")


def _json(swept: Swept) -> str:
    told = {"id": swept.id, "division": swept.division, "names": swept.names, "found": swept.found}
    return f"{orjson.dumps({**told, 'counts': swept.counts}, option=orjson.OPT_INDENT_2).decode()}\n"


def _text(swept: Swept) -> str:
    lines = [f"清理 {swept.id}：检查地名 {swept.names:,} 条，发现问题 {swept.found:,} 条"]
    for rule, by_severity in swept.counts.items():
        title = NAME_RULES[rule].title if rule in NAME_RULES else rule
        lines.append(f"  {title}（{rule}）{sum(by_severity.values()):,}")
    return "\n".join([*lines, "逐条处理请到“地名”页的“不规范地名清理”"]) + "\n"
