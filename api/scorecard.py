"""Policies and scorecards: what documents ask, what each township has against it, and the rows behind each number."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.deps import AsOf, AtDesk, Reader
from data import policies as shelves
from data.scorecard import MOST_YEARS, Earlier, Scored, remember_restricted, scored
from layers.policies import Policy, Target
from layers.refusal import Refusal
from layers.scorecard.card import Cell
from layers.scorecard.measured import Rows
from layers.scorecard.words import target_words

router = APIRouter(tags=["目标"])

PolicyId = Annotated[str, Query(title="政策", description="见 GET /api/policies", examples=["songming-14fyp"])]
IndicatorId = Annotated[str, Query(title="政策中的指标", examples=["nursing-share"])]


class TierSheet(BaseModel):
    """A target by population."""

    title: str = Field(title="档次")
    up_to: int | None = Field(title="人口上限")
    includes_edge: bool = Field(title="含上限")
    value: float = Field(title="目标值")


class IndicatorSheet(BaseModel):
    """One indicator of a policy, in the document's own words."""

    id: str
    title: str
    target: float | None = Field(title="目标值", description="按人口分档的为空，见 tiers")
    target_words: str = Field(title="目标", examples=["≥ 60 %"])
    tiers: list[TierSheet]
    direction: str = Field(title="方向", description="at_least · at_most · exists")
    strict: bool = Field(title="不含本数")
    unit: str = Field(title="单位")
    gap_unit: str = Field(title="缺口的单位")
    level: str = Field(title="考核层级", description="township 每个乡镇 · county 全县")
    deadline: dt.date | None = Field(title="时限")
    nature: str | None = Field(title="属性", description="binding 约束性 · expected 预期性")
    kind: str = Field(title="来历", description="counted 登记库统计 · reported 填报")
    measure: str = Field(title="计法")
    figure: str | None = Field(title="填报项目")
    phrase: str = Field(title="原文")
    place: str | None = Field(title="原文位置")
    document: str = Field(title="文件")
    note: str | None = Field(title="说明")


class PolicySheet(BaseModel):
    """A policy document."""

    id: str
    title: str
    document: str = Field(title="文件")
    issued_by: str = Field(title="发文机关")
    source: str = Field(title="出处")
    confidence: str = Field(title="可靠程度")
    valid_from: dt.date | None = Field(title="起")
    valid_to: dt.date | None = Field(title="止（不含）")
    in_force: bool = Field(title="现势日期时有效")
    note: str | None = Field(title="说明")
    indicators: list[IndicatorSheet]


class FaultSheet(BaseModel):
    """A file that cannot be read as a policy."""

    file: str
    words: str


class Policies(BaseModel):
    """Every policy there is."""

    policies: list[PolicySheet]
    faults: list[FaultSheet] = Field(title="不能读取的文件")


class EarlierSheet(BaseModel):
    """The same figure on an earlier day."""

    as_of: dt.date
    value: float | None


class CellSheet(BaseModel):
    """A figure against its target; null is unknown or does not apply, and `because` says why."""

    indicator: str
    value: float | None
    unit: str = Field(title="单位")
    target: float | None
    met: bool | None = Field(title="达标")
    gap: float | None = Field(title="缺口", description="须建成或办成的数；已达标为 0")
    gap_unit: str = Field(title="缺口的单位")
    gap_words: str | None = Field(title="缺口（一句话）")
    because: str | None = Field(title="没有数或没有目标的原因")
    tier: str | None = Field(title="人口档次")
    notes: list[str] = Field(title="须知")
    invented: bool = Field(title="含示例数据")
    earlier: list[EarlierSheet] = Field(title="往年同日")


class RowSheet(BaseModel):
    """A township, or the county."""

    division: str
    name: str
    is_county: bool
    cells: list[CellSheet]


class Scorecard(BaseModel):
    """The county against a policy on a day; the county's row is the last."""

    policy: str
    title: str
    as_of: dt.date
    indicators: list[IndicatorSheet]
    rows: list[RowSheet]


class LineSheet(BaseModel):
    """A row behind a number."""

    layer: str | None = Field(title="图层")
    id: str
    name: str
    amount: float | None
    words: str
    source: str
    source_date: dt.date | None
    invented: bool


class PartSheet(BaseModel):
    """Rows that belong together."""

    title: str
    unit: str
    is_lacking: bool = Field(title="尚缺的")
    total: float | None
    rows: list[LineSheet]


class CellRows(BaseModel):
    """A figure with every row behind it."""

    policy: str
    as_of: dt.date
    indicator: IndicatorSheet
    division: str
    name: str
    cell: CellSheet
    parts: list[PartSheet]


@router.get("/policies", summary="全部政策及其指标")
def policies(desk: AtDesk, as_of: AsOf) -> Policies:
    """What documents ask, and which files could not be read."""
    found = shelves.shelf(desk.settings.policies)
    return Policies(
        policies=[policy_sheet(policy, as_of) for policy in found.policies],
        faults=[FaultSheet(file=fault.file, words=fault.words) for fault in found.faults],
    )


@router.get("/policies/{policy_id}", summary="一个政策及其指标")
def policy(
    desk: AtDesk, as_of: AsOf, policy_id: Annotated[str, Path(title="政策", examples=["songming-14fyp"])]
) -> PolicySheet:
    """One document with everything in it that can be checked."""
    return policy_sheet(shelves.shelf(desk.settings.policies).named(policy_id), as_of)


@router.get("/scorecard", summary="达标表：每个乡镇和全县的各项指标、目标、缺口和往年同日")
def scorecard(
    session: Reader,
    desk: AtDesk,
    as_of: AsOf,
    policy: PolicyId,
    earlier: Annotated[int, Query(title="往年", description="另算几个往年的同日", ge=0, le=MOST_YEARS)] = 1,
) -> Scorecard:
    """Every township against every indicator of a policy."""
    chosen = shelves.shelf(desk.settings.policies).named(policy)
    return scorecard_sheet(scored(session, chosen, as_of, years=earlier))


@router.get("/scorecard/rows", summary="达标表中一个数背后的记录")
def rows(  # noqa: PLR0917 - the question is read from its parameters
    session: Reader,
    desk: AtDesk,
    as_of: AsOf,
    policy: PolicyId,
    indicator: IndicatorId,
    division: Annotated[str, Query(title="行政区划", examples=["430621100"])],
    earlier: Annotated[int, Query(title="往年", ge=0, le=MOST_YEARS)] = 5,
) -> CellRows:
    """The rows behind one number: what was counted, of what, and what is lacking."""
    chosen = shelves.shelf(desk.settings.policies).named(policy)
    told = scored(session, chosen, as_of, years=earlier, only=indicator)
    sheet = rows_sheet(told, division)
    cell = next(row.cells[0] for row in told.card.rows if row.unit.code == division)
    remember_restricted(session, (line for part in cell.rows for line in part.lines), as_of)
    return sheet


def policy_sheet(policy: Policy, as_of: dt.date) -> PolicySheet:
    """A policy as it is told."""
    head = policy.head
    named = {name: getattr(head, name) for name in PolicySheet.model_fields if name in type(head).model_fields}
    return PolicySheet(
        **named | {"confidence": head.confidence.label},
        in_force=policy.holds_on(as_of),
        indicators=[indicator_sheet(policy, target) for target in policy.targets],
    )


def indicator_sheet(policy: Policy, target: Target) -> IndicatorSheet:
    """An indicator as it is told."""
    sheet = target.sheet
    return IndicatorSheet(
        id=sheet.id,
        title=sheet.title,
        target=_number(target.value),
        target_words=target_words(target),
        tiers=[
            TierSheet(
                title=tier.title, up_to=tier.up_to, includes_edge=bool(tier.includes_edge), value=float(tier.value)
            )
            for tier in target.tiers
        ],
        direction=sheet.direction.value,
        strict=bool(sheet.strict),
        unit=target.unit,
        gap_unit=target.measure.counts_of(target.terms),
        level=sheet.level.value,
        deadline=sheet.deadline,
        nature=sheet.nature.value if sheet.nature else None,
        kind="reported" if target.measure.is_reported else "counted",
        measure=sheet.measure,
        figure=getattr(target.terms, "figure", None),
        phrase=sheet.phrase,
        place=sheet.place,
        document=policy.head.document,
        note=sheet.note,
    )


def scorecard_sheet(told: Scored) -> Scorecard:
    """A card as it is told."""
    card = told.card
    return Scorecard(
        policy=card.policy.id,
        title=card.policy.head.title,
        as_of=card.facts.as_of,
        indicators=[indicator_sheet(card.policy, target) for target in card.policy.targets],
        rows=[
            RowSheet(
                division=row.unit.code,
                name=row.unit.name,
                is_county=row.unit.is_county,
                cells=[cell_sheet(cell, told.earlier[row.unit.code, cell.target_id]) for cell in row.cells],
            )
            for row in card.rows
        ],
    )


def rows_sheet(told: Scored, division: str) -> CellRows:
    """One cell with its rows.

    Raises:
        Refusal: the unit is not in the card; lists those that are.
    """
    card = told.card
    found = [row for row in card.rows if row.unit.code == division]
    if not found:
        known = "、".join(f"{row.unit.code}（{row.unit.name}）" for row in card.rows)
        raise Refusal(f"达标表中没有“{division}”", f"{card.facts.as_of} 的乡镇和全县中没有它", f"可用的：{known}")
    cell = found[0].cells[0]
    return CellRows(
        policy=card.policy.id,
        as_of=card.facts.as_of,
        indicator=indicator_sheet(card.policy, card.policy.target(cell.target_id)),
        division=division,
        name=found[0].unit.name,
        cell=cell_sheet(cell, told.earlier[division, cell.target_id]),
        parts=[_part(part) for part in cell.rows],
    )


def cell_sheet(cell: Cell, earlier: tuple[Earlier, ...]) -> CellSheet:
    """A cell as it is told."""
    return CellSheet(
        indicator=cell.target_id,
        value=_number(cell.value),
        unit=cell.unit,
        target=_number(cell.target),
        met=cell.met,
        gap=_number(cell.gap),
        gap_unit=cell.gap_unit,
        gap_words=cell.gap_words,
        because=cell.because,
        tier=cell.tier,
        notes=list(cell.notes),
        invented=cell.invented,
        earlier=[EarlierSheet(as_of=each.as_of, value=_number(each.value)) for each in earlier],
    )


def _part(part: Rows) -> PartSheet:
    amounts = [line.amount for line in part.lines if line.amount is not None]
    adds_up = "/" not in part.unit and "%" not in part.unit
    lines: list[dict[str, Any]] = [
        {
            "layer": line.layer,
            "id": line.id,
            "name": line.name,
            "amount": _number(line.amount),
            "words": line.words,
            "source": line.origin.source,
            "source_date": line.origin.source_date,
            "invented": line.origin.invented,
        }
        for line in part.lines
    ]
    return PartSheet(
        title=part.title,
        unit=part.unit,
        is_lacking=part.is_lacking,
        total=_number(sum(amounts, Decimal(0))) if adds_up else None,
        rows=[LineSheet(**line) for line in lines],
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
