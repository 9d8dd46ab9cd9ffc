"""The clock that use cases go by."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from levelhip.service.clock import now, standing_at


def test_the_clock_stands_only_inside_the_run_that_asked_for_it():
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with standing_at(moment):
        assert now() == moment
        with standing_at(moment.replace(hour=10)):
            assert now().hour == 10
        assert now() == moment
    assert abs((datetime.now(UTC) - now()).total_seconds()) < 60


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), standing_at(datetime(2026, 1, 5)):  # noqa: DTZ001
        pass


def test_the_environment_cannot_move_the_clock(monkeypatch):
    # A lock waits for a day of the machine's clock; a variable must not be a way round it.
    for name in ("LEVELHIP_NOW", "LEVELHIP_DATE", "FAKETIME", "SOURCE_DATE_EPOCH"):
        monkeypatch.setenv(name, "4102444800")
    assert abs((datetime.now(UTC) - now()).total_seconds()) < 60
