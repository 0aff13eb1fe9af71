"""What `cairn user` does, and the first accounts of a register; it acts as the register's owner.

A secret stands alone on stdout and is shown once; words about it go to stderr, so that `$(cairn user token NAME)` is
the token.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import database
from api.auth import now
from api.service import ServiceUnavailable
from api.settings import CHINA, Settings, read_settings
from data import accounts, database_roles, tokens
from data import engine as archive
from data.accounts import Account, Amendment
from data.acting import CONSOLE
from data.errors import BadInput
from data.tokens import Scope
from layers.rights import Role
from layers.vocabulary import Vocabulary

FIRST = "admin"
# A township of the sample county, for an account that reaches less than the county.
_SAMPLE_TOWNSHIP = "430621100"
_DEMO: list[tuple[str, Role, str | None]] = [(f"demo-{role.value.replace('_', '-')}", role, None) for role in Role]
_DEMO.append(("demo-township", Role.STEWARD, _SAMPLE_TOWNSHIP))
Words = TypeVar("Words", bound=Vocabulary)
console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
aside = Console(stderr=True, highlight=False, soft_wrap=True)


def add_account(name: str, role: str, division: str, *, database_role: bool) -> None:
    """Make an account and print its one-time password."""
    with _register() as session:
        account, password = accounts.add(session, name, _choice(Role, role, "职责"), division)
        opened = database_roles.open_to(session, account) if database_role else None
    aside.print(
        f"账号 {account.name}（{account.role.label}，{account.division}）已建立。一次性密码只显示这一次，登录后须更改："
    )
    sys.stdout.write(f"{password}\n")
    if opened:
        _show_database(*opened)


def issue_token(name: str, scope: str, days: int, title: str) -> None:
    """Issue a token; it stands alone on stdout."""
    with _register() as session:
        account = accounts.find(session, name)
        _, text = tokens.issue(
            session, account.id, title=title, scope=_choice(Scope, scope, "范围"), days=days, now=now()
        )
    aside.print(f"{account.name} 的令牌，{days} 天内有效，只显示这一次；以 Authorization: Bearer 发送：")
    sys.stdout.write(f"{text}\n")


def list_accounts() -> None:
    """List the accounts."""
    with _register() as session:
        everyone = accounts.everyone(session)
    table = Table(
        "账号", "职责", "辖区", "状态", "上次登录", "动态口令", "数据库用户", title="账号", title_justify="left"
    )
    for account in everyone:
        table.add_row(
            account.name,
            account.role.label,
            account.division,
            _standing(account),
            f"{account.last_sign_in_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if account.last_sign_in_at else "从未",
            "已启用" if account.totp_on else "—",
            account.db_role or "—",
        )
    console.print(table)


def set_disabled(name: str, *, disabled: bool) -> None:
    """Close an account or open it again."""
    with _register() as session:
        account = accounts.find(session, name)
        accounts.amend(session, account.id, Amendment(disabled=disabled))
        (database_roles.shut if disabled else database_roles.let_in)(session, account)
    aside.print(f"账号 {account.name} 已{'停用，会话和令牌即时失效' if disabled else '启用'}")


def reset_account(name: str) -> None:
    """Give an account a new one-time password and print it."""
    with _register() as session:
        account, password = accounts.reset_password(session, accounts.find(session, name).id)
    aside.print(f"{account.name} 的密码已重置，原会话、令牌和动态口令失效。一次性密码只显示这一次，登录后须更改：")
    sys.stdout.write(f"{password}\n")


def open_database(name: str) -> None:
    """Make or renew a person's own database role, and print its password."""
    with _register() as session:
        opened = database_roles.open_to(session, accounts.find(session, name))
    _show_database(*opened)


def welcome(engine: Engine, settings: Settings) -> None:
    """On a register without accounts: make the first administrator, and print the one-time password."""
    with archive.session(engine, actor=CONSOLE) as session:
        if accounts.has_any(session):
            return
        account, password = accounts.add(session, FIRST, Role.ADMINISTRATOR, settings.county)
    console.print(
        f"\n  系统管理员    账号 [bold]{account.name}[/bold]    一次性密码 [bold]{password}[/bold]", soft_wrap=True
    )
    console.print(f"  只显示这一次，登录后须更改；遗失时运行 cairn user reset {account.name}\n", soft_wrap=True)


def introduce(engine: Engine, settings: Settings) -> None:
    """Make an account of every office for the sample county, and print their passwords."""
    table = Table("账号", "职责", "辖区", "密码", title="示例县的账号（密码只显示这一次）", title_justify="left")
    with archive.session(engine, actor=CONSOLE) as session:
        known = {account.name for account in accounts.everyone(session)}
        for name, role, township in _DEMO:
            if name not in known:
                division = township or settings.county
                _, password = accounts.add(session, name, role, division, must_change=False)
                table.add_row(name, role.label, division, password)
    if table.row_count:
        console.print(table)
        console.print("  忘记时运行 cairn user reset 账号名；不需要时运行 cairn user disable 账号名\n", soft_wrap=True)


@contextmanager
def _register() -> Iterator[Session]:
    """A transaction of the register's owner.

    Raises:
        ServiceUnavailable: the register does not run, or its structure is not the newest.
    """
    url = database.address_if_running(read_settings())
    if url is None:
        raise ServiceUnavailable("登记库没有在运行。请先执行 make up 或 cairn up")
    engine = archive.connect(url)
    try:
        if not archive.is_migrated(engine):
            raise ServiceUnavailable("登记库的结构不是最新。请先执行 cairn migrate")
        with archive.session(engine, actor=CONSOLE) as session:
            yield session
    finally:
        engine.dispose()


def _choice(words: type[Words], given: str, what: str) -> Words:
    try:
        return words.of(given)
    except KeyError as strange:
        listed = "、".join(f"{code}（{label}）" for code, label in words.labels().items())
        raise BadInput(f"没有{what}“{given}”", "它不在选项内", f"可选：{listed}") from strange


def _standing(account: Account) -> str:
    if account.disabled_at:
        return "停用"
    if account.locked_until and account.locked_until > now():
        return f"锁定至 {account.locked_until.astimezone(CHINA):%H:%M}"
    return "须改密码" if account.must_change else "正常"


def _show_database(role: str, password: str) -> None:
    aside.print(f"数据库用户 {role}，密码只显示这一次；QGIS 以它直连 PostGIS，权限与网页相同：")
    sys.stdout.write(f"{password}\n")
