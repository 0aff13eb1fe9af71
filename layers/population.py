"""Population statistics: so many people of an age, of a division, on a day."""

import datetime as dt
from typing import ClassVar

from layers.fields import Count, Day, DivisionCode, Identifier, Name, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import rule
from layers.vocabulary import Vocabulary


class PopulationBasis(Vocabulary):
    """Who is counted: those who live there, or those whose household is registered there; neither is wrong."""

    RESIDENT = "resident", "常住"
    REGISTERED = "registered", "户籍"


class PopulationStatistic(Record):
    """One published count; its day and basis are printed beside every figure made of it.

    `age_from` is inclusive in completed years (0 for all ages), `age_to` exclusive (None for “and over”).
    """

    layer: ClassVar = Layer(
        id="population",
        title="人口统计",
        group=Group.DIVISIONS,
        geometry=None,
        symbol=Symbol(icon="people", colour="graphite"),
        basis="《全国人口普查条例》；《中华人民共和国老年人权益保障法》第二条（六十周岁以上）",
        identified_by="number",
        search_terms=("name", "division"),
    )

    number: Identifier = required("统计编号", example="430621100-20201101-resident-60")
    name: Name = required("名称", example="荣家湾镇常住人口（60 岁及以上）")
    division: DivisionCode = required("行政区划", example="430621100")
    counted_on: Day = required("统计时点", example="2020-11-01")
    basis: PopulationBasis = required("人口口径", example="resident")
    age_from: Count = required("起始年龄（含）", example=60)
    age_to: Count | None = optional("截止年龄（不含）")
    people: Count = required("人数", example=21034)

    @staticmethod
    def number_of(
        division: str, counted_on: dt.date, basis: PopulationBasis, age_from: int, age_to: int | None = None
    ) -> str:
        """The number of a statistic, built of what it counts: 430621-20201101-resident-60, or …-60_65 for a band."""
        ages = str(age_from) if age_to is None else f"{age_from}_{age_to}"
        return f"{division}-{counted_on:%Y%m%d}-{basis.value}-{ages}"

    @rule("number", "统计编号应由区划代码、统计时点、人口口径和年龄组成，如 430621-20201101-resident-60")
    def number_tells_what_is_counted(self) -> bool:
        """One division, day, basis and age have one count."""
        return self.number == self.number_of(self.division, self.counted_on, self.basis, self.age_from, self.age_to)

    @rule("age_to", "截止年龄必须大于起始年龄")
    def ages_run_upwards(self) -> bool:
        """A band holds at least one year."""
        return self.age_to is None or self.age_to > self.age_from
