"""What goes out over a socket is never ahead of what the disk has."""

from __future__ import annotations

import json
import math

import pytest

from levelhip.web.line import Line
from levelhip.web.live import Seat
from tests.service.paged import begun_page, recorded

REPS = 2


@pytest.fixture(scope="module")
def squats():
    return recorded("squat-check", seed=1, reps=REPS)


class Slow:
    """A page that takes nothing."""


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_no_order_goes_out_before_the_disk_has_what_it_tells(squats, rounds):
    page = begun_page("squat-check", squats, reps=REPS)
    session, line = page.session, Line(Slow())
    session.settle_elsewhere()
    seat = Seat(session)
    page.come()
    ahead, count = 0, 0
    while session.state != "finished":
        page.round()
        count += 1
        # As where the disk is ready between two rounds, and new orders have come meanwhile.
        seat.tell(line, math.inf)
        numbers = [json.loads(text)["n"] for text in line._orders]
        assert max(numbers, default=0) <= session.told_n
        line._orders.clear()
        ahead += session.orders.last > session.told_n
        if count % rounds == 0:
            session.settle()
    assert ahead > REPS
    assert len(page.events()) == REPS
