"""A second press answers nothing that nobody saw; a grave yes is told at once, whatever happens."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import BEGIN, opened_page, running_site
from tests.browser.test_session_page import started

FIRST = ".question .asked"
EMERGENCY = "emergency number"


def centre(page: Page, name: str) -> tuple[float, float]:
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stopped_here(page: Page) -> None:
    """The emergency words and numbers, once, and nothing that goes on."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop here for now")
    expect(page.get_by_text(EMERGENCY)).to_have_count(1)
    calls = page.locator("a[href^='tel:']")
    assert [each.get_attribute("href") for each in calls.all()] == ["tel:112", "tel:911"]
    for name in ("Yes", "No", "See the result", "Again", "Pause"):
        assert not page.get_by_role("button", name=name, exact=True).count()
    assert not page.get_by_role("link", name="See the result").count()


def test_a_double_press_answers_one_safety_question_and_the_next_press_counts(page, site):
    page.goto(site.url)
    at = centre(page, "Start")
    page.mouse.dblclick(*at)
    steps = page.locator(".steps")
    expect(steps).to_have_text("1 of 19")
    settled = "button:text-is('No'):not([aria-disabled=true])"
    page.wait_for_selector(settled)
    page.mouse.dblclick(*centre(page, "No"))
    expect(steps).to_have_text("2 of 19")
    page.wait_for_selector(settled)
    expect(steps).to_have_text("2 of 19")
    page.get_by_role("button", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    expect(steps).to_have_text("3 of 19")


def test_an_early_press_answers_no_question_of_a_session(begun, site):
    started(begun, site.url, "active-hip-abduction")
    # As soon as it is in view, by all means: whatever the machine is at, this is early.
    begun.evaluate(
        """() => new Promise((done) => {
          const look = () => {
            const yes = document.querySelector(".pair .button");
            if (!yes) return requestAnimationFrame(look);
            yes.click();
            for (const [kind, key] of [["keydown", "y"], ["keydown", " "], ["keyup", " "]])
              document.querySelector(".session").dispatchEvent(
                new KeyboardEvent(kind, { key, bubbles: true }));
            done();
          };
          look();
        })"""
    )
    asked = begun.locator(FIRST).inner_text()
    begun.wait_for_selector(".question.new", state="detached")
    assert begun.locator(".counted").count() == 0
    assert begun.locator(FIRST).inner_text() == asked
    begun.get_by_role("button", name="No", exact=True).click()
    expect(begun.locator(FIRST)).not_to_have_text(asked)


def test_a_grave_yes_in_a_session_is_told_once_with_the_numbers_to_call(begun, site):
    started(begun, site.url, "active-hip-abduction")
    begun.get_by_role("button", name="Yes", exact=True).click()
    expect(begun.locator(".session.grave")).to_be_visible()
    stopped_here(begun)
    assert "Safety question" not in begun.locator("body").inner_text()
    # When its words are over, the page that begins tells it, and what it is because of.
    expect(begun.get_by_text("Because of what you answered")).to_be_visible()
    stopped_here(begun)
    assert begun.evaluate("() => localStorage.getItem('levelhip.grave')") is None


@pytest.mark.parametrize("place", ["first visit", "session"])
def test_a_grave_yes_is_told_and_kept_while_levelhip_is_away(browser, own_store, place):
    with contextlib.ExitStack() as server:
        site = server.enter_context(running_site())
        port = int(site.url.rsplit(":", 1)[1])
        with opened_page(browser, site, service_workers="allow") as page:
            page.goto(site.url)
            page.wait_for_function("() => navigator.serviceWorker.controller !== null")
            if place == "session":
                page.evaluate(BEGIN)
                started(page, site.url, "active-hip-abduction")
            else:
                page.get_by_role("button", name="Start", exact=True).click()
            page.wait_for_selector("button:text-is('Yes'):not([aria-disabled=true])")
            server.close()
            page.get_by_role("button", name="Yes", exact=True).click()
            stopped_here(page)
            expect(page.get_by_text("levelhip does not answer now")).to_be_visible()
            page.on("dialog", lambda dialog: dialog.accept())
            page.reload()
            stopped_here(page)
            page.goto(f"{site.url}/session/walk")
            stopped_here(page)
            with running_site(port):
                expect(page.get_by_text("Because of what you answered")).to_be_visible()
                stopped_here(page)
                told = page.evaluate("async () => (await fetch('/api/safety')).json()")
                assert told["shuts"] == "everything"
                assert page.evaluate("() => localStorage.getItem('levelhip.grave')") is None
