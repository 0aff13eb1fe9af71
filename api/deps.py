"""Named things a route asks for: a session, an as-of date, the settings. One transaction per request."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from api import auth
from api.errors import FieldError, Refused
from api.identity_provider import IdentityProvider
from api.settings import Settings
from data import audit
from data.acting import Actor, public
from data.engine import session


@dataclass(frozen=True)
class Desk:
    """What a running desk holds: its settings and its way to the register."""

    settings: Settings
    engine: Engine
    provider: IdentityProvider | None = None

    @property
    def public(self) -> Actor:
        """Nobody in particular."""
        return public(self.settings.public_decimals)

    @contextmanager
    def reading(self, actor: Actor | None = None) -> Iterator[Session]:
        """A transaction that cannot write, with the time limit of requests; without an actor it is the public's.

        What is worth an entry of the log is written down in a transaction of its own when the block ends well: before
        an answer leaves, and no answer leaves without it.
        """
        limits = {"transaction_read_only": "on", "statement_timeout": _in_ms(self.settings.statement_timeout_s)}
        with session(self.engine, actor=actor or self.public, settings=limits) as opened:
            yield opened
            notes = audit.remembered(opened)
        if notes:
            with self.writing(actor) as noting:
                audit.write(noting, *notes)

    @contextmanager
    def writing(self, actor: Actor | None = None) -> Iterator[Session]:
        """A transaction that is committed when the block ends, with the time limit of requests."""
        with session(self.engine, actor=actor or self.public) as opened:
            limit_statements(opened, self.settings.statement_timeout_s)
            yield opened
            audit.write(opened, *audit.remembered(opened))


def limit_statements(opened: Session, seconds: float) -> None:
    """Let no statement of this transaction run longer."""
    opened.execute(text("SELECT set_config('statement_timeout', :limit, true)"), {"limit": _in_ms(seconds)})


def _in_ms(seconds: float) -> str:
    return f"{int(seconds * 1000)}ms"


async def this_desk(request: Request) -> Desk:
    """The desk that answers this request."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(this_desk)]


def _caller(request: Request, desk: AtDesk) -> Actor:
    return auth.caller(desk.engine, desk.settings, request)


Caller = Annotated[Actor, Depends(_caller)]
"""Who asks: the account that signed in or whose token came with the request, else the public."""


def _reader(desk: AtDesk, caller: Caller) -> Iterator[Session]:
    with desk.reading(caller) as opened:
        yield opened


def _writer(desk: AtDesk, caller: Caller) -> Iterator[Session]:
    with desk.writing(caller) as opened:
        yield opened


# The transaction ends before the answer leaves: a commit that fails is an error, not a promise.
Reader = Annotated[Session, Depends(_reader, scope="function")]
Writer = Annotated[Session, Depends(_writer, scope="function")]


def _as_of(
    desk: AtDesk,
    as_of: Annotated[
        dt.date | None, Query(title="现势日期", description="按此日有效的记录回答；缺省为当天", examples=["2024-12-31"])
    ] = None,
) -> dt.date:
    return as_of or desk.settings.today()


AsOf = Annotated[dt.date, Depends(_as_of)]


_NAMING: dict[object, Callable[[Request], Iterable[str]]] = {}
Dependency = TypeVar("Dependency", bound=Callable[..., object])


def names_parameters(names: Callable[[Request], Iterable[str]]) -> Callable[[Dependency], Dependency]:
    """Declare that a dependency also reads parameters that only the request's path names, as those of a layer."""

    def declare(dependency: Dependency) -> Dependency:
        _NAMING[dependency] = names
        return dependency

    return declare


def _named_by_layer(dependant: Dependant, request: Request) -> list[str]:
    own = _NAMING.get(dependant.call)
    inner = [name for part in dependant.dependencies for name in _named_by_layer(part, request)]
    return [*(own(request) if own else ()), *inner]


# A route's parameters are read from its signature once.
_DECLARED: dict[int, tuple[Dependant, list[str]]] = {}


def _declared(dependant: Dependant) -> list[str]:
    found = _DECLARED.get(id(dependant))
    if found is None:
        fields = get_flat_params(dependant)
        found = (dependant, [field.alias for field in fields if isinstance(field.field_info, params.Query)])
        _DECLARED[id(dependant)] = found
    return found[1]


async def known_parameters(request: Request) -> None:
    """Refuse a query parameter the route does not know: a misspelt filter must not answer with everything.

    Obeys OGC API - Features /req/core/query-param-unknown.
    """
    dependant: Dependant = request.scope["route"].dependant
    known = [*_declared(dependant), *_named_by_layer(dependant, request)]
    _refuse_nothing_characters(request)
    strange = [name for name in request.query_params if name not in known]
    if strange:
        names, listed = "、".join(f"“{name}”" for name in dict.fromkeys(strange)), "、".join(known) or "（无）"
        raise Refused(
            400,
            f"没有查询参数{names}",
            "这个地址不认识它",
            f"可用的参数：{listed}",
            kind="unknown-parameter",
            errors=[FieldError(field=name, message="未知参数") for name in dict.fromkeys(strange)],
        )


def _refuse_nothing_characters(request: Request) -> None:
    """The register's text cannot hold the character NUL, so nothing there is called so."""
    values = [*request.path_params.values(), *request.query_params.values()]
    if any("\0" in str(value) for value in values):
        raise Refused(
            400, "地址中有空字符（%00）", "登记库的编号和名称不含这个字符", "请删去后重试", kind="invalid-parameter"
        )


KnownParameters = Depends(known_parameters)
