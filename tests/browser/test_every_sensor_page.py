"""The pages of the camera and of a phone, for whoever uses them."""

from __future__ import annotations

from tests.browser.audit import AUDIT, audited
from tests.browser.conftest import PHONE, Site, opened_page
from tests.browser.test_phone import AGENT, FEEL, scanned, walked
from tests.web.at_door import served
from tools import diaries

LIMIT_MS = 90_000


def with_sensor(page, url, protocol, words):
    """A session's page, up to where the sensor is placed."""
    page.goto(f"{url}/session/{protocol}")
    page.wait_for_selector(".before")
    page.locator(".choice label", has_text=words).click()
    page.locator(".ways .button").click()


def test_placing_a_camera_and_pairing_a_phone_are_for_everybody(browser, own_store, tmp_path):
    diaries.begin()
    diaries.say_all(3)
    found = []
    with served(tmp_path / "phones") as house:
        site = Site(f"http://127.0.0.1:{house.port}")
        how = {"reduced_motion": "reduce", "has_touch": False}
        with opened_page(browser, site, **how) as page:
            page.context.add_init_script(AUDIT)
            page.set_default_timeout(LIMIT_MS)
            with_sensor(page, site.url, "equal-weight", "Sees the whole body")
            page.wait_for_selector(".placing [role=alert]")
            found += audited(page)
            with_sensor(page, site.url, "walk", "Worn on the body")
            link = scanned(page)
            found += audited(page)
            phone = browser.new_context(
                viewport=PHONE,
                ignore_https_errors=True,
                has_touch=True,
                is_mobile=True,
                user_agent=AGENT,
                reduced_motion="reduce",
            )
            phone.add_init_script(AUDIT)
            phone.add_init_script(FEEL)
            worn = phone.new_page()
            worn.set_default_timeout(LIMIT_MS)
            worn.goto(link)
            worn.wait_for_selector(".compare")
            found += audited(worn, wide=False)
            page.locator(".asks .button").first.click()
            worn.wait_for_selector(".choice")
            worn.locator(".ways .button").first.click()
            worn.evaluate("rows => feel(rows)", walked())
            worn.wait_for_selector(".is-ready")
            found += audited(worn, wide=False)
            phone.close()
    assert found == []
    assert site.outside == []
