"""The report of a scenario: .docx from the county's template, PDF set from it, and the same as a workbook.

What is rendered first is kept with the run: the same scenario of the same run gives the same bytes ever after. A
change of the scenario, of the template or of the 审图号 is another report.
"""

import dataclasses
import hashlib
from typing import Annotated, Any, Literal
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.coverage import FOR_EVER, IfNoneMatch
from api.deps import AtDesk, Writer
from api.errors import Refused
from api.settings import Settings
from data import audit, runs, scenarios
from data.plain_tables import XLSX
from data.scenario_report import Ground, ground, head
from data.scenarios import Planned
from layers.siting_report import ReportFacts, SitingPaper, report_of

router = APIRouter(prefix="/siting/scenarios", tags=["选址方案"])

Extension = Literal["docx", "pdf", "xlsx"]
MEDIA: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": XLSX,
}
_DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "报告",
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()},
    },
    304: {"description": "与已有的内容相同"},
}


@router.get(
    "/{number}/report.{extension}",
    summary="选址方案报告：.docx（本县模板）、PDF、XLSX",
    response_class=Response,
    responses=_DESCRIBED,
)
def report(
    session: Writer,
    desk: AtDesk,
    number: Annotated[int, Path(title="方案编号", ge=1, le=2**62)],
    extension: Extension,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The report of a scenario; that it was taken out is an entry of the log."""
    planned = scenarios.one(session, number)
    stands_on = ground(session, planned)
    facts = report_of(planned.plan, head(planned, stands_on, desk.settings.office_name, desk.settings.map_approval))
    kept = _rendered(session, planned, stands_on, facts, extension, desk.settings)
    tag = f'"{hashlib.sha256(kept.body).hexdigest()[:32]}"'
    named = quote(f"{facts.title}_{facts.name}_{facts.as_of}_{facts.run}.{extension}")
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_EVER.replace("max-age=31536000, immutable", "no-cache"),
        "Content-Disposition": f"attachment; filename=\"{facts.run}.{extension}\"; filename*=UTF-8''{named}",
    }
    if if_none_match == tag:
        return Response(None, 304, headers)
    audit.note(
        session, audit.EXPORT, planned.run.id, {"scenario": number, "format": extension, "bytes": len(kept.body)}
    )
    return Response(kept.body, 200, headers, kept.media_type)


def _rendered(  # noqa: PLR0917 - the parts of a report
    session: Session, planned: Planned, stands_on: Ground, facts: ReportFacts, extension: str, settings: Settings
) -> runs.RunFile:
    """A report as it was first rendered, or rendered and kept now."""
    from maps.reports.filling import template_of

    template = template_of(SitingPaper.REPORT, settings.document_templates)
    told = orjson.dumps(dataclasses.asdict(facts), option=orjson.OPT_SORT_KEYS, default=str)
    fingerprint = hashlib.sha256(told + (template.read_bytes() if template.is_file() else b"")).hexdigest()[:16]
    form = f"report-{planned.scenario.number}-{fingerprint}.{extension}"
    kept = runs.recall_file(session, planned.run.id, form)
    if kept is not None:
        return kept
    body = _made(planned, stands_on, facts, extension, settings)
    return runs.keep_file(session, planned.run.id, form, MEDIA[extension], body)


def _made(planned: Planned, stands_on: Ground, facts: ReportFacts, extension: str, settings: Settings) -> bytes:
    """Draw the maps and render a report.

    Raises:
        Refused: a map needs something this machine lacks.
        Refusal: the county's template is broken, or no typeface has all characters.
    """
    from maps.reports.filling import Picture, context, fill, template_of

    drawn = {when: _map(planned, stands_on, facts, when) for when in ("before", "after")}
    if extension == "xlsx":
        from data.scenario_workbook import scenario_workbook

        return scenario_workbook(planned.plan, facts, drawn)
    from maps.plan_sheet import WIDTH_MM

    pictures = {f"map_{when}": Picture(body, WIDTH_MM) for when, body in drawn.items()}
    template = template_of(SitingPaper.REPORT, settings.document_templates)
    body = fill(template, SitingPaper.REPORT, context(facts), pictures)
    if extension == "docx":
        return body
    from maps.reports.pdf import pdf_of

    return pdf_of(SitingPaper.REPORT, body, facts.made_on, settings.document_fonts)


def _map(planned: Planned, stands_on: Ground, facts: ReportFacts, when: Any) -> bytes:  # noqa: ANN401 - before or after
    from maps.fonts import NoChineseFont
    from maps.plan_sheet import MappedTownship, PlanMap, plan_png

    plan, approval = planned.plan, facts.approval if facts.has_approval else ""
    townships = [
        MappedTownship(town.name, stands_on.outlines[town.code], getattr(town, when).served_share)
        for town in plan.townships
        if town.code in stands_on.outlines
    ]
    shown = PlanMap(
        title=facts.captions[when].partition("　")[2],
        when=when,
        townships=townships,
        settlements=plan.settlements,
        sites=plan.sites,
        as_of=str(facts.as_of),
        made_on=str(facts.made_on),
        run=facts.run,
        approval=approval,
        invented=bool(facts.invented),
    )
    try:
        return plan_png(shown)
    except NoChineseFont as lack:
        raise Refused(
            503, "报告没有生成", "这台机器没有可用的中文字体", "请安装后重试：apt install fonts-noto-cjk",
            kind="picture-unavailable",
        ) from lack  # fmt: skip
