"""Run the migrations on the connection that the caller put into the configuration.

Called by Alembic, which the cache starts when a file is new or older; there is no command line.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
