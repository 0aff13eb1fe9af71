"""How Alembic compares and applies: only our own schemas, geometry by its own type, and what every new layer needs."""

from collections.abc import Iterable
from typing import Any

from alembic import context
from alembic.operations.ops import CreateTableOp, ExecuteSQLOp, MigrationScript, OpContainer
from sqlalchemy import Connection

from data.ledgers import ARCHIVE
from data.migrations.comparison import ours, rendered
from data.tables import HISTORY, METADATA
from layers.atlas import layer_class
from layers.record import Layer
from layers.rights import Role, right


def watched(_: Any, __: Any, scripts: Iterable[MigrationScript]) -> None:  # noqa: ANN401 - Alembic's own hook
    """Every layer a migration creates is watched, guarded, audited, told and tallied from that migration on."""
    for script in scripts:
        _watch(script.upgrade_ops)


def _watch(container: OpContainer | None) -> None:
    operations = container.ops if container else []
    created = [step.table_name for step in operations if isinstance(step, CreateTableOp) and step.schema == HISTORY]
    for layer_id in created:
        operations.extend(map(ExecuteSQLOp, _kept(layer_class(layer_id).layer)))


def _kept(layer: Layer) -> list[str]:
    """What the database does for a layer beside keeping its rows, in the order in which each needs the one before."""
    named = f"'{layer.id}', '{layer.identified_by}'"
    divisions = ", ".join(f"'{column}'" for column in layer.within)
    rights = ", ".join(_granted(role, layer) for role in Role)
    return [
        f"CALL register.watch({named})",
        f"CALL access.guard({named}, {divisions})",
        f"INSERT INTO access.rights (role, layer, sees, writes) VALUES {rights}",
        f"CALL archive.audit_layer({named})",
        f"CALL register.let_tell({named}, {layer.geometry is not None})",
        f"CALL register.tally('{layer.id}', {divisions})",
    ]


def _granted(role: Role, layer: Layer) -> str:
    held = right(role, layer)
    return f"('{role.value}', '{layer.id}', '{held.sees.value}', {held.writes})"


def migrate_on(connection: Connection) -> None:
    """Run inside the transaction the caller holds."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        version_table_schema=ARCHIVE,
        include_schemas=True,
        include_name=ours,
        render_item=rendered,
        process_revision_directives=watched,
        compare_server_default=False,
    )
    context.run_migrations()


migrate_on(context.config.attributes["connection"])
