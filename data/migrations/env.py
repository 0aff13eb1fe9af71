"""How Alembic compares and applies: only our three schemas, geometry by its own type, watch on every new layer."""

from collections.abc import Iterable
from typing import Any

from alembic import context
from alembic.operations.ops import CreateTableOp, ExecuteSQLOp, MigrationScript, OpContainer
from sqlalchemy import Connection

from data.ledgers import ARCHIVE
from data.migrations.comparison import ours, rendered
from data.tables import HISTORY, METADATA
from layers.atlas import layer_class


def watched(_: Any, __: Any, scripts: Iterable[MigrationScript]) -> None:  # noqa: ANN401 - Alembic's own hook
    """Every layer a migration creates comes under watch and audit in the same migration."""
    for script in scripts:
        _watch(script.upgrade_ops)


def _watch(container: OpContainer | None) -> None:
    operations = container.ops if container else []
    created = [step.table_name for step in operations if isinstance(step, CreateTableOp) and step.schema == HISTORY]
    for layer_id in created:
        identifies = layer_class(layer_id).layer.identified_by
        operations.append(ExecuteSQLOp(f"CALL register.watch('{layer_id}', '{identifies}')"))
        operations.append(ExecuteSQLOp(f"CALL archive.audit_layer('{layer_id}', '{identifies}')"))
        divisions = ", ".join(f"'{column}'" for column in layer_class(layer_id).layer.within)
        operations.append(ExecuteSQLOp(f"CALL register.tally('{layer_id}', {divisions})"))


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
