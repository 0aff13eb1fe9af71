"""Everything the register has ever known of one thing: its versions with place and reason, and what became of it."""

import datetime as dt
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Row, select

from api.deps import AtDesk, Reader
from api.ogc.collections import LayerId
from api.ogc.forms import Answering
from api.ogc.items import KEPT_BY_ITS_READER, FeatureId
from api.ogc.past import of_version
from data import features, history
from data.acting import Actor, acting
from data.ledgers import IDENTIFIERS
from data.seen import KEPT, seen_fields
from layers.atlas import layer_class

router = APIRouter(prefix="/ogc/collections/{layer_id}/items")


@router.get("/{identity}/versions")
def versions(answering: Answering, session: Reader, desk: AtDesk, layer_id: LayerId, identity: FeatureId) -> Response:
    """The versions of a thing, newest last; one that has ended or was withdrawn is told too."""
    layer = layer_class(layer_id).layer
    chosen = select(IDENTIFIERS).where(IDENTIFIERS.c.layer == layer_id, IDENTIFIERS.c.identity == identity)
    fate = session.execute(chosen).one_or_none()
    if fate is None:
        raise features.absent(session, features.Asked(layer_id, desk.settings.today()), identity)
    told = history.versions(session, layer_id, identity)
    actor = acting(session)
    document = {
        "layer": layer.id,
        "identity": identity,
        "fate": told_fate(fate),
        "versions": [told_version(layer_id, identity, version, actor) for version in told],
        "links": answering.own_links(),
    }
    return answering.respond(document, f"{layer.title} {identity}：各版", headers=KEPT_BY_ITS_READER)


def told_fate(fate: Row[Any]) -> dict[str, Any]:
    """What became of a thing: when it ended, by which document, and what took its place."""
    return {
        "retired_at": _written(fate.retired_at),
        "is_withdrawn": fate.is_withdrawn,
        "document": fate.document,
        "successors": list(fate.successors),
    }


def told_version(layer_id: str, identity: str, version: history.Version, actor: Actor) -> dict[str, Any]:
    """One version as its reader may see it: the public is told no names, no personal data and no exact place."""
    feature = of_version(identity, version, actor)
    shown = {*(sheet.name for sheet in seen_fields(layer_class(layer_id), actor.decimals)), *KEPT}
    is_public = actor.is_public
    return {
        "version": version.version,
        "deed": version.deed,
        "recorded_at": _written(version.recorded_at),
        "superseded_at": _written(version.superseded_at),
        "recorded_by": None if is_public else version.recorded_by,
        "because": version.because,
        "withdrawn": version.withdrawn,
        "closed_by": None if is_public else version.closed_by,
        "closed_because": version.closed_because,
        "valid_from": _written(version.valid_from),
        "valid_to": _written(version.valid_to),
        "properties": {name: value for name, value in feature["properties"].items() if name in shown},
        "geometry": feature["geometry"],
    }


def _written(moment: dt.date | dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
