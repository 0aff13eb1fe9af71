"""Is the desk well? What a start script, a monitor and `cairn status` ask."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import text

from api.deps import AtDesk, Reader
from api.version import VERSION
from data.engine import is_migrated

router = APIRouter(tags=["系统"])


class Health(BaseModel):
    """The desk answers, its register answers, and the structure is the newest."""

    status: str = Field(title="状态", examples=["ok"])
    version: str = Field(title="版本")
    database: str = Field(title="登记库", examples=["PostgreSQL 15.8 · PostGIS 3.3"])
    migrated: bool = Field(title="结构为最新")


@router.get("/health", summary="服务是否正常")
def health(desk: AtDesk, session: Reader, response: Response) -> Health:
    """Whether the desk and its register are well."""
    response.headers["Cache-Control"] = "no-store"
    versions = session.scalar(
        text("SELECT 'PostgreSQL ' || current_setting('server_version') || ' · PostGIS ' || postgis_lib_version()")
    )
    return Health(status="ok", version=VERSION, database=str(versions), migrated=is_migrated(desk.engine))
