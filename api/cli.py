"""The command line `cairn`. Imports wait inside the commands, so that help answers at once."""

import sys
from typing import Annotated

import typer

app = typer.Typer(
    name="cairn",
    help="Cairn 县级民政地理登记库：起停服务、装入示例、计算养老床位覆盖。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
sample = typer.Typer(help="示例县（岳阳县，虚构数据均有标记）。", no_args_is_help=True)
app.add_typer(sample, name="sample")


@app.command(help="启动登记库与服务，必要时升级结构、装入示例，并打印示例县的覆盖表。")
def up() -> None:
    """Start the register and the service, load the sample when empty, print its table."""
    from api.bringing_up import bring_up

    bring_up()


@app.command(help="停止服务与私有登记库；数据保留。")
def down() -> None:
    """Stop the service and the private register."""
    from api.bringing_up import bring_down

    bring_down()


@app.command(help="查看什么在运行、版本、数据量，以及缺少什么。")
def status() -> None:
    """What runs, its versions and sizes, and what is missing."""
    from api.status import show

    show()


@app.command(help="在前台运行服务（按 Ctrl+C 停止）。")
def serve(kept: Annotated[bool, typer.Option("--kept", hidden=True)] = False) -> None:
    """Run the service in the foreground; `kept` by a keeper whose end is seen at the end of the input."""
    from api.bringing_up import serve_here

    serve_here(kept=kept)


@app.command(hidden=True)
def keep() -> None:
    """Keep the service alive: what `cairn up` starts in the background."""
    from api.keeper import keep_here

    raise typer.Exit(keep_here())


@app.command(help="把登记库升级到最新结构；--new 生成新的迁移文件。")
def migrate(
    new: Annotated[
        str | None, typer.Option("--new", metavar="说明", help="按图层声明生成一份新的迁移文件，供审阅")
    ] = None,
) -> None:
    """Bring the register to the newest structure, or write a new migration."""
    from api.bringing_up import migrate_register

    migrate_register(new)


@app.command(help="列出全部图层及其件数。")
def layers() -> None:
    """List the layers and how much each holds."""
    from api.status import show_layers

    show_layers()


@sample.command(help="装入示例县；可重复执行，登记库中有真实数据时拒绝。")
def load() -> None:
    """Load the sample county."""
    from api.bringing_up import load_sample

    load_sample()


def _mount_more() -> None:
    from api.audit_cli import app as audit
    from api.kept_runs import app as coverage
    from api.name_cli import app as name
    from api.name_files_cli import add_to as add_name_files
    from api.office_cli import app as calendar
    from api.reach_cli import app as reach
    from api.roads_cli import app as roads
    from api.scorecard_cli import scorecard
    from api.siting_cli import app as siting
    from api.user_cli import app as user

    app.add_typer(coverage, name="coverage", help="计算养老床位覆盖，查看已保存的计算。")
    app.add_typer(audit, name="audit")
    add_name_files(name)
    app.add_typer(name, name="name")
    app.add_typer(calendar, name="calendar")
    app.add_typer(reach, name="reach")
    app.add_typer(roads, name="roads")
    app.add_typer(siting, name="siting")
    app.command("scorecard", help="达标表：各乡镇和全县对照政策目标的数、缺口、走势；--policy 可用自己的 TOML 文件。")(
        scorecard
    )
    app.add_typer(user, name="user", help="账号与令牌：建立、列出、停用、重置密码、签发令牌。")


def main() -> None:
    """Run a command; every error is a Chinese sentence on stderr, and the exit code tells."""
    try:
        _mount_more()
        sys.exit(app(prog_name="cairn", standalone_mode=False) or 0)
    except Exception as error:
        from api.complaints import complain, wants_traceback

        if wants_traceback():
            raise
        sys.exit(complain(error))
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
