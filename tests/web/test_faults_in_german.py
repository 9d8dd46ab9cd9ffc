"""What goes wrong is told in the page's language: dropped files, numbers, days, doors, sockets."""

from __future__ import annotations

import re
import time

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from levelhip.io.recording import BUILT_INS
from levelhip.service import daily
from levelhip.web import app, guard, made_app, words
from tests.wide import plain_words, wide

HOST = "127.0.0.1:8177"
IN_GERMAN = {"accept-language": "de-AT,de;q=0.9"}
LONG_S = 120.0
HEAD = b"PathFileType\t4\t(X/Y/Z)\tleft.trc\n"
STEADY = b"".join(b"%.2f,1,2\n" % (i / 50) for i in range(200))

DROPPED = {
    "nothing.csv": (b"", ()),
    "words.txt": (b"nothing to see here\nat all\n", ()),
    "bytes.xyz": (bytes(range(256)) * 4, (".c3d", ".csv", ".xyz")),
    "one.csv": (b"a\n1\n2\n", ()),
    "holes.csv": (b"time,left,right\n" + b"0.1,1\n" * 50, ()),
    "clock.csv": (b"time,left,right\n" + b"5,300,300\n" * 50, ("time",)),
    "units.csv": (b"time,left,right\n" + STEADY, ("time, left, right",)),
    "feet.csv": (b"time,other,more\n" + STEADY, ("time, other, more",)),
    "torn.c3d": (b"\x02\x50" + b"\0" * 30, ("C3D",)),
    "left.trc": (HEAD, ("left.trc",)),
    "left2.trc": (HEAD + b"no\nhead\nat\nall\n0\t0\n", ("'no'", "TRC", "DataRate")),
    "left.mot": (b"name left\nnRows=3\n", ("endheader", "OpenSim")),
    "film.mp4": (b"\0\0\0\x18ftypmp42" + b"\0" * 400, ()),
    "film2.mp4": (b"this is a letter, no film\n" * 20, ()),
    "phone.zip": (b"PK\x03\x04" + b"\0" * 60, ("File is not a zip file",)),
    "points.csv": (b'# {"schema": "levelhip.landmarks/9"}\n', ("levelhip.landmarks",)),
    "points2.csv": (b'# {"schema": "levelhip.landmarks/1", "frame": "moon"}\nx\n1\n', ()),
    "points.parquet": (b"PAR1 and no more", ()),
}
"""Bad files by their names, and what of their message is no English but stands in the file."""

KNOWN = (
    *(name for each in BUILT_INS for name in (each.name, *each.suffixes)),
    *("CSV", "JSON", "csv", "docs/formats.md", "schema", "frame", "rate_hz", "image_size"),
    *("'moon'", "lab, pelvis, sensor, image, camera", "None", "--marker-map", "[force]"),
    *("left =", "right =", "kg", "lb", "%BW", "N", "time_s", "landmarks"),
)
"""Names that are the same in every language."""

BESIDE = {"kind": "hip", "view": "left", "x_m": 3.0, "y_m": 0.0}

SAID_BY_OTHERS = {"phone.zip", "film.mp4", "points.csv", "points.parquet"}
"""Files of which a library says what is the matter."""


@pytest.fixture
def page(tmp_path):
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
def begun(page):
    with daily.diary() as diary:
        daily.begin(diary)
    return page


@pytest.fixture
def as_wide(page, monkeypatch):
    """Told in a language in which every letter that was translated is another one."""
    page.app.dependency_overrides[words.asked] = lambda: wide
    monkeypatch.setattr(app, "asked", lambda _: wide)


def over(page, job):
    end = time.monotonic() + LONG_S
    while job["state"] in ("waiting", "working") and time.monotonic() < end:
        time.sleep(0.01)
        job = page.get(f"/api/recordings/{job['id']}", headers=IN_GERMAN).json()
    return job


def dropped(page, name):
    asked = {"protocol": "equal-weight", "name": name}
    got = page.post("/api/recordings", params=asked, content=DROPPED[name][0], headers=IN_GERMAN)
    if got.status_code == 400:
        return got.json()["error"]
    job = over(page, got.json())
    assert job["state"] == "failed"
    return job["error"]


@pytest.mark.parametrize("name", DROPPED)
def test_a_bad_file_is_refused_without_an_english_word(page, as_wide, name):
    told = dropped(page, name)
    assert told.startswith(f"{name}: ")
    # What a library or the system says of a file stands in brackets, as it said it.
    if name in SAID_BY_OTHERS:
        told = re.sub(r"\(.*\)", "", told)
    assert plain_words(told, allowed=(name, "levelhip", *DROPPED[name][1], *KNOWN)) == []


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/results/77", None, "Ergebnis 77: gibt es nicht"),
        ("/api/recordings/77", None, "Aufnahme 77: ist nicht mehr bekannt"),
        ("/api/settings", {"language": "xx"}, "Sprache xx: nicht bekannt"),
        ("/api/profile", {"mass_kg": 3.5}, "Körpermasse: 3,5; gib"),
        ("/api/profile", {"onset": "2999-01-01"}, "2999-01-01: ist noch nicht gekommen"),
        ("/api/profile", {"bars": ["rain"]}, "bars: rain; gib einige von"),
        ("/api/done", {"exercise": "juggling"}, "Übung juggling: nicht bekannt"),
        ("/api/aims", {"text": " "}, "Tätigkeit: ist leer"),
        (
            "/api/spots",
            {"kind": "hip", "view": "left", "x_m": 3, "y_m": 0},
            "Stelle an der Hüfte: 3000 mm",
        ),
        ("/api/wipe", {"typed": "no"}, "Nichts wurde gelöscht"),
    ],
)
def test_what_cannot_be_is_told_in_german(begun, path, body, said):
    got = (
        begun.get(path, headers=IN_GERMAN)
        if body is None
        else begun.post(path, json=body, headers=IN_GERMAN)
    )
    assert got.status_code == 400, got.text
    assert said in got.json()["error"]


def test_nothing_known_is_told_in_german(page):
    got = page.get("/api/share/levelhip-export.zip", headers=IN_GERMAN)
    assert got.json()["error"].startswith("Von dir ist noch nichts bekannt")


def test_a_backup_that_is_none_is_told_in_german(page):
    got = page.post("/api/restore", content=b"no zip", headers=IN_GERMAN)
    assert got.status_code == 400
    assert "keine Sicherung von levelhip" in got.json()["error"]


def test_too_much_is_told_in_german(page, monkeypatch):
    monkeypatch.setattr(guard, "LARGEST_RECORDING", 1000)
    asked = {"protocol": "equal-weight", "name": "long.csv"}
    parts = (b" " * 400 for _ in range(4))
    got = page.post("/api/recordings", params=asked, content=parts, headers=IN_GERMAN)
    assert got.status_code == 413
    assert got.json()["error"].endswith("00 Bytes: höchstens 1000 werden genommen")


@pytest.mark.parametrize(
    ("way", "words"),
    [("?lang=de", "gibt es nicht"), ("?lang=en", "no such session"), ("", "no such session")],
)
def test_a_socket_says_why_it_is_closed_in_the_page_s_language(page, way, words):
    own = {"origin": f"http://{HOST}", "host": HOST}
    with page.websocket_connect(f"/api/sessions/none/live{way}", headers=own) as socket:
        socket.send_json({"kind": "hello", "last": 0})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert words in closed.value.reason
