"""How people get to a service: as the crow flies, on foot or by vehicle; how fast, and at whose word.

Distances are metres, times are minutes, speeds on foot metres a second and by vehicle kilometres an hour. What a county
measures itself goes before what ships here, which is a beginning and no finding (`data/reference/travel`).
"""

from layers.vocabulary import Vocabulary


class TravelMode(Vocabulary):
    """By what a distance is told; the straight line is the fallback where no road graph serves, and is named so."""

    STRAIGHT = "straight", "直线距离"
    WALK = "walk", "步行"
    DRIVE = "drive", "乘车"

    @property
    def unit(self) -> str:
        """Of limits and costs: `m` or `min`."""
        return "m" if self is TravelMode.STRAIGHT else "min"

    @property
    def unit_label(self) -> str:
        """The unit as a table prints it."""
        return "米" if self is TravelMode.STRAIGHT else "分钟"


class AgeBand(Vocabulary):
    """Whose pace is meant; older people walk more slowly, and the county sets how much."""

    ADULT = "adult", "60 岁以下"
    SIXTIES = "60_69", "60—69 岁"
    SEVENTIES = "70_79", "70—79 岁"
    EIGHTY = "80", "80 岁及以上"

    @property
    def label_en(self) -> str:
        """The ages in digits: a member's name would read “Sixties”."""
        return {"adult": "Under 60", "60_69": "60 to 69", "70_79": "70 to 79", "80": "80 and over"}[self.value]
