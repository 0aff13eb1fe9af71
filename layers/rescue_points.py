"""Rescue points: where a person without shelter finds help, and the signs that lead there."""

from typing import ClassVar

from layers.facility import Facility
from layers.fields import Count, Name, Phone, Text, YesNo, optional, required
from layers.record import Group, Layer, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class RescuePointKind(Vocabulary):
    """Stations, points and signs of the rescue network."""

    STATION = "station", "救助管理站"
    MINORS_CENTRE = "minors_centre", "未成年人救助保护中心"
    FOSTER_INSTITUTION = "foster_institution", "托养机构"
    TEMPORARY_POINT = "temporary_point", "临时救助点（避寒点）"
    CONTACT_POINT = "contact_point", "乡镇（街道）、村（社区）联络点"
    DESIGNATED_HOSPITAL = "designated_hospital", "定点医院"
    GUIDE_SIGN = "guide_sign", "救助引导牌"

    @property
    def is_sign(self) -> bool:
        """Whether it is a thing on a pole and not a house."""
        return self is RescuePointKind.GUIDE_SIGN


class RescuePoint(Facility):
    """A point of the rescue network; its beds are for rescue and in no elder figure.

    Who was helped, and where, is personal and does not enter.
    """

    layer: ClassVar = Layer(
        id="rescue_points",
        title="救助站点",
        group=Group.RESCUE,
        geometry="POINT",
        symbol=Symbol(icon="rescue", colour="sky", from_zoom=9),
        basis="《城市生活无着的流浪乞讨人员救助管理办法》（国务院令第381号）",
        identified_by="number",
        search_terms=("name", "address"),
    )

    kind: RescuePointKind = required("类别", example="station")
    hotline: Phone | None = optional("救助电话", example="0730-7620110")
    is_round_the_clock: YesNo | None = optional("24 小时服务", example=True)
    beds: Count | None = optional("救助床位", example=20)
    near: Name | None = optional("邻近场所", example="汽车站")
    sign_text: Text | None = optional("引导牌文字")

    @rule("beds", "救助引导牌没有床位：请核对类别")
    def a_sign_has_no_beds(self) -> bool:
        """Nobody sleeps on a sign."""
        return not self.kind.is_sign or not self.beds

    @rule("sign_text", "只有救助引导牌才有引导牌文字：请核对类别")
    def only_a_sign_has_its_text(self) -> bool:
        """A house says more than a line."""
        return self.kind.is_sign or self.sign_text is None

    @reminder("is_round_the_clock", "救助管理站应 24 小时受理求助：请核对")
    def a_station_never_closes(self) -> bool:
        """Whoever asks is received at any hour."""
        asks = self.kind is RescuePointKind.STATION and self.stage.in_service
        return not asks or self.is_round_the_clock is not False
