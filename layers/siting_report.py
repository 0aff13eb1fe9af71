"""The report of a plan: every sentence and every table of it, from what its run answered.

A report is read by the county head, who has not seen the run: sentences are whole, numbers bear their unit and date,
words of the trade are explained, and what is not known is said. People are persons, money is in ten thousand yuan
(万元), land in square metres, shares in per cent. Nothing is computed here that the run did not answer.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from layers.plan_comparison import amount, listed
from layers.plan_figures import FIGURES
from layers.report_tables import ReportTables, percent, tables_of
from layers.report_terms import DEFINITIONS, asked_in_words
from layers.saved_plan import PlannedTownship, SavedSite, SiteKind, SitingPlan
from layers.services import ServiceId
from layers.siting_result import Buckets
from layers.vocabulary import Vocabulary

MISSING = "〔待填〕"


class SitingPaper(Vocabulary):
    """The papers of a plan; the code is the name of the template."""

    REPORT = "siting-report", "选址方案报告"


@dataclass(frozen=True)
class ReportSource:
    """What was read for the plan: of what, at whose word, of which day, how many rows."""

    what: str
    source: str
    dated: str
    rows: int
    invented: bool


@dataclass(frozen=True)
class ReportHead:
    """What a report bears that no run knows: whose it is, which scenario, when it was last changed."""

    county: str
    office: str
    number: int
    name: str
    note: str
    made_on: dt.date
    as_of: dt.date
    run: str
    inputs_hash: str
    code_version: str
    recorded_at: str
    approval: str
    sources: tuple[ReportSource, ...] = ()


@dataclass(frozen=True)
class Term:
    """A word and what it means here."""

    word: str
    meaning: str


@dataclass(frozen=True)
class ReportFacts:
    """Everything a template may print; lists are empty where there is nothing to say."""

    title: str
    county: str
    office: str
    number: str
    name: str
    note: str
    made_on: dt.date
    as_of: dt.date
    run: str
    inputs_hash: str
    code_version: str
    recorded_at: str
    approval: str
    invented: str
    service: str
    conclusion: tuple[str, ...]
    present: tuple[str, ...]
    limits: tuple[str, ...]
    works: tuple[str, ...]
    effect: tuple[str, ...]
    proof: tuple[str, ...]
    cautions: tuple[str, ...]
    tables: ReportTables
    definitions: tuple[Term, ...]
    sources: tuple[ReportSource, ...]
    captions: dict[str, str] = field(default_factory=dict)

    @property
    def has_approval(self) -> bool:
        """Whether the maps bear a 审图号."""
        return self.approval != MISSING


def report_of(plan: SitingPlan, head: ReportHead) -> ReportFacts:
    """The facts of a report."""
    service = plan.title or ServiceId.labels().get(str(plan.question.get("service")), "设施")
    tables = tables_of(plan)
    return ReportFacts(
        title=f"{head.county}{service}选址方案报告",
        county=head.county,
        office=head.office,
        number=f"第 {head.number} 号方案",
        name=head.name,
        note=head.note,
        made_on=head.made_on,
        as_of=head.as_of,
        run=head.run,
        inputs_hash=_grouped(head.inputs_hash),
        code_version=head.code_version,
        recorded_at=head.recorded_at,
        approval=head.approval or MISSING,
        invented=_invented(plan, head.sources),
        service=service,
        conclusion=tuple(_conclusion(plan, head, service)),
        present=tuple(_present(plan, head)),
        limits=asked_in_words(plan),
        works=tuple(_works(plan)),
        effect=tuple(_effect(plan, tables.number)),
        proof=tuple(_proof(plan, tables.number)),
        cautions=tuple(_cautions(plan, head)),
        tables=tables,
        definitions=tuple(Term(word, meaning) for word, meaning in DEFINITIONS),
        sources=head.sources,
        captions={
            "before": f"图1　{head.county}{service}现状（截至 {head.as_of}）",
            "after": f"图2　{head.county}{service}选址方案“{head.name}”",
        },
    )


def _conclusion(plan: SitingPlan, head: ReportHead, service: str) -> Iterator[str]:
    works = plan.works
    gained = plan.after.served - plan.before.served
    doing = "、".join(f"{word} {len(sites)} 处" for word, sites in _counted(plan)) or "不新建、不扩建"
    places = FIGURES["places"].value(plan, "after")
    added = f"，共增加 {amount(places)} 位" if places else ""
    yield f"方案“{head.name}”{doing}{added}，投资 {_money(plan)}，用地 {_land(plan)}。"
    yield (
        f"实施后，{head.county}需要{service}的 {amount(plan.after.people)} 人中，{amount(plan.after.served)} 人已有位"
        f"（{_share(plan.after)}），比现在{_change(gained)}；{amount(plan.after.waiting)} 人够得着没位，"
        f"{_far(plan.after.out_of_reach)}。"
    )
    if works and gained > 0 and plan.cost_wan and not plan.uncosted:
        yield f"平均每多一人有位，需投资 {amount(round(plan.cost_wan / gained, 2))} 万元。"
    if plan.gap_words:
        yield f"{plan.gap_words.rstrip('。')}。"


def _present(plan: SitingPlan, head: ReportHead) -> Iterator[str]:
    now = plan.before
    yield (
        f"截至 {_day(head.as_of)}，需要服务的 {amount(now.people)} 人中，{amount(now.served)} 人已有位"
        f"（{_share(now)}），{amount(now.waiting)} 人够得着没位，{_far(now.out_of_reach)}。"
    )
    worst = sorted(_with_people(plan.townships), key=lambda each: (each.before.served_share or 0, each.code))
    if len(worst) > 1:
        low, high = worst[0], worst[-1]
        yield (
            (
                f"各乡镇相差较大：有位的比例最低的是{low.name}（{_share(low.before)}），"
                f"最高的是{high.name}（{_share(high.before)}）。"
            )
            if low.before.served_share != high.before.served_share
            else "各乡镇有位的比例相同。"
        )
    far = sorted(plan.townships, key=lambda each: (-each.before.out_of_reach, each.code))
    if far and far[0].before.out_of_reach:
        named = [f"{each.name} {amount(each.before.out_of_reach)} 人" for each in far if each.before.out_of_reach]
        yield f"够不着的人主要在{listed(named, '个乡镇')}。"


def _works(plan: SitingPlan) -> Iterator[str]:
    for kind, words in ((SiteKind.NEW, "新建"), (SiteKind.EXTENDED, "扩建")):
        chosen = [site for site in plan.sites if site.kind is kind]
        if chosen:
            yield f"{words} {len(chosen)} 处：{'；'.join(_work(plan, site) for site in chosen)}。"
    if plan.closed:
        yield f"关停 {len(plan.closed)} 处：{listed([site.name for site in plan.closed])}。"
    kept = [site for site in plan.sites if site.kind is SiteKind.KEPT]
    if kept:
        yield f"其余 {len(kept)} 处现有设施保留，规模不变。"
    if plan.uncosted:
        yield f"{listed([site.name for site in plan.uncosted])}没有给出造价，投资合计不含这些点位。"


def _work(plan: SitingPlan, site: SavedSite) -> str:
    town = plan.township_name(site.township)
    where = f"{town}的" if town else ""
    size = f"增加 {amount(site.added)} 位" if site.kind is SiteKind.EXTENDED else f"设 {amount(site.places or 0)} 位"
    cost = f"，投资 {amount(site.cost_wan)} 万元" if site.cost_wan is not None else ""
    return f"{where}{site.name}，{size}{cost}"


def _effect(plan: SitingPlan, number: Mapping[str, str]) -> Iterator[str]:
    pairs = [(each, each.after.served - each.before.served) for each in plan.townships]
    gain = sorted((pair for pair in pairs if pair[1] > 0), key=lambda pair: (-pair[1], pair[0].code))
    loss = sorted((pair for pair in pairs if pair[1] < 0), key=lambda pair: (pair[1], pair[0].code))
    same = [each.name for each, difference in pairs if difference == 0 and each.after.served < each.people]
    if gain:
        yield f"有位的人增加的乡镇：{listed([f'{each.name}多 {amount(by)} 人' for each, by in gain], '个乡镇')}。"
    if loss:
        yield f"有位的人减少的乡镇：{listed([f'{each.name}少 {amount(-by)} 人' for each, by in loss], '个乡镇')}。"
    if same:
        yield f"没有变化、仍有人无位的乡镇：{listed(same, '个乡镇')}。"
    rest = plan.after.waiting + plan.after.out_of_reach
    if rest:
        far = sum(1 for each in plan.settlements if each.after.out_of_reach)
        where = f"，分布在 {far} 个村（社区），见{number['far']}" if far else ""
        yield f"实施后仍有 {amount(rest)} 人没有位，其中{_far(plan.after.out_of_reach)}{where}。"
    else:
        yield "实施后所有需要服务的人都有位。"


def _proof(plan: SitingPlan, number: Mapping[str, str]) -> Iterator[str]:
    yield f"求解的结果：{plan.status.label}。"
    if plan.value is not None and plan.bound is not None:
        unit = f" {plan.unit}" if plan.unit else ""
        what = plan.objective_title or "目标"
        yield (
            f"本方案的目标值（{what}）是 {amount(plan.value)}{unit}，"
            f"任何方案都不可能好过 {amount(round(plan.bound, 2))}{unit}（求解器给出的界）。"
        )
    if plan.gap_words:
        yield f"{plan.gap_words.rstrip('。')}。"
    if plan.alternatives:
        yield f"另有 {len(plan.alternatives)} 个不同的好方案可供选择，见{number['alternatives']}。"
    if plan.no_regret:
        always = [site.name for site in plan.no_regret if site.cases == site.of]
        when = f"在出行速度、需求和预算变动的 {plan.no_regret[0].of} 种情形下"
        staying = f"{listed(always)}都在最好的方案中，可以先建" if always else "没有一个点位总在最好的方案中"
        yield f"{when}，{staying}；各点位入选的次数见{number['no_regret']}。"
    if plan.frontier:
        yield f"预算与成效的关系见{number['frontier']}：相邻两行的差，就是多花的钱多服务的人。"
    if plan.forecast:
        yield f"今后的需求按分年龄人口推算，分低、中、高三种情形，见{number['forecast']}；推算不是预言，每年应当重算。"


def _cautions(plan: SitingPlan, head: ReportHead) -> Iterator[str]:
    if _invented(plan, head.sources):
        yield "所用数据含示例数据（虚构），本报告只供试用，不得作为决策依据。"
    yield "本报告的数字是计算值，不是法定统计数据；面积、距离不代替测绘成果。"
    yield "选址还须办理规划、用地、环境影响和消防等手续，并到现场查看；图上位置不是红线。"
    if not head.approval:
        yield "图件未经地图审核，仅供内部使用；对外公开前须依照《地图管理条例》送审，并标注审图号。"
    for words in plan.findings:
        if words:
            yield f"{words.rstrip('。')}。"


def _counted(plan: SitingPlan) -> Iterable[tuple[str, Sequence[SavedSite]]]:
    for kind in (SiteKind.NEW, SiteKind.EXTENDED, SiteKind.CLOSED):
        chosen = [site for site in plan.sites if site.kind is kind]
        if chosen:
            yield kind.label, chosen


def _money(plan: SitingPlan) -> str:
    lacking = f"（不含未给出造价的 {len(plan.uncosted)} 处）" if plan.uncosted else ""
    return f"{amount(plan.cost_wan)} 万元{lacking}"


def _land(plan: SitingPlan) -> str:
    return f"{amount(plan.land_m2)} 平方米" if plan.land_m2 else "未计"


def _change(by: int) -> str:
    return f"多 {amount(by)} 人" if by > 0 else f"少 {amount(-by)} 人" if by < 0 else "没有变化"


def _share(buckets: Buckets) -> str:
    return percent(buckets) if buckets.people else "没有需要服务的人"


def _far(people: int) -> str:
    return f"{amount(people)} 人够不着" if people else "没有人够不着"


def _with_people(townships: Iterable[PlannedTownship]) -> list[PlannedTownship]:
    return [each for each in townships if each.before.people]


def _invented(plan: SitingPlan, sources: Iterable[ReportSource]) -> str:
    return "示例数据" if plan.invented or any(each.invented for each in sources) else ""


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _grouped(digest: str) -> str:
    """A fingerprint in groups of eight, so that a line can break in it and an eye can follow."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
