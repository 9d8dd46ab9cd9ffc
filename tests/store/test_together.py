"""Several processes at once lose nothing; a lost server is named, and what was confirmed stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import create_engine, text

from levelhip.program import Day
from levelhip.program.history import Profile
from levelhip.service import daily, recordings
from levelhip.store import StoreFault, open_diary
from levelhip.store.database import shown
from tests.store.processes import ended, in_child

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
COUNT = 25
pytestmark = pytest.mark.timeout(900)


def begun(address):
    diary = open_diary(address)
    diary.begin(Profile(MONDAY), at=NOW)
    return diary


def test_a_session_and_a_check_in_at_the_same_time_lose_nothing(address, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    begun(address).close()

    def coached():
        diary = open_diary(address)
        for i in range(COUNT):
            with diary.together():
                diary.begin_session(f"s{i}", "wall-hip-drop", 1, {}, at=NOW)
                diary.act(f"s{i}", "event", {"n": i})
                recordings.keep_numbers(
                    diary, b"numbers %d" % i, source=f"{i:064x}", kind="motion", at=NOW
                )
                diary.finish_session(f"s{i}", "done", at=NOW)
            daily.say(diary, MONDAY + timedelta(days=i), during=i % 11)

    def checked_in():
        diary = open_diary(address)
        for i in range(COUNT):
            daily.say(diary, MONDAY + timedelta(days=i), usual=i % 11)
            diary.add_visit(NOW + timedelta(hours=i))

    # And the same recordings from a third one, which meets the first at the shelf.
    children = [in_child(work) for work in (coached, checked_in, checked_in_files(address))]
    assert [ended(child) for child in children] == [0, 0, 0]
    diary = open_diary(address)
    told = diary.history()
    assert len(told.done) == COUNT
    assert len(told.visits) == COUNT
    # What two said of the same day is both there.
    assert [(day.usual, day.during) for day in sorted(told.days, key=lambda day: day.on)] == [
        (i % 11, i % 11) for i in range(COUNT)
    ]
    found = recordings.recordings(diary)
    assert len(found) == COUNT
    assert {each.state for each in found} == {"ok"}
    diary.close()


def checked_in_files(address):
    def work():
        diary = open_diary(address)
        for i in range(COUNT):
            recordings.keep_numbers(
                diary, b"numbers %d" % i, source=f"{i:064x}", kind="motion", at=NOW
            )

    return work


def test_acts_of_one_session_from_two_processes_get_numbers_of_their_own(address):
    diary = begun(address)
    diary.begin_session("s", "wall-hip-drop", 1, {}, at=NOW)
    diary.close()

    def acting(who):
        def work():
            own = open_diary(address)
            for i in range(COUNT):
                own.act("s", "event", {"who": who, "n": i})

        return work

    children = [in_child(acting(who)) for who in ("a", "b")]
    assert [ended(child) for child in children] == [0, 0]
    diary = open_diary(address)
    told = [(data["who"], data["n"]) for _, data in diary.acts("s")]
    assert sorted(told) == [(who, i) for who in ("a", "b") for i in range(COUNT)]
    diary.close()


def test_threads_that_share_a_diary_have_transactions_of_their_own(address):
    diary = begun(address)
    inside, said = Event(), Event()

    def half():
        with diary.together():
            diary.say(Day(MONDAY, usual=9))
            inside.set()
            assert said.wait(60)
            raise StoreFault("given up")

    with ThreadPoolExecutor(2) as pool:
        given_up = pool.submit(half)
        assert inside.wait(60)
        # What the other one has not kept yet is not seen, and goes with it alone.
        assert diary.day(MONDAY).usual is None
        said.set()
        with pytest.raises(StoreFault, match="given up"):
            given_up.result()
    assert diary.history().days == []
    diary.close()


def test_a_fault_inside_leaves_nothing_of_what_was_to_be_kept_together(address):
    diary = begun(address)

    def half():
        with diary.together():
            diary.say(Day(MONDAY, usual=3))
            assert diary.day(MONDAY).usual == 3
            diary.finish_session("s9", "done", at=NOW)

    with pytest.raises(StoreFault, match="s9"):
        half()
    assert diary.history().days == []
    diary.say(Day(MONDAY, usual=4))
    assert diary.day(MONDAY).usual == 4
    diary.close()


def test_reading_does_not_wait_for_one_who_writes(address):
    diary = begun(address)
    other = open_diary(address)
    with other.together() as session:
        session.execute(text("UPDATE person SET made_at = made_at"))
        other.say(Day(MONDAY, usual=9))
        assert diary.history().days == []
    assert diary.history().days == [Day(MONDAY, usual=9)]
    other.close()
    diary.close()


on_a_server = pytest.mark.parametrize("address", ["postgresql"], indirect=True)


def cut(address):
    """End all other connections to a database, as a restart of the server does."""
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    admin.dispose()


@on_a_server
def test_a_connection_lost_midway_is_named_and_keeps_what_was_confirmed(address):
    diary = begun(address)
    diary.say(Day(MONDAY, usual=3))

    def half():
        with diary.together():
            diary.say(Day(MONDAY, usual=9))
            cut(address)
            diary.add_visit(NOW)

    with pytest.raises(StoreFault, match=r"server cannot be reached.*confirmed before is kept"):
        half()
    # The next call finds the server again by itself.
    assert diary.history().days == [Day(MONDAY, usual=3)]
    diary.say(Day(MONDAY, usual=4))
    assert diary.history().days == [Day(MONDAY, usual=4)]
    diary.close()


@on_a_server
def test_a_connection_lost_between_two_calls_is_made_anew(address):
    diary = begun(address)
    cut(address)
    diary.say(Day(MONDAY, usual=3))
    assert diary.history().days == [Day(MONDAY, usual=3)]
    diary.close()


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path):
    address = f"postgresql://levelhip:opensesame@/nobody?host={tmp_path}"
    with pytest.raises(StoreFault, match="start the server") as fault:
        open_diary(address)
    assert "opensesame" not in str(fault.value)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("sqlite:////home/store.sqlite", "/home/store.sqlite"),
        ("postgresql://a:opensesame@host:5433/db", "postgresql://a:***@host:5433/db"),
        ("mysql://a:opensesame@host/db", "mysql://a:***@host/db"),
        ("opensesame", "the address"),
    ],
)
def test_an_address_is_shown_without_its_password(address, wanted):
    assert shown(address) == wanted
    assert "opensesame" not in shown("postgresql://a@host/db?password=opensesame")
