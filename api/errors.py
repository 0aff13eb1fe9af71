"""One table from what went wrong to what the clerk is told: RFC 9457 problem details in Chinese.

A problem says what is wrong, why, and what to do. An unforeseen error never shows its text: it gets a number that also
stands in the log.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.problems import Clashing, FieldError, Problem, parts_of
from data.errors import (
    ArchiveError,
    BadInput,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    Unavailable,
)
from data.filters import BadFilter
from data.refusals import in_chinese as of_database
from layers.atlas import UnknownLayer
from layers.faults import reason_of
from layers.refusal import Refusal

__all__ = ["FieldError", "Problem", "Refused", "Row", "answer", "install", "plain", "problem", "unforeseen"]

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("cairn")

TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有这项权限",
    404: "没有找到",
    405: "方法不允许",
    406: "没有这种格式",
    409: "与登记的内容冲突",
    410: "已经撤销",
    412: "内容已被更改",
    413: "内容过大",
    415: "内容类型不对",
    421: "问错了服务",
    422: "内容不合要求",
    428: "须说明改的是哪一版",
    429: "请稍后再试",
    500: "服务内部错误",
    503: "暂时不能服务",
}


class Refused(Exception):
    """A refusal of the desk itself: what is wrong, why, and the remedy."""

    def __init__(
        self,
        status: int,
        what: str,
        why: str,
        remedy: str,
        *,
        kind: str = "refused",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        conflicts: Sequence[Clashing] | None = None,
        findings: Sequence[FieldError] | None = None,
    ) -> None:
        super().__init__(f"{what}。{why}。{remedy}")
        self.problem = problem(status, what, why, remedy, kind=kind, errors=errors)
        self.problem.conflicts = None if conflicts is None else list(conflicts)
        self.problem.findings = None if findings is None else list(findings)
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Row:
    """One row of the table: how an exception of the rooms below is answered.

    `why` and `remedy` are said where the exception does not say them itself.
    """

    status: int
    kind: str
    why: str
    remedy: str


# The exceptions of the rooms below; a subclass stands before its base.
TABLE: dict[type[Exception], Row] = {
    UnknownLayer: Row(404, "unknown-layer", "本登记库只有图层目录中列出的图层", "请从 /ogc/collections 中选择"),
    NotFound: Row(404, "not-in-register", "登记库在该日期没有它的记录", "请核对编号和日期"),
    Gone: Row(410, "gone", "它已经撤销或注销，编号不再重复使用", "请查看撤销文件，或改查它的后继"),
    Conflict: Row(409, "conflict", "与登记库中已有的内容矛盾", "请按说明核对后重试"),
    Unauthenticated: Row(401, "sign-in", "这一步要知道是谁在做", "请登录，或在 Authorization 中给出令牌"),
    Forbidden: Row(403, "not-yours", "您的职责或辖区不含这一步", "请由有权限的人办理，或请系统管理员核对职责和辖区"),
    PreconditionFailed: Row(412, "stale", "您看到之后，别人又改过", "请读取最新内容，核对后再提交"),
    PreconditionRequired: Row(428, "which-version", "不知道您改的是哪一版，就可能盖掉别人的改动", "请带 If-Match 提交"),
    BadInput: Row(422, "breaks-a-rule", "提交的内容违反登记规则", "请按逐项说明改正后重试"),
    BadFilter: Row(400, "bad-filter", "筛选条件不能用", "请按说明改写；可筛选项见 /ogc/collections/{图层}/queryables"),
    Unavailable: Row(503, "register-unavailable", "登记库目前不能服务", "请稍后重试；仍不行请运行 cairn status"),
    ArchiveError: Row(409, "register-refused", "登记库不接受这个操作", "请按说明核对后重试"),
    Refusal: Row(422, "refused", "内容不符合计算的约定", "请按说明改正后重试"),
}


def problem(
    status: int, what: str, why: str, remedy: str, *, kind: str = "refused", errors: Sequence[FieldError] = ()
) -> Problem:
    """Problem details; the detail is the three sentences in a row."""
    detail = "".join(f"{part.rstrip('。')}。" for part in (what, why, remedy) if part)
    title = TITLES.get(status, "请求没有完成")
    return Problem(
        type=f"urn:cairn:problem:{kind}",
        title=title,
        status=status,
        detail=detail,
        what=what,
        why=why,
        remedy=remedy,
        errors=list(errors),
    )


def answer(refused: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response."""
    return Response(orjson.dumps(refused.told()), refused.status, dict(headers or {}), MEDIA_TYPE)


def unforeseen(error: Exception, path: str) -> Response:
    """The answer to an error nobody foresaw: a number to quote; the text stays in the log."""
    number = secrets.token_hex(4)
    LOG.error("错误编号 %s，地址 %s", number, path, exc_info=error)
    return answer(
        problem(
            500,
            f"服务内部出错，编号 {number}",
            "这是程序的缺陷，不是您的操作造成的",
            f"请稍后再试；仍不行时，把编号 {number} 告诉维护人员，日志中有同一编号的记录",
            kind="unforeseen",
        )
    )


UNAUTHENTICATED = 401


def in_chinese(fault: Mapping[str, Any]) -> FieldError:
    """One fault of pydantic as a field and a reason in Chinese."""
    place = [str(step) for step in fault["loc"] if step not in ("body", "query", "path")]
    return FieldError(field=".".join(place) or "请求体", message=reason_of(fault))


def invalid(refusal: RequestValidationError) -> Response:
    """A request whose parameters or body do not fit: 400 for parameters of the address, 422 for the body."""
    faults = refusal.errors()
    errors = [in_chinese(fault) for fault in faults]
    in_body = any(fault["loc"] and fault["loc"][0] == "body" for fault in faults)
    what = "；".join(f"{error.field}：{error.message}" for error in errors[:5])
    place = "提交的内容" if in_body else "地址中的参数"
    return answer(
        problem(
            422 if in_body else 400,
            what,
            f"{place}不符合接口的约定",
            "请按逐项说明改正后重试；约定见 /openapi.json",
            kind="invalid-body" if in_body else "invalid-parameter",
            errors=errors,
        )
    )


def plain(refusal: HTTPException, request: Request) -> Response:
    """The framework's own refusals: unknown path, wrong method, unreadable body."""
    path, method = request.url.path, request.method
    known = {
        404: (f"没有地址“{path}”", "它不是本服务的页面或接口", "请从首页 / 或接口目录 /openapi.json 进入"),
        413: (
            "提交的内容太大",
            f"本服务一次最多接收 {refusal.detail}",
            "请拆分或简化后重试；上限由 CAIRN_MAX_BODY_MB 设定",
        ),
        405: (f"地址“{path}”不接受 {method}", "这个接口只支持别的方法", f"可用的方法：{_allowed(refusal)}"),
    }
    words = known.get(
        refusal.status_code, ("请求不能读取", "内容不符合接口的约定", "请核对后重试；约定见 /openapi.json")
    )
    return answer(problem(refusal.status_code, *words, kind=f"http-{refusal.status_code}"), refusal.headers)


def database(refusal: DBAPIError) -> Response | None:
    """Refusals of the register itself; None when the error is unforeseen."""
    state = getattr(refusal.orig, "sqlstate", None) or ""
    said = getattr(getattr(refusal.orig, "diag", None), "message_primary", None) or ""
    lost = isinstance(refusal, OperationalError | InterfaceError) and (
        not state or state.startswith(("08", "57P", "53"))
    )
    if lost:
        LOG.error("登记库连接中断：%s", refusal.orig)
        row = Row(503, "database-unreachable", "登记库没有应答，可能正在重启", "请稍后重试；仍不行请运行 cairn status")
        return _by(row, "连接不上登记库")
    if state == "57014":
        row = Row(503, "too-slow", "查询超过了时限", "请缩小范围或减少条数；时限由 CAIRN_STATEMENT_TIMEOUT_S 设定")
        return _by(row, "查询没有完成")
    if state == "42501":
        return answer(of_table(of_database(refusal.orig), TABLE[Forbidden]))
    if state.startswith("22"):
        row = Row(422, "cannot-be-kept", "登记库不能保存其中的字符或数值", "请核对内容后重试")
        return _by(row, "提交的内容不能保存")
    if state == "P0001":
        return _by(Row(409, "register-refused", "登记库的规则不允许", "请按说明核对后重试"), said)
    return None


def of_table(error: Exception, row: Row) -> Problem:
    """An exception of the rooms below as a problem; its own words go before the row's."""
    what = getattr(error, "what", None) or str(error)
    why = getattr(error, "why", None) or row.why
    remedy = getattr(error, "remedy", None) or row.remedy
    return problem(row.status, what, why, remedy, kind=row.kind, errors=parts_of(error))


def install(app: FastAPI) -> None:
    """Teach the application how to answer."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeout, _busy)
    for kind, row in TABLE.items():
        app.add_exception_handler(kind, _rowed(row))


def _by(row: Row, what: str) -> Response:
    return answer(problem(row.status, what, row.why, row.remedy, kind=row.kind))


def _rowed(row: Row) -> Any:  # noqa: ANN401 - Starlette's handler type
    headers = {"WWW-Authenticate": 'Bearer realm="cairn"'} if row.status == UNAUTHENTICATED else {}

    def handle(_: Request, error: Exception) -> Response:
        return answer(of_table(error, row), headers)

    return handle


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - registered for this type
    return answer(error.problem, error.headers)


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type
    return invalid(error)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
    return plain(error, request)


def _database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)  # noqa: S101 - registered for this type
    return database(error) or unforeseen(error, request.url.path)


def _busy(_: Request, __: Exception) -> Response:
    return _by(Row(503, "busy", "同时的请求太多，登记库的连接都在使用", "请稍后重试"), "登记库正忙")


def _allowed(refusal: HTTPException) -> str:
    return (refusal.headers or {}).get("Allow", "见 /openapi.json")
