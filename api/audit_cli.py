"""`cairn audit verify|digest|export`: whether the log is what was written, and what of it leaves the house."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="核对审计记录，签发摘要，导出全部记录。", no_args_is_help=True)
BROKEN = 1


@app.command("verify", help="逐条核对审计记录的指纹链；有一处被改动即指出何处，退出码为 1。")
def verify(
    digest: Annotated[
        Path | None, typer.Option("--digest", metavar="文件", help="另与此前签发并另存的摘要核对")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="文件", help="签署摘要的公钥（PEM）")] = None,
) -> None:
    """Follow the chain to its end and say where it is broken."""
    from api import database
    from data import audit_chain, audit_digest
    from data.engine import session

    told = _digest(digest, key) if digest else None
    with database.opened() as engine, session(engine) as opened, audit_chain.reading(opened) as (head, entries):
        verdict = audit_digest.verify_against(entries, head, told) if told else audit_chain.verify(entries, head)
    if verdict.fault:
        sys.stdout.write(f"审计记录不完整。{verdict.fault}\n")
        raise typer.Exit(BROKEN)
    against = f"，且与 {told['made_at']} 签发的摘要相符" if told else ""
    sys.stdout.write(f"审计记录完整{against}：{verdict.count:,} 条，末条指纹 {verdict.hash}\n")


@app.command("digest", help="核对后签发摘要（Ed25519）；把它另存到别处，日后可证明此前的记录没有被改写。")
def digest(
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写入文件；不给则打印")] = None,
) -> None:
    """Sign where the chain stands."""
    from api import database
    from api.settings import CHINA, read_settings
    from data import audit, audit_chain, audit_digest
    from data.engine import session

    settings = read_settings()
    with database.opened() as engine:
        with session(engine) as opened:
            verdict = audit_chain.check(opened)
        made = audit_digest.signed(verdict, settings.var, settings.county, dt.datetime.now(CHINA))
        with session(engine) as opened:
            audit.note(opened, "digest", None, {"hash": verdict.hash, "seq": verdict.seq})
    written = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        sys.stdout.write(written)
        return
    out.write_text(written, encoding="utf-8")
    public = settings.var / audit_digest.PUBLIC_FILE
    sys.stdout.write(f"摘要已写入 {out}（{verdict.count:,} 条）。公钥 {public}；核对方法见 docs/audit.md\n")


@app.command("export", help="导出全部审计记录（每行一条 JSON），可用 docs/verify_audit.py 脱离 Cairn 核对。")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="写入的文件")],
) -> None:
    """Write every entry to a file."""
    from api import database
    from data import audit, audit_chain, audit_digest
    from data.engine import session

    draft, count = out.with_name(f"{out.name}.part"), -1
    with database.opened() as engine:
        with session(engine) as opened, audit_chain.reading(opened) as (head, entries), draft.open("wb") as file:
            for count, line in enumerate(audit_digest.exported(entries, head)):  # noqa: B007  # the last line's number
                file.write(line)
        draft.replace(out)
        with session(engine) as opened:
            audit.note(opened, audit.EXPORT, "audit", {"count": count})
    sys.stdout.write(f"{count:,} 条已写入 {out}\n")


def _digest(path: Path, key: Path | None) -> dict[str, Any]:
    from data import audit_digest
    from data.errors import BadInput

    try:
        given = json.loads(path.read_bytes())
    except ValueError as fault:
        raise BadInput("这不是审计摘要", f"{path} 不是 JSON", "请使用 cairn audit digest 写出的文件") from fault
    return audit_digest.opened(given, key.read_text(encoding="utf-8") if key else None)
