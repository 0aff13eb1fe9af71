"""Closed lists: the code is the value, the label is beside it."""

from layers.vocabulary import Vocabulary, english


class Shelter(Vocabulary):
    """Where one stays."""

    RESCUE_STATION = "station", "救助管理站"
    COLD_WEATHER_POINT = "cold", "避寒点"


def test_a_member_is_its_code() -> None:
    assert Shelter.RESCUE_STATION.value == "station"
    assert str(Shelter.COLD_WEATHER_POINT) == "cold"


def test_labels_keep_the_order_of_declaration() -> None:
    assert list(Shelter.labels().items()) == [("station", "救助管理站"), ("cold", "避寒点")]


def test_english_is_read_from_the_name() -> None:
    assert [member.label_en for member in Shelter] == ["Rescue station", "Cold weather point"]
    assert english("land_area") == "Land area"
