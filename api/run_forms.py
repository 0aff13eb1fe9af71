"""The forms of a kept run: rendered once, kept, and the same bytes ever after; what they are called."""

from sqlalchemy.orm import Session

from api.errors import Refused
from data import coverage, runs
from data.acting import acting
from data.coverage_rounded import rounded
from data.coverage_run import CoverageRun
from layers.coverage_result import CoverageResult


def rendered(session: Session, run_id: str, extension: str) -> runs.RunFile:
    """A form of a run, as precise as whoever asks may know: as first rendered, or rendered and kept now."""
    kept = runs.recall_file(session, run_id, _kept_as(session, extension))
    return kept or render(session, coverage.recall(session, run_id), extension)


def render(session: Session, run: CoverageRun, extension: str) -> runs.RunFile:
    """Render a form of a run and keep it.

    Raises:
        Refused: a picture needs something this machine lacks.
    """
    from api.coverage_files import FORMATS
    from maps.fonts import NoChineseFont
    from maps.offline_map import NotBuilt

    media_type, writer = FORMATS[extension]
    try:
        body = writer(rounded(run, acting(session).decimals))
    except (NoChineseFont, NotBuilt) as lack:
        what, _, remedy = str(lack).rpartition("。请")
        raise Refused(
            503, what or str(lack), "这台机器缺少出图所需的东西", f"请{remedy}", kind="picture-unavailable"
        ) from lack
    return runs.keep_file(session, run.id, _kept_as(session, extension), media_type, body)


def _kept_as(session: Session, extension: str) -> str:
    """Under which name a form is kept: the public's stands beside the exact one."""
    decimals = acting(session).decimals
    return extension if decimals is None else f"{extension}~{decimals}"


def file_name(result: CoverageResult, extension: str) -> str:
    """What a form is called in a folder: 岳阳县每千名老年人养老床位数_2024-12-31_bpt-….xlsx."""
    whose = "" if result.total.name == "合计" else result.total.name
    return f"{whose}{result.title}_{result.as_of}_{result.run}.{extension}"


def location(run_id: str) -> str:
    """Where a run stands."""
    return f"/api/coverage/runs/{run_id}"
