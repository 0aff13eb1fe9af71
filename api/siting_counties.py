"""The same question of where to build put to many counties, each in its own register, where its run is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.county_summary import Summary, ask_each
from api.many_counties import Cluster, County, counties, refuse_without_register, register_of
from data.siting_reading import Sources
from layers.siting import SitingQuestion
from layers.siting_result import SitingResult


@dataclass(frozen=True)
class SitingTask:
    """The plan of one county: answers the canonical bytes of its run."""

    county: County
    question: SitingQuestion
    sources: Sources

    def __call__(self) -> tuple[bytes, ...]:
        """Read the county, solve, keep.

        Raises:
            Refusal: the county cannot be read, or lacks what is needed.
        """
        from data import siting
        from data.engine import session
        from geo.siting.answer import Watch

        with register_of(self.county) as engine:
            with session(engine) as reading:
                prepared = siting.prepare(reading, self.question, self.sources)
            run = siting.solve(prepared, Watch(self.question.time_limit_s, gap=self.question.gap))
            with session(engine) as writing:
                siting.keep(writing, run)
        return (run.result.body,)


def plan_counties(listed: Path, cluster: Cluster, question: SitingQuestion, sources: Sources, out: Path | None) -> bool:
    """Solve a dated question in every county of a list; false when one has no answer.

    Raises:
        Refusal: the list cannot be used, the scheduler does not answer, or it was cancelled.
    """
    found = counties(listed)
    refuse_without_register(found)
    tasks = {county.code: SitingTask(county, question, sources) for county in found}
    return ask_each(found, tasks, cluster, _SUMMARY, out)


def _row(body: bytes) -> tuple[object, ...]:
    run = SitingResult.read(body)
    gap = None if run.gap is None else 100 * run.gap
    figures = (run.after.people, run.before.served, run.after.served, run.after.waiting, run.after.out_of_reach)
    built = sum(site.kind == "new" for site in run.sites)
    return ("", run.id, *figures, built, run.cost_wan, gap, run.gap_words, "是" if run.invented else "否")


def _together(bodies: Sequence[bytes]) -> str:
    runs = [SitingResult.read(body) for body in bodies]
    people, before, after = (
        (sum(number) for number in zip(*((r.after.people, r.before.served, r.after.served) for r in runs), strict=True))
        if runs
        else (0, 0, 0)
    )
    return f"需要位子的 {people:,} 人中，有位的由 {before:,} 人变为 {after:,} 人"


_SUMMARY = Summary(
    (
        "计算编号", "需要位子的人", "现有位", "方案有位", "够得着没位", "够不着",
        "新建（处）", "万元", "差距（%）", "结论", "示例数据",
    ),
    _row,
    _together,
)  # fmt: skip
