"""The table of contents: every layer, in the order the map lists them."""

from layers.addresses import Address
from layers.boundary_lines import BoundaryLine
from layers.boundary_markers import BoundaryMarker
from layers.built_up_areas import BuiltUpArea
from layers.cemeteries import Cemetery
from layers.community_care import CommunityCare
from layers.control_areas import ControlArea
from layers.divisions import Division
from layers.meal_points import MealPoint
from layers.name_signs import NameSign
from layers.nursing_homes import NursingHome
from layers.parcels import Parcel
from layers.place_names import PlaceName
from layers.population import PopulationStatistic
from layers.record import Record
from layers.refusal import Refusal
from layers.rescue_points import RescuePoint
from layers.roads import Road
from layers.settlements import Settlement

ATLAS: tuple[type[Record], ...] = (
    Division,
    Settlement,
    PopulationStatistic,
    NursingHome,
    CommunityCare,
    MealPoint,
    Cemetery,
    RescuePoint,
    PlaceName,
    BuiltUpArea,
    Road,
    NameSign,
    Address,
    BoundaryLine,
    BoundaryMarker,
    Parcel,
    ControlArea,
)

_BY_ID = {page.layer.id: page for page in ATLAS}


class UnknownLayer(Refusal):
    """No page of the atlas has this id."""

    def __init__(self, layer_id: str) -> None:
        known = "、".join(f"{page.layer.id}（{page.layer.title}）" for page in ATLAS)
        super().__init__(f"没有图层“{layer_id}”", "它不在图集目录中", f"请核对图层编号；可用图层：{known}")


def layer_class(layer_id: str) -> type[Record]:
    """The class of a layer.

    Raises:
        UnknownLayer: when no layer has this id; the message lists those there are.
    """
    try:
        return _BY_ID[layer_id]
    except KeyError:
        raise UnknownLayer(layer_id) from None
