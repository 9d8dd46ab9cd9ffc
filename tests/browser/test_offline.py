"""The page when levelhip is not running: it opens, says so, and shows nothing that grows old."""

from __future__ import annotations

import contextlib
import re

import pytest
from playwright.sync_api import expect

from levelhip.program.cards import cards
from levelhip.service import daily
from tests.browser.conftest import opened_page, running_site
from tools import diaries

OF_THE_PERSON = re.compile(r"/api/(?!cards\b|words/)")

EMERGENCY = """async () => {
  const asked = await (await fetch("/api/safety/questions?full=true")).json();
  const grave = asked.find((each) => each.grave);
  const said = Object.fromEntries(asked.map((each) => [each.id, each === grave ? "yes" : "no"]));
  await fetch("/api/safety/answers", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ said }),
  });
}"""
WORDS_KEPT = """async () => {
  while (!(await caches.match("/api/words/de"))) await new Promise((done) => setTimeout(done, 50));
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  }
  return { found, names: await caches.keys(), here: { ...localStorage } };
}"""


def today_was_seen(page, url):
    """A visit to the cards and to the plan of the day, with the shell kept by the browser."""
    diaries.begin()
    diaries.say_all(0)
    page.goto(url)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(f"{url}/learn")
    page.wait_for_selector(".cards .card")
    page.goto(url)
    page.wait_for_selector(".status")
    page.wait_for_function("() => localStorage.getItem('levelhip.last-plan') !== null")


@pytest.fixture
def visited(browser, own_store):
    """A page that saw today's plan, its server, and a way to end that."""
    with contextlib.ExitStack() as server:
        site = server.enter_context(running_site())
        with opened_page(browser, site, service_workers="allow") as page:
            today_was_seen(page, site.url)
            yield page, site, server.close
    assert site.outside == []


def test_a_page_without_its_server_says_so_and_goes_on_when_it_is_back(visited):
    page, site, stop = visited
    stop()
    page.reload()
    expect(page.locator("h1")).to_have_text("levelhip is not running")
    expect(page.locator("code").first).to_have_text("levelhip serve")
    plan = page.locator(".card", has_text="Today's plan, as last seen")
    expect(plan).to_contain_text("It may be old")
    assert plan.locator("li").count() > 0
    assert plan.locator("a, button").count() == 0, "nothing can be begun from an old plan"
    expect(page.locator("details")).to_have_count(len(cards()))
    # Every address of the page opens, and none of them shows more.
    page.goto(f"{site.url}/session/equal-weight")
    expect(page.locator("h1")).to_have_text("levelhip is not running")
    with running_site(int(site.url.rpartition(":")[2])):
        page.wait_for_selector(".before", timeout=60_000)


def test_what_the_browser_keeps_is_the_page_and_texts_that_are_the_same_for_everybody(visited):
    page, _, _ = visited
    kept = page.evaluate(KEPT)
    assert len(kept["names"]) == 1
    assert re.fullmatch(r"levelhip-[0-9a-f]{12}", kept["names"][0])
    assert any(each.endswith("/assets/" + each.rpartition("/")[2]) for each in kept["found"])
    assert not [each for each in kept["found"] if OF_THE_PERSON.search(each)]
    assert "answers" not in str(kept["here"])


def test_a_lock_takes_the_old_plan_away_and_is_not_passed_offline(visited):
    page, site, stop = visited
    page.evaluate(EMERGENCY)
    page.reload()
    expect(page.locator("h1")).to_have_text("Stop here for now")
    assert page.evaluate("() => localStorage.getItem('levelhip.last-plan')") is None
    stop()
    page.goto(f"{site.url}/session/equal-weight")
    expect(page.locator("h1")).to_have_text("levelhip is not running")
    expect(page.get_by_text("that holds")).to_be_visible()
    assert page.get_by_text("as last seen").count() == 0
    with daily.diary() as diary:
        assert daily.clearance(diary).shuts == "everything"


def test_a_plan_of_another_day_is_not_shown_and_gone(visited):
    page, _, stop = visited
    page.clock.install(time="2040-01-02T09:00:00")
    stop()
    page.reload()
    expect(page.locator("h1")).to_have_text("levelhip is not running")
    assert page.get_by_text("as last seen").count() == 0
    assert page.evaluate("() => localStorage.getItem('levelhip.last-plan')") is None


def test_offline_the_page_speaks_the_language_it_had(browser, own_store):
    with contextlib.ExitStack() as server:
        site = server.enter_context(running_site())
        with opened_page(browser, site, service_workers="allow", locale="de-DE") as page:
            page.goto(site.url)
            page.wait_for_selector("h1")
            german = page.locator("h1").inner_text()
            assert german != "Back pain in one spot? Get to know your hip."
            page.evaluate(WORDS_KEPT)
            server.close()
            page.reload()
            page.wait_for_selector("code")
            assert page.evaluate("() => document.documentElement.lang") == "de"
