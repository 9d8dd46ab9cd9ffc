from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.io.workers import cores, in_order


def letters(part: str, stop: threading.Event) -> Iterator[str]:
    assert not stop.is_set()
    yield from part


@given(parts=st.lists(st.text(max_size=5), max_size=20), jobs=st.integers(1, 5))
def test_pieces_come_in_order_whoever_makes_them(parts, jobs):
    assert "".join(in_order(parts, lambda: nullcontext(letters), jobs=jobs)) == "".join(parts)


def test_a_fault_is_raised_where_it_is_waited_for_after_what_came_before():
    def work(part: int, stop: threading.Event) -> Iterator[int]:
        yield part
        if part == 3:
            raise ValueError("part 3")

    got: list[int] = []
    with pytest.raises(ValueError, match="part 3"):
        got.extend(in_order(range(9), lambda: nullcontext(work), jobs=2))
    assert got == [0, 1, 2, 3]


def test_no_more_parts_are_begun_than_workers_and_one():
    begun: list[int] = []

    def work(part: int, stop: threading.Event) -> Iterator[int]:
        begun.append(part)
        yield part

    for i, _ in enumerate(in_order(range(40), lambda: nullcontext(work), jobs=2)):
        # One part is in the reader's hands, three are done or under way.
        assert len(begun) <= i + 1 + 3


def test_breaking_off_ends_the_workers():
    stopped = []

    def work(part: int, stop: threading.Event) -> Iterator[int]:
        yield part
        stop.wait(10)
        stopped.append(stop.is_set())

    before = threading.active_count()
    pieces = in_order(range(4), lambda: nullcontext(work), jobs=2)
    assert next(pieces) == 0
    pieces.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    assert all(stopped)


def test_the_calling_thread_keeps_its_cores():
    before = cores()

    def work(part: int, stop: threading.Event) -> Iterator[int]:
        yield part

    assert list(in_order([1, 2], lambda: nullcontext(work), jobs=len(before))) == [1, 2]
    assert cores() == before


def test_each_worker_has_one_station_and_clears_it():
    made, cleared = [], []

    @contextmanager
    def station():
        me = threading.get_ident()
        made.append(me)

        def work(part: int, stop: threading.Event) -> Iterator[int]:
            assert threading.get_ident() == me
            yield part

        yield work
        cleared.append(me)

    assert list(in_order(range(20), station, jobs=3)) == list(range(20))
    assert sorted(made) == sorted(cleared)
    assert len(made) == 3
