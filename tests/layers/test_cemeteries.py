"""Which sites offer land-saving burial."""

import pytest

from layers.cemeteries import Cemetery
from tests.layers.shelf import example


@pytest.mark.parametrize(
    ("name", "instead", "offers"),
    [
        ("planned_eco_site", {}, True),
        ("rural", {}, True),
        ("rural", {"has_eco_burial": False, "eco_method": None}, False),
        ("columbarium", {}, False),
    ],
)
def test_a_site_or_a_part_of_one_offers_eco_burial(name: str, instead: dict[str, object], offers: bool) -> None:
    record = example(Cemetery, name, **instead)
    assert isinstance(record, Cemetery)
    assert record.offers_eco_burial is offers
