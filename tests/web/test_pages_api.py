"""The ways in of the pages around the session: results, recordings, progress, files, settings."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from levelhip.service import SimulationOptions, daily, telling, write_simulation
from levelhip.service.clock import standing_at
from levelhip.web import made_app, words
from levelhip.web.drawings import without_styles
from levelhip.web.guard import RECORDINGS
from tests.report.test_languages import Texts
from tests.web.first_week import first_week, lifted_in_turn
from tests.wide import plain_words, wide
from tools import diaries

HOST = "127.0.0.1:8177"
IN_GERMAN = {"accept-language": "de-AT,de;q=0.9"}
NO_WORDS = {"id", "at", "protocol", "quality", "svg", "source", "grade", "sources", "state"}
"""Keys of what is no text: codes, times, pictures (looked at by themselves) and citations."""


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
    """Somebody whose diary is begun: every safety question answered with no."""
    asked = page.get("/api/safety/questions").json()
    page.post("/api/safety/answers", json={"said": {each["id"]: "no" for each in asked}})
    return page


def measured(page, content, *, name="monday.csv", protocol="equal-weight"):
    """A recording dropped on the page, waited for until it is measured or given up."""
    given = {"protocol": protocol, "name": name}
    told = page.post(RECORDINGS, params=given, content=content).json()
    # One after the other: what is given to do now is done when the recording is.
    page.app.state.uploads.worker.submit(int).result()
    return page.get(f"{RECORDINGS}/{told['id']}").json()


def test_a_dropped_recording_is_measured_kept_and_its_file_deleted(begun, scratch):
    told = measured(begun, lifted_in_turn())
    assert (told["state"], told["kept"], told["fraction"]) == ("done", "kept", 1.0)
    assert begun.get("/api/known").json()["tested"]
    brief = begun.get("/api/results").json()[0]
    assert (brief["id"], brief["protocol"]) == (told["result"], "equal-weight")
    assert not list(scratch.iterdir())
    # The same bytes once more are the same recording: one result, not two.
    assert measured(begun, lifted_in_turn())["kept"] == "replaced"
    assert len(begun.get("/api/results").json()) == 1


def test_a_recording_that_cannot_be_read_is_refused_in_words_and_deleted(begun, scratch):
    told = measured(begun, b"this is no video\n", name="../../squat.mp4", protocol="squat-check")
    assert told["state"] == "failed"
    assert told["file"] == "squat.mp4"
    assert "squat.mp4" in told["error"]
    assert told["result"] is None
    empty = begun.post(RECORDINGS, params={"protocol": "walk", "name": "a.csv"}, content=b"")
    assert empty.status_code == 400
    assert "empty" in empty.json()["error"]
    unknown = begun.post(RECORDINGS, params={"protocol": "dance", "name": "a.csv"}, content=b"1")
    assert "dance" in unknown.json()["error"]
    assert not list(scratch.iterdir())


def test_what_is_being_measured_or_was_is_told_to_whoever_comes_back(begun):
    assert begun.get(RECORDINGS).json() == []
    told = measured(begun, lifted_in_turn())
    assert begun.get(RECORDINGS).json() == [told]


def test_without_a_diary_a_recording_is_measured_and_not_kept(page):
    told = measured(page, lifted_in_turn())
    assert (told["state"], told["kept"]) == ("done", "no diary")
    assert page.get("/api/results").json() == []
    assert page.get(f"/api/results/{told['result']}").json()["lines"]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """A result of the test as a camera sees it: landmarks of a simulated person."""
    folder = tmp_path_factory.mktemp("seen")
    options = SimulationOptions(sensors=("camera",), seed=3, reps=2, drop_deg=(7.0, 2.0))
    made = write_simulation("equal-weight", folder, options).recordings["camera"]
    with pytest.MonkeyPatch.context() as own:
        own.setenv("LEVELHIP_STORE", f"sqlite:///{folder / 'levelhip.sqlite'}")
        app = made_app([HOST], static=folder)
        with TestClient(app, base_url=f"http://{HOST}") as page:
            told = measured(page, made.read_bytes(), name=made.name)
            return page.get(f"/api/results/{told['result']}").json()


def test_a_result_comes_with_picture_numbers_errors_and_both_views(seen):
    assert all(seen[part] for part in ("sentences", "next", "method", "studies"))
    assert all(study["source"] for study in seen["studies"])
    # Weight moved from the middle over one foot: each number of the table stands with its error.
    assert any("±" in cell for line in seen["lines"] for cell in line["cells"])
    assert "Two feet seen from above" in seen["figures"][0]["svg"]
    assert any("±" in number for number in seen["brief"]["numbers"])
    # Per cent of what.
    assert "100 % is half the way between your feet." in seen["brief"]["numbers"]


def test_the_title_of_each_picture_begins_with_a_capital(seen):
    titles = [each["heading"] for each in (*seen["figures"], *seen["pairs"]) if each["heading"]]
    assert titles
    assert all(title[0].isupper() for title in titles)


def test_no_picture_has_what_the_page_s_policy_forbids(seen):
    assert seen["figures"]
    assert seen["pairs"]
    for figure in (*seen["figures"], *seen["pairs"]):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=.http", figure["svg"])


def test_a_squat_is_drawn_from_the_numbers_that_were_kept_of_it(begun, tmp_path):
    options = SimulationOptions(sensors=("camera",), seed=3, reps=3)
    made = write_simulation("squat-check", tmp_path, options).recordings["camera"]
    name = measured(begun, made.read_bytes(), name=made.name, protocol="squat-check")["result"]
    figures = begun.get(f"/api/results/{name}").json()["figures"]
    assert [("Weight" in each["svg"], "lowest" in each["caption"]) for each in figures] == [
        (True, True)
    ]


def test_styles_become_attributes_that_say_the_same():
    drawn = '<path d="M0 0" style="fill: none; stroke: var(--ink)"/>'
    assert without_styles(drawn) == '<path d="M0 0" fill="none" stroke="var(--ink)"/>'


def test_the_report_comes_in_a_policy_of_its_own_that_runs_nothing(begun):
    name = measured(begun, lifted_in_turn())["result"]
    got = begun.get(f"/api/results/{name}/report")
    policies = got.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert "sandbox" in policies[0]
    assert "script" not in policies[0]
    assert "default-src 'none'" in policies[0]
    assert "<!doctype html>" in got.text
    # Nothing else is given that policy.
    told = begun.get(f"/api/results/{name}").headers["content-security-policy"]
    assert "unsafe-inline" not in told


def test_every_test_says_what_measures_it_and_what_came_out_last(begun):
    tests = begun.get("/api/tests").json()
    assert all(each["sources"] and each["how"] and each["last"] is None for each in tests)
    measured(begun, lifted_in_turn())
    last = {each["id"]: each["last"] for each in begun.get("/api/tests").json()}
    assert last["equal-weight"]["numbers"]
    assert last["walk"] is None


def test_a_result_that_is_not_there_is_said_in_words(begun):
    got = begun.get("/api/results/77")
    assert got.status_code == 400
    assert "77" in got.json()["error"]


def test_progress_tells_each_number_against_its_error(begun):
    today = daily.now().date()
    with daily.diary() as diary:
        for back in range(28):
            telling_day = today - timedelta(days=back)
            daily.say(diary, telling_day, usual=2 if back < 14 else 6)
    told = begun.get("/api/progress").json()
    usual = next(each for each in told["trends"] if each["name"] == "usual_pain")
    assert len(usual["points"]) == 28
    # Means of the first and of the last week.
    assert (usual["first"], usual["latest"], usual["reading"]) == (6.0, 2.0, "better")
    assert (usual["first_text"], usual["latest_text"]) == ("6.0 of 10", "2.0 of 10")
    # Two means of seven answers, each answer with 1.02 points, at least 1.96 deviations apart.
    assert usual["detectable"] >= 1.96 * 1.02 * (2 / 7) ** 0.5 - 1e-9
    assert told["working"]["answer"] == "cannot tell yet"
    assert told["working"]["assumed"]


def test_progress_speaks_the_page_s_language(begun):
    with daily.diary() as diary:
        daily.say(diary, daily.now().date(), usual=3)
    english = begun.get("/api/progress", headers={"accept-language": "en"}).json()
    german = begun.get("/api/progress", headers={"accept-language": "de"}).json()
    assert english["working"]["assumed"] != german["working"]["assumed"]


def test_each_file_is_what_its_name_says(begun, scratch):
    with daily.diary() as diary:
        daily.say(diary, daily.now().date(), usual=3)
    starts = {
        "levelhip-plan.ics": b"BEGIN:VCALENDAR",
        "levelhip-fhir.json": b"{",
        "levelhip-everything.csv": b"date",
        "levelhip-summary.pdf": b"%PDF",
        "levelhip-export.zip": b"PK",
    }
    for name, start in starts.items():
        got = begun.get(f"/api/share/{name}")
        assert got.status_code == 200
        assert got.content.startswith(start)
        assert f'filename="{name}"' in got.headers["content-disposition"]
        assert got.headers["cache-control"] == "no-store"
    assert not list(scratch.iterdir())
    packed = zipfile.ZipFile(io.BytesIO(begun.get("/api/share/levelhip-export.zip").content))
    assert "levelhip.json" in packed.namelist()


def test_a_calendar_has_times_and_reminders_only_when_they_are_asked_for(begun):
    timed = begun.get("/api/share/levelhip-plan.ics?at=07:30&reminder_min=10").text
    assert "T073000" in timed
    assert "VALARM" in timed
    whole = begun.get("/api/share/levelhip-plan.ics").text
    assert "VALARM" not in whole
    assert "VALUE=DATE:" in whole


def test_nothing_is_given_of_somebody_who_never_began(page):
    for name in ("levelhip-plan.ics", "levelhip-export.zip", "levelhip-summary.pdf"):
        got = page.get(f"/api/share/{name}")
        assert got.status_code == 409
        assert got.json()["error"] == "Nothing is known of you yet, or all of it was deleted."


def test_after_a_wipe_the_page_is_told_so_and_not_what_to_type_in_a_terminal(begun):
    begun.post("/api/wipe", json={"typed": "delete"})
    for got in (
        begun.get("/api/checkin"),
        begun.post("/api/walks", json={"minutes": 5}),
        begun.post("/api/settings", json={"units": "lb"}),
    ):
        assert got.status_code == 409
        assert "levelhip begin" not in got.text
        assert "deleted" in got.json()["error"]


def test_what_a_page_has_sent_twice_is_kept_once(begun):
    said = {"exercise": "neutral-hold", "said": {"sets": 2, "reps": 5}, "token": "0a" * 16}
    for _ in range(2):
        assert begun.post("/api/done", json=said).json()["title"]
    begun.post("/api/done", json=said | {"token": "0b" * 16})
    with daily.diary() as diary:
        assert len(diary.history().done) == 2
    assert begun.post("/api/done", json=said | {"token": "../x"}).status_code == 422


def test_what_was_chosen_stays_and_the_rest_is_left_alone(begun):
    begun.post("/api/settings", json={"units": "lb"})
    told = begun.post("/api/settings", json={"language": "de"}).json()["choices"]
    assert told == {"language": "de", "units": "lb"}
    assert begun.get("/api/settings").json()["choices"] == told


def test_choices_and_bodies_that_cannot_be_are_refused(begun):
    assert begun.post("/api/settings", json={"language": "xx"}).status_code == 400
    assert begun.post("/api/settings", json={"units": "stone"}).status_code == 422
    tomorrow = f"{daily.now().date() + timedelta(days=2)}"
    for wrong in ({"mass_kg": 3.0}, {"onset": tomorrow}, {"sitting_h": 25}, {"bars": ["rain"]}):
        got = begun.post("/api/profile", json=wrong)
        assert got.status_code == 400
        assert got.json()["error"]


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        # A sign that no store and no file can hold; half of a character cannot even be told back.
        ("/api/aims", r'{"text": "walk\u0000 far"}', "text: "),
        ("/api/aims", r'{"text": "walk \ud800 far"}', "text: "),
        ("/api/safety/answers", r'{"said": {"fe\u0000ver": "no"}}', "said.fe?ver: "),
        ("/api/sessions", r'{"protocol": "walk", "sides": ["\u0007"]}', "sides[0]: "),
        ("/api/profile", '{"mass_kg": NaN}', "mass_kg: nan"),
        ("/api/scores", '{"name": "\\ud800", "value": 1e999}', "name: "),
    ],
)
def test_what_nobody_writes_is_refused_by_the_name_of_its_field(begun, path, body, named):
    before = begun.get("/api/aims").json()
    got = begun.post(path, content=body, headers={"content-type": "application/json"})
    assert got.status_code == 400
    assert got.json()["error"].startswith(named)
    assert begun.get("/api/aims").json() == before


def test_a_text_in_any_script_and_with_several_lines_is_taken(begun):
    begun.post("/api/aims", json={"text": "Wäsche tragen\n行く 🙂"})
    assert begun.get("/api/aims").json()[0]["text"] == "Wäsche tragen 行く 🙂"


def test_what_is_said_of_the_body_is_known_afterwards_and_can_be_taken_back(begun):
    said = {"mass_kg": 71.5, "sorer": "left", "training_days": [3, 0], "bars": ["hernia"]}
    told = begun.post("/api/profile", json=said).json()["profile"]
    assert (told["mass_kg"], told["sorer"], told["training_days"]) == (71.5, "left", [0, 3])
    assert told["bars"] == ["hernia"]
    assert begun.post("/api/profile", json={}).json()["profile"]["mass_kg"] is None


def test_only_the_typed_word_deletes_and_then_all_of_it(begun):
    measured(begun, lifted_in_turn())
    refused = begun.post("/api/wipe", json={"typed": "yes"})
    assert refused.status_code == 400
    assert begun.get("/api/known").json()["tested"]
    word = begun.get("/api/settings").json()["word"]
    assert begun.post("/api/wipe", json={"typed": f" {word.upper()} "}).json()["rows"] > 0
    assert begun.get("/api/known").json() == dict.fromkeys(
        ("begun", "spot", "usual", "aim", "tested"), False
    )


def test_an_exercise_without_the_coach_is_kept_with_its_pain(begun):
    said = {"exercise": "neutral-hold", "said": {"sets": 2, "reps": 5}, "during": 3}
    got = begun.post("/api/done", json=said)
    assert got.status_code == 200, got.json()
    assert got.json()["title"]
    with daily.diary() as diary:
        history = diary.history()
    assert [each.exercise for each in history.done] == ["neutral-hold"]
    assert history.days[-1].during == 3
    assert begun.post("/api/done", json={"exercise": "tango"}).status_code == 400
    assert begun.post("/api/done", json=said | {"during": 11}).status_code == 422


def test_what_can_be_done_without_the_coach_is_today_s_plan(page, tmp_path):
    first_week(tmp_path)
    with standing_at(diaries.moment(9)):
        assert page.get("/api/done").status_code == 423
        asked = page.get("/api/safety/questions").json()
        page.post("/api/safety/answers", json={"said": {each["id"]: "no" for each in asked}})
        things = page.get("/api/today").json()["things"]
        found = page.get("/api/done").json()
    planned = [each for each in things if each["kind"] in ("session", "warm-up")]
    assert planned
    told = [(each["exercise"], each["title"], each["dose"]) for each in found]
    assert told == [(each["what"], each["title"], each["told"]) for each in planned]
    for each in found:
        assert f": {each['sets']} x {each['reps']} each side" in each["dose"]


def test_walks_and_aims_go_into_progress(begun):
    begun.post("/api/walks", json={"minutes": 25})
    begun.post("/api/aims", json={"text": "carry the shopping", "value": 4})
    titles = [each["title"] for each in begun.get("/api/progress").json()["trends"]]
    assert "carry the shopping" in titles
    with daily.diary() as diary:
        assert telling.activities(diary)[0].text == "carry the shopping"


def texts(told, key=""):
    """Every text of an answer."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from () if name in NO_WORDS else texts(value, name)
    elif isinstance(told, list):
        for each in told:
            yield from texts(each, key)
    elif isinstance(told, str):
        yield told


@pytest.fixture
def known(begun):
    """Somebody with two results of the same test."""
    measured(begun, lifted_in_turn())
    return begun, measured(begun, lifted_in_turn(left_share=0.55))["result"]


def test_a_result_its_report_and_the_tests_have_no_word_left_in_english(known):
    page, name = known
    page.app.dependency_overrides[words.asked] = lambda: wide
    told = page.get(f"/api/results/{name}").json()
    assert told["since"]["lines"]
    for answer in (told, page.get("/api/tests").json(), page.get("/api/results").json()):
        assert plain_words(" | ".join(texts(answer))) == []
    for figure in (*told["figures"], *told["pairs"]):
        assert plain_words(Texts(figure["svg"]).text) == []
    report = page.get(f"/api/results/{name}/report").text
    assert "Each number comes with" not in Texts(report).text


def test_the_browser_s_language_decides_and_english_is_as_before(known):
    page, name = known
    german = page.get(f"/api/results/{name}", headers=IN_GERMAN).json()
    assert german["brief"]["quality_text"] == "Gute Aufnahme"
    assert german["headings"][:2] == ["links", "rechts"]
    report = page.get(f"/api/results/{name}/report", headers=IN_GERMAN).text
    assert '<html lang="de">' in report
    assert "Wie sicher" in report
    # A frame sends the browser's own language: the one chosen in the page stands in the address.
    assert '<html lang="de">' in page.get(f"/api/results/{name}/report?lang=de").text
    english = page.get(f"/api/results/{name}").json()
    assert english["headings"][:2] == ["left", "right"]
    assert len(english["sentences"]) == len(german["sentences"])


def test_progress_has_no_word_left_in_english(known):
    page, _ = known
    page.app.dependency_overrides[words.asked] = lambda: wide
    told = page.get("/api/progress").json()
    for trend in told["trends"]:
        trend.pop("name"), trend.pop("side"), trend.pop("reading")
    told["working"].pop("answer")
    for spot in told["spots"]:
        spot.pop("kind"), spot.pop("marks")
    assert told["trends"]
    assert plain_words(" | ".join(texts(told))) == []
