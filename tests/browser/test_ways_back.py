"""Leaving and coming back: the browser's Back, pages that do not come, what goes on elsewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from levelhip.service import daily
from levelhip.service.clock import now
from tests.browser.test_phone import KNOWN
from tests.browser.test_session_page import started

SHUT = """async () => {
  const asked = await (await fetch("/api/safety/questions?full=true")).json();
  const said = Object.fromEntries(asked.map((each) => [each.id, "no"]));
  said[asked[0].id] = "yes";
  await fetch("/api/safety/answers", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ said }),
  });
}"""
TRAINS = "side-lying-abduction|wall-hip-drop|sack-swinger|levelhip-plan|/session/|/plan|/done"


@pytest.fixture
def known(begun):
    """Somebody whose first visit and whose questions of today are over."""
    begun.evaluate(KNOWN)
    with daily.diary() as diary:
        daily.say(diary, now().date(), usual=2, trained=False)
    return begun


def skipped(page):
    """Today, whatever it asks first."""
    for _ in range(10):
        page.wait_for_selector(".status, button:text-is('Skip')")
        if page.locator(".status").count():
            return
        title = page.locator("h1").inner_text()
        page.get_by_role("button", name="Skip", exact=True).click()
        page.wait_for_function(
            "was => document.querySelector('.status') || document.querySelector('h1')"
            "?.innerText !== was",
            arg=title,
        )


def test_back_in_the_questions_goes_a_question_back_then_to_the_page_before(page, site):
    page.goto(site.url)
    page.get_by_role("button", name="Start", exact=True).click()
    titles = []
    for _ in range(3):
        page.wait_for_timeout(600)
        titles.append(page.locator("h1").inner_text())
        page.get_by_role("button", name="No", exact=True).click()
        expect(page.locator("h1")).not_to_have_text(titles[-1])
    page.go_back()
    expect(page.locator("h1")).to_have_text(titles[2])
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("h1")).to_have_text(titles[1])
    page.reload()
    expect(page.locator("h1")).to_have_text(titles[1])
    page.go_back()
    expect(page.locator("h1")).to_have_text(titles[0])
    page.go_back()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert page.url.startswith(site.url)


def test_back_in_a_session_pauses_and_asks_and_today_tells_that_it_can_go_on(known, site):
    known.goto(f"{site.url}/test")
    known.get_by_role("link", name="Start Active hip abduction, rated by yourself").click()
    known.get_by_role("button", name="Start", exact=True).click()
    known.wait_for_selector(".session")
    known.go_back()
    asks = known.get_by_role("alertdialog")
    expect(asks).to_contain_text("kept")
    asks.get_by_role("button", name="Stay here").click()
    expect(known.locator(".session h1")).to_have_text("Paused")
    known.go_back()
    asks.get_by_role("button", name="Leave").click()
    known.wait_for_url("**/test")
    known.get_by_role("link", name="Today").click()
    skipped(known)
    expect(known.locator(".note", has_text="can go on where it was")).to_be_visible()
    known.get_by_role("link", name="Go on", exact=True).click()
    expect(known.get_by_role("button", name="Go on", exact=True)).to_be_visible()


def test_a_session_in_another_window_is_told_as_running_there(begun, site):
    started(begun, site.url, "active-hip-abduction")
    other = begun.context.new_page()
    other.goto(f"{site.url}/session/active-hip-abduction")
    expect(other.get_by_text("One of these runs in another window")).to_be_visible()
    expect(other.get_by_role("button", name="Go on here")).to_be_visible()


def test_back_before_a_test_goes_to_the_page_of_tests(begun, site):
    begun.goto(f"{site.url}/test")
    begun.get_by_role("link", name="Start Squat check").click()
    begun.get_by_role("button", name="Back", exact=True).click()
    begun.wait_for_url("**/test")


def test_what_is_shut_leaves_language_summary_files_and_the_way_to_delete(page, site):
    page.goto(site.url)
    page.evaluate(SHUT)
    page.goto(site.url)
    expect(page.locator("h1")).to_have_text("Stop here for now")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the summary (PDF)").click()
    assert got.value.suggested_filename == "levelhip-summary.pdf"
    page.get_by_label("Language").select_option("de")
    expect(page.locator("h1")).to_have_text("Hör hier fürs Erste auf")
    for path, holds in (("/share", "levelhip-export.zip"), ("/settings", "de")):
        page.locator(f"a[href='{path}']").click()
        page.wait_for_selector("main.home .card")
        expect(page.locator("h1")).not_to_have_text("Hör hier fürs Erste auf")
        assert holds in page.content()
        page.wait_for_load_state("networkidle")
        links = [each.get_attribute("href") or "" for each in page.locator("a").all()]
        assert not [each for each in links if re.search(TRAINS, each)]
        page.locator("nav a[href='/']").click()
    for path in ("/plan", "/done", "/test", "/session/walk", "/learn", "/progress", "/results"):
        page.goto(site.url + path)
        expect(page.locator("h1")).to_have_text("Hör hier fürs Erste auf")


def test_a_part_that_cannot_be_loaded_says_so_and_is_tried_again(begun, site):
    begun.goto(f"{site.url}/test")
    begun.route("**/assets/SessionPage-*", lambda route: route.abort())
    begun.get_by_role("link", name="Start Squat check").click()
    expect(begun.get_by_role("alert")).to_contain_text("could not be loaded")
    begun.unroute("**/assets/SessionPage-*")
    begun.get_by_role("button", name="Try again").click()
    expect(begun.locator("h1")).to_have_text("Squat check")


def test_an_empty_page_says_that_it_waits_and_a_grey_start_why(begun, site):
    begun.route("**/api/safety", lambda route: None)
    begun.goto(f"{site.url}/session/squat-check", wait_until="commit")
    expect(begun.get_by_role("status")).to_have_text("One moment.")
    begun.unroute("**/api/safety")
    begun.goto(f"{site.url}/session/squat-check")
    expect(begun.get_by_role("status").first).to_contain_text("Looking for a voice")


def test_an_address_of_nothing_is_said_in_words(begun, site):
    begun.goto(f"{site.url}/session/nope")
    expect(begun.locator("h1")).to_have_text("There is no such page")


def test_a_recording_that_was_left_is_told_of_when_one_comes_back(begun, site, tmp_path):
    file = tmp_path / "squat-check.mp4"
    file.write_bytes(b"this is no film" * 100)
    begun.goto(f"{site.url}/test")
    held = []
    begun.route(re.compile("api/recordings.protocol"), lambda route: held.append(route))
    begun.locator("input[type=file]").set_input_files(file)
    begun.get_by_role("button", name="Measure it").click()
    expect(begun.get_by_text("Handing it over …")).to_be_visible()
    begun.get_by_role("link", name="Progress").click()
    begun.get_by_role("link", name="Test", exact=True).click()
    expect(begun.get_by_text("Handing it over …")).to_be_visible()
    held[0].continue_()
    expect(begun.locator(".measuring h2")).to_have_text("squat-check.mp4")
    expect(begun.locator(".measuring .fault")).to_contain_text("Holds text, not a video")
