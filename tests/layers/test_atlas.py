"""Layers are found by their id."""

import pytest

from layers.atlas import ATLAS, UnknownLayer, layer_class
from layers.refusal import Refusal


def test_a_layer_is_found_by_its_id() -> None:
    assert [layer_class(page.layer.id) for page in ATLAS] == list(ATLAS)


def test_an_unknown_layer_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownLayer) as refusal:
        layer_class("nursing_home")
    assert isinstance(refusal.value, Refusal)
    told = str(refusal.value)
    assert told.startswith("没有图层“nursing_home”。")
    assert all(f"{page.layer.id}（{page.layer.title}）" in told for page in ATLAS)
