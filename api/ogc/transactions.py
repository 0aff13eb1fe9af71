"""OGC API - Features - Part 4 (draft 20-002): create, replace, update and delete, one feature at a time.

Every write is an edit of the register (`data.edits`): it passes the layer's laws, is signed, leaves history. PUT and
PATCH amend what holds today, or change it on the day `valid_from` names; DELETE ends it today.

Decided: a thing is not created by PUT. Its identifier is the client's to choose, so POST takes it; and whoever may not
see a thing is told of it what is told of a thing that never was, which an address that creates could not do.

Decided: QGIS is offered PUT without PATCH and DELETE. It sends no `If-Match`; with PUT it sends back the version it
read, with PATCH only what changed and with DELETE nothing, so that these two would be refused when it saves.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Depends, Query, Response

from api.deps import AtDesk, Writer
from api.errors import Refused
from api.ogc.bodies import PARTS, WHOLE, Body, feature, patch
from api.ogc.collections import LayerId
from api.ogc.etags import Validators, condition
from api.ogc.forms import GEOJSON, Answering, both_forms, links_of
from api.ogc.items import FeatureId, bytes_of
from api.ogc.past import stale
from api.ogc.systems import offered_at
from api.problems import parts_of
from api.writers import refuse_others, refuse_strangers, writes
from data import features
from data.acting import Actor, acting
from data.changes import Change, Deed, StaleVersion, clash
from data.drafts import Handed
from data.edits import Done, carry_out
from data.errors import BadInput, PreconditionRequired
from data.own_saves import nothing_is_lost
from data.standing import Standing, hold, is_editable, stamp_of
from geo.systems import CRS84, System
from layers.atlas import layer_class
from layers.record import Layer, Record

router = APIRouter(prefix="/ogc/collections/{layer_id}/items")

_READS = ("GET", "OPTIONS")
_ON_ITEMS = ("POST",)
_ON_ITEM = ("PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Writing:
    """One write: the desk, its transaction, what was sent and how to answer."""

    answering: Answering
    desk: AtDesk
    session: Writer
    sent: Body

    @property
    def today(self) -> dt.date:
        """The day on which the register is looked at."""
        return self.desk.settings.today()

    @property
    def actor(self) -> Actor:
        """Who writes."""
        return acting(self.session)

    def system(self) -> System:
        """The system of the coordinates sent; its address may stand in angle brackets, as links do."""
        named = self.sent.headers.get("content-crs")
        return offered_at(self.desk, self.session).read("Content-Crs", named and named.strip().strip("<>"))

    def at(self, layer: Layer, identity: str) -> str:
        """The address of a thing."""
        return f"{self.answering.root}/collections/{layer.id}/items/{quote(identity, safe='')}"

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Refusals of what was sent tell which preference was applied (/req/handling/preference-applied)."""
        try:
            yield
        except StaleVersion as fault:
            raise stale(412, fault) from fault
        except BadInput as fault:
            told = (fault.what, fault.why, fault.remedy)
            applied = self.sent.preferences.applied()
            raise Refused(422, *told, kind="breaks-a-rule", errors=parts_of(fault), headers=applied) from fault


Write = Annotated[Writing, Depends()]
Reading = Callable[[dict[str, Any], System, Standing], Handed]


@router.post("")
def create(writing: Write, layer_id: LayerId) -> Response:
    """Enter a thing; its identifier is the one the feature names (/per/create-replace-delete/rid)."""
    page = layer_class(layer_id)
    refuse_strangers(writing.actor)
    refuse_others(writing.actor, page.layer)
    document = writing.sent.document(WHOLE, "Accept-Post")
    with writing.refusals():
        handed = feature(page, document, writing.system(), None)
        change = Change(Deed.ENTER, handed=_strictly(writing, handed))
        done = _carry_out(writing, page.layer, change)
    return _answer(writing, page.layer, done, created=True)


@router.put("/{identity}")
def replace_item(writing: Write, layer_id: LayerId, identity: FeatureId) -> Response:
    """Replace a thing; what the feature does not say is unset."""
    page = layer_class(layer_id)

    def read(document: dict[str, Any], system: System, _: Standing) -> Handed:
        return feature(page, document, system, identity)

    return _change(writing, page, identity, WHOLE, read)


@router.patch("/{identity}")
def update_item(writing: Write, layer_id: LayerId, identity: FeatureId) -> Response:
    """Change what the merge patch names, and leave the rest."""
    page = layer_class(layer_id)

    def read(document: dict[str, Any], system: System, standing: Standing) -> Handed:
        return patch(page, document, system, identity, standing.shape)

    return _change(writing, page, identity, PARTS, read)


@router.delete("/{identity}")
def delete_item(
    writing: Write,
    layer_id: LayerId,
    identity: FeatureId,
    withdraw: Annotated[bool, Query(title="撤销登记（不应有的登记），而非自今日终止")] = False,
    version: Annotated[int | None, Query(title="所看到的版次；不能发送 If-Match 的程序用")] = None,
) -> Response:
    """End a thing today, or withdraw an entry that should never have been made; its tombstone stays."""
    layer = layer_class(layer_id).layer
    refuse_strangers(writing.actor)
    standing = hold(writing.session, layer_id, identity, writing.today)
    change = Change(Deed.WITHDRAW if withdraw else Deed.END, identity, saw=version)
    with writing.refusals():
        _carry_out(writing, layer, _seen(writing, layer, change, standing))
    return Response(status_code=204)


@router.options("")
def options_of_items(writing: Write, layer_id: LayerId) -> Response:
    """What the caller may do here (/req/create-replace-delete/options-response)."""
    layer = layer_class(layer_id).layer
    return _allowed((*_READS, *(_ON_ITEMS if writes(writing.actor, layer) else ())))


@router.options("/{identity}")
def options_of_item(writing: Write, layer_id: LayerId, identity: FeatureId) -> Response:
    """What the caller may do with this thing; with one he may not see, what he may with one that never was."""
    layer = layer_class(layer_id).layer
    may_write = writes(writing.actor, layer)
    refused = may_write and is_editable(writing.session, layer_id, identity, writing.today) is False
    return _allowed((*_READS, *(_offered(writing, layer) if may_write and not refused else ())))


def _allowed(methods: tuple[str, ...]) -> Response:
    accepted = {"POST": ("Accept-Post", WHOLE), "PATCH": ("Accept-Patch", PARTS)}
    kinds = {name: ", ".join(them) for method, (name, them) in accepted.items() if method in methods}
    return Response(headers={"Allow": ", ".join(methods)} | kinds)


def _offered(writing: Writing, layer: Layer) -> tuple[str, ...]:
    if "qgis" not in writing.sent.headers.get("user-agent", "").lower():
        return _ON_ITEM
    return () if writing.desk.settings.requires_if_match(layer.id) else ("PUT",)


def _change(writing: Writing, page: type[Record], identity: str, kinds: tuple[str, ...], read: Reading) -> Response:
    refuse_strangers(writing.actor)
    standing = hold(writing.session, page.layer.id, identity, writing.today)
    document = writing.sent.document(kinds, "Accept-Patch" if kinds is PARTS else "Accept-Post")
    with writing.refusals():
        try:
            handed = _strictly(writing, read(document, writing.system(), standing))
        except Refused:
            # What is wrong with the body is told only to whom saw what stands (RFC 9110 §13.2.1).
            _seen(writing, page.layer, Change(Deed.AMEND, identity, handed=Handed(_told(document))), standing)
            raise
        change = _seen(writing, page.layer, _deed(identity, handed, standing), standing)
        done = _carry_out(writing, page.layer, change)
    return _answer(writing, page.layer, done)


def _deed(identity: str, handed: Handed, standing: Standing) -> Change:
    """An amendment of what stands; a change on a day when the feature says that it holds from a later one."""
    saw = _whole(handed.properties.get("version"))
    since = handed.properties.get("valid_from")
    later = _day(since)
    if later is not None and later > standing.valid_from:
        return Change(Deed.CHANGE, identity, saw, later, handed)
    return Change(Deed.AMEND, identity, saw, handed=handed)


def _day(text: object) -> dt.date | None:
    """A day as it is written; what is none becomes a finding when the feature is read."""
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _seen(writing: Writing, layer: Layer, change: Change, standing: Standing) -> Change:
    """The change, if it saw what stands.

    Raises:
        StaleVersion: it saw something else, or its conditions do not hold.
        PreconditionRequired: it does not say what it saw, or not in the way that this layer asks for.
    """
    asked = condition(writing.sent.headers, standing.stamp)
    current = replace(change, saw=standing.version)
    if asked.is_put:
        if asked.holds:
            return current
        raise StaleVersion([clash(writing.session, layer.id, replace(change, saw=asked.seen), standing)])
    if writing.desk.settings.requires_if_match(layer.id):
        raise PreconditionRequired(
            f"改写{layer.title}须说明改的是哪一版",
            "请求没有带 If-Match 或 If-Unmodified-Since，可能盖掉别人的改动",
            "请先读取该要素，把答复中的 ETag 放进 If-Match 再提交；QGIS 不会带它，请在 Cairn 网页中编辑本图层",
        )
    if change.saw is None:
        raise PreconditionRequired(
            f"没有说明改的是“{change.identity}”的哪一版",
            f"现为第 {standing.version} 版；请求既没有带 If-Match，也没有送回所读到的 version",
            "请带 If-Match（ETag）提交，或把读到的 version 一并送回",
        )
    if change.saw == standing.version:
        return current
    if nothing_is_lost(writing.session, layer.id, change, standing, writing.actor.name):
        return current
    raise StaleVersion([clash(writing.session, layer.id, change, standing)])


def _carry_out(writing: Writing, layer: Layer, change: Change) -> Done:
    return carry_out(
        writing.session,
        layer.id,
        [change],
        because=writing.sent.reason(change.handed.properties),
        today=writing.today,
        tolerance_m2=writing.desk.settings.tiling_tolerance_m2,
    )


def _answer(writing: Writing, layer: Layer, done: Done, *, created: bool = False) -> Response:
    """What a write left: where it stands and what proves its state, and the feature where it was wished for."""
    result, wishes = done.results[0], writing.sent.preferences
    place = writing.at(layer, result.identity)
    day = max(result.day, writing.today) if created else writing.today
    place = place if day == writing.today else f"{place}?datetime={day}"
    stamp = stamp_of(writing.session, layer.id, result.identity, day)
    headers = wishes.applied() | ({"Location": place} if created else {})
    form = writing.answering.form
    if stamp is not None:
        headers |= Validators(stamp, bytes_of(writing.answering, writing.actor, CRS84, form, place)).headers()
    if not wishes.representation or stamp is None:
        return Response(status_code=201 if created else 204, headers=headers)
    headers |= {"Content-Location": place, "Content-Crs": f"<{CRS84.uri}>"}
    found = features.item_geojson(writing.session, features.Asked(layer.id, day), result.identity)
    document = orjson.loads(found)
    document["links"] = [
        *links_of(place, form, GEOJSON),
        *both_forms(f"{writing.answering.root}/collections/{layer.id}", "collection", layer.title),
    ]
    answered = writing.answering.respond(document, f"{layer.title} {result.identity}", GEOJSON, headers)
    answered.status_code = 201 if created else 200
    return answered


def _strictly(writing: Writing, handed: Handed) -> Handed:
    return replace(handed, strict=writing.sent.preferences.strict is True)


def _told(document: dict[str, Any]) -> dict[str, Any]:
    properties = document.get("properties")
    return properties if isinstance(properties, dict) else {}


def _whole(value: object) -> int | None:
    """A version as JSON writes it: a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None
