"""`cairn name gazetteer` and `cairn name quality`: the register of names as a file, and how good it is."""

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from layers.name_quality import Defect, Score

Division = Annotated[str | None, typer.Option("--division", metavar="代码", help="只要此行政区划及以下")]
Day = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="现势日期 YYYY-MM-DD；缺省为当天")]


def add_to(app: typer.Typer) -> None:
    """Give `cairn name` these two commands."""
    app.command("gazetteer", help="写出地名录（.csv、.xlsx、.gpkg）或地名志（.docx），格式由文件名定。")(gazetteer)
    app.command("quality", help="地名数据质量：总分、各乡镇得分和问题清单；--keep 留存本季度得分。")(quality)


def gazetteer(
    out: Annotated[Path, typer.Argument(metavar="文件", help="写入的文件，扩展名定格式")],
    division: Division = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="类别", help="只要此类别，如 street")] = None,
    every: Annotated[bool, typer.Option("--all", help="连同历史、已销的地名")] = False,
    as_of: Day = None,
) -> None:
    """Write the gazetteer to a file."""
    from api.database import console
    from api.gazetteer import EXTENSIONS, written
    from api.settings import read_settings
    from data import audit
    from data.gazetteer import Wanted
    from layers.name_kinds import form_of
    from layers.place_names import NameStatus
    from layers.refusal import Refusal

    extension = out.suffix.lstrip(".").lower()
    if extension not in EXTENSIONS:
        raise Refusal(f"不认识格式“{out.suffix}”", "格式由文件名的扩展名定", f"可用：{'、'.join(EXTENSIONS)}")
    settings = read_settings()
    with console() as session:
        status = None if every else NameStatus.IN_USE
        wanted = Wanted(_day(as_of, settings), division, form_of(kind).kind if kind else None, status)
        _, body = written(session, wanted, extension, settings.office_name)
        audit.write(session, *audit.remembered(session))
    draft = out.with_name(f"{out.name}.part")
    draft.write_bytes(body)
    draft.replace(out)
    sys.stdout.write(f"已写入 {out}\n")


def quality(
    division: Division = None,
    defects: Annotated[
        Path | None, typer.Option("--defects", metavar="文件", help="把问题清单写成 CSV（UTF-8 带 BOM）")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="留存本季度得分，供比较历季度")] = False,
    as_of: Day = None,
) -> None:
    """Print the score, its parts and the townships."""
    from api.database import console
    from api.name_quality import defects_of, terms
    from api.settings import read_settings
    from data import name_quality

    settings = read_settings()
    county = settings.county
    with console() as session:
        found = name_quality.quality(session, _day(as_of, settings), terms(settings), division or county)
        kept = name_quality.keep(session, found, county) if keep and division in (None, county) else None
        past = name_quality.trend(session, division or county)
    _print_score(found.whole)
    for code, score in found.townships.items():
        sys.stdout.write(
            f"  {code or '未写明所属政区'}  {_number(score.score)} 分  {score.names:,} 条  问题 {score.defects:,}\n"
        )
    if past:
        sys.stdout.write("历季度：" + "，".join(f"{each.quarter} {each.score:.1f}" for each in past) + "\n")
    if kept:
        sys.stdout.write(f"已留存 {kept}\n")
    if defects is not None:
        _write_defects(defects, list(defects_of(found)))


def _print_score(score: "Score") -> None:
    sys.stdout.write(f"总分 {_number(score.score)}  地名 {score.names:,} 条  问题 {score.defects:,} 项\n")
    for part in score.parts:
        share = "不适用" if part.share is None else f"{100 * part.share:.1f}%"
        sys.stdout.write(f"  {part.part.label}（权重 {part.weight:g}）{share}  问题 {part.defects:,}\n")


def _write_defects(out: Path, found: "list[Defect]") -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["地名代码", "地名", "所属政区", "项", "问题"])
        writer.writerows([each.code, each.name, each.division, each.part.label, each.message] for each in found)
    sys.stdout.write(f"问题清单 {len(found):,} 项已写入 {out}\n")


def _number(score: float | None) -> str:
    return "—" if score is None else f"{score:.1f}"


def _day(given: str | None, settings: "Settings") -> dt.date:
    from layers.refusal import Refusal

    try:
        return dt.date.fromisoformat(given) if given else settings.today()
    except ValueError as fault:
        raise Refusal(f"日期“{given}”不能读取", "日期写作 YYYY-MM-DD", "如 2026-09-30") from fault
