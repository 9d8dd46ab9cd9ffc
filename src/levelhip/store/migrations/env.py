"""How Alembic runs the migrations: on the connection that `database.open_store` gives."""

from __future__ import annotations

from alembic import context

from levelhip.store.tables import Base

connection = context.config.attributes["connection"]
# SQLite cannot alter a column in place: the table is copied.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
