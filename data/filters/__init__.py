"""Filters of OGC API - Features Part 3 in CQL2 (21-065r2): read, guarded, and compiled to one bound SQL condition.

Decided: the `cql2` library reads, we compile. Its SQL would trust names and values; a tree that is walked by tables of
what is allowed cannot say anything else. The price is some four hundred lines; the alternative was a parser of our own.
"""

from data.filters.filter import Filter
from data.filters.refusals import BadFilter

__all__ = ["BadFilter", "Filter"]
