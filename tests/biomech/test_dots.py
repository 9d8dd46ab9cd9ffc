"""Two dots on drawn hips: found to a fraction of a pixel, or refused with the reason."""

import math
import pickle
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import ndimage

from levelhip.biomech.dots import (
    DOT_FAULTS,
    DROP_SD_DEG,
    DotColours,
    HipView,
    NoDots,
    dot_drop,
    dot_line,
    found_dots,
    hip_box,
    learned_colours,
)
from levelhip.biomech.spots import LEAST_APART, colour_distance, spots
from levelhip.core import DOT_NAMES, Side
from tests.biomech.hip_picture import (
    GREEN,
    HIP_Y,
    MAGENTA,
    MIDDLE_X,
    SHIRT,
    SHORTS,
    SIZE,
    SKIN,
    TRUNK_PX,
    Scene,
    landmarks,
    view_of,
)


@cache
def learned(scene=Scene()):  # noqa: B008  frozen
    return learned_colours([scene.view()] * 2)


def slope_deg(dots):
    return math.degrees(math.atan2(dots.right[1] - dots.left[1], dots.left[0] - dots.right[0]))


def assert_near(dots, scene, within_px):
    left, right = scene.centres()
    assert (dots.left_refused, dots.right_refused) == ("", "")
    assert dots.left == pytest.approx(tuple(left), abs=within_px)
    assert dots.right == pytest.approx(tuple(right), abs=within_px)


def test_centres_are_found_to_a_tenth_of_a_pixel():
    assert_near(found_dots(Scene().view(), learned()), Scene(), 0.1)


@pytest.mark.parametrize("tilt_deg", [-12.0, -3.0, 2.0, 8.5, 15.0])
def test_the_tilt_between_the_dots_is_read_to_a_tenth_of_a_degree(tilt_deg):
    scene = Scene(tilt_deg=tilt_deg)
    got = slope_deg(found_dots(scene.view(), learned()))
    assert got == pytest.approx(tilt_deg, abs=0.1)


COLOURS = {
    "yellow": (240, 220, 40),
    "blue": (30, 70, 220),
    "orange": (250, 130, 20),
    "cyan": (30, 200, 220),
    "red": (215, 30, 30),
    "purple": (120, 40, 180),
    "magenta": MAGENTA,
    "green": GREEN,
}


@given(
    left=st.sampled_from(sorted(COLOURS)),
    right=st.sampled_from(sorted(COLOURS)),
    shorts=st.sampled_from([SHORTS, (30, 40, 80), (190, 190, 195), (120, 115, 105)]),
    diameter=st.floats(0.04, 0.08),
)
@settings(deadline=None, max_examples=6)
def test_any_two_contrasting_colours_will_do(left, right, shorts, diameter):
    one, other = COLOURS[left], COLOURS[right]
    assume(colour_distance(one, other) > 80)
    around = [colour_distance(dot, cloth) for dot in (one, other) for cloth in (shorts, SHIRT)]
    assume(min(around) > 110)
    scene = Scene(left=one, right=other, shorts=shorts, diameter=diameter, noise=3.0)
    colours = learned(scene)
    assert isinstance(colours, DotColours), colours
    later = replace(scene, tilt_deg=-7.0, seed=1)
    assert_near(found_dots(later.view(), colours), later, 0.4)


@pytest.mark.parametrize("light", [0.6, 0.8, 1.15])
def test_brighter_or_dimmer_light_moves_no_dot(light):
    scene = Scene(light=light, slope=0.5, tilt_deg=4.0)
    assert_near(found_dots(scene.view(), learned()), scene, 0.3)


@pytest.mark.parametrize("spoil", ["jpeg", "blur", "noise", "aslant"])
def test_what_a_camera_does_to_a_picture_costs_less_than_half_a_degree(spoil):
    scene = Scene(tilt_deg=6.0, narrow=0.85 if spoil == "aslant" else 1.0)
    picture = scene.picture()
    if spoil == "jpeg":
        _, coded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]
    elif spoil == "blur":
        picture = ndimage.gaussian_filter(picture, (1.5, 1.5, 0))
    elif spoil == "noise":
        picture = replace(scene, noise=10.0).picture()
    got = slope_deg(found_dots(view_of(picture), learned()))
    assert got == pytest.approx(6.0, abs=0.5)


@pytest.mark.parametrize(
    ("scene", "code"),
    [
        (Scene(left=None, right=None), "no-dots"),
        (Scene(left=None), "dot-missing"),
        (Scene(right=None), "dot-missing"),
        (Scene(shorts=MAGENTA), "dot-missing"),
        (Scene(shorts=(60, 190, 75)), "dot-missing"),
        (Scene(left=SHORTS, right=SHORTS), "no-dots"),
        (Scene(left=GREEN, right=GREEN), "dots-unclear"),
        (Scene(diameter=0.015), "no-dots"),
        (Scene(diameter=0.16), "no-dots"),
    ],
)
def test_what_are_not_two_dots_is_never_learned(scene, code):
    found = learned(scene)
    assert isinstance(found, NoDots)
    assert found.code == code
    assert "; " in found.text


def test_clothes_full_of_dots_are_refused():
    scene = Scene()
    picture = scene.picture().astype(float)
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]] + 0.5
    for dy in (-28, 0, 28):
        for dx, colour in ((-66, GREEN), (-36, MAGENTA), (36, MAGENTA), (66, GREEN)):
            scene.disc(picture, x, y, MIDDLE_X + dx, HIP_Y - 28 + dy, 6.5, colour)
    found = learned_colours([view_of(picture.astype(np.uint8))] * 2)
    assert isinstance(found, NoDots)
    assert found.code == "dots-many"


def test_nothing_seen_is_nothing_learned():
    assert isinstance(learned_colours([]), NoDots)
    gone = HipView(Scene().view().rgb, (0, 0), np.full((33, 3), np.nan))
    assert learned_colours([gone] * 4).code == "no-dots"


def covered(picture, at, radius_px, colour, *, shift=(0.0, 0.0)):
    painted = picture.astype(float)
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]] + 0.5
    Scene().disc(painted, x, y, at[0] + shift[0], at[1] + shift[1], radius_px, colour)
    return painted.astype(np.uint8)


def test_a_hand_over_half_a_dot_refuses_that_dot_alone():
    scene = Scene()
    left, _ = scene.centres()
    picture = covered(scene.picture(), left, 14.0, SKIN, shift=(14.0, 0.0))
    dots = found_dots(view_of(picture), learned())
    assert dots.left_refused == "dot-hidden"
    assert all(math.isnan(value) for value in dots.left)
    assert dots.right_refused == ""


def test_a_covered_dot_is_not_seen():
    scene = Scene()
    _, right = scene.centres()
    dots = found_dots(view_of(covered(scene.picture(), right, 30.0, SKIN)), learned())
    assert dots.right_refused == "dot-not-seen"
    assert dots.left_refused == ""


def test_cloth_of_the_dots_colour_is_refused_and_never_measured():
    dots = found_dots(Scene(shorts=MAGENTA).view(), learned())
    assert dots.left_refused == "dot-merged"
    assert math.isnan(dots.left[0])


def test_two_spots_of_the_colour_side_by_side_are_refused():
    scene = Scene()
    left, _ = scene.centres()
    picture = covered(scene.picture(), left, 6.6, MAGENTA, shift=(2.0, 24.0))
    assert found_dots(view_of(picture), learned()).left_refused == "dot-twice"


def test_a_lamp_of_the_same_colour_beside_the_person_changes_nothing():
    scene = Scene(tilt_deg=5.0)
    picture = scene.picture()
    for x, colour in ((MIDDLE_X + 0.55 * TRUNK_PX, MAGENTA), (MIDDLE_X - 0.5 * TRUNK_PX, GREEN)):
        picture = covered(picture, (x, HIP_Y - 30.0), 12.0, colour)
    assert_near(found_dots(view_of(picture), learned()), scene, 0.1)
    # The same at the start: the dots are still the ones that are learned.
    colours = learned_colours([view_of(picture)] * 2)
    assert isinstance(colours, DotColours)
    assert_near(found_dots(view_of(picture), colours), scene, 0.1)


def test_spots_that_do_not_sit_as_hip_bones_do_are_refused():
    colours = replace(learned(), left_at=(0.21, 0.22), right_at=(-0.21, 0.04))
    steep = Scene(tilt_deg=-15.0)
    dots = found_dots(steep.view(), colours)
    assert {dots.left_refused, dots.right_refused} <= set(DOT_FAULTS)
    assert "dots-askew" in (dots.left_refused, dots.right_refused)


def test_nobody_or_a_back_gives_no_dots():
    turned = landmarks()
    turned[:, 0] = 2 * MIDDLE_X - turned[:, 0]
    assert hip_box(turned, SIZE) is None
    assert hip_box(np.full((33, 3), np.nan), SIZE) is None
    view = Scene().view()
    dots = found_dots(HipView(view.rgb, view.origin, turned), learned())
    assert dots.left_refused == dots.right_refused == "hips-not-seen"


def test_a_box_at_the_edge_stays_inside_the_picture():
    points = landmarks()
    points[:, 0] -= 150.0
    left, top, right, bottom = hip_box(points, SIZE)
    assert left == 0
    assert 0 <= top < bottom <= SIZE[1]
    assert right <= SIZE[0]
    points[:, 0] -= 400.0
    assert hip_box(points, SIZE) is None


def test_the_search_has_no_memory_so_that_workers_may_share_a_clip():
    scenes = [Scene(tilt_deg=tilt, noise=4.0, seed=i) for i, tilt in enumerate((0.0, 5.0, -5.0))]
    views = [scene.view() for scene in scenes]
    colours = pickle.loads(pickle.dumps(learned()))
    forward = [found_dots(view, learned()) for view in views]
    backward = [found_dots(view, colours) for view in reversed(views)]
    assert forward == backward[::-1]


def test_a_white_dot_on_grey_cloth_is_not_claimed():
    part = np.full((40, 40, 3), 150, dtype=np.uint8)
    part[15:25, 15:25] = 245
    assert spots(part, (245, 245, 245), (150, 150, 150), least_px=5.0) == []
    assert LEAST_APART > 0


@given(
    drop=st.floats(-15, 15),
    uneven=st.floats(-3, 3),
    lifted=st.sampled_from([Side.LEFT, Side.RIGHT]),
)
@settings(deadline=None)
def test_drop_is_the_change_from_standing_and_positive_when_the_lifted_side_hangs(
    drop, uneven, lifted
):
    """A pelvis that stands uneven, then hangs by `drop` on the lifted side."""
    sign = 1.0 if lifted is Side.RIGHT else -1.0

    def line(slope):
        xyz = np.full((4, 2, 3), np.nan)
        rise = np.tan(np.radians(slope)) * 0.1
        xyz[:, 0, 1:], xyz[:, 1, 1:] = (1.0 + rise, -0.1), (1.0 - rise, 0.1)
        return dot_line(xyz, DOT_NAMES)

    value, sd = dot_drop(line(uneven + sign * drop), line(uneven), lifted)
    assert value == pytest.approx(drop, abs=1e-9)
    assert sd == pytest.approx(DROP_SD_DEG)


def test_a_drop_is_not_given_when_the_dots_were_mostly_lost():
    lost = np.array([1.0, np.nan, np.nan])
    known = np.array([0.0, 0.0, 0.0])
    assert math.isnan(dot_drop(lost, known, Side.LEFT)[0])
    assert math.isnan(dot_drop(known, lost, Side.LEFT)[0])
    assert math.isnan(dot_drop(known, np.empty(0), Side.LEFT)[0])
