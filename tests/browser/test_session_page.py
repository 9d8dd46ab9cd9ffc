"""Sessions in the page, driven as a person drives them: by taps, keys and buttons."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

QUESTIONS = 40
"""No session asks for more."""

VOICE = """
const spoken = [];
window.spoken = spoken;
const voice = {
  lang: "en-GB", name: "a voice of this machine", voiceURI: "own",
  localService: true, default: true,
};
const far = { ...voice, name: "a voice from elsewhere", voiceURI: "far", localService: false };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [far, voice],
  speak: (said) => {
    spoken.push([said.text, said.voice && said.voice.voiceURI]);
    setTimeout(() => said.onend && said.onend(), 20);
  },
  cancel: () => {}, resume: () => {}, pause: () => {}, addEventListener: () => {},
} });
window.SpeechSynthesisUtterance = class {
  constructor(text) { this.text = text; }
};
"""


def answered(page: Page) -> None:
    """Go through a session to its end: no to yes-or-no, two to every number."""
    for _ in range(QUESTIONS):
        page.wait_for_selector(".pair, .pad, .typed, .pause, .screen")
        if page.locator(".screen").count():
            return
        if page.locator(".pause").count():
            # A machine that is slow to answer finds the session waiting.
            page.locator(".pause").get_by_role("button", name="Go on").click()
            page.wait_for_selector(".pause", state="detached")
            continue
        asked = page.locator(".session .question").get_attribute("aria-label")
        if page.locator(".pair").count():
            page.get_by_role("button", name="No", exact=True).click()
        elif page.locator(".pad").count():
            page.get_by_role("button", name="2", exact=True).click()
        else:
            page.locator(".typed input").fill("2")
            page.locator(".typed").get_by_role("button", name="Take this number").click()
        page.wait_for_function(
            "asked => document.querySelector('.question')?.getAttribute('aria-label') !== asked",
            arg=asked,
        )
    pytest.fail("the session does not end")


def started(page: Page, url: str, protocol: str) -> None:
    """Open a session's page and start without a sensor."""
    page.goto(f"{url}/session/{protocol}")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".session")


def test_a_stranger_comes_from_the_first_visit_to_the_end_of_a_session(page, site):
    page.goto(site.url)
    page.get_by_role("button", name="Start").click()
    for _ in range(QUESTIONS):
        page.wait_for_selector("button:text-is('No'), .body-map")
        if page.locator(".body-map").count():
            break
        title = page.locator("h1").inner_text()
        page.get_by_role("button", name="No", exact=True).click()
        page.wait_for_function(
            "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=title
        )
    started(page, site.url, "active-hip-abduction")
    answered(page)
    expect(page.locator("h1")).to_be_visible()
    told = page.evaluate("async () => (await fetch('/api/sessions')).json()")
    assert [each["state"] for each in told] == ["finished"]
    assert told[0]["result"] == told[0]["id"]


def test_without_a_voice_of_this_machine_the_words_are_a_status(begun, site):
    started(begun, site.url, "active-hip-abduction")
    caption = begun.locator(".session .caption, .session .sr[role=status]").first
    expect(caption).to_have_attribute("role", "status")
    expect(caption).not_to_have_text("")


def test_a_voice_speaks_with_a_voice_of_this_machine_only_and_the_words_are_not_doubled(
    begun, site
):
    begun.add_init_script(VOICE)
    started(begun, site.url, "active-hip-abduction")
    begun.wait_for_function("() => spoken.filter(([text]) => text.trim()).length >= 2")
    heard = [each for each in begun.evaluate("spoken") if each[0].strip()]
    assert {voice for _, voice in heard} == {"own"}
    assert begun.locator(".session [role=status]").count() == 0


def test_space_answers_without_looking_one_for_yes_and_two_for_no(begun, site):
    started(begun, site.url, "active-hip-abduction")
    begun.wait_for_selector(".pair")
    begun.wait_for_selector(".question.new", state="detached")
    begun.keyboard.press("Space")
    expect(begun.locator(".counted strong")).to_have_text("Yes")
    begun.keyboard.press("Space")
    expect(begun.locator(".counted strong")).to_have_text("No")


def test_a_page_that_is_loaded_again_goes_on_with_its_session(begun, site):
    started(begun, site.url, "active-hip-abduction")
    begun.wait_for_selector(".pair")
    begun.on("dialog", lambda dialog: dialog.accept())
    begun.goto(f"{site.url}/session/active-hip-abduction")
    begun.get_by_role("button", name="Go on", exact=True).click()
    begun.wait_for_selector(".session")
    answered(begun)
    told = begun.evaluate("async () => (await fetch('/api/sessions')).json()")
    assert [each["state"] for each in told] == ["finished"]


def test_stop_pauses_at_once_and_ends_only_when_that_is_meant(begun, site):
    started(begun, site.url, "active-hip-abduction")
    begun.get_by_role("button", name="Stop", exact=True).click()
    expect(begun.get_by_text("End the session here?")).to_be_visible()
    # It is asked once, and the title orders nothing more.
    expect(begun.locator("h1")).to_have_text("Paused")
    expect(begun.locator(".caption")).to_have_count(0)
    begun.get_by_role("button", name="End here, keep what was done").click()
    begun.wait_for_selector(".screen")
    assert begun.locator(".session").count() == 0


def test_a_form_has_its_own_name_question_and_steps(begun, site):
    begun.goto(f"{site.url}/session/side-lying-abduction?variant=neutral")
    begun.get_by_text("How it is done").click()
    told = begun.locator(".before > div").first
    expect(begun.locator("h1")).to_have_text("Side-lying leg lift in line")
    expect(told).not_to_contain_text("past the midline")
    begun.get_by_role("radio", name="The method's form").check()
    expect(begun.locator("h1")).to_have_text("Side-lying leg lift")
    expect(told.locator("ol")).to_contain_text("past the midline")
    expect(told).to_contain_text("Is each lift back past the midline")


def test_what_is_counted_beside_a_hold_is_named(begun, site):
    begun.goto(f"{site.url}/session/one-leg-stand")
    begun.get_by_role("radio", name="No sensor").check()
    begun.get_by_role("button", name="Start", exact=True).click()
    begun.wait_for_function(
        """() => {
          if (document.querySelector(".ring")) return true;
          document.querySelector(".pause .button, .pair .button:last-child")?.click();
        }""",
        polling=300,
    )
    expect(begun.locator(".ring + .of")).to_contain_text("try 1\u00a0of\u00a03")
    expect(begun.locator(".ring + .of .whole")).to_have_text("of 45\u00a0s held")
    # A number that is said does not wipe out how it is held.
    begun.wait_for_function(
        "() => /^\\d+$/.test(document.querySelector('.caption .sr')?.textContent)"
    )
    expect(begun.locator(".caption")).to_contain_text("stay up as long as you can")


def test_movements_stand_still_when_less_motion_is_asked_for(begun, site):
    begun.emulate_media(reduced_motion="reduce")
    begun.goto(f"{site.url}/session/equal-weight")
    video = begun.locator("video").first
    expect(video).to_have_attribute("poster", "/demos/equal-weight.webp")
    assert video.evaluate("each => each.paused")
    expect(begun.locator("figcaption").first).to_contain_text("pelvis")
    begun.get_by_role("button", name="Let the picture move").first.click()
    begun.wait_for_function("() => !document.querySelector('video').paused")
