"""What can be done, as the page is told of it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from levelhip.protocols import language, protocol, protocols
from levelhip.web import made_app

HOST = "127.0.0.1:8177"


@pytest.fixture
def page(tmp_path):
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        yield client


def test_every_protocol_is_listed_with_what_the_page_can_measure_it_with(page):
    told = {each["id"]: each for each in page.get("/api/protocols").json()}
    assert list(told) == [each.id for each in protocols()]
    assert told["equal-weight"]["sources"] == ["camera", "motion", "self"]
    assert all("self" in each["sources"] for each in told.values())


def test_one_protocol_tells_its_steps_forms_and_what_comes_out(page):
    told = page.get("/api/protocols/side-lying-abduction").json()
    asked = protocol("side-lying-abduction")
    assert tuple(told["how"]) == asked.form_how
    assert [each["id"] for each in told["forms"]] == ["past-midline", "neutral"]
    for each in told["forms"]:
        form = asked.chosen(variant=each["id"])
        assert (each["title"], each["question"]) == (form.form_title, form.form_question)
        assert tuple(each["how"]) == form.form_how
    assert told["forms"][0]["how"] != told["forms"][1]["how"]
    by_camera = {each["name"] for each in told["measured"] if "camera" in each["sources"]}
    assert {"rep_count", "hold_time"} <= by_camera
    assert any("camera" in each["sources"] and "phone" in each["text"] for each in told["refused"])


def test_it_is_told_in_the_language_that_the_page_asks_in(page):
    told = page.get("/api/protocols/walk", headers={"accept-language": "de"}).json()
    assert told["title"] == language("de").text(protocol("walk").title) != protocol("walk").title


def test_one_that_is_not_there_is_refused_in_words(page):
    answer = page.get("/api/protocols/handstand")
    assert answer.status_code == 404
    assert answer.json()["error"] == "There is no such page"


def test_what_measures_it_best_comes_first_and_the_easiest_form_is_the_planned_one(page):
    lying = page.get("/api/protocols/side-lying-abduction").json()
    # Lying on the side is where pose models fail: the phone comes before the camera.
    assert lying["sources"] == ["motion", "camera", "self"]
    assert lying["planned"] == "neutral"
    assert page.get("/api/protocols/wall-hip-drop").json()["planned"] == "neutral"
    assert page.get("/api/protocols/equal-weight").json()["planned"] == ""
