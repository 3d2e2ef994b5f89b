"""The changes of the tables, oldest first. A published file is never changed; add a new one."""
