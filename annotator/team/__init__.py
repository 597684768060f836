"""The team server: a workspace in PostgreSQL behind the calls of a workspace in a folder.

Nothing here imports SQLAlchemy or psycopg before a server's address is opened: both come with the extra `team`.
"""
