"""Community elder care: centres near home, and the overnight beds some of them keep."""

from typing import ClassVar

from layers.facility import Facility, ManagementLevel
from layers.fields import Count, SquareMetres, YesNo, optional, required
from layers.record import Group, Layer, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class CommunityCareKind(Vocabulary):
    """The facilities of a community for its older people."""

    HOME_CARE_CENTRE = "home_care_centre", "居家养老服务中心（站）"
    RURAL_HAPPINESS = "rural_happiness", "农村幸福院"
    DAY_CARE = "day_care", "日间照料中心"
    TOWNSHIP_CENTRE = "township_centre", "乡镇（街道）综合养老服务中心"
    MUTUAL_AID = "mutual_aid", "农村互助养老服务设施"
    ACTIVITY_ROOM = "activity_room", "老年活动场所"

    @property
    def counts_as_elder_beds(self) -> bool:
        """Whether its overnight beds enter beds per thousand elderly; an activity room keeps none."""
        return self is not CommunityCareKind.ACTIVITY_ROOM


class CommunityCare(Facility):
    """A community facility for older people.

    `beds` are overnight beds and enter the lawful figure together with institutions' beds (518.3 + 311.1 = 829.4
    ten-thousand in the 2022 bulletin). `day_places` are recliners for the day and are never beds; beds at home
    (家庭养老床位) belong to no facility.
    """

    layer: ClassVar = Layer(
        id="community_care",
        title="社区养老服务设施",
        group=Group.ELDER_CARE,
        geometry="POINT",
        symbol=Symbol(icon="community-care", colour="rose", from_zoom=9),
        basis="《中华人民共和国老年人权益保障法》第三十七条",
        identified_by="number",
        search_terms=("name", "address", "operator"),
    )

    kind: CommunityCareKind = required("类别", example="day_care")
    management_level: ManagementLevel | None = optional("管理层级", example="village")
    beds: Count | None = optional("养老床位（全日托）", example=6)
    beds_nursing: Count | None = optional("护理型床位")
    beds_open: Count | None = optional("实际可用床位")
    beds_occupied: Count | None = optional("入住人数")
    day_places: Count | None = optional("日间照料位（躺椅）", example=15)
    has_meals: YesNo | None = optional("提供助餐", example=True)
    floor_area: SquareMetres | None = optional("建筑面积", example="260")

    @property
    def elder_beds(self) -> int:
        """The beds that beds per thousand elderly counts: none until it is open."""
        return (self.beds or 0) if self.stage.in_service and self.kind.counts_as_elder_beds else 0

    @rule("beds", "老年活动场所没有过夜床位：有床位的请改类别")
    def an_activity_room_keeps_no_beds(self) -> bool:
        """Where people sleep, more is wanted than a room for cards."""
        return self.kind.counts_as_elder_beds or not self.beds

    @rule("beds_nursing", "护理型床位不能多于养老床位")
    def nursing_beds_are_beds(self) -> bool:
        """A part is not larger than the whole."""
        return self.beds_nursing is None or self.beds_nursing <= (self.beds or 0)

    @rule("beds_open", "实际可用床位不能多于养老床位")
    def open_beds_are_beds(self) -> bool:
        """A part is not larger than the whole."""
        return self.beds_open is None or self.beds_open <= (self.beds or 0)

    @reminder("beds_occupied", "入住人数多于可用床位：请核对是否加床或数据有误")
    def nobody_sleeps_in_the_corridor(self) -> bool:
        """Overcrowding happens, and somebody must look."""
        room = (self.beds or 0) if self.beds_open is None else self.beds_open
        return self.beds_occupied is None or self.beds_occupied <= room
