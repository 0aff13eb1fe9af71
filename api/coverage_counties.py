"""Beds per thousand older people of many counties: each county's run is kept, and all stand in one summary.

What is computed of a county is what the single command computes of it, byte by byte.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.county_summary import Summary, ask_each
from api.coverage_asking import FileOptions, RegisterOptions, ask_files, register_terms
from api.many_counties import (
    PLACE,
    Cluster,
    County,
    counties,
    of_county,
    refuse_without_register,
    register_of,
)
from layers.coverage_result import CoverageResult
from layers.refusal import Refusal

if TYPE_CHECKING:
    from data.coverage_run import CoverageRun
    from data.many import Task


def ask_counties(
    listed: Path, cluster: Cluster, register: RegisterOptions, files: FileOptions, *, out: Path | None, today: dt.date
) -> bool:
    """Compute every county of a list, write what was asked for, print the summary; false when one has no answer.

    Raises:
        Refusal: the list or the options cannot be used, the scheduler does not answer, or it was cancelled.
    """
    found = counties(listed)
    return ask_each(found, _tasks(found, register, files, today), cluster, _SUMMARY, out)


@dataclass(frozen=True)
class CoverageTask:
    """Beds per thousand of one county: answers the canonical bytes of its run."""

    county: County
    register: RegisterOptions
    files: FileOptions
    today: dt.date

    def __call__(self) -> tuple[bytes, ...]:
        """Read the county and compute; in its own register the run is kept.

        Raises:
            Refusal: the county cannot be read or computed.
        """
        files = of_county(self.files, self.county)
        run = self._of_register(files) if files.facilities is None else ask_files(self.register, files)
        return (run.body,)

    def _of_register(self, files: FileOptions) -> "CoverageRun":
        from data import coverage
        from data.engine import session

        with register_of(self.county) as engine, session(engine) as opened:
            return coverage.run(opened, register_terms(self.register, files, self.today))


def _tasks(found: Sequence[County], register: RegisterOptions, files: FileOptions, today: dt.date) -> dict[str, "Task"]:
    """A task for each county.

    Raises:
        Refusal: files name no `{county}`, so that all counties would be the same; or a county names no register.
    """
    if files.facilities is not None:
        paths = [path for path in (files.areas, files.facilities, files.population) if path is not None]
        if not any(PLACE in str(path) for path in paths):
            raise Refusal(
                f"--areas、--facilities 的路径中没有 {PLACE}",
                "各县会读同样的文件",
                f"请写成各县自己的文件，如 --facilities 资料/{PLACE}/设施.csv",
            )
    else:
        refuse_without_register(found, f"，或用含 {PLACE} 的 --areas、--facilities")
    return {county.code: CoverageTask(county, register, files, today) for county in found}


def _row(body: bytes) -> tuple[object, ...]:
    result = CoverageResult.read(body)
    total = result.total
    told = (total.beds, total.elderly, total.beds_per_thousand, total.shortfall_beds)
    return (total.name, result.run, *told, "是" if result.invented else "否")


def _together(bodies: Sequence[bytes]) -> str:
    """What all counties come to: beds by people, never a mean of ratios."""
    totals = [CoverageResult.read(body).total for body in bodies]
    known = [total for total in totals if total.elderly]
    people = sum(total.elderly or 0 for total in known)
    rate = f"{sum(total.beds or 0 for total in known) / people * 1000:,.2f} 张/千人" if people else "—"
    return f"床位 {sum(total.beds or 0 for total in totals):,} 张，老年人口 {people:,} 人，合计 {rate}"


_SUMMARY = Summary(
    ("计算编号", "床位（张）", "老年人口（人）", "床位（张/千人）", "缺口（张）", "示例数据"), _row, _together
)
