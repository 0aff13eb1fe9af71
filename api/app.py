"""The desk's table of contents: what stands around every request, and who answers which address."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api import (
    accounts,
    audit,
    comparison,
    coverage,
    edits,
    events,
    gazetteer,
    health,
    indicators,
    layers,
    name_answers,
    name_checks,
    name_classes,
    name_documents,
    name_finding,
    name_likeness,
    name_quality,
    name_reserved,
    name_spelling,
    name_sweeps,
    name_words,
    naming,
    naming_notices,
    naming_papers,
    numbering,
    office,
    oidc,
    overview,
    personal,
    progress,
    public_reports,
    reach,
    recordings,
    reported_figures,
    rights,
    roads,
    scenario_report,
    scenarios,
    scorecard,
    search,
    session,
    signs,
    siting,
    siting_actions,
    what_if,
    zones,
)
from api.deps import Desk, KnownParameters
from api.description import PROBLEMS, DeskApp
from api.errors import install, plain
from api.guards import BodyLimit, HeadAsGet, KnownHosts, NeverKept, SecurityHeaders, Unforeseen, content_policy
from api.identity_provider import IdentityProvider
from api.ogc import collections, filtering, items, landing, schemas, tiles, tilesets, transactions, versions
from api.ogc.page_door import PageDoor
from api.pages import Pages
from api.settings import Settings
from api.tile_cache import TileCache
from api.tile_desk import TileDesk
from api.tile_door import TileDoor
from api.version import VERSION
from api.worker import at_work
from data.engine import connect
from layers.refusal import Refusal

LOG = logging.getLogger("cairn")
ABOUT = """县级民政地理登记库的接口。

图层读取遵循 OGC API - Features（见 `/ogc`）；养老床位覆盖的计算见 `/api/coverage/runs`，谁够得着见 `/api/reach/runs`。
错误一律按 RFC 9457 以中文说明：哪里不对、原因、怎么办。"""
PEOPLE = (session, personal, accounts)
NAMES = (
    gazetteer,
    name_answers,
    name_checks,
    name_classes,
    name_finding,
    name_likeness,
    name_quality,
    name_reserved,
    name_spelling,
    name_sweeps,
    name_words,
    numbering,
    public_reports,
    recordings,
    signs,
)
PLANS = (reach, siting, scenario_report, scenarios, siting_actions, what_if, zones)
CASES = (naming, naming_papers, naming_notices, name_documents)
# What speaks of persons is kept by no browser and no proxy.
PERSONAL = ("/api/session", "/api/accounts", "/api/names/cases", "/api/names/queue", "/api/public/reports")


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """The desk over one register; jobs are worked as long as it is open."""
    desk = Desk(settings, connect(database_url), IdentityProvider.of(settings))
    tiles_desk = TileDesk(desk, TileCache(settings.tile_cache_mb * 1_000_000))

    @asynccontextmanager
    async def open_hours(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(asyncio.to_thread(_warm_up, desk))
        async with at_work(desk), events.listening(desk, tiles_desk.cache) as app.state.events:
            yield
        warming.cancel()
        tiles_desk.close()
        desk.engine.dispose()

    app = DeskApp(
        title="Cairn 县级民政地理登记库",
        version=VERSION,
        description=ABOUT,
        lifespan=open_hours,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        max_body_size=None,
    )
    app.state.desk, app.state.tiles = desk, tiles_desk
    _guard(app, settings, tiles_desk)
    _answer(app, Pages(settings.web))
    return app


def _warm_up(desk: Desk) -> None:
    """Compute the first sight and spell a name once: the first clerk waits for no compiled code and no dictionary."""
    try:
        name_spelling.spelled("人民路", None, None)
        with desk.reading() as session:
            overview.beds(session, desk.settings.today())
    except (SQLAlchemyError, Refusal) as trouble:
        LOG.info("预热未完成：%s", trouble)


def _guard(app: FastAPI, settings: Settings, tiles_desk: TileDesk) -> None:
    """Put the guards around every request; the last one added stands outermost."""
    app.add_middleware(PageDoor, desk=tiles_desk.desk)
    app.add_middleware(Unforeseen)
    app.add_middleware(HeadAsGet)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(BodyLimit, limit=settings.max_body_mb * 1_000_000)
    app.add_middleware(TileDoor, desk=tiles_desk)
    app.add_middleware(KnownHosts, names=settings.host_names)
    app.add_middleware(NeverKept, below=PERSONAL)
    app.add_middleware(SecurityHeaders, policy=content_policy(settings.base_map))


def _answer(app: FastAPI, pages: Pages) -> None:
    """Give every address its answer; what no route knows may be a page of the web application."""
    install(app)
    desks = APIRouter(prefix="/api", dependencies=[KnownParameters], responses=PROBLEMS)
    reading = (
        layers,
        indicators,
        coverage,
        progress,
        search,
        overview,
        comparison,
        audit,
        rights,
        events,
        office,
        roads,
        scorecard,
        reported_figures,
    )
    for room in (*reading, edits, *NAMES, *CASES, *PLANS, *PEOPLE):
        desks.include_router(room.router)
    standard = APIRouter(dependencies=[KnownParameters], include_in_schema=False)
    for part in (landing, collections, schemas, filtering, items, transactions, versions, tiles, tilesets):
        standard.include_router(part.router)
    app.include_router(health.router)
    app.include_router(desks)
    # What a provider adds to the way back is its own affair.
    app.include_router(oidc.router, prefix="/api", responses=PROBLEMS)
    app.include_router(standard)

    @app.api_route("/assets/{path:path}", methods=["GET"], include_in_schema=False)
    def asset(path: str) -> Response:
        return pages.asset(path)

    @app.exception_handler(404)
    def page_or_problem(request: Request, refusal: Exception) -> Response:
        page = pages.page_for(request)
        if page is not None:
            return page
        return plain(refusal if isinstance(refusal, HTTPException) else HTTPException(404), request)
