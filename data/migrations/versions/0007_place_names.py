"""The place names' further fields, and built-up areas"""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW_CHECKS = {
    "romanized_because": "char_length(btrim(romanized_because)) BETWEEN 1 AND 200",
    "romanized_by": "char_length(btrim(romanized_by)) BETWEEN 1 AND 100",
    "pronunciation": "pronunciation ~ '^[0-9a-f]{64}$'",
    "language": "language ~ '^[a-z]{2,3}$'",
    "legal_basis": "char_length(btrim(legal_basis)) BETWEEN 1 AND 200",
    "retirement_number": "char_length(btrim(retirement_number)) BETWEEN 1 AND 200",
}
WIDER_CHECKS = {
    "status": "status IN ('proposed', 'reserved', 'in_use', 'historical', 'retired')",
    "alias": "char_length(btrim(alias)) BETWEEN 1 AND 200",
    "former_name": "char_length(btrim(former_name)) BETWEEN 1 AND 200",
}


def upgrade() -> None:
    op.create_table(
        "built_up_areas",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="史录号"),
        sa.Column("deed", sa.Text(), nullable=False, comment="事由：update 更正或变更，delete 撤销"),
        sa.Column("closed_by", sa.Text(), nullable=False, comment="被何人取代"),
        sa.Column("closed_because", sa.Text(), nullable=True, comment="取代原因"),
        sa.Column("row_id", sa.BigInteger(), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="建成区编码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("division", sa.Text(), nullable=False, comment="所在行政区"),
        sa.Column("also_in", sa.Text(), nullable=True, comment="跨行政区"),
        sa.Column("drawn_by", sa.Text(), nullable=True, comment="划定单位"),
        sa.Column("drawn_from", sa.Text(), nullable=True, comment="划定依据"),
        sa.Column("document_number", sa.Text(), nullable=True, comment="划定文号"),
        sa.Column("drawn_on", sa.Date(), nullable=True, comment="划定日期"),
        sa.Column("remark", sa.Text(), nullable=True, comment="备注"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("MULTIPOLYGON", srid=4490, dimension=2, spatial_index=False, nullable=False),
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
        sa.CheckConstraint("deed IN ('update', 'delete')", name=op.f("built_up_areas_deed_check")),
        sa.PrimaryKeyConstraint("history_id", name=op.f("built_up_areas_pk")),
        schema="history",
        comment="建成区：史录",
    )
    op.create_index(op.f("built_up_areas_code_ix"), "built_up_areas", ["code"], unique=False, schema="history")
    op.create_index(
        op.f("built_up_areas_geom_ix"),
        "built_up_areas",
        ["geom"],
        unique=False,
        schema="history",
        postgresql_using="gist",
    )
    op.create_table(
        "built_up_areas",
        sa.Column("row_id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="行号"),
        sa.Column("code", sa.Text(collation="C"), nullable=False, comment="建成区编码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("division", sa.Text(), nullable=False, comment="所在行政区"),
        sa.Column("also_in", sa.Text(), nullable=True, comment="跨行政区"),
        sa.Column("drawn_by", sa.Text(), nullable=True, comment="划定单位"),
        sa.Column("drawn_from", sa.Text(), nullable=True, comment="划定依据"),
        sa.Column("document_number", sa.Text(), nullable=True, comment="划定文号"),
        sa.Column("drawn_on", sa.Date(), nullable=True, comment="划定日期"),
        sa.Column("remark", sa.Text(), nullable=True, comment="备注"),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("MULTIPOLYGON", srid=4490, dimension=2, spatial_index=False, nullable=False),
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
            (sa.column("code"), "="), (sa.column("valid"), "&&"), using="gist", name="built_up_areas_periods_exclude"
        ),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("built_up_areas_source_check")),
        sa.CheckConstraint(
            "code ~ '^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$'", name=op.f("built_up_areas_code_check")
        ),
        sa.CheckConstraint(
            "disclosure IN ('public', 'internal', 'restricted')", name=op.f("built_up_areas_disclosure_check")
        ),
        sa.CheckConstraint("division ~ '^\\d{6}(\\d{3}(\\d{3})?)?$'", name=op.f("built_up_areas_division_check")),
        sa.CheckConstraint(
            "kind IN ('county_seat', 'town', 'township_seat', 'other')", name=op.f("built_up_areas_kind_check")
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("built_up_areas_geom_is_not_empty_check")),
        sa.CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name=op.f("built_up_areas_valid_check")),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("built_up_areas_geom_is_valid_check")),
        sa.CheckConstraint("char_length(btrim(also_in)) BETWEEN 1 AND 200", name=op.f("built_up_areas_also_in_check")),
        sa.CheckConstraint(
            "char_length(btrim(document_number)) BETWEEN 1 AND 200", name=op.f("built_up_areas_document_number_check")
        ),
        sa.CheckConstraint(
            "char_length(btrim(drawn_by)) BETWEEN 1 AND 100", name=op.f("built_up_areas_drawn_by_check")
        ),
        sa.CheckConstraint(
            "char_length(btrim(drawn_from)) BETWEEN 1 AND 200", name=op.f("built_up_areas_drawn_from_check")
        ),
        sa.CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 100", name=op.f("built_up_areas_name_check")),
        sa.CheckConstraint("char_length(btrim(remark)) BETWEEN 1 AND 4000", name=op.f("built_up_areas_remark_check")),
        sa.CheckConstraint(
            "geom @ ST_MakeEnvelope(73, 3, 136, 54, 4490)", name=op.f("built_up_areas_geom_lies_in_the_country_check")
        ),
        sa.CheckConstraint("upper_inf(recorded)", name=op.f("built_up_areas_recorded_check")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("built_up_areas_pk")),
        schema="register",
        comment="建成区（《地名管理条例》第九条第一款第八项）",
    )
    op.create_index(op.f("built_up_areas_code_ix"), "built_up_areas", ["code"], unique=False, schema="register")
    op.create_index(
        "built_up_areas_division_order_ix",
        "built_up_areas",
        ["division", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"division": 'COLLATE "C"'},
    )
    op.create_index(
        op.f("built_up_areas_geom_ix"),
        "built_up_areas",
        ["geom"],
        unique=False,
        schema="register",
        postgresql_using="gist",
    )
    op.create_index(
        "built_up_areas_name_order_ix",
        "built_up_areas",
        ["name", "code"],
        unique=False,
        schema="register",
        postgresql_ops={"name": 'COLLATE "C"'},
    )
    op.add_column(
        "place_names",
        sa.Column("romanized_because", sa.Text(), nullable=True, comment="拼写另定理由"),
        schema="history",
    )
    op.add_column(
        "place_names",
        sa.Column("romanized_by", sa.Text(), nullable=True, comment="拼写另定单位或人员"),
        schema="history",
    )
    op.add_column(
        "place_names",
        sa.Column("pronunciation", sa.Text(), nullable=True, comment="当地读音录音（SHA-256）"),
        schema="history",
    )
    op.add_column(
        "place_names", sa.Column("language", sa.Text(), nullable=True, comment="语种（ISO 639）"), schema="history"
    )
    op.add_column(
        "place_names", sa.Column("legal_basis", sa.Text(), nullable=True, comment="命名依据"), schema="history"
    )
    op.add_column(
        "place_names", sa.Column("retired_on", sa.Date(), nullable=True, comment="销名日期"), schema="history"
    )
    op.add_column(
        "place_names", sa.Column("retirement_number", sa.Text(), nullable=True, comment="销名文号"), schema="history"
    )
    op.alter_column(
        "place_names",
        "alias",
        existing_type=sa.TEXT(),
        comment="别名（多个用、隔开）",
        existing_comment="别名",
        existing_nullable=True,
        schema="history",
    )
    op.alter_column(
        "place_names",
        "former_name",
        existing_type=sa.TEXT(),
        comment="曾用名（多个用、隔开）",
        existing_comment="曾用名",
        existing_nullable=True,
        schema="history",
    )
    op.add_column(
        "place_names",
        sa.Column("romanized_because", sa.Text(), nullable=True, comment="拼写另定理由"),
        schema="register",
    )
    op.add_column(
        "place_names",
        sa.Column("romanized_by", sa.Text(), nullable=True, comment="拼写另定单位或人员"),
        schema="register",
    )
    op.add_column(
        "place_names",
        sa.Column("pronunciation", sa.Text(), nullable=True, comment="当地读音录音（SHA-256）"),
        schema="register",
    )
    op.add_column(
        "place_names", sa.Column("language", sa.Text(), nullable=True, comment="语种（ISO 639）"), schema="register"
    )
    op.add_column(
        "place_names", sa.Column("legal_basis", sa.Text(), nullable=True, comment="命名依据"), schema="register"
    )
    op.add_column(
        "place_names", sa.Column("retired_on", sa.Date(), nullable=True, comment="销名日期"), schema="register"
    )
    op.add_column(
        "place_names", sa.Column("retirement_number", sa.Text(), nullable=True, comment="销名文号"), schema="register"
    )
    op.alter_column(
        "place_names",
        "alias",
        existing_type=sa.TEXT(),
        comment="别名（多个用、隔开）",
        existing_comment="别名",
        existing_nullable=True,
        schema="register",
    )
    op.alter_column(
        "place_names",
        "former_name",
        existing_type=sa.TEXT(),
        comment="曾用名（多个用、隔开）",
        existing_comment="曾用名",
        existing_nullable=True,
        schema="register",
    )
    for name, holds in NEW_CHECKS.items():
        op.create_check_constraint(op.f(f"place_names_{name}_check"), "place_names", holds, schema="register")
    for name, holds in WIDER_CHECKS.items():
        op.drop_constraint(op.f(f"place_names_{name}_check"), "place_names", schema="register")
        op.create_check_constraint(op.f(f"place_names_{name}_check"), "place_names", holds, schema="register")
    op.execute("CALL register.watch('built_up_areas', 'code')")
    op.execute("CALL access.guard('built_up_areas', 'code', 'division')")
    op.execute(
        "INSERT INTO access.rights (role, layer, sees, writes) VALUES ('viewer', 'built_up_areas', 'internal', False), ('planner', 'built_up_areas', 'internal', False), ('name_drafter', 'built_up_areas', 'restricted', True), ('name_reviewer', 'built_up_areas', 'restricted', False), ('name_approver', 'built_up_areas', 'restricted', True), ('inspector', 'built_up_areas', 'internal', False), ('steward', 'built_up_areas', 'restricted', True), ('administrator', 'built_up_areas', 'internal', False)"
    )
    op.execute("CALL archive.audit_layer('built_up_areas', 'code')")
    op.execute("CALL register.let_tell('built_up_areas', 'code', True)")
    op.execute("CALL register.tally('built_up_areas', 'division')")


def downgrade() -> None:
    raise NotImplementedError("names' fields are not taken away; restore a backup of revision 0006")
