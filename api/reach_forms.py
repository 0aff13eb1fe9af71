"""The forms of a kept run of reach: rendered once, kept, and the same bytes ever after."""

from sqlalchemy.orm import Session

from data import reach, runs
from data.acting import acting
from data.coverage_rounded import rounded_body
from data.reach_files import FORMATS
from layers.reach_result import ReachResult


def rendered(session: Session, run_id: str, extension: str) -> tuple[ReachResult, runs.RunFile]:
    """A run, and a form of it, as precise as whoever asks may know: as first rendered, or rendered and kept now."""
    decimals = acting(session).decimals
    result = ReachResult.read(rounded_body(reach.kept(session, run_id).result, decimals))
    form = extension if decimals is None else f"{extension}~{decimals}"
    file = runs.recall_file(session, run_id, form)
    if file is None:
        media_type, writer = FORMATS[extension]
        file = runs.keep_file(session, run_id, form, media_type, writer(result))
    return result, file


def location(run_id: str) -> str:
    """Where a run stands."""
    return f"/api/reach/runs/{run_id}"
