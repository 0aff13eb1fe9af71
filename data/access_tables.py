"""Who may come in: accounts, their sessions and tokens, and the table of rights that row-level security reads.

Secrets are kept as hashes only, but for a TOTP secret, which must be known to be checked. Sessions and tokens are
found by the SHA-256 of what the bearer holds.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    delete,
    false,
    func,
    insert,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.orm import Session

from data.tables import METADATA, among
from layers.record import Disclosure
from layers.rights import Role

ACCESS = "access"
_NOW = func.clock_timestamp()

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="账号编号"),
    Column("name", Text(collation="C"), nullable=False, comment="账号名"),
    Column("role", Text, nullable=False, comment="职责"),
    Column("division", Text(collation="C"), nullable=False, comment="管辖的行政区划"),
    Column("password_hash", Text, comment="口令（argon2）"),
    Column("must_change", Boolean, nullable=False, server_default=false(), comment="须改口令"),
    Column("totp_secret", Text, comment="动态口令密钥"),
    Column("totp_on", Boolean, nullable=False, server_default=false(), comment="已启用动态口令"),
    Column("totp_last_step", BigInteger, comment="最近用过的动态口令时段"),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="连续失败次数"),
    Column("locked_until", DateTime(timezone=True), comment="锁定至"),
    Column("last_sign_in_at", DateTime(timezone=True), comment="上次登录"),
    Column("last_failure_at", DateTime(timezone=True), comment="上次失败"),
    Column("disabled_at", DateTime(timezone=True), comment="停用时间"),
    Column("oidc_subject", Text, comment="统一身份认证的标识"),
    Column("db_role", Text, comment="数据库用户"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="建立时间"),
    Column("created_by", Text, nullable=False, comment="建立人"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("name"),
    UniqueConstraint("oidc_subject"),
    UniqueConstraint("db_role"),
    CheckConstraint(among("role", tuple(Role.labels())), name="role"),
    CheckConstraint("division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'", name="division"),
    CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 64", name="name"),
    schema=ACCESS,
    comment="账号",
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", BYTEA, nullable=False, comment="会话凭据的指纹"),
    Column("account_id", BigInteger, nullable=False, comment="账号编号"),
    Column("csrf", Text, nullable=False, comment="防跨站标记"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="登录时间"),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="最近使用"),
    Column("expires_at", DateTime(timezone=True), nullable=False, comment="最迟失效"),
    Column("previous_sign_in_at", DateTime(timezone=True), comment="前一次登录"),
    Column("failures_before", Integer, nullable=False, server_default=text("0"), comment="登录前连续失败次数"),
    PrimaryKeyConstraint("token_hash"),
    ForeignKeyConstraint(["account_id"], [ACCOUNTS.c.id]),
    Index(None, "account_id"),
    schema=ACCESS,
    comment="登录会话",
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="令牌编号"),
    Column("account_id", BigInteger, nullable=False, comment="账号编号"),
    Column("title", Text, nullable=False, comment="用途"),
    Column("token_hash", BYTEA, nullable=False, comment="令牌的指纹"),
    Column("scopes", ARRAY(Text), nullable=False, comment="范围"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="签发时间"),
    Column("expires_at", DateTime(timezone=True), comment="失效时间"),
    Column("last_used_at", DateTime(timezone=True), comment="最近使用"),
    Column("revoked_at", DateTime(timezone=True), comment="作废时间"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("token_hash"),
    ForeignKeyConstraint(["account_id"], [ACCOUNTS.c.id]),
    CheckConstraint("cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write']", name="scopes"),
    Index(None, "account_id"),
    schema=ACCESS,
    comment="接口令牌",
)

RIGHTS = Table(
    "rights",
    METADATA,
    Column("role", Text(collation="C"), nullable=False, comment="职责"),
    Column("layer", Text(collation="C"), nullable=False, comment="图层"),
    Column("sees", Text, nullable=False, comment="可见的公开范围"),
    Column("writes", Boolean, nullable=False, comment="可改"),
    PrimaryKeyConstraint("role", "layer"),
    CheckConstraint(among("sees", tuple(Disclosure.labels())), name="sees"),
    schema=ACCESS,
    comment="职责与图层：谁可见、谁可改（由 layers/rights.py 写入）",
)

COUNTY = Table(
    "county",
    METADATA,
    Column("code", Text(collation="C"), nullable=False, comment="行政区划代码"),
    PrimaryKeyConstraint("code"),
    CheckConstraint("code ~ '^[0-9]{6}$'", name="code"),
    schema=ACCESS,
    comment="本登记库属于哪个县",
)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("door", BYTEA, nullable=False, comment="账号名或来处的指纹"),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="连续失败次数"),
    Column("locked_until", DateTime(timezone=True), comment="锁定至"),
    Column("last_at", DateTime(timezone=True), nullable=False, comment="最近一次"),
    PrimaryKeyConstraint("door"),
    Index(None, "last_at"),
    schema=ACCESS,
    comment="登录尝试：不论账号是否存在，同样计数",
)

OIDC_FLOWS = Table(
    "oidc_flows",
    METADATA,
    Column("state_hash", BYTEA, nullable=False, comment="状态值的指纹"),
    Column("nonce", Text, nullable=False, comment="一次性随机数"),
    Column("verifier", Text, nullable=False, comment="PKCE 校验值"),
    Column("account_id", BigInteger, comment="要关联的账号；空为登录"),
    Column("expires_at", DateTime(timezone=True), nullable=False, comment="最迟失效"),
    PrimaryKeyConstraint("state_hash"),
    ForeignKeyConstraint(["account_id"], [ACCOUNTS.c.id]),
    schema=ACCESS,
    comment="进行中的统一身份认证，用一次即删",
)


def belongs_to(session: Session, county: str) -> None:
    """Tell the register whose it is: rows that name no division are this county's."""
    session.execute(delete(COUNTY))
    session.execute(insert(COUNTY).values(code=county))
