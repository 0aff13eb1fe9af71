"""Cemeteries, columbaria and eco-burial sites."""

from typing import ClassVar

from layers.facility import Facility
from layers.fields import Count, Day, Note, SquareMetres, Text, Year, YesNo, optional, required
from layers.record import Group, Layer, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class CemeteryKind(Vocabulary):
    """Where the dead rest with approval, and where they have rested since before it was asked."""

    URBAN_PUBLIC = "urban_public", "城市公益性公墓"
    COMMERCIAL = "commercial", "经营性公墓"
    RURAL_PUBLIC = "rural_public", "农村公益性公墓"
    COLUMBARIUM = "columbarium", "骨灰堂（塔陵、壁葬）"
    ECO_BURIAL = "eco_burial", "节地生态安葬点"
    HISTORIC = "historic", "历史埋葬点"


class CemeteryLevel(Vocabulary):
    """Whose dead it takes."""

    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class EcoBurialMethod(Vocabulary):
    """Ways of burial that save land."""

    TREE = "tree", "树葬"
    FLOWER_BED = "flower_bed", "花坛葬"
    LAWN = "lawn", "草坪葬"
    WALL = "wall", "壁葬"
    MIXED = "mixed", "多种方式"


class AnnualCheck(Vocabulary):
    """The outcome of the year's check."""

    PASSED = "passed", "合格"
    RECTIFYING = "rectifying", "限期整改"
    FAILED = "failed", "不合格"


class Cemetery(Facility):
    """A cemetery, a columbarium or an eco-burial site, as an area.

    `served_villages` are the village codes it serves, since a village is covered by a site that takes its dead and
    not by a radius. Limits on a plot's size and term are local and stand in no rule here.
    """

    layer: ClassVar = Layer(
        id="cemeteries",
        title="公墓与骨灰堂",
        group=Group.FUNERAL,
        geometry="MULTIPOLYGON",
        symbol=Symbol(icon="cemetery", colour="moss", from_zoom=9),
        basis="《殡葬管理条例》",
        identified_by="number",
        search_terms=("name", "address", "operator"),
    )

    kind: CemeteryKind = required("类别", example="rural_public")
    level: CemeteryLevel = required("层级", example="township")
    served_villages: Note | None = optional("服务村（社区）代码", example="430621100200、430621100201")
    approval_number: Text | None = optional("批准文号", example="岳县民函〔2016〕12号")
    approved_on: Day | None = optional("批准日期", example="2016-03-15")
    land_area: SquareMetres | None = optional("占地面积", example="12000")
    plots: Count | None = optional("墓穴总数", example=1800)
    plots_in_use: Count | None = optional("已用墓穴", example=640)
    plot_area: SquareMetres | None = optional("单穴面积", example="0.8")
    term: Year | None = optional("使用年限", example=20)
    niches: Count | None = optional("骨灰格位总数")
    niches_in_use: Count | None = optional("已用格位")
    has_eco_burial: YesNo | None = optional("设节地生态安葬区", example=True)
    eco_method: EcoBurialMethod | None = optional("生态安葬方式", example="tree")
    annual_check: AnnualCheck | None = optional("年度检查结果", example="passed")
    checked_in: Year | None = optional("检查年度", example=2024)

    @property
    def offers_eco_burial(self) -> bool:
        """Whether it counts as an eco-burial site of its township."""
        return self.kind is CemeteryKind.ECO_BURIAL or self.has_eco_burial is True

    @rule("plots_in_use", "已用墓穴不能多于墓穴总数")
    def plots_are_not_oversold(self) -> bool:
        """Hold when both counts are known and agree."""
        return self.plots is None or self.plots_in_use is None or self.plots_in_use <= self.plots

    @rule("niches_in_use", "已用格位不能多于骨灰格位总数")
    def niches_are_not_oversold(self) -> bool:
        """Hold when both counts are known and agree."""
        return self.niches is None or self.niches_in_use is None or self.niches_in_use <= self.niches

    @rule("eco_method", "未设节地生态安葬区不能有生态安葬方式：请核对类别或“设节地生态安葬区”")
    def a_method_belongs_to_a_site(self) -> bool:
        """Nobody rests under a tree where no trees are set apart."""
        return self.eco_method is None or self.offers_eco_burial

    @rule("checked_in", "有年度检查结果须填检查年度，二者应同时填写")
    def a_check_has_its_year(self) -> bool:
        """A result without a year answers no question."""
        return (self.annual_check is None) == (self.checked_in is None)

    @reminder("level", "农村公益性公墓一般属乡级或村级，只为当地村民服务：请核对类别与层级")
    def a_rural_cemetery_is_local(self) -> bool:
        """It is set up for villagers (殡葬管理条例 2012, Arts. 8 and 9)."""
        return self.kind is not CemeteryKind.RURAL_PUBLIC or self.level is not CemeteryLevel.COUNTY
