"""The coordinate systems the interface speaks, for results (`crs`), boxes, filters and bodies alike.

Everywhere: CRS84, EPSG:4490, 4326 and 3857; and the CGCS2000 3-degree zone the county lies in, once the register holds
the county's outline. Whoever reads a system from a request asks `Offered`; addresses of any other form are refused.
"""

import math
import time
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from api.deps import Desk
from api.errors import FieldError, Refused
from data import features
from geo.systems import COMMON, CRS84, System, zone_systems
from layers.divisions import Division

_ALWAYS = (None, None)


@dataclass(frozen=True)
class Systems:
    """What is offered here, the usual one first."""

    offered: tuple[System, ...] = COMMON

    @property
    def uris(self) -> list[str]:
        """The addresses, in the order they are listed."""
        return [system.uri for system in self.offered]

    def read(self, name: str, text: str | None) -> System:
        """The system that a parameter or header names; CRS84 when absent (Part 2 /req/crs/fc-crs-valid-value).

        Raises:
            Refused: it is none of those offered.
        """
        if text is None:
            return CRS84
        for system in self.offered:
            if system.uri == text:
                return system
        listed = "、".join(f"{system.uri}（{system.title}）" for system in self.offered)
        raise Refused(
            400,
            f"参数 {name} 不能用：不提供坐标系“{text}”",
            "坐标系须以完整地址写出，并在所提供之列",
            f"可用：{listed}",
            kind="invalid-parameter",
            errors=[FieldError(field=name, message=f"不提供坐标系“{text}”")],
        )


# A county does not move to another zone while a desk is open; what was found once is kept for its database.
_KNOWN: dict[tuple[str, str], Systems] = {}
# While the register does not hold the county, it is not looked for at every request.
_UNKNOWN_FOR_S = 5.0
_MISSED_AT: dict[tuple[str, str], float] = {}


# Asked by many parts of a request, so that it needs nothing but the request: a dependency's own are solved each time.
async def _offered(request: Request) -> Systems:
    desk: Desk = request.app.state.desk
    remembered = _remembered(_key(desk))
    return await run_in_threadpool(_read, desk) if remembered is None else remembered


def _read(desk: Desk) -> Systems:
    # The request may hold a connection already; were all of the pool's held so, a second one would never be free.
    beside = create_engine(desk.engine.url, poolclass=NullPool)
    with replace(desk, engine=beside).reading() as session:
        return offered_at(desk, session)


def _remembered(key: tuple[str, str]) -> Systems | None:
    missed_at = _MISSED_AT.get(key, -math.inf)
    return _KNOWN.get(key) or (Systems() if time.monotonic() < missed_at + _UNKNOWN_FOR_S else None)


def offered_at(desk: Desk, session: Session) -> Systems:
    """The systems that are offered at a desk, asked in a transaction that is open already."""
    key = _key(desk)
    remembered = _remembered(key)
    if remembered is not None:
        return remembered
    box = features.extent(session, features.Asked(Division.layer.id, _ALWAYS, ids=(desk.settings.county,)))
    if box is None:
        _MISSED_AT[key] = time.monotonic()
        return Systems()
    _KNOWN[key] = Systems(COMMON + zone_systems((box[0] + box[2]) / 2))
    return _KNOWN[key]


def _key(desk: Desk) -> tuple[str, str]:
    return str(desk.engine.url), desk.settings.county


Offered = Annotated[Systems, Depends(_offered)]
