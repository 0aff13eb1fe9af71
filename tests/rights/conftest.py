"""The desk's fixtures, for the fuzz of rights."""

from tests.api.conftest import county_template

__all__ = ["county_template"]
