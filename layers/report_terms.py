"""The words of a report of siting: what each means here, and a question said in sentences."""

from collections.abc import Iterator
from typing import Any

from layers.plan_comparison import amount
from layers.saved_plan import SitingPlan
from layers.services import Bucket, DemandAge
from layers.travel import TravelMode

#: Every word a reader outside the office may ask about.
DEFINITIONS = (
    ("需要服务的人", "按所选年龄和人口口径计入的人；写明每千人需要多少位时，按该比例折算成人。"),
    (Bucket.SERVED.label, "在可达上限之内，并分到了一个位的人。"),
    (Bucket.WAITING.label, "在可达上限之内有设施，但设施的位已经分完的人。"),
    (Bucket.OUT_OF_REACH.label, "在可达上限之内没有任何设施的人。三者相加等于需要服务的人。"),
    ("位", "设施能同时容纳的人数：养老机构是床位，助餐点是餐位，公墓是墓穴或格位。"),
    ("可达上限", "从村（社区）到设施最远可以走多远或多久；超过即为够不着。"),
    ("界", "由求解器证明的、任何方案都不可能超过的目标值。方案与界之差，就是还可能改进的余地。"),
    ("计算编号", "由问题、所读数据和程序版本得出的编号；同一编号永远是同样的结果。"),
    ("数据指纹", "所读数据的 SHA-256；数据改动一处，指纹就不同。"),
)
_MOST_POINTS = {"settlements": "村（社区）驻地", "grid": "方格网", "parcels": "地块", "drawn": "手绘点"}


def asked_in_words(plan: SitingPlan) -> tuple[str, ...]:
    """The question of a plan, in sentences."""
    return tuple(_sentences(plan))


def _sentences(plan: SitingPlan) -> Iterator[str]:
    asked = plan.question
    goal = plan.objective_title or plan.objective
    yield f"目标：{goal}。"
    yield _reach(plan, asked)
    per = asked.get("per_thousand")
    share = f"每千人按 {amount(per)} 人需要位计" if per is not None else "人人需要位"
    whose = _age(str(asked["age"])) if asked.get("age") is not None else "该服务约定的年龄"
    yield f"服务对象：{whose}，{share}。"
    yield f"限制：{'；'.join(_limits(asked)) or '没有另设限制'}。"
    candidates = asked.get("candidates") or {}
    source = _MOST_POINTS.get(str(candidates.get("source")), "")
    if source or plan.candidates is not None:
        counted = f" {amount(plan.candidates)} 个" if plan.candidates is not None else ""
        out = f"，另有 {amount(plan.excluded)} 个因控制区或范围被排除" if plan.excluded else ""
        yield f"候选点：{source}{counted}{out}。"
    options = asked.get("options") or []
    if options:
        told = "、".join(f"{amount(each['places'])} 位（{amount(each.get('cost_wan') or 0)} 万元）" for each in options)
        yield f"可选的规模：{told}。"


def _reach(plan: SitingPlan, asked: dict[str, Any]) -> str:
    mode = TravelMode.labels().get(str(asked.get("mode")), "")
    unit = TravelMode.of(str(asked["mode"])).unit_label if mode else ""
    limit = asked.get("limit")
    told = f"{mode} {amount(limit)} {unit}之内" if limit is not None else f"{mode}，上限按该服务的城乡约定"
    by = f"（{plan.reached_by.rstrip('。')}）" if plan.reached_by else ""
    return f"可达上限：{told}{by}。"


def _limits(asked: dict[str, Any]) -> Iterator[str]:
    if asked.get("sites") is not None:
        yield f"新建至多 {amount(asked['sites'])} 处"
    if asked.get("budget_wan") is not None:
        yield f"投资至多 {amount(asked['budget_wan'])} 万元"
    if asked.get("land_m2") is not None:
        yield f"用地至多 {amount(asked['land_m2'])} 平方米"
    shares = (
        ("target_share", "全县有位的人至少 {}"),
        ("least_share_per_township", "每个乡镇有位的人至少 {}"),
        ("least_share_remote", "最偏远十分之一的人至少 {} 有位"),
        ("largest_spread", "各乡镇有位的比例至多相差 {}"),
    )
    for name, words in shares:
        if asked.get(name) is not None:
            yield words.format(f"{float(asked[name]):.0%}")
    if asked.get("zones"):
        yield f"避开控制区（规则“{asked['zones']}”）"
    if asked.get("exclude"):
        yield "避开图上划出的范围"


def _age(code: str) -> str:
    return DemandAge.labels().get(code, code)
