"""A desk over a county of its own, which generated requests may write in."""

from tests.api.conftest import county_template
from tests.ogc.conftest import somebody, written_county, written_desk

__all__ = ["county_template", "somebody", "written_county", "written_desk"]
