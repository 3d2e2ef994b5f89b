"""Alembic's folder: one file a change of the tables, run when the database is opened."""
