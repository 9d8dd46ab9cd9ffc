"""What was confirmed stays, whatever happens: kill -9, a full disk, a locked or damaged file."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import time
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from levelhip.program import Day
from levelhip.program.history import Profile
from levelhip.store import StoreFault, open_diary
from levelhip.store import database as store

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
KILLS = 200

pytestmark = pytest.mark.timeout(900)
"""Events are counted, not seconds: a slow disk may take its time."""


def begun(path):
    diary = open_diary(f"sqlite:///{path}")
    diary.begin(Profile(MONDAY), at=NOW)
    diary.begin_session("s", "wall-hip-drop", 1, {}, at=NOW)
    return diary


def sound(path):
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def writing(path, told):
    """In a child: keep one act after another, and tell each number once it is confirmed."""
    diary = open_diary(f"sqlite:///{path}")
    while True:
        number = diary.act("s", "rep", {"filling": "x" * 400})
        os.write(told, number.to_bytes(4, "little"))


def killed_after(path, *, told, wait_s):
    """The last number that a child confirmed, killed some time after it told so many."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            writing(path, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read(4 * told)
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += pipe.read()
    whole = len(said) // 4 * 4
    return int.from_bytes(said[whole - 4 : whole], "little")


def test_two_hundred_kills_lose_nothing_confirmed_and_never_damage_the_file(tmp_path):
    path = tmp_path / "store.sqlite"
    begun(path).close()
    dice, confirmed = random.Random(7), 0
    for _ in range(KILLS):
        # Counted in confirmed acts, not only in time: a busy machine may take long to begin.
        # None told: killed while the child opens the store.
        told, wait_s = dice.randrange(4), dice.uniform(0, 0.02)
        confirmed = max(confirmed, killed_after(path, told=told, wait_s=wait_s))
    assert confirmed >= KILLS
    sound(path)
    diary = open_diary(f"sqlite:///{path}")
    kept = diary.acts("s")
    diary.close()
    # One more may be there: kept, and killed before it could say so.
    assert len(kept) >= confirmed
    assert all(data == {"filling": "x" * 400} for _, data in kept)


def test_a_full_store_says_so_keeps_the_rest_and_goes_on_with_room(tmp_path):
    path = tmp_path / "store.sqlite"
    diary = begun(path)
    with diary.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages + 4}"))
    kept, fault = 0, None
    while fault is None:
        try:
            kept = diary.act("s", "rep", {"filling": "x" * 400})
        except StoreFault as found:
            fault = str(found)
    assert "disk is full" in fault
    assert kept
    assert len(diary.acts("s")) == kept
    with diary.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    assert diary.act("s", "rep", {}) == kept + 1
    diary.close()
    sound(path)


def test_a_disk_that_takes_no_more_bytes_loses_nothing_confirmed(tmp_path):
    path = tmp_path / "store.sqlite"
    begun(path).close()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            writing(path, write)
        except StoreFault as fault:
            os._exit(0 if "NOT kept" in str(fault) else 2)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    confirmed = int.from_bytes(said[-4:], "little")
    sound(path)
    diary = open_diary(f"sqlite:///{path}")
    assert len(diary.acts("s")) == confirmed
    diary.close()


def test_a_locked_file_is_waited_for_and_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BUSY_S", 0.2)
    path = tmp_path / "store.sqlite"
    diary = begun(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFault, match="in use by another program"):
        diary.say(Day(MONDAY, usual=3))
    other.execute("ROLLBACK")
    other.close()
    diary.say(Day(MONDAY, usual=3))
    assert diary.history().days == [Day(MONDAY, usual=3)]
    diary.close()


def test_a_damaged_file_is_named_with_the_way_out(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreFault, match="restore a backup"):
        open_diary(f"sqlite:///{path}")


def test_a_store_of_a_newer_levelhip_is_not_touched(address):
    open_diary(address).close()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match="newer levelhip"):
        open_diary(address)
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )
    engine.dispose()


def test_an_address_of_another_kind_is_refused(tmp_path):
    for url in ("mysql://somewhere/else", "nonsense"):
        with pytest.raises(StoreFault, match="postgresql"):
            open_diary(url)
