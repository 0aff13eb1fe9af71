"""Boundary lines between administrative divisions, as the agreements put them."""

import datetime as dt
from typing import ClassVar

from layers.divisions import DivisionLevel, level_of_code
from layers.fields import Count, Day, DivisionCode, Identifier, Kilometres, Name, Note, Text, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

INSPECTED_EVERY_YEARS = 5


class LineBasis(Vocabulary):
    """What a line rests on; a jurisdiction line is in use and not yet surveyed."""

    STATUTORY = "statutory", "法定线"
    CUSTOMARY = "customary", "习惯线"
    JURISDICTION = "jurisdiction", "管辖线"
    DISPUTED = "disputed", "争议线"


class BoundaryLine(Record):
    """A line between two divisions; left and right follow the line's own direction.

    The ground moves and the line does not: when its river or road shifts, the line stays where the agreement put it
    (Art. 7), so that its geometry is never snapped to a newer map. Its name joins two short forms and is no key: the
    two codes are. `length_km` is the agreement's; a computed length is not official. The counts of markers count
    stones, and are kept as the papers say them to be compared with the marker register.
    """

    layer: ClassVar = Layer(
        id="boundary_lines",
        title="行政区域界线",
        group=Group.BOUNDARIES,
        geometry="MULTILINESTRING",
        symbol=Symbol(icon="boundary-line", colour="violet"),
        basis="《行政区域界线管理条例》（国务院令第353号）",
        identified_by="code",
        within=("left_division", "right_division"),
        search_terms=("name", "code"),
        moved_by="行政区域界线变更，经有权机关批准后由双方重新勘定（《行政区域界线管理条例》第六条）",
    )

    code: Identifier = required("界线代码", example="430621-430681")
    name: Name = required("界线名称", example="岳汨线")
    level: DivisionLevel = required("等级", example="county")
    left_division: DivisionCode = required("左侧行政区", example="430621")
    right_division: DivisionCode = required("右侧行政区", example="430681")
    basis: LineBasis = required("界线性质", example="statutory")
    length_km: Kilometres | None = optional("界线长度（协议）", example="72.4")
    starts_at: Text | None = optional("起点", example="岳汨湘三交点")
    ends_at: Text | None = optional("止点", example="岳汨平三交点")
    lead_party: DivisionCode | None = optional("联检牵头方", example="430621")
    agreement: Text | None = optional(
        "边界协议书", example="岳阳县人民政府、汨罗市人民政府联合勘定的行政区域界线协议书"
    )
    demarcated_on: Day | None = optional("勘定日期", example="2001-09-10")
    inspected_on: Day | None = optional("上次联检日期", example="2021-10-20")
    inspection_round: Count | None = optional("联检轮次", example=4)
    markers: Count | None = optional("界桩颗数", example=5)
    single_markers: Count | None = optional("单立界桩颗数", example=3)
    twin_markers: Count | None = optional("同号双立界桩颗数", example=2)
    triple_markers: Count | None = optional("同号三立界桩颗数", example=0)
    course_description: Note | None = optional("边界线走向说明")

    @property
    def inspection_due_on(self) -> dt.date | None:
        """When both sides next inspect together: every five years (Art. 12); None before the first inspection."""
        if self.inspected_on is None:
            return None
        year = self.inspected_on.year + INSPECTED_EVERY_YEARS
        leap_day = (self.inspected_on.month, self.inspected_on.day) == (2, 29)
        return self.inspected_on.replace(year=year, day=28 if leap_day else self.inspected_on.day)

    @rule("right_division", "界线两侧不能是同一行政区")
    def two_sides_are_two_divisions(self) -> bool:
        """A line divides."""
        return self.left_division != self.right_division

    @rule("level", "界线等级与两侧行政区代码不符：县级界线两侧应为 6 位县级代码，乡级界线两侧应为 9 位代码")
    def sides_stand_at_the_level(self) -> bool:
        """Both neighbours are divisions of the line's level."""
        return {level_of_code(self.left_division), level_of_code(self.right_division)} == {self.level}

    @rule("lead_party", "联检牵头方应为界线一侧的行政区")
    def a_neighbour_leads(self) -> bool:
        """The lead alternates between the two sides."""
        return self.lead_party in (None, self.left_division, self.right_division)

    @rule("markers", "界桩颗数应等于单立、双立、三立界桩颗数之和")
    def markers_add_up(self) -> bool:
        """Stones are counted once; unknown parts ask nothing."""
        counts = (self.single_markers, self.twin_markers, self.triple_markers)
        known = [count for count in counts if count is not None]
        return self.markers is None or len(known) < len(counts) or sum(known) == self.markers

    @rule("inspected_on", "联检日期不能早于勘定日期")
    def inspection_follows_demarcation(self) -> bool:
        """What is not yet demarcated cannot be inspected."""
        return self.inspected_on is None or self.demarcated_on is None or self.inspected_on >= self.demarcated_on

    @reminder("demarcated_on", "管辖线、争议线尚未勘定，一般没有勘定日期：请核对界线性质")
    def only_settled_lines_are_demarcated(self) -> bool:
        """A line that is in use, or in dispute, waits for its survey."""
        settled = self.basis in (LineBasis.STATUTORY, LineBasis.CUSTOMARY)
        return settled or self.demarcated_on is None
