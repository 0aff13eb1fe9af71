"""`cairn user`: people and their tokens, from the console of the register's owner."""

from typing import Annotated

import typer

app = typer.Typer(
    help="账号与令牌：建立、列出、停用、重置密码、签发令牌。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="账号名", help="账号名")]


@app.command(help="建立账号，打印一次性密码（只显示这一次）。")
def add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="职责",
            help="viewer、planner、name_drafter、name_reviewer、name_approver、inspector、steward、administrator",
        ),
    ],
    division: Annotated[str, typer.Option("--division", metavar="代码", help="管辖的行政区划代码（6、9 或 12 位）")],
    database_role: Annotated[
        bool, typer.Option("--database-role", help="同时建立本人的数据库用户，供 QGIS 直连 PostGIS")
    ] = False,
) -> None:
    """Make an account and print its one-time password."""
    from api.user_console import add_account

    add_account(name, role, division, database_role=database_role)


@app.command(help="签发令牌并打印（标准输出只有令牌本身，只显示这一次）。")
def token(
    name: Name,
    scope: Annotated[str, typer.Option("--scope", metavar="范围", help="read 只读；write 读写")] = "write",
    days: Annotated[int, typer.Option("--days", metavar="天数", help="有效天数", min=1, max=3650)] = 365,
    title: Annotated[str, typer.Option("--title", metavar="用途", help="用在哪里，日后凭它辨认")] = "命令行签发",
) -> None:
    """Issue a token; it stands alone on stdout."""
    from api.user_console import issue_token

    issue_token(name, scope, days, title)


@app.command("list", help="列出全部账号。")
def list_() -> None:
    """List the accounts."""
    from api.user_console import list_accounts

    list_accounts()


@app.command(help="停用账号：会话、令牌和数据库用户立即失效。")
def disable(name: Name) -> None:
    """Close an account, at once."""
    from api.user_console import set_disabled

    set_disabled(name, disabled=True)


@app.command(help="重新启用账号。")
def enable(name: Name) -> None:
    """Open an account again."""
    from api.user_console import set_disabled

    set_disabled(name, disabled=False)


@app.command(help="重置密码并打印一次性密码；会话、令牌、动态口令和锁定一并解除。")
def reset(name: Name) -> None:
    """Give an account a new one-time password."""
    from api.user_console import reset_account

    reset_account(name)


@app.command("database-role", help="为账号建立数据库用户或更换其密码，供 QGIS 直连 PostGIS（密码只显示这一次）。")
def database_role(name: Name) -> None:
    """Make or renew a person's own database role."""
    from api.user_console import open_database

    open_database(name)
