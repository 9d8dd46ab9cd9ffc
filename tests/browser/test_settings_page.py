"""The settings, and what else is asked in two places and must be the same in both."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BEGIN, opened_page
from tests.browser.test_phone import KNOWN
from tests.browser.test_session_page import VOICE
from tests.web.at_door import served

KNOCK = "A knock on this phone answers, too"
REFUSES = 'DeviceMotionEvent.requestPermission = async () => "denied";'
"""A system that asks the person, who says no."""

LINES = """each => {
  const range = document.createRange(), lines = {};
  for (const node of each.childNodes)
    for (let i = 0; i < (node.length ?? 0); i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      lines[top] = (lines[top] ?? "") + node.data[i];
    }
  return Object.values(lines);
}"""
"""The lines in which words are shown."""


@pytest.mark.parametrize("path", ["settings", "session/walk"])
def test_knocks_are_offered_only_where_they_are_felt_and_used_only_where_allowed(
    browser, site, path
):
    with opened_page(browser, site, has_touch=False) as page:
        page.goto(site.url)
        page.evaluate(BEGIN)
        page.evaluate(KNOWN)
        page.goto(f"{site.url}/{path}")
        expect(page.get_by_label("Silent")).to_be_visible()
        expect(page.get_by_label(KNOCK)).to_have_count(0)
        assert "knock" not in page.locator("main").inner_text().lower()
    with opened_page(browser, site) as page:
        page.add_init_script(REFUSES)
        page.goto(f"{site.url}/{path}")
        box = page.get_by_label(KNOCK)
        box.dispatch_event("click")
        page.wait_for_function("() => localStorage.getItem('levelhip.hearing') !== null")
        expect(box).not_to_be_checked()
        assert '"knock":false' in page.evaluate("localStorage.getItem('levelhip.hearing')")


def test_the_voice_goes_as_fast_wherever_its_speed_is_set(begun, site):
    begun.evaluate(KNOWN)
    begun.add_init_script(VOICE)
    ends = []
    for path in ("settings", "session/walk"):
        begun.goto(f"{site.url}/{path}")
        speed = begun.locator("input[type=range]")
        speed.wait_for(state="attached")
        ends.append((speed.get_attribute("min"), speed.get_attribute("max")))
    assert ends[0] == ends[1]


def test_units_are_chosen_in_the_boxes_of_the_page(begun, site):
    begun.evaluate(KNOWN)
    begun.goto(f"{site.url}/settings")
    begun.get_by_label("Weights in").select_option("lb")
    expect(begun.get_by_label("Body weight (lb)")).to_be_visible()
    seen = "all => all.map((each) => getComputedStyle(each).opacity)"
    assert set(begun.locator("select").evaluate_all(seen)) == {"0"}
    begun.get_by_label("Language").select_option("de")
    expect(begun.locator("h1")).to_have_text("Einstellungen")


def test_a_fingerprint_breaks_between_bytes_alone(browser, own_store, site, tmp_path):
    with served(tmp_path / "phones") as house, opened_page(browser, site) as page:
        page.context.unroute("**/*")
        page.goto(f"http://127.0.0.1:{house.port}/")
        page.evaluate(BEGIN)
        page.evaluate(KNOWN)
        page.goto(f"http://127.0.0.1:{house.port}/settings")
        print_ = page.locator(".fingerprint")
        print_.wait_for()
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            lines = print_.evaluate(LINES)
            assert len(lines) > 1
            assert all(line.endswith(":") for line in lines[:-1]), lines
        assert print_.inner_text() == house.here("GET", "/api/phones")[1]["way"]["fingerprint"]
