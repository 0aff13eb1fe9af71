"""Marker numbers as they are written, and what their letters say."""

import pytest

from layers.boundary_markers import BoundaryMarker, MarkerArrangement, MarkerLetter
from tests.layers.shelf import example


@pytest.mark.parametrize("number", ["1253165Q", "0681002A", "238184I", "238184Ⅰ", "430621-003Q", "岳平线003号"])
def test_a_number_is_kept_as_it_is_written(number: str) -> None:
    assert example(BoundaryMarker, "tripoint", number=number).identity == number


@pytest.mark.parametrize("number", ["", "界 桩", "-1", "a" * 33])
def test_a_number_is_one_word(number: str) -> None:
    record, findings = BoundaryMarker.receive({"number": number})
    assert record is None
    assert "number" in {found.field for found in findings}


def test_letters_speak_of_arrangements() -> None:
    spoken = {
        arrangement: "".join(letter for letter in MarkerLetter if letter.arrangement is arrangement)
        for arrangement in MarkerArrangement
    }
    assert spoken == {"single": "Q", "twin": "AB", "triple": "CDE"}


def test_references_come_with_azimuth_and_distance() -> None:
    marker = example(BoundaryMarker, "single")
    assert isinstance(marker, BoundaryMarker)
    assert [(name, str(azimuth), str(metres)) for name, azimuth, metres in marker.references()] == [
        ("水塔", "42.5", "86.4"),
        ("桥头", "168", "31.7"),
        ("独立树", "291.3", "15.9"),
    ]
