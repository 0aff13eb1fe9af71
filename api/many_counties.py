"""The same question put to many counties: the list of counties, a task for each, and what is told as they end.

A list names a county a line: 代码, then 名称 and 登记库 where there are such columns. A county is read from its own
register (`登记库`, postgresql://…), or from files whose options hold `{county}` in place of the county's code.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from layers.refusal import Refusal

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from data.many import Ended, Task

PLACE = "{county}"
_CODE = re.compile(r"\d{6}")
_COLUMNS = {
    "代码": "code",
    "code": "code",
    "名称": "name",
    "name": "name",
    "登记库": "register",
    "register": "register",
}
_REMEDY = "每行一个县：六位代码，可另有 名称、登记库 两列；第一行写列名，如 代码,名称,登记库"

Options = TypeVar("Options", bound=Any)


@dataclass(frozen=True)
class County:
    """One line of a list; `register` is the address of the county's own register, empty where files are read."""

    code: str
    name: str = ""
    register: str = ""


def counties(path: Path) -> list[County]:
    """Read a list of counties.

    Raises:
        Refusal: the file is missing or empty, or a line cannot be used; says which line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"县名单 {path} 读不了", str(fault), "请核对路径；名单应为 UTF-8 文本") from fault
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(map(str.strip, row))]
    if not rows:
        raise Refusal(f"县名单 {path} 是空的", "", _REMEDY)
    heading = ["code"] if _CODE.fullmatch(rows[0][0]) else _heading(rows.pop(0), path)
    found = [_county(dict(zip(heading, row, strict=False)), line, path) for line, row in enumerate(rows, 1)]
    twice = sorted({county.code for county in found if sum(other.code == county.code for other in found) > 1})
    if twice:
        raise Refusal(f"县名单 {path} 中有重复的代码：{'、'.join(twice)}", "一个县只算一次", "请删去重复的行")
    return found


def _heading(row: Sequence[str], path: Path) -> list[str]:
    unknown = [cell for cell in row if cell not in _COLUMNS]
    names = [_COLUMNS[cell] for cell in row if cell in _COLUMNS]
    if unknown or "code" not in names:
        raise Refusal(f"县名单 {path} 的列名“{'、'.join(unknown or row)}”不认识", "", _REMEDY)
    return names


def _county(row: Mapping[str, str], line: int, path: Path) -> County:
    if not _CODE.fullmatch(row.get("code", "")):
        raise Refusal(f"县名单 {path} 第 {line} 个县的代码“{row.get('code', '')}”不是六位数字", "", _REMEDY)
    return County(**row)


def of_county(options: Options, county: County) -> Options:
    """Options with the county's code in place of `{county}`."""
    put = {}
    for field in fields(options):
        given = getattr(options, field.name)
        if isinstance(given, str | Path) and PLACE in str(given):
            put[field.name] = type(given)(str(given).replace(PLACE, county.code))
    return replace(options, **put)


@dataclass(frozen=True)
class Cluster:
    """Where the counties are computed: a Dask scheduler (tcp://host:port), or so many processes of this machine."""

    scheduler: str | None
    workers: int | None


def refuse_without_register(found: Sequence[County], otherwise: str = "") -> None:
    """Every county is read from its own register.

    Raises:
        Refusal: a county of the list names none.
    """
    if homeless := [county.code for county in found if not county.register]:
        raise Refusal(
            f"名单中 {'、'.join(homeless[:5])} 没有登记库",
            "不知道从哪里读这些县",
            f"请在名单的“登记库”列写各县登记库的地址（postgresql://…）{otherwise}",
        )


@contextmanager
def register_of(county: County) -> "Iterator[Engine]":
    """The county's own register.

    Raises:
        Refusal: it does not answer.
    """
    from sqlalchemy.exc import OperationalError

    from data.engine import connect

    engine = connect(county.register)
    try:
        yield engine
    except OperationalError as fault:
        remedy = "请核对名单中登记库的地址，确认它在运行、本机能连上"
        raise Refusal("登记库连接不上", str(fault.orig).strip().partition("\n")[0], remedy) from fault
    finally:
        engine.dispose()


def done(tasks: Mapping[str, "Task"], cluster: Cluster) -> Iterator["Ended"]:
    """Each county as it ends; how far it is is told on standard error."""
    from data import many

    ended = 0
    with many.workers(cluster.scheduler, cluster.workers) as client, _telling(len(tasks)) as tell:
        try:
            for each in many.each(client, tasks):
                ended += 1
                tell(each)
                yield each
        except KeyboardInterrupt:
            raise Refusal(
                f"已取消：{len(tasks)} 个县算完 {ended} 个", "", "算完的已经保存；其余请另列名单再算"
            ) from None


@contextmanager
def _telling(of: int) -> "Iterator[Callable[[Ended], None]]":
    """A bar on a terminal; elsewhere a line for each county without an answer, and one at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("计算各县"), BarColumn(), MofNCompleteColumn(), TextColumn("还需"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=of)

        def tell(ended: "Ended") -> None:
            bar.advance(task)
            if ended.answer is None:
                console.print(f"{ended.county} 未算出：{ended.trouble}", markup=False, soft_wrap=True)

        yield tell
