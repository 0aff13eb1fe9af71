"""`cairn scorecard`: the county against a policy, on the console."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from data.policies import Shelf
    from layers.policies import Policy

MOST_YEARS = 10


class Format(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def scorecard(  # noqa: PLR0917 - an option is a parameter here
    policy: Annotated[
        str | None,
        typer.Option("--policy", metavar="政策|文件.toml", help="政策的标识，或自己的政策文件；不给则列出全部政策"),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="截至日期，缺省当天")] = None,
    earlier: Annotated[int, typer.Option("--earlier", min=0, max=MOST_YEARS, help="另算几个往年的同日，作为走势")] = 1,
    indicator: Annotated[str | None, typer.Option("--indicator", metavar="指标", help="只看政策中的一项")] = None,
    division: Annotated[
        str | None, typer.Option("--division", metavar="代码", help="列出这一项在某乡镇（或全县）背后的记录")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="打印为表格、CSV 或 JSON")] = Format.TABLE,
) -> None:
    """Print a policy's scorecard, or the policies there are."""
    from api.database import console
    from api.scorecard_console import list_policies, show
    from api.settings import read_settings
    from data.policies import shelf
    from data.scorecard import scored
    from layers.refusal import Refusal

    settings = read_settings()
    known = shelf(settings.policies)
    if policy is None:
        list_policies(known, sys.stdout)
        return
    if division is not None and indicator is None:
        raise Refusal("只给了区划，没有给指标", "记录属于一项指标", "请加上 --indicator，如 --indicator nursing-share")
    chosen = _chosen(policy, known)
    day = settings.today() if as_of is None else _day(as_of)
    with console() as session:
        told = scored(session, chosen, day, years=earlier, only=indicator)
    show(told, form.value, division, sys.stdout)


def _chosen(name: str, known: "Shelf") -> "Policy":
    """A policy by its name, or out of a file."""
    from data.policies import from_file

    path = Path(name)
    return from_file(path) if path.suffix == ".toml" or path.is_file() else known.named(name)


def _day(words: str) -> dt.date:
    from layers.refusal import Refusal

    try:
        return dt.date.fromisoformat(words)
    except ValueError as fault:
        raise Refusal(f"日期“{words}”不能读取", "日期写作 YYYY-MM-DD", "例如 --as-of 2024-12-31") from fault
