"""What the page's camera asks of the server: the pose model, and where to stand."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from starlette.testclient import TestClient

from levelhip.core import POSE_NAMES
from levelhip.io.models import bundle
from levelhip.io.wire import Kind, wire_bytes
from levelhip.web import made_app
from tests.biomech.camera_person import Camera, standing

HOST = "127.0.0.1:8177"
BINARY = {"content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def page():
    with TestClient(made_app([HOST]), base_url=f"http://{HOST}") as client:
        yield client


def poses(count=30, *, people=1.0, from_us=0):
    camera = Camera()
    values = np.zeros((len(POSE_NAMES), 4))
    values[:, :2] = camera.pixels(standing())[:, :2] / camera.size
    values[:, 3] = 1.0
    row = np.concatenate([values.ravel(), np.zeros(3 * len(POSE_NAMES))])
    return b"".join(
        wire_bytes(Kind.POSE, i + 1, from_us + 100_000 * i, row, people=people)
        for i in range(count)
    )


def asked(page, body, **more):
    query = {"width": 720, "height": 1280, "brightness": 120.0, **more}
    return page.post("/api/placement/equal-weight", params=query, content=body, headers=BINARY)


@pytest.mark.parametrize("model", ["lite", "full"])
def test_the_model_is_the_same_file_that_python_opens(page, model):
    got = page.get(f"/api/pose/{model}", headers={"accept-encoding": "gzip"})
    digest = hashlib.sha256(bundle(model).read_bytes()).hexdigest()
    assert hashlib.sha256(got.content).hexdigest() == digest
    assert int(got.headers["content-length"]) == bundle(model).stat().st_size
    assert got.headers["etag"] == f'"{digest}"'


def test_a_browser_that_has_the_model_is_not_sent_it_again(page):
    mark = page.get("/api/pose/lite").headers["etag"]
    got = page.get("/api/pose/lite", headers={"if-none-match": f'W/"other", {mark}'})
    assert (got.status_code, got.content) == (304, b"")
    assert got.headers["etag"] == mark


def test_other_files_of_that_folder_are_not_given(page):
    for name in ("heavy", "SHA256SUMS", "..%2Fpy.typed", "lite.task"):
        assert page.get(f"/api/pose/{name}").status_code in (404, 422)


def test_a_worker_and_its_engine_are_let_in_and_nothing_more(page):
    policy = page.get("/api/about").headers["content-security-policy"].split("; ")
    assert "worker-src 'self'" in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "connect-src 'self'" in policy


def test_who_stands_rightly_is_told_so_in_the_page_s_language(page):
    told = asked(page, poses()).json()
    assert told["ready"]
    assert told["say"] == ["Good. Stay there."]
    nobody = wire_bytes(Kind.POSE, 1, 0, np.full(231, np.nan), people=0.0)
    assert asked(page, nobody).json()["ready"] is False


def test_a_clock_that_begins_anew_is_another_look(page):
    told = asked(page, poses(20, from_us=10_000_000) + poses(5)).json()
    assert told["ready"] is False


def test_what_is_no_pose_is_refused_in_words(page):
    for body in (b"x" * 100, wire_bytes(Kind.MOTION, 1, 0, np.zeros(6))):
        got = asked(page, body)
        assert got.status_code == 400
        assert got.json()["error"]
    assert asked(page, poses(), width=100_000).status_code == 400
    assert asked(page, b"").status_code == 422


def test_only_what_a_camera_sees_more_of_asks_for_dots(page):
    def dots(name):
        return page.get(f"/api/protocols/{name}").json()["dots"]

    assert dots("equal-weight")
    assert not dots("walk")
