"""Meal points: where older people eat, or from where a meal comes to them."""

from typing import ClassVar

from layers.facility import Facility
from layers.fields import Count, Metres, Name, SquareMetres, Text, YesNo, Yuan, optional, required
from layers.record import Group, Layer, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class MealPointKind(Vocabulary):
    """The three forms of the national plan; their sizes are set locally."""

    CANTEEN = "canteen", "老年食堂"
    TABLE = "table", "老年餐桌"
    POINT = "point", "老年助餐点"


class MealMode(Vocabulary):
    """Where the meal is cooked and how it reaches the table."""

    COOKED_HERE = "cooked_here", "现制"
    CENTRAL_KITCHEN = "central_kitchen", "配餐"
    HOME_DELIVERY = "home_delivery", "送餐"
    MOBILE = "mobile", "流动"


class MealPoint(Facility):
    """A place that serves meals to older people; `price` is per meal before any subsidy."""

    layer: ClassVar = Layer(
        id="meal_points",
        title="老年助餐服务点",
        group=Group.ELDER_CARE,
        geometry="POINT",
        symbol=Symbol(icon="meal", colour="amber", from_zoom=9),
        basis="《积极发展老年助餐服务行动方案》（民政部等11部门，2023年）",
        identified_by="number",
        search_terms=("name", "address", "operator"),
    )

    kind: MealPointKind = required("类别", example="canteen")
    mode: MealMode | None = optional("供餐方式", example="cooked_here")
    meal_capacity: Count | None = optional("每餐供餐能力（人）", example=60)
    days_per_week: Count | None = optional("每周供餐天数", example=6)
    price: Yuan | None = optional("每餐价格", example="8")
    subsidised_groups: Text | None = optional("补贴对象", example="特困、低保和80周岁以上老年人")
    kitchen: Name | None = optional("配餐单位")
    delivers: YesNo | None = optional("上门送餐", example=True)
    delivery_radius: Metres | None = optional("送餐半径", example="2000")
    food_licence: YesNo | None = optional("食品经营许可", example=True)
    floor_area: SquareMetres | None = optional("建筑面积", example="120")

    @rule("days_per_week", "每周供餐天数不能超过 7")
    def a_week_has_seven_days(self) -> bool:
        """A week has seven days."""
        return self.days_per_week is None or self.days_per_week <= _DAYS_OF_A_WEEK

    @rule("delivery_radius", "不上门送餐不能有送餐半径：请核对“上门送餐”")
    def only_who_delivers_has_a_radius(self) -> bool:
        """A radius is how far a meal is carried."""
        return self.delivery_radius is None or self.delivers is True

    @reminder("food_licence", "现制供餐须取得食品经营许可（《中华人民共和国食品安全法》第三十五条）")
    def whoever_cooks_is_licensed(self) -> bool:
        """Food is not prepared for others without a licence (Art. 35)."""
        cooks = self.mode is MealMode.COOKED_HERE and self.stage.in_service
        return not cooks or self.food_licence is not False


_DAYS_OF_A_WEEK = 7
