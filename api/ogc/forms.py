"""Two forms of every answer, JSON and HTML: which one is wanted, and the links between them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Depends, Query, Request, Response

from api.ogc.html import page

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

Link = dict[str, str]
Document = dict[str, Any]


class Form(StrEnum):
    """How the answer is written."""

    JSON = "json"
    HTML = "html"


async def _wanted(
    request: Request,
    f: Annotated[Form | None, Query(title="格式", description="json 或 html；不写则按 Accept 决定")] = None,
) -> Form:
    if f is not None:
        return f
    accepted = request.headers.get("accept", "*/*").lower()
    html, json = (accepted.find(word) for word in (HTML, "json"))
    return Form.HTML if html >= 0 and (json < 0 or html < json) else Form.JSON


@dataclass(frozen=True)
class Answer:
    """How this request is to be answered: its address, where the interface stands, and the form."""

    request: Request
    form: Form

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return str(self.request.url)

    @property
    def root(self) -> str:
        """Where the OGC interface stands, without a slash at the end."""
        return f"{self.request.base_url}ogc"

    def own_links(self, media: str = JSON) -> list[Link]:
        """`self` in this form and `alternate` in the other."""
        return links_of(self.url, self.form, media)

    def respond(
        self, document: Document, title: str, media: str = JSON, headers: dict[str, str] | None = None
    ) -> Response:
        """The document in the wanted form."""
        if self.form is Form.HTML:
            return Response(page(title, document), media_type=HTML, headers=headers)
        return Response(orjson.dumps(document), media_type=media, headers=headers)


async def _answering(request: Request, form: Annotated[Form, Depends(_wanted)]) -> Answer:
    return Answer(request, form)


Answering = Annotated[Answer, Depends(_answering)]


def links_of(url: str, form: Form, media: str = JSON) -> list[Link]:
    """`self` of a document at an address in the form it has, and `alternate` in the other."""
    json, html = ((with_query(url, f=name), kind) for name, kind in (("json", media), ("html", HTML)))
    own, other = (json, html) if form is Form.JSON else (html, json)
    return [link(own[0], "self", own[1], "本文档"), link(other[0], "alternate", other[1], "本文档的另一种格式")]


def link(href: str, rel: str, media: str, title: str) -> Link:
    """A link with everything the standard asks of it."""
    return {"href": href, "rel": rel, "type": media, "title": title}


def both_forms(href: str, rel: str, title: str, media: str = JSON) -> list[Link]:
    """Two links to one resource, one for each form."""
    return [
        link(with_query(href, f="json"), rel, media, f"{title}（{'GeoJSON' if media == GEOJSON else 'JSON'}）"),
        link(with_query(href, f="html"), rel, HTML, f"{title}（网页）"),
    ]


def with_query(url: str, **changes: str | None) -> str:
    """The address with some query parameters set, or taken out where None."""
    path, _, query = url.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in changes]
    pairs = [*kept, *((name, value) for name, value in changes.items() if value is not None)]
    return f"{path}?{urlencode(pairs)}" if pairs else path
