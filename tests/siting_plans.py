"""Plans of where to build as a siting run answers them, small enough to be added up by hand. All of it is invented."""

import datetime as dt
import hashlib
from typing import Any

import orjson
from sqlalchemy.orm import Session

from data import runs
from layers.saved_plan import SitingPlan

AS_OF = dt.date(2024, 12, 31)
TOWNS = {"430621100": "荣家湾镇", "430621104": "黄沙街镇"}
#: Code, name, township, lon, lat, people in need, served before.
VILLAGES = (
    ("430621100001", "甲村", "430621100", 113.11, 29.14, 300, 200),
    ("430621100002", "乙村", "430621100", 113.20, 29.10, 200, 0),
    ("430621104001", "丙村", "430621104", 113.05, 29.00, 250, 100),
    ("430621104002", "丁村", "430621104", 113.02, 28.95, 150, 0),
)


def site(name: str, kind: str, lon: float, lat: float, **more: object) -> dict[str, Any]:
    """A site of a plan."""
    town = "430621100" if lat > 29.05 else "430621104"
    return {"id": f"s-{name}", "name": name, "lon": lon, "lat": lat, "township": town, "kind": kind, **more}


OLD_HOME = site("老敬老院", "kept", 113.11, 29.15, places=300, served=300)
NEW_EAST = site("乙村地块", "new", 113.20, 29.10, places=200, cost_wan=1200.0, land_m2=6000.0, served=200)
NEW_SOUTH = site("丁村地块", "new", 113.02, 28.95, places=100, cost_wan=500.0, land_m2=3000.0, served=100)


def plan(
    served: tuple[int, int, int, int], sites: tuple[dict[str, Any], ...] = (OLD_HOME, NEW_EAST), **more: object
) -> dict[str, Any]:
    """A plan in which so many of each village have a place afterwards; the others wait, or are far off in 丁村."""
    settlements = [
        {
            "code": code,
            "name": name,
            "township": town,
            "lon": lon,
            "lat": lat,
            "people": people,
            "before": _buckets(people, had, far=code.endswith("104002")),
            "after": _buckets(people, has, far=code.endswith("104002") and not has),
        }
        for (code, name, town, lon, lat, people, had), has in zip(VILLAGES, served, strict=True)
    ]
    return {
        "id": "",
        "status": "optimal",
        "objective": "most_served",
        "value": float(sum(served)),
        "bound": float(sum(served)),
        "gap": 0.0,
        "gap_words": "已证明：在这些限制下没有任何方案能让更多人有位",
        "seconds": 0.4,
        "question": {
            "service": "nursing_beds",
            "objective": "most_served",
            "mode": "straight",
            "limit": 5000.0,
            "as_of": AS_OF.isoformat(),
            "budget_wan": 1500.0,
        },
        "sites": list(sites),
        "before": _sum(settlements, "before"),
        "after": _sum(settlements, "after"),
        "townships": [_town(code, settlements) for code in TOWNS],
        "settlements": settlements,
        "clashes": [],
        "alternatives": [],
        "no_regret": [{"id": "s-乙村地块", "name": "乙村地块", "cases": 9, "of": 9}],
        "frontier": [{"budget_wan": 500.0, "cost_wan": 500.0, "value": 400.0, "bound": 400.0, "sites": 1}],
        "forecast": [],
        "invented": True,
        "findings": [],
    } | more


def read(told: dict[str, Any], name: str = "siting-0123456789ab") -> SitingPlan:
    """A plan as a run of this name."""
    return SitingPlan.read(orjson.dumps(told), name)


def kept(session: Session, told: dict[str, Any], disclosure: str = "public", divisions: tuple[str, ...] = ()) -> str:
    """Keep a plan as a run; the same plan is the same run."""
    body = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    name = f"siting-{hashlib.sha256(body).hexdigest()[:12]}"
    run = runs.Run(
        id=name,
        indicator="siting",
        parameters=dict(told["question"]),
        as_of=AS_OF,
        recorded_at=dt.datetime.now(dt.UTC),
        inputs_hash=hashlib.sha256(b"invented").hexdigest(),
        code_version="test",
        result=orjson.dumps(told | {"id": name}, option=orjson.OPT_SORT_KEYS),
        disclosure=disclosure,
        divisions=list(divisions),
    )
    runs.keep(session, run)
    return name


def _buckets(people: int, served: int, *, far: bool) -> dict[str, int]:
    rest = people - served
    return {
        "people": people,
        "served": served,
        "waiting": 0 if far else rest,
        "out_of_reach": rest if far else 0,
    }


def _sum(settlements: list[dict[str, Any]], when: str) -> dict[str, int]:
    return {
        name: sum(each[when][name] for each in settlements) for name in ("people", "served", "waiting", "out_of_reach")
    }


def _town(code: str, settlements: list[dict[str, Any]]) -> dict[str, Any]:
    own = [each for each in settlements if each["township"] == code]
    told = {when: _sum(own, when) for when in ("before", "after")}
    return {"code": code, "name": TOWNS[code], "people": told["after"]["people"], **told}


EAST = plan((300, 200, 100, 0))
SOUTH = plan((200, 0, 100, 100), (OLD_HOME, NEW_SOUTH))
