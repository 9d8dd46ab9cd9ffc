"""Who may ask the page's server, how much, and what the page may load."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from levelhip.web import made_app
from levelhip.web.guard import LARGEST_BODY

HOST = "127.0.0.1:8177"


@pytest.fixture
def page(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>levelhip</title>")
    (tmp_path / "assets" / "app-1a2b.js").write_text("1;" * 2000)
    (tmp_path.parent / "secret.txt").write_text("not for the page")
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        yield client


def test_the_page_comes_from_every_path_of_its_own(page):
    for path in ("/", "/today", "/session/wall-hip-drop"):
        assert "<title>levelhip" in page.get(path).text
    assert page.get("/api/about").json()["languages"][0] == "en"


def test_another_name_for_this_machine_is_refused(page):
    # A page from elsewhere whose name was pointed at 127.0.0.1 would ask under that name.
    for host in ("evil.example", "127.0.0.1:80", "127.0.0.1", ""):
        got = page.get("/api/about", headers={"host": host})
        assert got.status_code == 421
        assert "127.0.0.1:8177" in got.text


def test_a_change_from_another_page_is_refused(page):
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9"):
        assert page.post("/api/nothing", headers={"origin": origin}).status_code == 403
    assert page.post("/api/nothing", headers={"origin": f"http://{HOST}"}).status_code != 403


def test_a_socket_from_another_page_is_refused(page):
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        page.websocket_connect("/api/live/x", headers={"origin": "https://evil.example"}),
    ):
        pass
    assert refused.value.code == 1008


def test_what_is_too_much_is_refused_before_it_is_read(page):
    got = page.post("/api/nothing", headers={"content-length": str(LARGEST_BODY + 1)})
    assert got.status_code == 413


def test_every_answer_forbids_what_is_not_the_page_s_own(page):
    for path in ("/", "/api/about", "/api/none", "/assets/app-1a2b.js", "/none.js"):
        policy = page.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert "http" not in policy
    assert "content-security-policy" in page.get("/", headers={"host": "evil.example"}).headers


@pytest.mark.parametrize("path", ["/result/%00", "/api/results/%00", "/api/about?a=%00"])
def test_a_null_byte_is_no_name_of_anything(page, path):
    got = page.get(path, headers={"accept-language": "de"})
    assert (got.status_code, got.text) == (404, "Diese Seite gibt es nicht")


def test_nothing_outside_the_built_page_is_given(page):
    for way in ("..", "..%2f", "%2e%2e", "assets/../.."):
        path = f"/{way}/secret.txt"
        assert "not for the page" not in page.get(path).text


def test_files_with_their_hash_in_the_name_are_kept_and_packed(page):
    got = page.get("/assets/app-1a2b.js")
    assert "immutable" in got.headers["cache-control"]
    assert got.headers["content-encoding"] == "gzip"
    assert page.get("/").headers["cache-control"] == "no-cache"


def test_without_the_built_page_it_says_what_to_do(tmp_path):
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        assert "make setup" in client.get("/").text


def test_the_description_is_of_version_3_1_and_loads_no_page_of_others(page):
    told = page.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert page.get("/docs").text == page.get("/").text


def test_the_page_may_be_installed_and_its_worker_is_never_old(page, tmp_path):
    (tmp_path / "manifest.webmanifest").write_text('{"name": "levelhip"}')
    (tmp_path / "worker.js").write_text("1;")
    told = page.get("/manifest.webmanifest")
    assert told.headers["content-type"] == "application/manifest+json"
    worker = page.get("/worker.js")
    assert worker.headers["cache-control"] == "no-cache"
    assert worker.headers["content-type"].startswith("text/javascript")
    for policy in ("worker-src 'self'", "manifest-src 'self'"):
        assert policy in worker.headers["content-security-policy"]
