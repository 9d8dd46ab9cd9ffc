"""Parts of a job done by several threads at once and handed over in order."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Generic, TypeAlias, TypeVar

Part = TypeVar("Part")
Piece = TypeVar("Piece")
Work: TypeAlias = Callable[[Part, threading.Event], Iterator[Piece]]


def cores() -> list[int]:
    """The processor cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def in_order(
    parts: Sequence[Part],
    station: Callable[[], AbstractContextManager[Work[Part, Piece]]],
    *,
    jobs: int,
) -> Iterator[Piece]:
    """The pieces that each part gives, part after part, worked on by `jobs` threads.

    Threads are enough where the work is done in libraries that leave Python's lock meanwhile, as
    decoder, pose model and encoder do; a thread starts at once where a process would first load
    everything again.

    Parameters
    ----------
    parts : sequence
        Begun in this order, each by the first worker that is free.
    station : callable
        Gives each worker what it works with, for as long as it works: a function from a part, and
        an event that is set when it may stop early, to the part's pieces.
    jobs : int
        Threads. With as many as there are cores, each is kept on a core of its own.

    Yields
    ------
    Piece
        At most `jobs` + 1 parts are held, so memory does not grow with their number.
    """
    crew = _Crew(parts, station, jobs)
    threads = [
        threading.Thread(target=crew.run, args=(i,), name=f"levelhip-{i}", daemon=True)
        for i in range(min(jobs, len(parts)))
    ]
    for thread in threads:
        thread.start()
    try:
        yield from crew.pieces()
    finally:
        crew.stop(len(threads))
        for thread in threads:
            thread.join()


class _Crew(Generic[Part, Piece]):
    """What the workers of one job share."""

    def __init__(
        self,
        parts: Sequence[Part],
        station: Callable[[], AbstractContextManager[Work[Part, Piece]]],
        jobs: int,
    ) -> None:
        self._parts = parts
        self._station = station
        self._outputs: list[queue.SimpleQueue[tuple[Piece] | BaseException | None]] = [
            queue.SimpleQueue() for _ in parts
        ]
        self._todo: queue.SimpleQueue[int] = queue.SimpleQueue()
        for index in range(len(parts)):
            self._todo.put(index)
        self._stopped = threading.Event()
        self._room = threading.Semaphore(jobs + 1)
        self._cores = cores()
        self._pinned = jobs == len(self._cores) and hasattr(os, "sched_setaffinity")

    def run(self, worker: int) -> None:
        """Do parts until none is left."""
        if self._pinned:
            # Threads that a library starts from here inherit the core; without this they wander
            # over all cores, which cost 20 to 40 % of the speed where it was measured.
            os.sched_setaffinity(0, {self._cores[worker]})
        with self._station() as work:
            self._work_off(work)

    def _work_off(self, work: Work[Part, Piece]) -> None:
        while self._room.acquire() and not self._stopped.is_set():
            try:
                index = self._todo.get_nowait()
            except queue.Empty:
                return
            output = self._outputs[index]
            try:
                for piece in work(self._parts[index], self._stopped):
                    output.put((piece,))
                output.put(None)
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                output.put(error)
                return

    def pieces(self) -> Iterator[Piece]:
        """All pieces in order; an error in a worker is raised here."""
        for output in self._outputs:
            while (piece := output.get()) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                yield piece[0]
            self._room.release()

    def stop(self, workers: int) -> None:
        """Let all workers end as soon as they can."""
        self._stopped.set()
        if workers:
            self._room.release(workers)
