"""All schemas of ours in a database, whichever revision made them."""

from sqlalchemy import Connection, text

_OURS = text("""
SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
ORDER BY nspname""")


def drop_all(connection: Connection) -> None:
    """Take everything of ours out of a database."""
    for schema in connection.scalars(_OURS).all():
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
