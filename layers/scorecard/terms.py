"""The named terms by which a policy says what of a register counts."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from layers.atlas import layer_class
from layers.coverage_terms import Age, AgeFrom, CountedFacilities, CountyLevel
from layers.facility import Facility, FacilityStage
from layers.fields import Count, Day, Kind, Meaning, Text, YesNo, code, optional, required
from layers.population import PopulationBasis
from layers.record import Record, Sheet
from layers.refusal import Refusal
from layers.rules import rule
from layers.vocabulary import Vocabulary

_LAYER, _FIGURE = code(r"^[a-z][a-z_]{0,63}$"), code(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LayerId = Annotated[str, *_LAYER]
FigureId = Annotated[str, *_FIGURE]


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_tuple), Meaning(Kind.TEXT)]


def _chosen(label: str, default: object) -> Any:  # noqa: ANN401 - stands where a value will be
    """A term with its default."""
    return Field(default=default, title=label)


class NoTerms(Sheet):
    """A measure that takes none."""


class BedsTerms(Sheet):
    """Whose beds are counted, for which people; the lawful figure by default (`layers.coverage_terms`)."""

    age: Age = _chosen("老年人年龄", AgeFrom.SIXTY)
    basis: PopulationBasis = _chosen("人口口径", PopulationBasis.RESIDENT)
    count: CountedFacilities = _chosen("计入设施", CountedFacilities.INSTITUTION_AND_COMMUNITY)
    county_level: CountyLevel = _chosen("全县统筹床位", CountyLevel.WHERE_THEY_STAND)


class ShareTerms(Sheet):
    """Of whose beds a share is taken: the national plans speak of institutions."""

    count: CountedFacilities = _chosen("计入设施", CountedFacilities.INSTITUTION)


class HomesTerms(Sheet):
    """Which homes are meant."""

    least_beds: Count | None = optional("至少床位")


def record_of(layer: str) -> type[Record] | None:
    """The form of a layer of places that have a kind; None for another, or for none."""
    try:
        found = layer_class(layer)
    except Refusal:
        return None
    return found if "kind" in found.model_fields and issubclass(found, Facility) else None


def kinds_of(layer: str) -> type[Vocabulary] | None:
    """The closed list of a layer's kinds."""
    form = record_of(layer)
    sheets = {} if form is None else {sheet.name: sheet for sheet in form.fields()}
    return sheets["kind"].vocabulary if "kind" in sheets else None


class PlacesTerms(Sheet):
    """Which places of a layer of facilities are meant: by kind, stage and day of opening (the last day excluded)."""

    layer: LayerId = required("图层", example="meal_points")
    kinds: Words | None = optional("类别")
    stages: Words = _chosen("阶段", (FacilityStage.OPEN.value,))
    opened_from: Day | None = optional("启用日期起")
    opened_to: Day | None = optional("启用日期止（不含）")

    @rule("layer", "不是设施图层：如 nursing_homes、community_care、meal_points、cemeteries、rescue_points")
    def layer_holds_facilities(self) -> bool:
        """What is counted by kind and stage is a facility."""
        return record_of(self.layer) is not None

    @rule("kinds", "有的类别不是这个图层的：请按图层的选项代码填写（见 GET /api/layers）")
    def kinds_are_of_the_layer(self) -> bool:
        """A kind that does not exist counts nothing, silently."""
        known = kinds_of(self.layer)
        return known is None or self.kinds is None or set(self.kinds) <= set(known.labels())

    @rule("stages", "有的阶段不认识：可用 planned、building、open、suspended、closed")
    def stages_are_known(self) -> bool:
        """The same of stages."""
        return set(self.stages) <= set(FacilityStage.labels())


class VillagesTerms(PlacesTerms):
    """Which places cover a village: those in its area, or whose nearest village point it is, within so many metres."""

    within_m: Count = _chosen("视为本村的距离（米）", 1500)


class InspectionTerms(Sheet):
    """Which boundary lines, by name, and in which time (the last day excluded); without it, within the cycle."""

    lines: Words | None = optional("界线名称")
    inspected_from: Day | None = optional("检查日期起")
    inspected_to: Day | None = optional("检查日期止（不含）")


class MarkerTerms(Sheet):
    """How long ago a marker may have been seen, in years."""

    within_years: Count | None = optional("查看年限")


class SignTerms(Sheet):
    """Which signs, by kind, and set when (the last day excluded)."""

    kinds: Words | None = optional("类别")
    set_from: Day | None = optional("设置日期起")
    set_to: Day | None = optional("设置日期止（不含）")


class Per(Vocabulary):
    """What a reported number is divided by, or asked for each of."""

    VILLAGES = "villages", "每村（社区）"
    RESIDENTS = "residents", "常住人口"
    REGISTERED = "registered", "户籍人口"
    AGED = "aged", "常住 60 周岁及以上人口"


class ReportedTerms(Sheet):
    """What an office reports: a number of its own unit, or part and whole of something `counted`.

    With `per` the number is divided by what the register counts, `times` so much (1000: for each thousand).
    """

    figure: FigureId = required("填报项目", example="civil-affairs-staff")
    unit: Text = required("单位", example="人")
    counted: Text | None = optional("分子分母的单位", example="例")
    per: Per | None = optional("除以")
    times: Count | None = optional("倍数", example=1000)
    is_share: YesNo | None = optional("按分子分母填报")

    @rule("times", "倍数与“除以”应同时填写")
    def a_rate_is_whole(self) -> bool:
        """For each thousand of whom?"""
        return (self.times is None) == (self.per is None)

    @rule("counted", "按分子分母填报的须写明 counted，即分子分母的单位，如“例”")
    def a_share_says_of_what(self) -> bool:
        """A gap is told in things and not in points."""
        return not self.is_share or self.counted is not None
