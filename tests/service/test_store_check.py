"""The doctor names store, recordings and PDFs with what mends them, and changes nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from levelhip.service import daily, doctor, recordings
from levelhip.service.store_check import pdf_check, store_checks
from levelhip.store.inspection import newest_schema
from tests.store.conftest import address, postgres  # noqa: F401 -- stores of both kinds

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def by_name(checks):
    return {check.name: check for check in checks}


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    return path


def begun():
    with daily.diary() as diary:
        daily.begin(diary)


def test_a_store_that_is_not_begun_is_not_made_by_looking(path):
    check = by_name(store_checks())["store"]
    assert (check.state, check.remedy) == ("note", "levelhip begin")
    assert str(path) in check.found
    assert list(path.parent.iterdir()) == []


def test_a_sound_store_is_named_with_schema_size_and_integrity(path):
    begun()
    found = by_name(store_checks())
    assert found["store"].state == "ok"
    for word in (str(path), f"schema {newest_schema()}", "MB", "integrity ok"):
        assert word in found["store"].found
    assert "encrypt" in found["store encryption"].found
    assert "store permissions" not in found


def test_a_server_is_named_without_its_password(address, monkeypatch):  # noqa: F811
    monkeypatch.setenv("LEVELHIP_STORE", address.replace("//levelhip@", "//levelhip:opensesame@"))
    begun()
    check = by_name(store_checks())["store"]
    assert check.state == "ok"
    assert f"schema {newest_schema()}" in check.found
    assert "opensesame" not in str(store_checks())


def test_a_server_that_is_not_there_comes_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", f"postgresql://a:opensesame@/none?host={tmp_path}")
    check = by_name(store_checks())["store"]
    assert check.state == "missing"
    assert "start the server" in check.remedy
    assert "opensesame" not in check.found


def test_an_address_of_nothing_is_missing(monkeypatch):
    for told in ("nonsense", "mysql://a:opensesame@host/db"):
        monkeypatch.setenv("LEVELHIP_STORE", told)
        (check,) = store_checks()
        assert check.state == "missing"
        assert "LEVELHIP_STORE" in check.remedy
        assert "opensesame" not in check.found


def test_a_damaged_file_comes_with_the_commands_that_mend_it(path):
    begun()
    whole = bytearray(path.read_bytes())
    whole[100:4000] = b"?" * 3900
    path.write_bytes(whole)
    (check,) = store_checks()
    assert check.state == "missing"
    assert "damaged" in check.found
    assert f"mv {path} {path}.damaged" in check.remedy
    assert "levelhip restore" in check.remedy


def test_an_older_store_is_left_as_it_is_and_one_of_a_newer_levelhip_is_missing(path):
    begun()
    for version, state in (("0001", "ok"), ("9999", "missing")):
        connection = sqlite3.connect(path)
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.commit()
        connection.close()
        check = by_name(store_checks())["store"]
        assert check.state == state
        assert f"schema {version}" in check.found
    assert check.remedy == "update levelhip"


def test_a_store_that_others_can_read_comes_with_the_command_that_closes_it(path):
    begun()
    path.chmod(0o644)
    assert by_name(store_checks())["store permissions"].remedy == f"chmod 600 {path}"


def test_recordings_are_counted_and_a_damaged_one_is_named(path):
    begun()
    with daily.diary() as diary:
        recordings.keep_numbers(diary, b"x" * 99, source="a" * 64, kind="force", at=NOW)
        (kept,) = recordings.recordings(diary)
    assert by_name(store_checks())["recordings"].state == "ok"
    kept.file.write_bytes(b"y")
    check = by_name(store_checks())["recordings"]
    assert check.state == "missing"
    assert str(kept.file) in check.found


def test_a_session_that_was_cut_off_comes_with_the_command_that_finishes_it(path, tmp_path):
    begun()
    (tmp_path / "a b.session").mkdir()
    with daily.diary() as diary:
        for name, folder in (("s1", tmp_path / "a b.session"), ("s2", tmp_path / "gone.session")):
            diary.begin_session(name, "wall-hip-drop", 1, {}, at=NOW, folder=str(folder))
    cut = [check for check in store_checks() if check.name == "session cut off"]
    assert [check.remedy for check in cut] == [f"levelhip coach --finish '{tmp_path}/a b.session'"]


def test_without_pango_pdfs_are_missing_with_the_command_that_brings_them():
    check = pdf_check(lambda name: None if name.startswith("pango") else f"lib{name}.so")
    assert check.state == "missing"
    assert "pango-1.0, pangoft2-1.0" in check.found
    assert check.remedy
    assert pdf_check(lambda name: f"lib{name}.so").state == "ok"


def test_the_doctor_says_all_of_it(path):
    begun()
    names = set(by_name(doctor()))
    assert {"store", "store encryption", "PDF", "voice", "sqlalchemy", "weasyprint"} <= names


def test_what_mends_it_is_printed_whole_on_a_line_of_its_own(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from levelhip.cli.program import levelhip

    path = tmp_path / ("a-folder-with-a-very-long-name-" * 4) / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    begun()
    path.chmod(0o644)
    told = CliRunner().invoke(levelhip, ["doctor"]).stdout.splitlines()
    assert f"store permissions: chmod 600 {path}" in told
