"""A file that the page gave away is put back by the page, where nothing is kept of anybody."""

from __future__ import annotations

import io
import tempfile
import zipfile

import pytest
from starlette.testclient import TestClient

from levelhip.web import made_app

HOST = "127.0.0.1:8177"


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Where files for a moment are written; nothing else writes there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def page(tmp_path, scratch):
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
def begun(page):
    """Somebody whose diary is begun, with something that they want to do again."""
    asked = page.get("/api/safety/questions").json()
    page.post("/api/safety/answers", json={"said": {each["id"]: "no" for each in asked}})
    page.post("/api/aims", json={"text": "tie my shoes", "value": 4})
    return page


def everything(page):
    return page.get("/api/share/levelhip-export.zip").content


def rows(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("tables/activity.csv")


def test_what_was_downloaded_is_back_after_everything_was_deleted(begun, scratch):
    taken = everything(begun)
    begun.post("/api/wipe", json={"typed": begun.get("/api/settings").json()["word"]})
    assert not begun.get("/api/known").json()["begun"]
    got = begun.post("/api/restore", content=taken)
    assert got.status_code == 200
    assert got.json()["begun"]
    assert got.json()["aim"]
    assert begun.get("/api/safety").json()["ask"] == "full"
    assert rows(everything(begun)) == rows(taken)
    assert list(scratch.iterdir()) == []


def test_a_diary_that_is_there_is_never_written_over(begun):
    taken = everything(begun)
    begun.post("/api/aims", json={"text": "sit through a film", "value": 2})
    before = rows(everything(begun))
    got = begun.post("/api/restore", content=taken)
    assert got.status_code == 400
    assert "kept here already" in got.json()["error"]
    assert rows(everything(begun)) == before


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"PK\x03\x04 and no more", b"\xff" * 40, b'{"schema": 1, "rows": []}']
)
def test_what_is_no_backup_is_refused_in_words_and_nothing_is_begun(page, scratch, content):
    got = page.post("/api/restore", content=content)
    assert got.status_code == 400
    assert "backup" in got.json()["error"]
    assert not page.get("/api/known").json()["begun"]
    assert list(scratch.iterdir()) == []


def test_a_file_with_a_damaged_part_changes_nothing(begun):
    taken = bytearray(everything(begun))
    begun.post("/api/wipe", json={"typed": begun.get("/api/settings").json()["word"]})
    with zipfile.ZipFile(io.BytesIO(bytes(taken))) as packed:
        at = packed.getinfo("levelhip.json").header_offset + 60
    for i in range(20):
        taken[at + i] ^= 0xFF
    got = begun.post("/api/restore", content=bytes(taken))
    assert got.status_code == 400
    assert not begun.get("/api/known").json()["begun"]
