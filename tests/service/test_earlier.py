"""The report of the diary's person tells what became of the numbers since the last result."""

from datetime import timedelta

import pytest

from levelhip.io.result_file import ProtocolInfo
from levelhip.program import questions
from levelhip.service import AnalysisOptions, analyse, daily
from levelhip.service.clock import now
from levelhip.service.earlier import MOST, earlier_results, recorded_at
from levelhip.service.kept import keep_analysis


@pytest.fixture
def begun():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in questions().question})


def weighed(folder, left, *, days_ago=0):
    options = AnalysisOptions(scales=((left, 70.0 - left), (left + 0.2, 69.8 - left)))
    on = (now() - timedelta(days=days_ago)).date()
    done = analyse(None, "equal-weight", options=options, out=folder, diary_at=recorded_at(on))
    keep_analysis(done, on)
    return done


def test_a_result_is_set_beside_the_last_one_before_it(begun, tmp_path):
    first = weighed(tmp_path / "a", 41.0, days_ago=9)
    second = weighed(tmp_path / "b", 35.0)
    then = (now() - timedelta(days=9)).date()
    assert "Since" not in first.files["report"].read_text(encoding="utf-8")
    page = second.files["report"].read_text(encoding="utf-8")
    assert f"Since {then}" in page
    # 59 % then, 50 % now: nearer to even.
    assert "Improved: weight on the left foot, standing." in page


def test_the_recording_itself_and_other_protocols_are_no_earlier_results(begun, tmp_path):
    done = [weighed(tmp_path / str(i), 36.0 + i, days_ago=i) for i in range(5)]
    told, own = done[0].result.protocol, done[0].result.recording.id
    found = earlier_results(told, before=now(), recording_id=own)
    # Newest first, and no more than can be told apart on one map.
    assert [each.result.recording.id for each in found] == [
        each.result.recording.id for each in done[1 : 1 + MOST]
    ]
    other = ProtocolInfo("squat-check", told.version)
    assert earlier_results(other, before=now(), recording_id=own) == ()


def test_without_a_diary_there_is_no_earlier_result(tmp_path):
    done = weighed(tmp_path / "a", 41.0)
    again = earlier_results(done.result.protocol, before=now(), recording_id="none")
    assert again == ()
