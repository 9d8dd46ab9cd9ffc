"""What the page is told before anything begins: the light and safety, and what is refused now."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from levelhip.service import daily
from levelhip.service.body import known_person
from levelhip.service.clock import now
from levelhip.web import made_app

HOST = "127.0.0.1:8177"


@pytest.fixture
def page(tmp_path):
    """Somebody whose diary is begun: every safety question answered with no."""
    with TestClient(made_app([HOST], static=tmp_path), base_url=f"http://{HOST}") as client:
        asked = client.get("/api/safety/questions").json()
        client.post("/api/safety/answers", json={"said": {each["id"]: "no" for each in asked}})
        yield client


def begun(page, **wish):
    told = page.post("/api/sessions", json={"source": "self", "voice": "off", **wish})
    return told.json()["error"] if told.status_code == 423 else ""


def red_day():
    with daily.diary() as diary:
        daily.say(diary, now().date(), usual=8, during=8, pressure=2, trained=True)


@pytest.mark.parametrize("is_red", [False, True])
def test_what_cannot_be_begun_is_told_before_with_the_reason_of_the_refusal(page, is_red):
    if is_red:
        red_day()
    told = {each["id"]: each["refusal"] for each in page.get("/api/tests").json()}
    assert sum(map(bool, told.values())) >= 1
    for name, refusal in told.items():
        shown = page.get(f"/api/protocols/{name}").json()
        assert shown["refusal"] == refusal == begun(page, protocol=name), name
        for form in shown["forms"]:
            assert form["refusal"] == begun(page, protocol=name, variant=form["id"]), form["id"]


def test_a_red_day_says_what_holds_and_what_to_read(page):
    red_day()
    told = page.get("/api/today").json()
    first = " ".join(told["lines"])
    assert told["lines"][0].startswith("Red: stop.")
    assert "answer all safety questions again" in first
    assert "Day 1 of a flare-up. Rest from exercises and from training." in first
    cards = {thing["what"] for thing in told["things"]} | {(told["read"] or {}).get("card")}
    assert "flare-up" in cards


def test_an_emergency_names_the_numbers_and_the_answer_that_led_there(page):
    page.post("/api/safety/answers", json={"said": {"emergency-bladder": "yes"}})
    told = page.get("/api/safety").json()
    assert told["call"] == ["112", "911"]
    assert all(number in told["text"] for number in told["call"])
    assert told["signs"] == ["new trouble with bladder or bowel"]


def test_a_year_of_birth_gives_the_age_to_compare_with_and_strange_ones_are_refused(page):
    year = now().year
    kept = page.post("/api/profile", json={"born_year": year - 52})
    assert kept.json()["profile"]["born_year"] == year - 52
    assert known_person().age_years == 52.0
    for strange in (year - 17, year - 111):
        told = page.post("/api/profile", json={"born_year": strange})
        assert told.status_code == 400
        assert f"give {year - 110} to {year - 18}" in told.json()["error"]
