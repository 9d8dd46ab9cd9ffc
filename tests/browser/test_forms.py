"""What is typed and pressed: key by key, twice, beside the body, or not at all."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BEGIN, opened_page
from tests.browser.test_phone import KNOWN

ASK = "async (path) => (await fetch(path)).json()"
IN_VIEW = """each => {
  const { top, bottom } = each.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""
DONE = {
    "exercise": "neutral-hold",
    "title": "Hold",
    "dose": "2 x 5",
    "how": [],
    "coach": "",
    "sets": 2,
    "reps": 5,
    "minutes": None,
    "kg": None,
}


@pytest.fixture
def known(begun, site):
    begun.evaluate(KNOWN)
    begun.goto(f"{site.url}/settings")
    begun.get_by_label("Body weight").wait_for()
    return begun


def keep(page):
    page.get_by_label("Body weight").locator("xpath=ancestor::form").locator(
        "[type=submit]"
    ).click()


def profile(page):
    return page.evaluate(ASK, "/api/settings")["profile"]


@pytest.mark.parametrize("typed", ["72.5", "72,5"])
def test_a_number_stays_as_it_is_typed_key_by_key(known, typed):
    for name, keys in (("Body weight", typed), ("Hours sitting", "7.5"), ("Year of", "1970")):
        known.get_by_label(name).press_sequentially(keys)
        expect(known.get_by_label(name)).to_have_value(keys)
    keep(known)
    expect(known.get_by_text("Kept.")).to_be_visible()
    told = profile(known)
    assert (told["mass_kg"], told["sitting_h"], told["born_year"]) == (72.5, 7.5, 1970)


def test_what_cannot_be_is_told_at_its_field_in_the_chosen_unit_and_is_not_sent(known):
    weight = known.get_by_label("Body weight")
    weight.press_sequentially("heavy")
    expect(known.get_by_text("Give a number alone, as 72.5.")).to_be_visible()
    weight.fill("")
    weight.press_sequentially("80")
    known.get_by_label("Weights in").select_option("lb")
    expect(weight).to_have_value("176.4")
    weight.fill("")
    weight.press_sequentially("9")
    keep(known)
    told = known.get_by_text("Give 56 to 551.")
    expect(told).to_be_visible()
    assert told.evaluate(IN_VIEW)
    assert profile(known)["mass_kg"] is None


def test_a_refusal_stands_in_view_at_the_button_that_was_pressed(known, site):
    known.route("**/api/profile", lambda route: route.fulfill(status=400, json={"error": "No."}))
    keep(known)
    expect(known.get_by_role("alert")).to_have_text("No.")
    assert known.get_by_role("alert").evaluate(IN_VIEW)


def test_a_height_is_told_at_its_field_and_metres_are_taken(known, site):
    sent = []

    def taken(route, request):  # type: ignore[no-untyped-def]
        sent.append(request.url)
        route.fulfill(status=400, json={"error": "No."})

    known.route("**/api/recordings?*", taken)
    known.goto(f"{site.url}/test")
    film = {"name": "equal-weight.mp4", "mimeType": "video/mp4", "buffer": b"x"}
    known.locator("input[type=file]").set_input_files(film)
    height = known.get_by_label("Your height")
    height.press_sequentially("17")
    known.get_by_role("button", name="Measure it").click()
    expect(known.get_by_text("Give 100 to 230.")).to_be_visible()
    assert sent == []
    height.fill("")
    height.press_sequentially("1.75")
    expect(known.get_by_text("Taken as 175 cm.")).to_be_visible()
    known.get_by_role("button", name="Measure it").click()
    expect(known.get_by_text("No.", exact=True)).to_be_visible()
    assert sent[0].endswith("height_m=1.75")
    expect(height).to_have_value("175")


def test_a_first_visit_can_be_skipped_and_stands_in_the_way_of_nothing(page, site):
    page.goto(site.url)
    page.evaluate(BEGIN)
    page.goto(site.url)
    map_ = page.locator(".body-map")
    box = map_.bounding_box()
    map_.click(position={"x": 4, "y": 4})
    expect(page.get_by_role("status")).to_contain_text("No mark goes there")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    map_.click(position={"x": 0.45 * box["width"], "y": 0.45 * box["height"]})
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    page.goto(f"{site.url}/settings")
    expect(page.locator("h1")).to_have_text("Settings")
    page.goto(site.url)
    page.get_by_role("button", name="No spot").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("h1")).to_have_text("What do you want to do again?")
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("h1")).to_have_text("Today")
    # Another tab of the same day asks what is due; nobody is asked for a sheet of paper.
    other = page.context.new_page()
    other.goto(site.url)
    expect(other.locator(".steps")).to_have_text(re.compile(r"^1\sof\s"))
    expect(other.locator("h1")).to_contain_text("Usual back pain")
    assert "rmdq24" not in [each["name"] for each in other.evaluate(ASK, "/api/checkin")]


def test_done_that_is_pressed_twice_on_a_slow_answer_is_sent_once_and_says_that_it_waits(
    known, site
):
    sent = []

    def slow(route, request):  # type: ignore[no-untyped-def]
        if request.method == "GET":
            return route.fulfill(json=[DONE])
        sent.append(request.post_data_json)
        time.sleep(1.5)
        return route.continue_()

    known.route("**/api/done", slow)
    known.goto(f"{site.url}/done")
    known.get_by_role("button", name="Done it").click()
    known.get_by_role("button", name="Next").click()
    known.get_by_role("button", name="Skip").click()
    known.locator(".scale label", has_text="2").first.click()
    known.get_by_role("button", name="Done").dblclick()
    known.wait_for_url(f"{site.url}/")
    assert len(sent) == 1
    assert len(sent[0]["token"]) == 32


def test_after_a_wipe_another_page_leads_to_the_beginning(known):
    known.evaluate(
        """async () => fetch("/api/wipe", { method: "POST",
          headers: { "content-type": "application/json" }, body: '{"typed": "delete"}' })"""
    )
    known.get_by_role("link", name="Today").click()
    expect(known.get_by_role("alert")).to_contain_text("Nothing is known of you")
    known.get_by_role("button", name="Begin").click()
    expect(known.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_an_aim_of_one_long_word_stays_within_the_page(browser, site):
    with opened_page(browser, site, viewport={"width": 320, "height": 700}) as page:
        page.goto(site.url)
        page.evaluate(BEGIN)
        page.goto(site.url)
        page.get_by_role("button", name="No spot").click()
        page.get_by_role("button", name="Skip").click()
        page.get_by_role("textbox").fill("w" * 60)
        page.locator(".scale label", has_text="2").first.click()
        page.get_by_role("button", name="Keep this one").click()
        expect(page.locator(".aims strong")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
