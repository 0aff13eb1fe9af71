"""The desk's fixtures, for what its descriptions promise."""

from tests.api.conftest import anonymous, as_role, client, county_database, county_template, desk

__all__ = ["anonymous", "as_role", "client", "county_database", "county_template", "desk"]
