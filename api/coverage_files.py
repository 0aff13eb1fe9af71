"""Every form a coverage run can be handed out in: tables and geometry from `data`, pictures from `maps`."""

from collections.abc import Callable
from pathlib import Path

from data.coverage_run import CoverageRun
from data.exporting import FORMATS as FILES

Writer = Callable[[CoverageRun], bytes]


def html_bytes(run: CoverageRun) -> bytes:
    """The map in one HTML file that opens with no network."""
    from maps.sheets import choropleth_html

    return choropleth_html(run.result, run.shapes, run.bed_places(), _whose(run))


def png_bytes(run: CoverageRun) -> bytes:
    """The map as a printed page."""
    from maps.sheets import choropleth_png

    return choropleth_png(run.result, run.shapes, run.bed_places(), _whose(run))


def _whose(run: CoverageRun) -> str:
    """Whose sheet it is; a run on files knows no county."""
    return "" if run.result.total.name == "合计" else run.result.total.name


#: File extension to media type and writer.
FORMATS: dict[str, tuple[str, Writer]] = {
    **FILES,
    "html": ("text/html; charset=utf-8", html_bytes),
    "png": ("image/png", png_bytes),
}


def write_all(run: CoverageRun, folder: Path) -> tuple[list[Path], list[str]]:
    """Write every form into a folder, named by the run; answers the files, and why a picture is missing.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    from maps.fonts import NoChineseFont
    from maps.offline_map import NotBuilt

    folder.mkdir(parents=True, exist_ok=True)
    written, missing = [], []
    for extension, (_, writer) in FORMATS.items():
        try:
            body = writer(run)
        except (NoChineseFont, NotBuilt) as refusal:
            missing.append(f"{extension}：{refusal}")
            continue
        path = folder / f"{run.id}.{extension}"
        draft = path.with_suffix(f".{extension}.part")
        draft.write_bytes(body)
        draft.replace(path)
        written.append(path)
    return written, missing
