"""Every way in, asked with whatever fits its description and with what does not."""

import shutil
from itertools import product
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from levelhip.protocols import language, protocols
from levelhip.service import daily
from levelhip.service.clock import standing_at
from levelhip.service.doing import doable
from levelhip.service.page_start import Wish, page_session
from levelhip.service.past_results import past_results
from levelhip.store.database import store_url
from levelhip.web import made_app
from tests.web.first_week import first_week
from tools import diaries

HOST = "127.0.0.1:8177"
CHECKS = (not_a_server_error, response_schema_conformance)
TENTH_DAY = diaries.moment(9)
ONLY_ELSEWHERE = ("/api/phones", "/api/placement", "/api/restore", "/api/wipe")
"""What nothing made up can do: it needs a network, a body in view, a file, the typed word."""


def ways_in(without):
    """The description of a server of its own."""
    app = made_app([HOST])
    schema = schemathesis.openapi.from_dict(app.openapi()).exclude(path_regex=without)
    schema.app = app
    return schema


schema = ways_in("/recordings|/pose")
# The PDF of somebody takes a second each time; `test_pages_api.py` has one made.
schema_of_somebody = ways_in("/recordings|/pose|[.]pdf")
ways_of_somebody = [each.ok() for each in schema_of_somebody.get_all_operations()]
few = settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def answer(case):
    return case.call_and_validate(headers={"host": HOST}, base_url=f"http://{HOST}", checks=CHECKS)


@schema.parametrize()
@few
def test_nothing_that_is_asked_breaks_the_server(case):
    answer(case)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The folder of a store with a first week in it, and what can be said there."""
    folder = tmp_path_factory.mktemp("week")
    with pytest.MonkeyPatch.context() as own, standing_at(TENTH_DAY):
        own.setenv("LEVELHIP_STORE", f"sqlite:///{folder / 'levelhip.sqlite'}")
        first_week(tmp_path_factory.mktemp("files"))
        with daily.diary() as diary:
            daily.screen(diary, {each.id: "no" for each in daily.questions(full=True)})
            results, exercises = past_results(diary), doable(diary)
        session = page_session(Wish("equal-weight", voice="off"), language("en"))
        schema_of_somebody.app.state.live.add(session)
        known = {
            "result_id": [each.id for each in results],
            "session_id": [session.id],
            "protocol_id": [each.id for each in protocols()],
            "protocol": [each.id for each in protocols()],
            "exercise": [each.exercise for each in exercises],
            "name": ["rmdq24"],
            "text": list(diaries.AIMS),
            "code": ["en", "de"],
            "lang": ["en", "de"],
            "language": ["en", "de"],
            "on": [f"{diaries.moment(day).date()}" for day in (0, 9)],
            "kg": [60.0],
            "reps": [5],
            "x_m": [-0.045],
            "y_m": [0.01],
        }
    assert all(known.values())
    return folder, known


@pytest.mark.parametrize("way", ways_of_somebody, ids=lambda way: way.label)
def test_somebody_with_a_week_behind_is_answered(way, week, own_store):
    folder, known = week
    own = Path(store_url().removeprefix("sqlite:///")).parent
    shutil.copytree(folder, own, dirs_exist_ok=True)
    said = []

    @settings(few, max_examples=3, phases=(Phase.generate,))
    @given(case=way.as_strategy(), data=st.data())
    def asked(case, data):
        parts = (case.path_parameters, case.query, case.body)
        for part, name in product([each for each in parts if isinstance(each, dict)], known):
            if name in part:
                part[name] = data.draw(st.sampled_from(known[name]))
        said.append(answer(case).status_code)

    with standing_at(TENTH_DAY):
        asked()
    assert 200 in said or way.path.startswith(ONLY_ELSEWHERE)
