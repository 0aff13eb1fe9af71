"""Settings of the desk; the only file that reads the environment. Sizes are megabytes, times are seconds.

Every setting is a variable `CAIRN_…`; `settings_table()` lists them with their meaning, and the README shows the list.
"""

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from layers.fields import DivisionCode
from layers.naming_authorities import NameAuthority

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "CAIRN_"
# China keeps one time, without daylight saving.
CHINA = dt.timezone(dt.timedelta(hours=8), "UTC+8")

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600)]
Megabytes = Annotated[int, Field(gt=0, le=4096)]
Items = Annotated[int, Field(gt=0, le=100_000)]


class SettingsRefused(ValueError):
    """A variable of the environment cannot be read; the message says which, why, and the remedy in Chinese."""


class Settings(BaseSettings):
    """What the county decides about its desk; immutable once read."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    database_url: SecretStr | None = Field(
        None, description="登记库地址 postgresql://…；不设则在 var/ 内自带私有 PostGIS"
    )
    service_url: SecretStr | None = Field(
        None, description="服务连接登记库所用的地址（角色 cairn_service）；不设则由登记库地址推导"
    )
    public_decimals: int = Field(4, ge=0, le=7, description="未登录者所见坐标的小数位（度）；4 位约 10 m")
    session_idle_min: int = Field(60, ge=1, le=1440, description="登录后多久不用即失效（分钟）")
    session_max_h: int = Field(12, ge=1, le=168, description="一次登录最长多久（小时）")
    oidc_issuer: str | None = Field(
        None, description="统一身份认证（OpenID Connect）的签发者地址；不设则只用账号和密码"
    )
    oidc_client_id: str | None = Field(None, description="本系统在统一身份认证登记的客户端编号")
    oidc_client_secret: SecretStr | None = Field(None, description="本系统在统一身份认证的客户端密钥；公开客户端不设")
    oidc_title: str = Field("统一身份认证", description="登录窗口上统一身份认证的名称")
    host: str = Field("127.0.0.1", description="服务监听的地址；缺省只供本机访问")
    port: Port = Field(8000, description="服务监听的端口")
    hosts: str | None = Field(
        None, description="浏览器可用的主机名，逗号分隔，* 为不限；不设时，仅供本机的服务只认本机名"
    )
    county: DivisionCode = Field("430621", description="本县行政区划代码")
    office_hours: str = Field(
        "09:00-17:00",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
        description="办公时间（HH:MM-HH:MM）；时限在末日的下班时刻截止",
    )
    office_name: str = Field("县民政局", min_length=1, max_length=60, description="文书署名的机关")
    office_contact: str | None = Field(None, max_length=200, description="文书上的联系方式；不设则不印")
    document_templates: Path | None = Field(None, description="本县文书模板（.docx）的文件夹；没有的用随附的模板")
    document_fonts: Path | None = Field(None, description="本县文书字体的文件夹；不设则用本机已装的字体")
    policies: Path | None = Field(None, description="本县政策目标文件（TOML）的文件夹；与随附的同名者代替随附的")
    name_quality: Path | None = Field(None, description="本县地名质量评分约定的文件（TOML）；不设则用随附的约定")
    as_of: dt.date | None = Field(None, description="缺省的现势日期（YYYY-MM-DD）；不设则为当天")
    base_map: str | None = Field(
        None, description="可选底图的瓦片地址（如带密钥的天地图 …/{z}/{x}/{y}）；不设则无底图、无外网"
    )
    map_approval: str | None = Field(None, description="地图审图号；不设则图上注明“内部使用 · 未经审图”")
    max_body_mb: Megabytes = Field(64, description="一次提交内容的上限（MB）")
    max_items: Items = Field(10_000, description="一页要素的上限（件）")
    require_if_match: str = Field(
        "divisions,boundary_lines,boundary_markers",
        description="不带 If-Match 不得改写的图层，逗号分隔；* 为全部，none 为无；其余图层可凭送回的版次 version 改写",
    )
    tiling_tolerance_m2: float = Field(
        1.0, ge=0, description="行政区划一次编辑可留下的空白或重叠的上限（m²，按椭球面计）"
    )
    paper_mb: Megabytes = Field(20, description="地名案件一份材料的上限（MB）；不得大于 CAIRN_MAX_BODY_MB")
    name_notice_days: int = Field(7, ge=0, le=365, description="地名公示的天数（日历日）；县里自定")
    names_by_province: NameAuthority = Field(
        NameAuthority.COUNTY_GOVERNMENT,
        description="村（居）委会、自然村和一般自然地理实体的名称由谁批准（《地名管理条例》第十二条：按省的规定）",
    )
    name_code_prefix: str = Field(
        "临",
        max_length=8,
        pattern=r"^[0-9A-Za-z一-鿿-]+$",
        description="临时地名代码的前缀，后接县码和流水号；正式代码由国家地名信息库赋予",
    )
    sync_points_limit: int = Field(
        20_000, ge=0, description="点位与区域坐标不多于此数时当场计算，否则转入后台任务（个）"
    )
    names_near_m: float = Field(
        3000, ge=0, le=100_000, description="法定范围之外，相距多近的同名、同音地名也要提示（m，按椭球面计）"
    )
    names_cooling_days: int = Field(1825, ge=0, le=36_500, description="销名后多久之内不宜重新使用（天）")
    names_homophones: str = Field(
        "toneless", pattern="^(toned|toneless)$", description="同音的口径：toneless 不论声调，toned 声调也相同"
    )
    names_one_character_from: int = Field(3, ge=2, le=10, description="专名几字以上才提示一字之差")
    tile_cache_mb: int = Field(256, ge=0, le=65_536, description="每个服务进程留存瓦片的上限（MB）；0 为不留存")
    statement_timeout_s: Seconds = Field(30, description="登记库单条语句的时限（秒）")
    job_timeout_s: Seconds = Field(600, description="后台任务中登记库单条语句的时限（秒）")
    var: Path = Field(ROOT / "var", description="运行数据的文件夹：私有登记库、日志、进程号")
    web: Path = Field(ROOT / "maps" / "web" / "dist", description="网页应用的文件夹（由 make web 建成）")
    sample: Path = Field(ROOT / "data" / "sample", description="示例县数据的文件夹")
    numbering: Path = Field(
        ROOT / "data" / "reference" / "names" / "numbering", description="门牌编号方案（TOML）的文件夹"
    )
    services: Path = Field(
        ROOT / "data" / "reference" / "services",
        description="各项服务的时限、对象与出处（TOML）的文件夹；同名文件代替随附的",
    )
    zones: Path = Field(
        ROOT / "data" / "reference" / "zones",
        description="控制区规则集（TOML）的文件夹；同名文件代替随附的",
    )
    ageing: Path = Field(
        ROOT / "data" / "reference" / "ageing" / "rates.toml",
        description="老年人口推算的比率与出处（TOML）的文件",
    )
    numbering_scheme: str = Field("beijing", description="缺省的门牌编号方案（方案文件的 id）")
    numbering_authority: str | None = Field(None, description="门牌的编制、发证机关；不设则按方案所载")
    sign_colours: str = Field(
        "blue,green",
        pattern=r"^(blue|green|brown|other),(blue|green|brown|other)$",
        description="路牌底色：东西向,南北向（blue、green、brown、other）",
    )
    max_photo_mb: Megabytes = Field(12, description="一张照片的上限（MB）")
    reports_free: int = Field(10, ge=1, le=1000, description="公众报告：同一来处连续几次以后须等待")
    debug: bool = Field(False, description="命令行出错时打印完整调用栈，供开发者使用")

    def today(self) -> dt.date:
        """The as-of date of a request that names none."""
        return self.as_of or dt.datetime.now(CHINA).date()

    @property
    def office_times(self) -> tuple[dt.time, dt.time]:
        """When the office opens and closes, Beijing time."""
        opens, closes = self.office_hours.split("-")
        return dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)

    def now(self) -> dt.datetime:
        """The moment in Beijing by which clocks are read; on a settled as-of date the office is still open."""
        moment = dt.datetime.now(CHINA).replace(tzinfo=None)
        return dt.datetime.combine(self.as_of, self.office_times[0]) if self.as_of else moment

    def requires_if_match(self, layer_id: str) -> bool:
        """Whether a write to a layer must say by a header which state of the thing it saw."""
        named = {name.strip() for name in self.require_if_match.split(",")}
        return "*" in named or layer_id in named

    @property
    def host_names(self) -> frozenset[str]:
        """The names a browser may call this desk by; `*` for any."""
        if self.hosts:
            return frozenset(name.strip().lower() for name in self.hosts.split(","))
        return LOOPBACK if self.host in LOOPBACK else frozenset({"*"})

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the desk."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  # compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsRefused: A variable is not what it should be.
    """
    try:
        return Settings()
    except ValidationError as refusal:
        raise SettingsRefused(
            "；".join(_complaint(fault["loc"], fault["input"]) for fault in refusal.errors())
        ) from refusal


def settings_table() -> list[tuple[str, str, str]]:
    """Variable, default and meaning of every setting, in the order of declaration."""
    return [
        (f"{PREFIX}{name.upper()}", _shown(info.default), info.description or "")
        for name, info in Settings.model_fields.items()
    ]


def _complaint(place: tuple[int | str, ...], given: object) -> str:
    name = str(place[0]) if place else ""
    meaning = Settings.model_fields[name].description if name in Settings.model_fields else "未知设置"
    return f"环境变量 {PREFIX}{name.upper()} 的值“{given}”不能用。它的含义：{meaning}。请改正或取消该变量后再试"


def _shown(default: object) -> str:
    if default is None:
        return "—"
    if isinstance(default, Path):
        # A folder ends in a slash, a file in its kind.
        return f"{default.relative_to(ROOT)}{'' if default.suffix else '/'}"
    return {True: "true", False: "false"}[default] if isinstance(default, bool) else str(default)
