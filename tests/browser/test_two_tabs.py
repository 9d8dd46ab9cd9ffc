"""Two pages before one session, and a server that is killed in the middle of a set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.by_ear import Blind, QuickClock, QuickSite, begun
from tests.browser.conftest import BEGIN
from tests.browser.test_whole_sessions import result_opened

ROOT = Path(__file__).resolve().parents[2]
REPS = 5


class Server:
    """A server of its own, with a quick clock; `kill` leaves it no moment to tidy up."""

    def __init__(self, port: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.served", str(port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ.copy(),
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=60)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def served() -> Iterator[list[Server]]:
    """One that may be put in another's place."""
    running = [Server()]
    try:
        yield running
    finally:
        running[-1].kill()


def tap(page) -> None:
    """One repetition; nobody does two in half a second, which the clock makes a tenth of one."""
    page.wait_for_timeout(150)
    page.keyboard.press("Space")


def counted(page, times: int) -> None:
    """Wait until so many repetitions are counted on the screen."""
    expect(page.locator(".session .big")).to_have_text(str(times))


def in_the_set(page, url) -> Blind:
    """A session of squats in which the person has begun to count."""
    page.goto(url)
    page.evaluate(BEGIN)
    begun(page, QuickSite(url, QuickClock()), "squat-check")
    blind = Blind(page, QuickClock())
    blind.go_through(until="And up.")
    return blind


def reps_told(page) -> list[dict]:
    """Repetitions of the newest result."""
    return page.evaluate(
        """async () => {
          const [newest] = await (await fetch("/api/results")).json();
          return newest.numbers;
        }"""
    )


def test_a_server_killed_in_a_set_loses_no_repetition_and_counts_none_twice(browser):
    with served() as running:
        site = QuickSite(running[0].url, QuickClock())
        with site.person(browser) as page:
            in_the_set(page, site.url)
            tap(page)
            counted(page, 1)
            tap(page)
            counted(page, 2)
            running[-1].kill()
            away = page.get_by_role("alert")
            expect(away).to_contain_text("nothing is lost")
            # Somebody who squats does not stop for it.
            tap(page)
            running.append(Server(running[0].port))
            expect(away).to_have_count(0)
            expect(page.get_by_text("Paused", exact=True)).to_be_visible()
            tap(page)
            counted(page, 3)
            tap(page)
            counted(page, 4)
            tap(page)
            result_opened(page)
            assert reps_told(page) == [f"Repetitions: {REPS}"]
            done = page.evaluate("async () => (await fetch('/api/sessions')).json()")
            assert [each["state"] for each in done] == ["finished"]


def test_a_second_tab_takes_over_and_the_first_says_so(browser):
    with served() as running:
        site = QuickSite(running[0].url, QuickClock())
        with site.opened(browser) as window:
            first = window.new_page()
            sent: list[str | bytes] = []
            first.on("websocket", lambda line: line.on("framesent", lambda told: sent.append(told)))
            in_the_set(first, site.url)
            tap(first)
            counted(first, 1)
            second = window.new_page()
            second.goto(f"{site.url}/session/squat-check")
            second.get_by_role("button", name="Go on here").click()
            expect(first.get_by_role("alert")).to_contain_text("goes on in another window")
            # More often than the other tab is tapped: numbers that it has used are not heard again.
            tap(first)
            tap(first)
            counted(second, 1)
            tap(second)
            counted(second, 2)
            first.get_by_role("button", name="Go on here").click()
            expect(second.get_by_role("alert")).to_contain_text("goes on in another window")
            expect(first.get_by_role("alert")).to_have_count(0)
            for times in (3, 4):
                tap(first)
                counted(first, times)
            # What was tapped at while the session went on elsewhere was not meant for it.
            assert len([each for each in sent if '"tap"' in str(each)]) == 3
            tap(first)
            result_opened(first)
            assert reps_told(first) == [f"Repetitions: {REPS}"]
