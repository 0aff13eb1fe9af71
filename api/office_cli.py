"""`cairn calendar show|import|count`: the office's working days on the console."""

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from layers.office_days import Calendar

app = typer.Typer(help="工作日历：放假和调休、导入一年的安排、推算时限的末日。", no_args_is_help=True)
_MONTHS = 12


@app.command("show", help="列出一年中放假的工作日和上班的周末；不给年份则列出已录入的年份。")
def show(
    year: Annotated[int | None, typer.Argument(metavar="年份", help="如 2026", show_default=False)] = None,
) -> None:
    """Print a year, or which years are known."""
    from api.database import console
    from data import office_calendar

    with console() as session:
        if year is None:
            sys.stdout.write("已录入：" + "、".join(map(str, office_calendar.years(session))) + "\n")
            return
        kept = office_calendar.kept_year(session, year)
        worked = _per_month(office_calendar.calendar(session), year)
    sys.stdout.write(f"{year} 年  依据：{kept.year.source}\n")
    for day in kept.year.days:
        weekday = "一二三四五六日"[day.day.weekday()]
        sys.stdout.write(f"  {day.day}  周{weekday}  {'上班' if day.is_working else '放假'}  {day.title}\n")
    sys.stdout.write(f"工作日 {sum(worked)} 天；各月：{'、'.join(map(str, worked))}\n")


@app.command("import", help="用随附的国务院放假安排（chinese_calendar）写入一年，覆盖已有的内容。")
def take(year: Annotated[int, typer.Argument(metavar="年份", help="如 2026")]) -> None:
    """Enter a year as the package has it."""
    from api.database import console
    from data import office_calendar

    with console() as session:
        taken = office_calendar.take_packaged(session, year)
    off = sum(not day.is_working for day in taken.days)
    sys.stdout.write(
        f"已写入 {year} 年：放假的工作日 {off} 天，上班的周末 {len(taken.days) - off} 天。{taken.source}\n"
    )


@app.command("count", help="从事件当日起推算时限的末日；当日不计入，缺省按工作日。")
def count(
    start: Annotated[str, typer.Argument(metavar="日期", help="事件当日，如 2026-09-30")],
    days: Annotated[int, typer.Argument(metavar="日数", min=1, max=3660)],
    calendar_days: Annotated[bool, typer.Option("--calendar-days", help="按日历日")] = False,
    rolls: Annotated[bool, typer.Option("--rolls", help="末日逢休息日顺延（《民法典》第二百零三条）")] = False,
) -> None:
    """Print the last day of a period."""
    from api.database import console
    from data import office_calendar
    from layers.clocks import DayKind, plain_last_day
    from layers.refusal import Refusal

    try:
        begun = dt.date.fromisoformat(start)
    except ValueError as fault:
        raise Refusal(f"日期“{start}”不能读取", "日期写作 YYYY-MM-DD", "如 2026-09-30") from fault
    kind = DayKind.CALENDAR if calendar_days else DayKind.WORKING
    with console() as session:
        end = plain_last_day(office_calendar.calendar(session), begun, days, kind, rolls=rolls)
    sys.stdout.write(f"{end}（周{'一二三四五六日'[end.weekday()]}）\n")


def _per_month(calendar: "Calendar", year: int) -> list[int]:
    days = [dt.date(year, 1, 1) + dt.timedelta(days=step) for step in range(366)]
    own = [day for day in days if day.year == year and calendar.is_working(day)]
    return [sum(day.month == month for day in own) for month in range(1, _MONTHS + 1)]
