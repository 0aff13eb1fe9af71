"""Spellings with and without tones, against the spelling rules' own examples."""

import pytest

from layers.place_names import PlaceName, toneless
from tests.layers.shelf import example


@pytest.mark.parametrize(
    ("toned", "plain"),
    [
        ("Cháng'ān Jiē", "CHANG'AN JIE"),
        ("Dì'èr Sōnghuā Jiāng", "DI'ER SONGHUA JIANG"),
        ("Lǚliáng Shān", "LÜLIANG SHAN"),
        ("2 Mǎlù", "2 MALU"),
        ("Róngjiāwān Zhèn", "RONGJIAWAN ZHEN"),
        ("Pénr Hútong", "PENR HUTONG"),
    ],
)
def test_a_spelling_loses_its_tones_and_keeps_its_dots(toned: str, plain: str) -> None:
    assert toneless(toned) == plain


@pytest.mark.parametrize(("filed", "in_time"), [("2015-12-05", True), ("2015-12-06", False)])
def test_filing_has_fifteen_calendar_days(filed: str, in_time: bool) -> None:
    name = example(PlaceName, "town", filed_on=filed, approved_on="2015-11-20")
    assert (name.findings() == []) is in_time
