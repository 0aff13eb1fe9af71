"""Figures of funeral service: sites of ecological burial, and the villages they serve.

A village is served by a site that takes its dead, as the site's record says, and not by a radius.
"""

import re
from decimal import Decimal

from layers.cemeteries import Cemetery
from layers.scorecard.facts import Facts, Kept, Unit
from layers.scorecard.lines import line, rows, villages
from layers.scorecard.measured import PERCENT, Measured, nothing
from layers.scorecard.terms import NoTerms

_CODES = re.compile(r"\d{12}")


def eco_sites(facts: Facts, unit: Unit) -> list[tuple[Cemetery, Kept]]:
    """The open sites of ecological burial of a unit."""
    return [
        (site, kept) for site, kept in facts.rows(Cemetery, unit) if site.stage.in_service and site.offers_eco_burial
    ]


def number_of_eco_sites(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """How many sites of ecological burial there are."""
    found = eco_sites(facts, unit)
    listed = rows("节地生态安葬点", "处", [line(site, kept, 1, site.kind.label) for site, kept in found])
    return Measured(Decimal(len(found)), rows=(listed,))


def villages_served(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """The share of villages that a site of ecological burial serves, wherever in the county the site lies."""
    all_villages = villages(facts, unit)
    if not all_villages:
        return nothing("登记库中没有这里的村（社区）")
    sites = eco_sites(facts, facts.county)
    serves = {site.number: set(_CODES.findall(site.served_villages or "")) for site, _ in sites}
    served = set().union(*serves.values())
    lacking = [(village, kept) for village, kept in all_villages if village.code not in served]
    here = {village.code for village, _ in all_villages}
    silent = [site.name for site, _ in sites if not serves[site.number]]
    return Measured(
        Decimal(len(all_villages) - len(lacking)),
        Decimal(len(all_villages)),
        PERCENT,
        (
            rows("未被服务的村（社区）", "个", [line(village, kept, 1) for village, kept in lacking], is_lacking=True),
            rows("服务这里的安葬点", "个村", [
                line(site, kept, len(serves[site.number] & here)) for site, kept in sites if serves[site.number] & here
            ]),
        ),
        notes=(f"未填服务村，未计：{'、'.join(silent)}",) if silent else (),
    )  # fmt: skip
