"""Every door through which a row could be known: each is asked about one row, and answers what gave it away."""

import gzip
import math
from collections.abc import Callable, Iterator

import httpx

from tests.rights.oracle import Secret

Door = Callable[[httpx.Client, Secret], Iterator[str]]
STRANGER = "no-such-thing-{}"
_NEAR = 0.002


def tells(answer: httpx.Response, row: Secret) -> bool:
    """Whether an answer holds the row's own word or number, in whatever form."""
    body = answer.content
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    return row.word.encode() in body or row.identity.encode() in body


def in_a_list(client: httpx.Client, row: Secret) -> Iterator[str]:
    """The layer's items, all of them, in every order; as JSON and as a page."""
    for sort in ("", "-name", "name"):
        query = {"limit": "10000", **({"sortby": sort} if sort else {})}
        if tells(client.get(f"/ogc/collections/{row.layer}/items", params=query), row):
            yield f"items sorted by {sort or 'identity'}"
    if tells(client.get(f"/ogc/collections/{row.layer}/items", params={"limit": 10000, "f": "html"}), row):
        yield "items as a page"


def by_its_number(client: httpx.Client, row: Secret) -> Iterator[str]:
    """The row itself, now, before, and in all its versions: nothing but what is said of a number nobody ever gave."""
    for path in ("", "/versions"):
        for query in ("", "?datetime=2020-01-01", "?recorded_at=2026-01-01T00:00:00Z"):
            if path and query:
                continue
            answers = [
                client.get(f"/ogc/collections/{row.layer}/items/{number}{path}{query}")
                for number in (row.identity, STRANGER.format(len(row.identity)))
            ]
            if _differ(answers, row):
                yield f"items/{{id}}{path}{query}: {answers[0].status_code} {answers[0].text[:120]}"


def _differ(answers: list[httpx.Response], row: Secret) -> bool:
    known, stranger = answers
    if known.status_code != stranger.status_code:
        return True
    return known.text.replace(row.identity, "") != stranger.text.replace(STRANGER.format(len(row.identity)), "")


def by_counting(client: httpx.Client, row: Secret) -> Iterator[str]:
    """Counts of boxes around it and of filters that only it meets."""
    box = f"{row.lon - _NEAR},{row.lat - _NEAR},{row.lon + _NEAR},{row.lat + _NEAR}"
    asked = {
        "bbox": {"bbox": box},
        "filter by name": {"filter": f"name = '{row.word}'"},
        "filter by part": {"filter": f"name LIKE '{row.word[:6]}%'"},
        "filter by place": {"filter": f"S_INTERSECTS(geom, BBOX({box}))"},
        "field": {"name": row.word},
    }
    for how, query in asked.items():
        answer = client.get(f"/ogc/collections/{row.layer}/items", params={**query, "limit": "10000"})
        if answer.status_code == 200 and (
            tells(answer, row) or answer.json()["numberMatched"] != len(answer.json()["features"])
        ):
            yield how


def by_searching(client: httpx.Client, row: Secret) -> Iterator[str]:
    """The search of names."""
    for words in (row.word, row.identity):
        if client.get("/api/search", params={"q": words, "as_of": "2026-01-01"}).json().get("results"):
            yield "search"


def in_a_tile(client: httpx.Client, row: Secret) -> Iterator[str]:
    """The tiles over it, near and far."""
    for zoom in (6, 10, 14):
        across = 2**zoom
        column = int((row.lon + 180) / 360 * across)
        bend = math.asinh(math.tan(math.radians(row.lat)))
        line = int((1 - bend / math.pi) / 2 * across)
        answer = client.get(f"/ogc/collections/{row.layer}/tiles/WebMercatorQuad/{zoom}/{line}/{column}")
        if answer.status_code == 200 and tells(answer, row):
            yield f"tile at zoom {zoom}"


def in_a_comparison(client: httpx.Client, row: Secret) -> Iterator[str]:
    """What was added between two days, and the newest changes."""
    days = {"from": "1990-01-01", "to": "2026-01-01"}
    if tells(client.get(f"/api/layers/{row.layer}/comparison", params=days), row):
        yield "comparison"
    if tells(client.get("/api/overview", params={"as_of": "2026-01-01"}), row):
        yield "overview"


def in_a_run(client: httpx.Client, row: Secret) -> Iterator[str]:
    """A figure's rows, its files, and the runs of others."""
    if row.layer != "nursing_homes":
        return
    asked = client.post("/api/coverage/runs", json={"as_of": "2026-01-01"})
    runs = [asked.json()["run"]] if asked.status_code in (200, 201) else []
    runs += [run["id"] for run in client.get("/api/coverage/runs", params={"limit": 100}).json()["runs"]]
    for run in dict.fromkeys(runs):
        for form in ("", "/areas/total/rows", ".csv", ".geojson"):
            if tells(client.get(f"/api/coverage/runs/{run}{form}"), row):
                yield f"run{form}"


def by_writing(client: httpx.Client, row: Secret) -> Iterator[str]:
    """Changing or ending it: the answer is that of a number nobody ever gave."""
    answers = [
        client.request(
            method,
            f"/ogc/collections/{row.layer}/items/{number}",
            headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
            json={"properties": {"name": "改"}} if method == "PATCH" else None,
        )
        for method in ("PATCH", "DELETE")
        for number in (row.identity, STRANGER.format(len(row.identity)))
    ]
    for pair in (answers[:2], answers[2:]):
        if _differ(pair, row):
            yield f"{pair[0].request.method}: {pair[0].status_code} {pair[0].text[:200]}"


DOORS: dict[str, Door] = {
    door.__name__: door
    for door in (
        in_a_list,
        by_its_number,
        by_counting,
        by_searching,
        in_a_tile,
        in_a_comparison,
        in_a_run,
        by_writing,
    )
}
