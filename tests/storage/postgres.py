"""A private PostgreSQL server for the tests, from Debian's package, on the loopback and in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

__all__ = ["Cluster", "programs"]

_USER = "postgres"


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


class Cluster:
    """One server, used as a context manager. It refuses to run as root, so root hands it to another user."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None
        self._programs = folder
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._as: list[str] = []
        if os.geteuid() == 0:
            self._as = ["runuser", "-u", _USER, "--"]
            shutil.chown(self._folder, _USER)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, timeout=60)

    def __enter__(self) -> Cluster:
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "test", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", data, "-l", str(self._folder / "log"), "-w", "-o", options, "start")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self, name: str) -> str:
        """Address of a new, empty schema, which is as good as a database of its own and far cheaper."""
        server = ("-h", "127.0.0.1", "-p", str(self._port), "-U", "test")
        self._run("psql", *server, "-d", "postgres", "-c", f"CREATE SCHEMA {name}")
        return f"postgresql://test@127.0.0.1:{self._port}/postgres?options=-csearch_path%3D{name}"
