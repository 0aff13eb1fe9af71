"""Name signs, house numbers, and what the public reports of them"""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data.migrations.statements import sql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photographs",
        sa.Column("hash", sa.Text(collation="C"), nullable=False, comment="原件的 SHA-256"),
        sa.Column("media_type", sa.Text(), nullable=False, comment="媒体类型"),
        sa.Column("body", postgresql.BYTEA(), nullable=False, comment="原件"),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
            comment="上传时间",
        ),
        sa.Column("uploaded_by", sa.Text(), nullable=False, comment="上传人"),
        sa.CheckConstraint("hash = encode(sha256(body), 'hex')", name=op.f("photographs_hash_check")),
        sa.PrimaryKeyConstraint("hash", name=op.f("photographs_pk")),
        schema="archive",
        comment="照片原件：以内容指纹为名，不改",
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="行号"),
        sa.Column("number", sa.Text(collation="C"), nullable=False, comment="报告编号"),
        sa.Column("token_hash", postgresql.BYTEA(), nullable=False, comment="查询凭据的指纹"),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
            comment="收到时间",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="问题类别"),
        sa.Column("name", sa.Text(), nullable=False, comment="地名或标志"),
        sa.Column("message", sa.Text(), nullable=False, comment="内容"),
        sa.Column("contact", sa.Text(), nullable=True, comment="联系方式（个人信息）"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, dimension=2, spatial_index=False, nullable=False),
            nullable=False,
            comment="位置（EPSG:4490，经度、纬度）",
        ),
        sa.Column("accuracy_m", sa.Integer(), nullable=True, comment="位置误差（m）；在图上选定的为空"),
        sa.Column("division", sa.Text(collation="C"), nullable=True, comment="所在行政区"),
        sa.Column("sign", sa.Text(), nullable=True, comment="标志代码"),
        sa.Column("photograph", sa.Text(), nullable=True, comment="照片（SHA-256）"),
        sa.Column("status", sa.Text(), nullable=False, comment="状态"),
        sa.Column("merged_into", sa.BigInteger(), nullable=True, comment="并入的报告"),
        sa.Column("answer", sa.Text(), nullable=True, comment="答复"),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True, comment="答复时间"),
        sa.Column("answered_by", sa.Text(), nullable=True, comment="答复人"),
        sa.CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name=op.f("reports_merged_into_check")),
        sa.CheckConstraint(
            "kind IN ('missing', 'wrong', 'damaged', 'number', 'other')", name=op.f("reports_kind_check")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'in_hand', 'answered', 'refused', 'merged')", name=op.f("reports_status_check")
        ),
        sa.CheckConstraint(
            "status NOT IN ('answered', 'refused') OR coalesce(btrim(answer), '') <> ''",
            name=op.f("reports_answer_check"),
        ),
        sa.CheckConstraint("char_length(btrim(message)) BETWEEN 1 AND 2000", name=op.f("reports_message_check")),
        sa.CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 100", name=op.f("reports_name_check")),
        sa.CheckConstraint("char_length(contact) <= 200", name=op.f("reports_contact_check")),
        sa.CheckConstraint("merged_into <> id", name=op.f("reports_merged_into_another_check")),
        sa.ForeignKeyConstraint(["merged_into"], ["archive.reports.id"], name=op.f("reports_merged_into_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("reports_pk")),
        sa.UniqueConstraint("number", name=op.f("reports_number_unique")),
        sa.UniqueConstraint("token_hash", name=op.f("reports_token_hash_unique")),
        schema="archive",
        comment="公众报告：地名标志有误、缺失或损坏",
    )
    op.create_index(
        op.f("reports_geom_ix"), "reports", ["geom"], unique=False, schema="archive", postgresql_using="gist"
    )
    op.create_index(op.f("reports_received_at_ix"), "reports", ["received_at"], unique=False, schema="archive")
    op.create_table(
        "addresses",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="史录号"),
        sa.Column("deed", sa.Text(), nullable=False, comment="事由：update 更正或变更，delete 撤销"),
        sa.Column("closed_by", sa.Text(), nullable=False, comment="被何人取代"),
        sa.Column("closed_because", sa.Text(), nullable=True, comment="取代原因"),
        sa.Column("row_id", sa.BigInteger(), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="地址编码"),
        sa.Column("address", sa.Text(), nullable=False, comment="标准地址"),
        sa.Column("street", sa.Text(), nullable=False, comment="所在道路或村"),
        sa.Column("road", sa.Text(), nullable=True, comment="道路编码"),
        sa.Column("number", sa.Integer(), nullable=False, comment="门牌号"),
        sa.Column("sub_number", sa.Integer(), nullable=True, comment="附号"),
        sa.Column("status", sa.Text(), nullable=False, comment="状态"),
        sa.Column("plate", sa.Text(), nullable=False, comment="门牌类型"),
        sa.Column("side", sa.Text(), nullable=True, comment="所在一侧"),
        sa.Column("chainage_m", sa.Numeric(precision=14, scale=2), nullable=True, comment="距起点（m）"),
        sa.Column("village_group", sa.Text(), nullable=True, comment="村民小组"),
        sa.Column("building", sa.Text(), nullable=True, comment="楼宇或院落名称"),
        sa.Column("certificate_number", sa.Text(), nullable=True, comment="门牌证号"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="发证日期"),
        sa.Column("authority", sa.Text(), nullable=True, comment="编制机关"),
        sa.Column("old_address", sa.Text(), nullable=True, comment="原地址"),
        sa.Column("renumbered_on", sa.Date(), nullable=True, comment="地址变更日期"),
        sa.Column("owner", sa.Text(), nullable=True, comment="产权人"),
        sa.Column("division", sa.Text(), nullable=True, comment="所在行政区"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, dimension=2, spatial_index=False, nullable=False),
            nullable=False,
            comment="位置（EPSG:4490，经度、纬度）",
        ),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False, comment="有效期（含首日，不含末日）"),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False, comment="登记时段"),
        sa.Column("source", sa.Text(), nullable=False, comment="数据来源"),
        sa.Column("source_date", sa.Date(), nullable=True, comment="来源日期"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="示例数据"),
        sa.Column("disclosure", sa.Text(), nullable=False, comment="公开范围"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("recorded_by", sa.Text(), nullable=False, comment="登记人"),
        sa.Column("because", sa.Text(), nullable=True, comment="登记事由"),
        sa.CheckConstraint("deed IN ('update', 'delete')", name=op.f("addresses_deed_check")),
        sa.PrimaryKeyConstraint("history_id", name=op.f("addresses_pk")),
        schema="history",
        comment="门牌地址：史录",
    )
    op.create_index(op.f("addresses_code_ix"), "addresses", ["code"], unique=False, schema="history")
    op.create_index(
        op.f("addresses_geom_ix"), "addresses", ["geom"], unique=False, schema="history", postgresql_using="gist"
    )
    op.create_table(
        "name_signs",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="史录号"),
        sa.Column("deed", sa.Text(), nullable=False, comment="事由：update 更正或变更，delete 撤销"),
        sa.Column("closed_by", sa.Text(), nullable=False, comment="被何人取代"),
        sa.Column("closed_because", sa.Text(), nullable=True, comment="取代原因"),
        sa.Column("row_id", sa.BigInteger(), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="标志代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="标准名称"),
        sa.Column("place_code", sa.Text(), nullable=True, comment="地名代码"),
        sa.Column("road", sa.Text(), nullable=True, comment="道路编码"),
        sa.Column("kind", sa.Text(), nullable=False, comment="标志类别"),
        sa.Column("text", sa.Text(), nullable=False, comment="版面汉字"),
        sa.Column("romanized", sa.Text(), nullable=True, comment="版面罗马字母"),
        sa.Column("minority_script", sa.Text(), nullable=True, comment="版面少数民族文字"),
        sa.Column("colour", sa.Text(), nullable=True, comment="底色"),
        sa.Column("bearing", sa.Numeric(precision=14, scale=2), nullable=True, comment="朝向（°）"),
        sa.Column("side", sa.Text(), nullable=True, comment="所在位置"),
        sa.Column("condition", sa.Text(), nullable=False, comment="状况"),
        sa.Column("seen_on", sa.Date(), nullable=True, comment="检查日期"),
        sa.Column("set_on", sa.Date(), nullable=True, comment="设置日期"),
        sa.Column("set_by", sa.Text(), nullable=True, comment="设置单位"),
        sa.Column("maker", sa.Text(), nullable=True, comment="生产厂家"),
        sa.Column("material", sa.Text(), nullable=True, comment="材质"),
        sa.Column("size", sa.Text(), nullable=True, comment="规格"),
        sa.Column("photographs", sa.Text(), nullable=True, comment="照片（SHA-256）"),
        sa.Column("spatial_id", sa.Text(), nullable=True, comment="空间数据标识码"),
        sa.Column("remark", sa.Text(), nullable=True, comment="备注"),
        sa.Column("division", sa.Text(), nullable=True, comment="所在行政区"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, dimension=2, spatial_index=False, nullable=False),
            nullable=False,
            comment="位置（EPSG:4490，经度、纬度）",
        ),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False, comment="有效期（含首日，不含末日）"),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False, comment="登记时段"),
        sa.Column("source", sa.Text(), nullable=False, comment="数据来源"),
        sa.Column("source_date", sa.Date(), nullable=True, comment="来源日期"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="示例数据"),
        sa.Column("disclosure", sa.Text(), nullable=False, comment="公开范围"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("recorded_by", sa.Text(), nullable=False, comment="登记人"),
        sa.Column("because", sa.Text(), nullable=True, comment="登记事由"),
        sa.CheckConstraint("deed IN ('update', 'delete')", name=op.f("name_signs_deed_check")),
        sa.PrimaryKeyConstraint("history_id", name=op.f("name_signs_pk")),
        schema="history",
        comment="地名标志：史录",
    )
    op.create_index(op.f("name_signs_code_ix"), "name_signs", ["code"], unique=False, schema="history")
    op.create_index(
        op.f("name_signs_geom_ix"), "name_signs", ["geom"], unique=False, schema="history", postgresql_using="gist"
    )
    op.create_table(
        "addresses",
        sa.Column("row_id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="地址编码"),
        sa.Column("address", sa.Text(), nullable=False, comment="标准地址"),
        sa.Column("street", sa.Text(), nullable=False, comment="所在道路或村"),
        sa.Column("road", sa.Text(), nullable=True, comment="道路编码"),
        sa.Column("number", sa.Integer(), nullable=False, comment="门牌号"),
        sa.Column("sub_number", sa.Integer(), nullable=True, comment="附号"),
        sa.Column("status", sa.Text(), nullable=False, comment="状态"),
        sa.Column("plate", sa.Text(), nullable=False, comment="门牌类型"),
        sa.Column("side", sa.Text(), nullable=True, comment="所在一侧"),
        sa.Column("chainage_m", sa.Numeric(precision=14, scale=2), nullable=True, comment="距起点（m）"),
        sa.Column("village_group", sa.Text(), nullable=True, comment="村民小组"),
        sa.Column("building", sa.Text(), nullable=True, comment="楼宇或院落名称"),
        sa.Column("certificate_number", sa.Text(), nullable=True, comment="门牌证号"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="发证日期"),
        sa.Column("authority", sa.Text(), nullable=True, comment="编制机关"),
        sa.Column("old_address", sa.Text(), nullable=True, comment="原地址"),
        sa.Column("renumbered_on", sa.Date(), nullable=True, comment="地址变更日期"),
        sa.Column("owner", sa.Text(), nullable=True, comment="产权人"),
        sa.Column("division", sa.Text(), nullable=True, comment="所在行政区"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, dimension=2, spatial_index=False, nullable=False),
            nullable=False,
            comment="位置（EPSG:4490，经度、纬度）",
        ),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False, comment="有效期（含首日，不含末日）"),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False, comment="登记时段"),
        sa.Column("source", sa.Text(), nullable=False, comment="数据来源"),
        sa.Column("source_date", sa.Date(), nullable=True, comment="来源日期"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="示例数据"),
        sa.Column("disclosure", sa.Text(), nullable=False, comment="公开范围"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("recorded_by", sa.Text(), nullable=False, comment="登记人"),
        sa.Column("because", sa.Text(), nullable=True, comment="登记事由"),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="), (sa.column("valid"), "&&"), using="gist", name="addresses_periods_exclude"
        ),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("addresses_source_check")),
        sa.CheckConstraint(
            "certificate_number ~ '^[0-9A-Za-z（）()〔〕\\[\\]第号一-鿿-]{1,40}$'",
            name=op.f("addresses_certificate_number_check"),
        ),
        sa.CheckConstraint("code ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("addresses_code_check")),
        sa.CheckConstraint(
            "disclosure IN ('public', 'internal', 'restricted')", name=op.f("addresses_disclosure_check")
        ),
        sa.CheckConstraint("division ~ '^\\d{6}(\\d{3}(\\d{3})?)?$'", name=op.f("addresses_division_check")),
        sa.CheckConstraint("plate IN ('large', 'small', 'temporary')", name=op.f("addresses_plate_check")),
        sa.CheckConstraint("road ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("addresses_road_check")),
        sa.CheckConstraint("side IN ('left', 'right')", name=op.f("addresses_side_check")),
        sa.CheckConstraint("status IN ('reserved', 'in_use', 'cancelled')", name=op.f("addresses_status_check")),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("addresses_geom_is_not_empty_check")),
        sa.CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name=op.f("addresses_valid_check")),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("addresses_geom_is_valid_check")),
        sa.CheckConstraint("chainage_m >= 0", name=op.f("addresses_chainage_m_check")),
        sa.CheckConstraint("char_length(btrim(address)) BETWEEN 1 AND 200", name=op.f("addresses_address_check")),
        sa.CheckConstraint("char_length(btrim(authority)) BETWEEN 1 AND 100", name=op.f("addresses_authority_check")),
        sa.CheckConstraint("char_length(btrim(building)) BETWEEN 1 AND 100", name=op.f("addresses_building_check")),
        sa.CheckConstraint(
            "char_length(btrim(old_address)) BETWEEN 1 AND 200", name=op.f("addresses_old_address_check")
        ),
        sa.CheckConstraint("char_length(btrim(owner)) BETWEEN 1 AND 100", name=op.f("addresses_owner_check")),
        sa.CheckConstraint("char_length(btrim(street)) BETWEEN 1 AND 100", name=op.f("addresses_street_check")),
        sa.CheckConstraint(
            "char_length(btrim(village_group)) BETWEEN 1 AND 100", name=op.f("addresses_village_group_check")
        ),
        sa.CheckConstraint(
            "geom @ ST_MakeEnvelope(73, 3, 136, 54, 4490)", name=op.f("addresses_geom_lies_in_the_country_check")
        ),
        sa.CheckConstraint("number >= 0 AND number <= 2000000000", name=op.f("addresses_number_check")),
        sa.CheckConstraint("sub_number >= 0 AND sub_number <= 2000000000", name=op.f("addresses_sub_number_check")),
        sa.CheckConstraint("upper_inf(recorded)", name=op.f("addresses_recorded_check")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("addresses_pk")),
        schema="register",
        comment="门牌地址（《地名管理条例》第二十一条）",
    )
    op.create_index(
        "addresses_address_order_ix",
        "addresses",
        ["address", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"address": 'COLLATE "C"'},
    )
    op.create_index(op.f("addresses_code_ix"), "addresses", ["code"], unique=False, schema="register")
    op.create_index(
        "addresses_division_order_ix",
        "addresses",
        ["division", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"division": 'COLLATE "C"'},
    )
    op.create_index(
        op.f("addresses_geom_ix"), "addresses", ["geom"], unique=False, schema="register", postgresql_using="gist"
    )
    op.create_table(
        "name_signs",
        sa.Column("row_id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="标志代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="标准名称"),
        sa.Column("place_code", sa.Text(), nullable=True, comment="地名代码"),
        sa.Column("road", sa.Text(), nullable=True, comment="道路编码"),
        sa.Column("kind", sa.Text(), nullable=False, comment="标志类别"),
        sa.Column("text", sa.Text(), nullable=False, comment="版面汉字"),
        sa.Column("romanized", sa.Text(), nullable=True, comment="版面罗马字母"),
        sa.Column("minority_script", sa.Text(), nullable=True, comment="版面少数民族文字"),
        sa.Column("colour", sa.Text(), nullable=True, comment="底色"),
        sa.Column("bearing", sa.Numeric(precision=14, scale=2), nullable=True, comment="朝向（°）"),
        sa.Column("side", sa.Text(), nullable=True, comment="所在位置"),
        sa.Column("condition", sa.Text(), nullable=False, comment="状况"),
        sa.Column("seen_on", sa.Date(), nullable=True, comment="检查日期"),
        sa.Column("set_on", sa.Date(), nullable=True, comment="设置日期"),
        sa.Column("set_by", sa.Text(), nullable=True, comment="设置单位"),
        sa.Column("maker", sa.Text(), nullable=True, comment="生产厂家"),
        sa.Column("material", sa.Text(), nullable=True, comment="材质"),
        sa.Column("size", sa.Text(), nullable=True, comment="规格"),
        sa.Column("photographs", sa.Text(), nullable=True, comment="照片（SHA-256）"),
        sa.Column("spatial_id", sa.Text(), nullable=True, comment="空间数据标识码"),
        sa.Column("remark", sa.Text(), nullable=True, comment="备注"),
        sa.Column("division", sa.Text(), nullable=True, comment="所在行政区"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, dimension=2, spatial_index=False, nullable=False),
            nullable=False,
            comment="位置（EPSG:4490，经度、纬度）",
        ),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False, comment="有效期（含首日，不含末日）"),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False, comment="登记时段"),
        sa.Column("source", sa.Text(), nullable=False, comment="数据来源"),
        sa.Column("source_date", sa.Date(), nullable=True, comment="来源日期"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="示例数据"),
        sa.Column("disclosure", sa.Text(), nullable=False, comment="公开范围"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("recorded_by", sa.Text(), nullable=False, comment="登记人"),
        sa.Column("because", sa.Text(), nullable=True, comment="登记事由"),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="), (sa.column("valid"), "&&"), using="gist", name="name_signs_periods_exclude"
        ),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("name_signs_source_check")),
        sa.CheckConstraint("code ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("name_signs_code_check")),
        sa.CheckConstraint("colour IN ('blue', 'green', 'brown', 'other')", name=op.f("name_signs_colour_check")),
        sa.CheckConstraint(
            "condition IN ('intact', 'faded', 'leaning', 'hidden', 'damaged', 'missing')",
            name=op.f("name_signs_condition_check"),
        ),
        sa.CheckConstraint(
            "disclosure IN ('public', 'internal', 'restricted')", name=op.f("name_signs_disclosure_check")
        ),
        sa.CheckConstraint("division ~ '^\\d{6}(\\d{3}(\\d{3})?)?$'", name=op.f("name_signs_division_check")),
        sa.CheckConstraint(
            "kind IN ('street', 'lane', 'village', 'building', 'plate')", name=op.f("name_signs_kind_check")
        ),
        sa.CheckConstraint(
            "photographs ~ '^[0-9a-f]{64}( [0-9a-f]{64}){0,19}$'", name=op.f("name_signs_photographs_check")
        ),
        sa.CheckConstraint(
            "place_code ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("name_signs_place_code_check")
        ),
        sa.CheckConstraint("road ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("name_signs_road_check")),
        sa.CheckConstraint(
            "spatial_id ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("name_signs_spatial_id_check")
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("name_signs_geom_is_not_empty_check")),
        sa.CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name=op.f("name_signs_valid_check")),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("name_signs_geom_is_valid_check")),
        sa.CheckConstraint("bearing >= 0 AND bearing <= 360", name=op.f("name_signs_bearing_check")),
        sa.CheckConstraint("char_length(btrim(maker)) BETWEEN 1 AND 100", name=op.f("name_signs_maker_check")),
        sa.CheckConstraint("char_length(btrim(material)) BETWEEN 1 AND 200", name=op.f("name_signs_material_check")),
        sa.CheckConstraint(
            "char_length(btrim(minority_script)) BETWEEN 1 AND 200", name=op.f("name_signs_minority_script_check")
        ),
        sa.CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 100", name=op.f("name_signs_name_check")),
        sa.CheckConstraint("char_length(btrim(remark)) BETWEEN 1 AND 4000", name=op.f("name_signs_remark_check")),
        sa.CheckConstraint("char_length(btrim(romanized)) BETWEEN 1 AND 200", name=op.f("name_signs_romanized_check")),
        sa.CheckConstraint("char_length(btrim(set_by)) BETWEEN 1 AND 100", name=op.f("name_signs_set_by_check")),
        sa.CheckConstraint("char_length(btrim(side)) BETWEEN 1 AND 200", name=op.f("name_signs_side_check")),
        sa.CheckConstraint("char_length(btrim(size)) BETWEEN 1 AND 200", name=op.f("name_signs_size_check")),
        sa.CheckConstraint("char_length(btrim(text)) BETWEEN 1 AND 200", name=op.f("name_signs_text_check")),
        sa.CheckConstraint(
            "geom @ ST_MakeEnvelope(73, 3, 136, 54, 4490)", name=op.f("name_signs_geom_lies_in_the_country_check")
        ),
        sa.CheckConstraint("upper_inf(recorded)", name=op.f("name_signs_recorded_check")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("name_signs_pk")),
        schema="register",
        comment="地名标志（《地名管理条例》第十八条、第十九条；GB 17733《地名 标志》）",
    )
    op.create_index(op.f("name_signs_code_ix"), "name_signs", ["code"], unique=False, schema="register")
    op.create_index(
        "name_signs_division_order_ix",
        "name_signs",
        ["division", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"division": 'COLLATE "C"'},
    )
    op.create_index(
        op.f("name_signs_geom_ix"), "name_signs", ["geom"], unique=False, schema="register", postgresql_using="gist"
    )
    op.create_index(
        "name_signs_name_order_ix",
        "name_signs",
        ["name", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"name": 'COLLATE "C"'},
    )
    op.create_table(
        "photograph_copies",
        sa.Column("hash", sa.Text(collation="C"), nullable=False, comment="原件的 SHA-256"),
        sa.Column("body", postgresql.BYTEA(), nullable=False, comment="去除拍摄信息的副本（JPEG）"),
        sa.Column("width", sa.Integer(), nullable=False, comment="宽（像素）"),
        sa.Column("height", sa.Integer(), nullable=False, comment="高（像素）"),
        sa.Column("is_open", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="公开"),
        sa.ForeignKeyConstraint(["hash"], ["archive.photographs.hash"], name=op.f("photograph_copies_hash_fk")),
        sa.PrimaryKeyConstraint("hash", name=op.f("photograph_copies_pk")),
        schema="archive",
        comment="照片的公开副本：不含位置与相机信息",
    )
    op.execute("CALL register.watch('addresses', 'code')")
    op.execute("CALL access.guard('addresses', 'code', 'division')")
    op.execute(
        "INSERT INTO access.rights (role, layer, sees, writes) VALUES ('viewer', 'addresses', 'internal', False), ('planner', 'addresses', 'internal', False), ('name_drafter', 'addresses', 'restricted', True), ('name_reviewer', 'addresses', 'restricted', False), ('name_approver', 'addresses', 'restricted', True), ('inspector', 'addresses', 'internal', False), ('steward', 'addresses', 'restricted', True), ('administrator', 'addresses', 'internal', False)"
    )
    op.execute("CALL archive.audit_layer('addresses', 'code')")
    op.execute("CALL register.let_tell('addresses', 'code', True)")
    op.execute("CALL register.tally('addresses', 'division')")
    op.execute("CALL register.watch('name_signs', 'code')")
    op.execute("CALL access.guard('name_signs', 'code', 'division')")
    op.execute(
        "INSERT INTO access.rights (role, layer, sees, writes) VALUES ('viewer', 'name_signs', 'internal', False), ('planner', 'name_signs', 'internal', False), ('name_drafter', 'name_signs', 'restricted', True), ('name_reviewer', 'name_signs', 'restricted', False), ('name_approver', 'name_signs', 'restricted', True), ('inspector', 'name_signs', 'internal', False), ('steward', 'name_signs', 'restricted', True), ('administrator', 'name_signs', 'internal', False)"
    )
    op.execute("CALL archive.audit_layer('name_signs', 'code')")
    op.execute("CALL register.let_tell('name_signs', 'code', True)")
    op.execute("CALL register.tally('name_signs', 'division')")
    op.execute(sql("0010_signs_and_numbers.sql"))


def downgrade() -> None:
    raise NotImplementedError("reports and numbers are not taken away; restore a backup of revision 0009")
