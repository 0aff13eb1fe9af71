"""What the coverage figures mean, for the desk that offers them."""

from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import AtDesk
from api.layers import Choice, choices_of
from data.policies import shelf
from layers.indicators import INDICATORS, Indicator
from layers.policies import Policy, Target, targets_of
from layers.record import Sheet
from layers.vocabulary import english
from maps.palette import BREAKS, DIVERGING, DIVERGING_SHARES, SEQUENTIAL

router = APIRouter(tags=["覆盖"])


class Parameter(BaseModel):
    """One named term of an indicator, with its lawful default."""

    name: str
    label: str
    label_en: str
    default: str | int | float | None
    choices: list[Choice] | None


class TargetSheet(BaseModel):
    """A target set by a planning document."""

    id: str
    title: str
    value: float
    source: str
    document: str
    confidence: str
    default: bool


class Ramp(BaseModel):
    """Classes of a map: one colour more than breaks; a value on a break belongs to the class above."""

    breaks: list[float]
    colours: list[str]


class Ramps(BaseModel):
    """Classes of amounts, and classes around a target, whose breaks are shares of it."""

    sequential: Ramp
    diverging: Ramp


RAMPS = Ramps(
    sequential=Ramp(breaks=list(BREAKS), colours=list(SEQUENTIAL)),
    diverging=Ramp(breaks=list(DIVERGING_SHARES), colours=list(DIVERGING)),
)


class IndicatorSheet(BaseModel):
    """An indicator as the desk shows it."""

    id: str
    title: str
    title_en: str
    unit: str
    unit_en: str
    direction: str
    numerator: str
    denominator: str
    definition: str
    basis: str
    parameters: list[Parameter]
    policies: list[TargetSheet]
    ramps: Ramps = Field(title="分级界线与颜色", description="与导出图件相同")


class Indicators(BaseModel):
    """Every indicator there is."""

    indicators: list[IndicatorSheet]


@router.get("/indicators", summary="全部指标及其口径、参数和政策目标")
def indicators(desk: AtDesk) -> Indicators:
    """What each figure means and which targets there are."""
    known = shelf(desk.settings.policies).policies
    return Indicators(indicators=[sheet_of(indicator, known) for indicator in INDICATORS.values()])


def sheet_of(indicator: Indicator, known: tuple[Policy, ...]) -> IndicatorSheet:
    """An indicator with its parameters and the policies that speak of it."""
    named = {name: getattr(indicator, name) for name in IndicatorSheet.model_fields if hasattr(indicator, name)}
    return IndicatorSheet(
        **named | {"direction": indicator.direction.value, "ramps": RAMPS},
        parameters=parameters_of(indicator.form),
        policies=[
            _target(policy, target, target.value)
            for policy, target in targets_of(known, indicator.id)
            if target.value is not None
        ],
    )


def parameters_of(form: type[Sheet]) -> list[Parameter]:
    """The named terms of a form."""
    return [
        Parameter(
            name=field.name,
            label=field.label,
            label_en=english(field.name),
            default=_plain(form.model_fields[field.name].default),
            choices=choices_of(field.vocabulary),
        )
        for field in form.fields()
    ]


def _target(policy: Policy, target: Target, value: Decimal) -> TargetSheet:
    head = policy.head
    return TargetSheet(
        id=policy.id,
        title=target.sheet.title,
        value=float(value),
        source=head.source,
        document=head.document,
        confidence=head.confidence.label,
        default=bool(target.sheet.default),
    )


def _plain(default: Any) -> str | int | float | None:  # noqa: ANN401 - any default a form may have
    if default is None or isinstance(default, int):
        return default
    return str(default) if isinstance(default, str) else float(default)
