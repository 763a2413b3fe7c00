"""Run the migrations on the connection that the caller put into the configuration.

Called by Alembic, which the server starts; there is no command line and no address here.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
