"""Sheets of a coverage result: a map in one HTML file, and a printed page (PNG)."""

from collections.abc import Mapping, Sequence

from shapely.geometry.base import BaseGeometry

from layers.coverage_inputs import BedPlace
from layers.coverage_result import CoverageResult
from maps.coverage_scene import scene


def choropleth_html(
    result: CoverageResult, shapes: Mapping[str, BaseGeometry], facilities: Sequence[BedPlace], title: str = ""
) -> bytes:
    """The map as one HTML file that opens with no network.

    Args:
        result: what a coverage run answered.
        shapes: area id to its shape, EPSG:4490, lon/lat.
        facilities: the counted facilities.
        title: whose map it is, printed before the indicator's name: 岳阳县.

    Raises:
        NotBuilt: the browser application, which brings Leaflet, was never built.
    """
    from maps.coverage_page import coverage_page

    return coverage_page(scene(result, shapes, facilities, title))


def choropleth_png(
    result: CoverageResult, shapes: Mapping[str, BaseGeometry], facilities: Sequence[BedPlace], title: str = ""
) -> bytes:
    """The map as an A4 landscape page, PNG at 200 dots per inch; the same arguments.

    Raises:
        NoChineseFont: no typeface on this machine prints Chinese.
    """
    from maps.coverage_print import coverage_print

    return coverage_print(scene(result, shapes, facilities, title))
