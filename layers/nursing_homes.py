"""Nursing homes: institutions where older people live, and the beds they keep."""

from typing import ClassVar

from layers.facility import Facility, FacilityStage, ManagementLevel
from layers.fields import Count, Day, SquareMetres, YesNo, optional, required
from layers.record import Group, Layer, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

_LEAST_BEDS = 10


class NursingHomeKind(Vocabulary):
    """The institutions for older people; children's homes and hospitals are other registers."""

    WELFARE_INSTITUTE = "welfare_institute", "社会福利院（福利中心）"
    NURSING_HOME = "nursing_home", "敬老院（特困人员供养服务机构）"
    CARE_HOME = "care_home", "养老院"
    ELDER_APARTMENT = "elder_apartment", "老年公寓"
    SKILLED = "skilled", "老年养护院"
    GLORY = "glory", "光荣院"
    HAPPINESS_GARDEN = "happiness_garden", "五保幸福园"

    @property
    def counts_as_elder_beds(self) -> bool:
        """Whether its beds enter beds per thousand elderly: all kinds do, whoever owns or runs them."""
        return True


class Ownership(Vocabulary):
    """Whose the home is."""

    PUBLIC = "public", "政府所有"
    COLLECTIVE = "collective", "集体所有"
    PRIVATE_NONPROFIT = "private_nonprofit", "民办非营利"
    PRIVATE_PROFIT = "private_profit", "民办营利"

    @property
    def is_public(self) -> bool:
        """Whether government or the village collective owns it."""
        return self in (Ownership.PUBLIC, Ownership.COLLECTIVE)


class Operation(Vocabulary):
    """Who owns and who runs, in the trade's four words."""

    PUBLIC_RUN = "public_run", "公办公营"
    PUBLIC_BUILT_PRIVATE_RUN = "public_built_private_run", "公建民营"
    PRIVATE_RUN = "private_run", "民办民营"
    PUBLIC_AIDED = "public_aided", "民办公助"

    @property
    def wants_public_ownership(self) -> bool:
        """Whether the word says that the public built it."""
        return self in (Operation.PUBLIC_RUN, Operation.PUBLIC_BUILT_PRIVATE_RUN)


class ServiceScope(Vocabulary):
    """Whom a home takes in; beds for the whole county stand in one township without being its own."""

    COUNTY = "county", "全县统筹"
    TOWNSHIP = "township", "本乡镇（街道）"
    VILLAGE = "village", "本村（社区）"


class FireAcceptance(Vocabulary):
    """The state of a building's fire acceptance or filing."""

    ACCEPTED = "accepted", "验收合格"
    FILED = "filed", "已备案"
    NOT_REQUIRED = "not_required", "依法不需办理"
    FAILED = "failed", "未通过"
    RECTIFYING = "rectifying", "整改中"


class FilingStatus(Vocabulary):
    """Filing with the county's civil affairs; since 2018-12-29 a home needs no licence."""

    REGISTERED_UNFILED = "registered_unfiled", "已登记未备案"
    FILED = "filed", "已备案"
    CHANGED = "changed", "已变更备案"
    SUSPENDED = "suspended", "暂停服务"
    TERMINATED = "terminated", "终止服务"


class MedicalCare(Vocabulary):
    """How residents get medical care."""

    IN_HOUSE = "in_house", "内设医疗机构"
    CONTRACTED = "contracted", "签约合作"
    NONE = "none", "无"


class StarRating(Vocabulary):
    """The grade of a home by GB/T 37276-2018."""

    ONE = "1", "一级"
    TWO = "2", "二级"
    THREE = "3", "三级"
    FOUR = "4", "四级"
    FIVE = "5", "五级"


class NursingHome(Facility):
    """A home for older people.

    `beds` are beds for older people only. Nursing-type, dementia, open and filed beds are parts or views of them and
    never added up; a welfare institute's beds for children stand in `children_beds` and are in no elder figure.
    What counts as nursing-type is set by each province.
    """

    layer: ClassVar = Layer(
        id="nursing_homes",
        title="养老机构",
        group=Group.ELDER_CARE,
        geometry="POINT",
        symbol=Symbol(icon="nursing-home", colour="wine", from_zoom=8),
        basis="《中华人民共和国老年人权益保障法》第四十三条；《养老机构管理办法》（民政部令第66号）",
        identified_by="number",
        search_terms=("name", "address", "operator"),
    )

    kind: NursingHomeKind = required("类别", example="nursing_home")
    ownership: Ownership = required("所有制", example="public")
    operation: Operation = required("运营方式", example="public_run")
    management_level: ManagementLevel | None = optional("管理层级", example="township")
    serves: ServiceScope | None = optional("收住范围", example="township")
    beds: Count = required("养老床位总数", example=120)
    beds_nursing: Count | None = optional("护理型床位", example=72)
    beds_dementia: Count | None = optional("认知障碍床位", example=12)
    beds_open: Count | None = optional("实际可用床位", example=110)
    beds_filed: Count | None = optional("备案床位", example=120)
    beds_occupied: Count | None = optional("入住人数", example=85)
    children_beds: Count | None = optional("儿童床位（另计）")
    fire_acceptance: FireAcceptance | None = optional("消防验收", example="accepted")
    fire_accepted_on: Day | None = optional("消防验收日期", example="2018-05-20")
    filing_status: FilingStatus | None = optional("备案状态", example="filed")
    filed_on: Day | None = optional("备案日期", example="2019-07-08")
    medical_care: MedicalCare | None = optional("医养结合方式", example="contracted")
    star_rating: StarRating | None = optional("等级", example="3")
    food_licence: YesNo | None = optional("食品经营许可", example=True)
    caregivers: Count | None = optional("护理员人数", example=14)
    land_area: SquareMetres | None = optional("占地面积", example="8000")
    floor_area: SquareMetres | None = optional("建筑面积", example="4200")

    @property
    def elder_beds(self) -> int:
        """The beds that beds per thousand elderly counts: none until the home is open."""
        return self.beds if self.stage.in_service and self.kind.counts_as_elder_beds else 0

    @property
    def is_county_level(self) -> bool:
        """Whether its beds serve the whole county: by `serves`; where that is unknown, by who manages it.

        A township's home under county management (县建县管) says so by `serves` and stays the township's.
        """
        if self.serves is None:
            return self.management_level is ManagementLevel.COUNTY
        return self.serves is ServiceScope.COUNTY

    @property
    def is_government_operated(self) -> bool:
        """政府运营: government owns and runs it; a home built by government and run by others is not."""
        return self.operation is Operation.PUBLIC_RUN and self.ownership is Ownership.PUBLIC

    @rule("ownership", "公办公营、公建民营须为政府或集体所有")
    def public_operation_wants_public_ownership(self) -> bool:
        """What the public built, the public owns."""
        return not self.operation.wants_public_ownership or self.ownership.is_public

    @rule("operation", "民办民营、民办公助须为民办；政府或集体所有的应为公办公营或公建民营")
    def private_operation_wants_private_ownership(self) -> bool:
        """The other half of the pair."""
        return self.operation.wants_public_ownership or not self.ownership.is_public

    @rule("beds_nursing", "护理型床位不能多于养老床位总数")
    def nursing_beds_are_beds(self) -> bool:
        """A part is not larger than the whole."""
        return self.beds_nursing is None or self.beds_nursing <= self.beds

    @rule("beds_dementia", "认知障碍床位不能多于养老床位总数")
    def dementia_beds_are_beds(self) -> bool:
        """A part is not larger than the whole."""
        return self.beds_dementia is None or self.beds_dementia <= self.beds

    @rule("beds_open", "实际可用床位不能多于养老床位总数")
    def open_beds_are_beds(self) -> bool:
        """A part is not larger than the whole."""
        return self.beds_open is None or self.beds_open <= self.beds

    @rule("fire_accepted_on", "只有验收合格或已备案才有消防验收日期：请核对消防验收状态")
    def only_accepted_fire_work_has_a_date(self) -> bool:
        """A date without an acceptance accepts nothing."""
        accepted = (FireAcceptance.ACCEPTED, FireAcceptance.FILED)
        return self.fire_accepted_on is None or self.fire_acceptance in accepted

    @rule("filed_on", "未备案不能有备案日期：请核对备案状态")
    def only_a_filed_home_has_a_date_of_filing(self) -> bool:
        """A date without a filing files nothing."""
        return self.filed_on is None or self.filing_status not in (None, FilingStatus.REGISTERED_UNFILED)

    @reminder("beds_occupied", "入住人数多于可用床位：请核对是否加床或数据有误")
    def nobody_sleeps_in_the_corridor(self) -> bool:
        """Overcrowding happens, and somebody must look."""
        room = self.beds if self.beds_open is None else self.beds_open
        return self.beds_occupied is None or self.beds_occupied <= room

    @reminder("beds_filed", "备案床位与养老床位总数不一致：请核对或办理变更备案")
    def filed_beds_are_the_beds(self) -> bool:
        """A change of beds is filed as well."""
        return self.beds_filed in (None, self.beds)

    @reminder("beds", "养老机构床位应在 10 张以上（《养老机构管理办法》第二条）：不足的请登记为社区养老服务设施")
    def an_institution_has_ten_beds(self) -> bool:
        """Art. 2 of the Measures; village gardens are listed here by custom."""
        custom = self.kind is NursingHomeKind.HAPPINESS_GARDEN
        return custom or self.stage is not FacilityStage.OPEN or self.beds >= _LEAST_BEDS

    @reminder("filing_status", "已收住老年人而未备案：应在收住后 10 个工作日内备案（《养老机构管理办法》第十条）")
    def whoever_takes_residents_files(self) -> bool:
        """The law wants a filing, not a licence."""
        return not self.beds_occupied or self.filing_status is not FilingStatus.REGISTERED_UNFILED

    @reminder("fire_acceptance", "消防验收未通过而仍在运营：请停用整改或更正状态")
    def no_open_home_failed_its_fire_acceptance(self) -> bool:
        """Who failed the acceptance does not receive residents (消防法 Art. 13)."""
        return self.stage is not FacilityStage.OPEN or self.fire_acceptance is not FireAcceptance.FAILED
