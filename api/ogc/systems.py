"""The coordinate systems the interface speaks, for results (`crs`), boxes, filters and bodies alike.

Everywhere: CRS84, EPSG:4490, 4326 and 3857; and the CGCS2000 3-degree zone the county lies in, once the register holds
the county's outline. Whoever reads a system from a request asks `Offered`; addresses of any other form are refused.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.deps import AtDesk, Desk, Reader
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


def _offered(desk: AtDesk, session: Reader) -> Systems:
    return offered_at(desk, session)


def offered_at(desk: Desk, session: Session) -> Systems:
    """The systems that are offered at a desk, asked in a transaction that is open already."""
    key = _key(desk)
    if key not in _KNOWN:
        box = features.extent(session, features.Asked(Division.layer.id, _ALWAYS, ids=(desk.settings.county,)))
        if box is None:
            return Systems()
        _KNOWN[key] = Systems(COMMON + zone_systems((box[0] + box[2]) / 2))
    return _KNOWN[key]


def _key(desk: Desk) -> tuple[str, str]:
    return str(desk.engine.url), desk.settings.county


Offered = Annotated[Systems, Depends(_offered)]
