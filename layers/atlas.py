"""The table of contents: every layer, in the order the map lists them."""

from layers.community_care import CommunityCare
from layers.divisions import Division
from layers.nursing_homes import NursingHome
from layers.population import PopulationStatistic
from layers.record import Record
from layers.settlements import Settlement

ATLAS: tuple[type[Record], ...] = (
    Division,
    Settlement,
    PopulationStatistic,
    NursingHome,
    CommunityCare,
)

_BY_ID = {page.layer.id: page for page in ATLAS}


class UnknownLayer(KeyError):
    """No page of the atlas has this id."""

    def __init__(self, layer_id: str) -> None:
        known = "、".join(f"{page.layer.id}（{page.layer.title}）" for page in ATLAS)
        self.layer_id = layer_id
        self.message = f"没有图层“{layer_id}”：请核对图层编号，可用图层为 {known}"
        super().__init__(self.message)

    def __str__(self) -> str:
        """The message itself; a KeyError would print it quoted."""
        return self.message


def layer_class(layer_id: str) -> type[Record]:
    """The class of a layer.

    Raises:
        UnknownLayer: when no layer has this id; the message lists those there are.
    """
    try:
        return _BY_ID[layer_id]
    except KeyError:
        raise UnknownLayer(layer_id) from None
