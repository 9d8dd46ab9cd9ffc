"""Where to stand before a camera: each thing that is not right is told with its way out."""

from __future__ import annotations

import numpy as np
import pytest

from levelhip.engine.placement import Seen, placement
from levelhip.protocols import protocol, session_words
from levelhip.protocols.schema import View
from tests.biomech.camera_person import Camera, standing, track_of
from tests.biomech.lying_person import Rep, a_set, camera_samples

DARK = 45.0
STAND, LIE = View(), View(standing=False, frontal=False, lying=True)


def seen(track, size=(720, 1280), *, people=1.0, brightness=120.0):
    counted = np.full(len(track), np.nan)
    counted[::10] = people
    return Seen(track.time_s, track.xyz, track.confidence, counted, size, brightness)


def judged(camera=None, *, poses=None, view=STAND, dots=False, rate_hz=10.0, **how):
    camera = camera or Camera()
    track = track_of(poses or [standing()] * 30, camera, rate_hz=rate_hz)
    return placement(seen(track, camera.size, **how), view, dots=dots, dark=DARK)


def state(found, name):
    return {each.id: each.state for each in found.checks}[name]


def test_who_stands_still_in_full_view_is_ready():
    found = judged()
    assert {each.state for each in found.checks} == {"ok"}
    assert (found.ready, found.hint, found.may_start) == (True, "ready", True)


@pytest.mark.parametrize("rate_hz", [2.0, 5.0, 10.0, 30.0])
def test_it_does_not_matter_how_many_pictures_a_machine_sees(rate_hz):
    poses = [standing()] * round(3.0 * rate_hz + 1)
    assert judged(poses=poses, rate_hz=rate_hz).ready


def test_well_for_less_than_two_seconds_is_not_yet_ready():
    short = judged(poses=[standing()] * 19)
    assert not short.ready
    assert short.hint == ""
    faulty = track_of([standing()] * 30, Camera(), rate_hz=10.0)
    xyz = faulty.xyz.copy()
    xyz[11:17, :, 0] += 5000.0  # 1.3 to 1.8 s before the end: out of the picture
    told = Seen(faulty.time_s, xyz, faulty.confidence, np.ones(30), (720, 1280), 120.0)
    found = placement(told, STAND, dots=False, dark=DARK)
    assert state(found, "whole") == "ok"
    assert not found.ready


CAMERAS = [
    (Camera(height_m=1.45), "whole", "cut-feet"),
    (Camera(height_m=0.15), "whole", "cut-head"),
    (Camera(distance_m=1.2), "whole", "near"),
    (Camera(distance_m=14.0), "distance", "far"),
    (Camera(person_turned_deg=85), "facing", "side-on"),
    (Camera(roll_deg=12), "level", "turn-counter"),
    (Camera(roll_deg=-12), "level", "turn-clockwise"),
    (Camera(size=(1280, 720), focal_px=650.0, roll_deg=90), "posture", "lying"),
]


@pytest.mark.parametrize(("camera", "check", "hint"), CAMERAS)
def test_what_is_not_right_is_told_with_its_way_out(camera, check, hint):
    found = judged(camera)
    assert state(found, check) == "not"
    assert found.hint == hint
    assert not found.ready
    assert found.may_start


@pytest.mark.parametrize(("turned_deg", "hint"), [(0, "go-right"), (180, "go-left")])
def test_sides_are_the_person_s_own(turned_deg, hint):
    camera = Camera(size=(1280, 720), focal_px=650.0, person_turned_deg=turned_deg)
    track = track_of([standing()] * 30, camera, rate_hz=10.0)
    xyz = track.xyz.copy()
    # At the picture's right edge is the left of who faces the camera.
    xyz[:, :, 0] += 640.0 - 20.0
    told = Seen(track.time_s, xyz, track.confidence, np.ones(30), camera.size, 120.0)
    found = placement(told, STAND, dots=False, dark=DARK)
    assert (state(found, "whole"), found.hint) == ("not", hint)


def test_a_back_will_do_but_not_where_dots_are_to_be_seen():
    behind = Camera(person_turned_deg=180)
    assert judged(behind).ready
    assert judged(behind, dots=True).hint == "turned-away"


def test_nobody_leaves_the_rest_unknown():
    track = track_of([standing()] * 30, Camera(), rate_hz=10.0)
    nobody = np.full_like(track.xyz, np.nan)
    told = Seen(track.time_s, nobody, np.zeros((30, 33)), np.zeros(30), (720, 1280), 120.0)
    found = placement(told, STAND, dots=False, dark=DARK)
    assert found.hint == "nobody"
    for name in ("alone", "posture", "whole", "distance", "facing"):
        assert state(found, name) == "unknown"


def test_a_second_person_is_the_only_thing_that_may_not_be_overridden():
    found = judged(people=2.0)
    assert (found.hint, found.ready, found.may_start) == ("second-person", False, False)


def test_what_was_not_looked_at_is_unknown_and_nothing_begins_by_itself():
    assert state(judged(people=np.nan), "alone") == "unknown"
    assert not judged(people=np.nan).ready
    assert state(judged(brightness=None), "light") == "unknown"
    assert not judged(brightness=None).ready
    moving = [standing(shift_m=0.1 * (i % 2)) for i in range(30)]
    found = judged(poses=moving)
    assert (state(found, "level"), found.hint, found.ready) == ("unknown", "still", False)


def test_too_few_pictures_tell_nothing():
    found = judged(poses=[standing()] * 2)
    assert {each.state for each in found.checks if each.id != "light"} == {"unknown"}
    assert (found.ready, found.may_start) == (False, False)


def test_a_dark_room_is_told():
    assert judged(brightness=DARK - 1.0).hint == "dark"


def test_a_camera_on_the_floor_is_told_but_does_not_hold_up():
    track = track_of([standing()] * 30, Camera(), rate_hz=10.0)
    xyz = track.xyz.copy()
    hips = [track.names.index(f"{side}_hip") for side in ("left", "right")]
    xyz[:, hips, 1] -= 60.0  # the trunk is short: seen from below
    told = Seen(track.time_s, xyz, track.confidence, np.ones(30), (720, 1280), 120.0)
    found = placement(told, STAND, dots=False, dark=DARK)
    assert state(found, "height") == "poor"
    assert found.ready


def test_who_is_to_lie_is_asked_to_and_is_ready_on_the_side():
    assert judged(view=LIE).hint == "upright"
    track = camera_samples(a_set([Rep()], rest_s=2.0)).track
    lying = track.cut(0, 75)
    found = placement(seen(lying, (640, 480)), LIE, dots=False, dark=DARK)
    assert state(found, "posture") == "ok"
    assert state(found, "facing") == "ok"
    assert "level" not in {each.id for each in found.checks}


def test_every_hint_has_its_words_and_no_words_are_for_nothing():
    hints = {
        *(hint for _, _, hint in CAMERAS),
        *("nobody", "not-a-body", "second-person", "upright", "go-left", "go-right", "hidden"),
        *("turned-away", "not-on-side", "dark", "still", "high", "low", "ready"),
    }
    assert set(session_words().placement) == hints
    assert all(each.say for each in session_words().placement.values())


@pytest.mark.parametrize("name", ["equal-weight", "wall-hip-drop", "walk", "side-lying-abduction"])
def test_each_protocol_says_itself_whether_it_is_done_lying(name):
    view = protocol(name).view
    assert judged(view=view).ready == (not view.lying)
