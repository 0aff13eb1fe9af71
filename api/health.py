"""Is the desk well? What a start script, a monitor and `cairn status` ask."""

from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import text

from api.deps import AtDesk, Reader
from api.incidents import recent
from api.version import VERSION
from data.engine import is_migrated
from data.protection import gaps, serves_as

router = APIRouter(tags=["系统"])


class Interruption(BaseModel):
    """Something that died and, unless `recovered_s` is null, was there again after so many seconds."""

    at: str = Field(title="何时", examples=["2026-01-05T09:30:00+08:00"])
    what: str = Field(title="什么", description="service · register · sessions · keeper · job")
    why: str = Field(title="原因")
    recovered_s: float | None = Field(title="恢复所用的秒数")


class Lack(BaseModel):
    """Something the database lacks to guard itself."""

    what: str
    why: str
    remedy: str


class Health(BaseModel):
    """The desk answers, its register answers, and the structure is the newest."""

    status: str = Field(title="状态", examples=["ok"])
    version: str = Field(title="版本")
    database: str = Field(title="登记库", examples=["PostgreSQL 15.8 · PostGIS 3.3"])
    migrated: bool = Field(title="结构为最新")
    incidents: list[Interruption] = Field(title="最近的中断", description="什么意外终止过，多久恢复；新的在前")
    gaps: list[Lack] = Field(title="数据库防护的缺口", description="缺少什么、有何后果、怎样补上")


@router.get("/health", summary="服务是否正常")
def health(desk: AtDesk, session: Reader, response: Response) -> Health:
    """Whether the desk and its register are well."""
    response.headers["Cache-Control"] = "no-store"
    versions = session.scalar(
        text("SELECT 'PostgreSQL ' || current_setting('server_version') || ' · PostGIS ' || postgis_lib_version()")
    )
    connection = session.connection()
    return Health(
        status="ok",
        version=VERSION,
        database=str(versions),
        migrated=is_migrated(desk.engine),
        incidents=[Interruption(**asdict(incident)) for incident in recent(desk.settings.var)],
        gaps=[Lack(**asdict(gap)) for gap in (*serves_as(connection), *gaps(connection))],
    )
