"""Stores to test on: a new SQLite file, and a PostgreSQL server of our own on a local socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from levelhip.store import database, open_diary


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Writers that wait for each other wait as long as a busy machine needs."""
    monkeypatch.setattr(database, "BUSY_S", 120.0)


def _programs():
    """The folder of PostgreSQL's server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    if there is None:
        pytest.fail("PostgreSQL is not installed; run: make setup")
    return Path(there).parent


@pytest.fixture(scope="session")
def postgres():
    """The address of a server that lives as long as the tests."""
    programs = _programs()
    # The server refuses to run as root; and the path of a socket must be short.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="lh-pg-", dir="/tmp"))
    if as_user:
        shutil.chown(folder, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": "/"}
    data = folder / "data"
    subprocess.run(
        [*as_user, programs / "initdb", "-D", data, "-U", "levelhip", "-A", "trust", "-E", "UTF8",
         "--no-sync"],
        **quiet,
    )  # fmt: skip
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    control = [*as_user, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], **quiet)
    yield f"postgresql+psycopg://levelhip@/{{name}}?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """The address of an empty store, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.format(name=name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def diary(address):
    """An open diary in it."""
    opened = open_diary(address)
    yield opened
    opened.close()
