"""The services whose reach is asked: who wants them, what a record offers, how far is near.

A person stands in one of three buckets (`Bucket`): has a place, reaches one that has none left, reaches none. Limits
are metres as the crow flies, or minutes on foot or on wheels; they differ between town and country and stand, each with
its source, in one TOML text for each service, which a county may replace:

    id = "meal_points"            # an id of `ServiceId`
    age = "60"                    # whose service it is: 0 (everybody), 60, 65, 80
    age_source = "…"
    zones = [1.0, 0.68, 0.22]     # weights of equal zones of the limit, for E2SFCA and what follows it
    zones_source = "…"

    [limits.walk]                 # straight (metres), walk or drive (minutes)
    town = 15
    country = 30
    source = "…"
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layers.cemeteries import Cemetery, CemeteryKind, CemeteryLevel
from layers.community_care import CommunityCare
from layers.facility import Facility
from layers.meal_points import MealPoint
from layers.nursing_homes import NursingHome
from layers.population import PopulationBasis
from layers.record import Record
from layers.refusal import Refusal
from layers.rescue_points import RescuePoint, RescuePointKind
from layers.settlements import SettlementKind
from layers.vocabulary import Vocabulary

_FORMAT = "请对照 layers/services.py 开头的格式改正"
_VILLAGE = re.compile(r"\d{12}")
_TOWNS = "1"


class Bucket(Vocabulary):
    """Where a person stands towards a service; everybody stands in exactly one."""

    SERVED = "served", "已有位"
    WAITING = "waiting", "够得着没位"
    OUT_OF_REACH = "out_of_reach", "够不着"


class ServiceId(Vocabulary):
    """The services whose reach is asked."""

    NURSING_BEDS = "nursing_beds", "养老床位"
    MEAL_POINTS = "meal_points", "老年助餐"
    RESCUE_POINTS = "rescue_points", "救助站点"
    CEMETERIES = "cemeteries", "公墓与骨灰堂"


class DemandAge(Vocabulary):
    """Whose service it is."""

    ALL = "0", "全部人口"
    SIXTY = "60", "60 周岁及以上"
    SIXTY_FIVE = "65", "65 周岁及以上"
    EIGHTY = "80", "80 周岁及以上"

    @property
    def label_en(self) -> str:
        """“60 and over”: the member's name would read “Sixty”."""
        return "Everybody" if self is DemandAge.ALL else f"{self.value} and over"

    def field(self, basis: PopulationBasis) -> str:
        """The field of a settlement that counts them."""
        resident = basis is PopulationBasis.RESIDENT
        if self is DemandAge.ALL:
            return "population" if resident else "registered"
        return f"{'aged' if resident else 'registered'}_{self.value}"


@dataclass(frozen=True)
class Offer:
    """What one record offers to whoever reaches it.

    `places` is None where nobody counts them: whoever comes is received. `unknown` says that the register does not know
    how many there are; then nobody is said to have one. `delivers_m` is how far it is brought, metres as the crow
    flies. `takes` are the codes of divisions or settlements whose people alone it takes; None for everybody.
    """

    places: int | None
    unknown: bool = False
    delivers_m: float | None = None
    takes: frozenset[str] | None = None

    def takes_people_of(self, settlement: str) -> bool:
        """Whether the people of a settlement, by its code, may come."""
        return self.takes is None or any(settlement.startswith(code) for code in self.takes)


def _beds(record: Record) -> Offer | None:
    """Beds for older people; what keeps none, or is not open, offers none."""
    assert isinstance(record, NursingHome | CommunityCare)  # noqa: S101 - the layers named beside it
    return Offer(record.elder_beds) if record.elder_beds else None


def _meals(record: Record) -> Offer | None:
    assert isinstance(record, MealPoint)  # noqa: S101 - the layer named beside it
    if not record.stage.in_service:
        return None
    far = float(record.delivery_radius) if record.delivers and record.delivery_radius is not None else None
    return Offer(record.meal_capacity or 0, record.meal_capacity is None, far)


_RECEIVING = (RescuePointKind.STATION, RescuePointKind.TEMPORARY_POINT, RescuePointKind.CONTACT_POINT)


def _rescue(record: Record) -> Offer | None:
    """A point where one may ask for help; it turns nobody away (令第381号), so that its places are not counted."""
    assert isinstance(record, RescuePoint)  # noqa: S101 - the layer named beside it
    return Offer(None) if record.stage.in_service and record.kind in _RECEIVING else None


def _graves(record: Record) -> Offer | None:
    """Plots and niches not yet in use.

    A rural public cemetery is for the villagers it was set up for (殡葬管理条例 2012, Arts. 8 and 9): those of the
    settlements it names, else of its township.
    """
    assert isinstance(record, Cemetery)  # noqa: S101 - the layer named beside it
    if not record.stage.in_service or record.kind is CemeteryKind.HISTORIC:
        return None
    totals = [(record.plots, record.plots_in_use), (record.niches, record.niches_in_use)]
    left = [total - (used or 0) for total, used in totals if total is not None]
    return Offer(sum(left), not left, takes=_villages(record))


def _villages(record: Cemetery) -> frozenset[str] | None:
    named = frozenset(_VILLAGE.findall(record.served_villages or ""))
    if named:
        return named
    local = record.kind is CemeteryKind.RURAL_PUBLIC and record.level is not CemeteryLevel.COUNTY
    return frozenset({record.division}) if local and record.division else None


@dataclass(frozen=True)
class _Kind:
    """What code knows of a service, and data does not change."""

    unit: str
    layers: tuple[type[Facility], ...]
    offer: Callable[[Record], Offer | None]


_KINDS = {
    ServiceId.NURSING_BEDS: _Kind("床位", (NursingHome, CommunityCare), _beds),
    ServiceId.MEAL_POINTS: _Kind("人次", (MealPoint,), _meals),
    ServiceId.RESCUE_POINTS: _Kind("站点", (RescuePoint,), _rescue),
    ServiceId.CEMETERIES: _Kind("墓穴和格位", (Cemetery,), _graves),
}

Amount = Annotated[float, Field(gt=0, le=1_000_000)]
Weight = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[str, Field(min_length=1, max_length=400)]


class Limits(BaseModel):
    """How far is near: metres or minutes, in town and in the country, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    town: Amount
    country: Amount
    source: Words

    @property
    def largest(self) -> float:
        """The longer of the two."""
        return max(self.town, self.country)

    def of(self, *, in_town: bool) -> float:
        """The limit of a settlement."""
        return self.town if in_town else self.country


class Service(BaseModel):
    """One service: whose it is, how far is near, what its records offer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ServiceId
    age: DemandAge
    age_source: Words
    zones: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=10)]
    zones_source: Words
    limits: dict[str, Limits]
    note: Words | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.id.label

    @property
    def unit(self) -> str:
        """What its places are: beds, meals, points, graves."""
        return _KINDS[self.id].unit

    @property
    def layers(self) -> tuple[type[Facility], ...]:
        """The layers whose records offer it."""
        return _KINDS[self.id].layers

    def offer(self, record: Record) -> Offer | None:
        """What a record offers; None when it does not count."""
        return _KINDS[self.id].offer(record)

    def limits_by(self, mode: str) -> Limits:
        """How far is near, by a mode of travel.

        Raises:
            Refusal: the service has none for this mode.
        """
        if mode not in self.limits:
            known = "、".join(self.limits)
            raise Refusal(
                f"“{self.title}”没有 {mode} 方式的时限", f"服务设置中只有：{known}", "请改用其中之一，或写明 limit"
            )
        return self.limits[mode]


def is_town(urban_rural: str | None, kind: str) -> bool:
    """Whether a settlement is of the town: by its urban-rural class (1…), where that is unknown by its committee."""
    if urban_rural is not None:
        return urban_rural.startswith(_TOWNS)
    return kind in (SettlementKind.COMMUNITY.value, SettlementKind.QUASI_COMMUNITY.value)


def read(text: str, name: str = "服务设置") -> Service:
    """Read one service from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or something is missing, unknown or wrong.
    """
    try:
        return Service.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    except ValidationError as fault:
        errors = [f"{'.'.join(map(str, wrong['loc']))}：{wrong['input']!s:.60} 不能使用" for wrong in fault.errors()]
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, errors) from fault


def read_all(texts: Mapping[str, str]) -> dict[ServiceId, Service]:
    """Read a text for each service, by the names of their files.

    Raises:
        Refusal: a text cannot be used, a service is missing, or two texts are of the same.
    """
    found = [read(text, name) for name, text in sorted(texts.items())]
    services = {service.id: service for service in found}
    missing = [service.label for service in ServiceId if service not in services]
    if missing or len(found) != len(services):
        what = f"缺少：{'、'.join(missing)}" if missing else "有两个文件说的是同一项服务"
        raise Refusal("服务设置不全", what, "每项服务应有且仅有一个 TOML 文件")
    return {service: services[service] for service in ServiceId}
