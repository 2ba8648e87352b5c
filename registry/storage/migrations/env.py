"""How Alembic runs a step here: on the connection, and in the transaction, that migrate() opened."""

from alembic import context

from registry.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
