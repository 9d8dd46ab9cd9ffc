"""Every page and state of the page, for whoever uses it, however they use it."""

from __future__ import annotations

import contextlib
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from levelhip.service import daily
from levelhip.service.clock import standing_at
from tests.browser.audit import AUDIT, DESKTOP, PHONE, ROOT, audited, reflowed
from tests.browser.conftest import BEGIN, opened_page, running_site
from tools import diaries

DAYS = 24
"""So long is the diary of the tests: long enough for every chart."""

PATHS = (
    "/", "/plan", "/done", "/test", "/results", "/result/:id", "/progress", "/share", "/settings",
    "/safety", "/learn", "/learn/evidence", "/learn/muscle", "/session/equal-weight", "/not-here",
)  # fmt: skip


ALIKE = ("/done", "/results", "/learn", "/learn/evidence", "/not-here")
"""Pages that are laid out as others are, and need not be tried in German too."""


NARROWED = """(place, words) => {
  const node = [...place.childNodes].find((each) => each.data?.includes(words));
  const range = document.createRange(), tops = [];
  const begin = node.data.indexOf(words);
  range.setStart(node, begin);
  range.setEnd(node, begin + words.length);
  for (let px = 340; px >= 200; px -= 4) {
    place.style.cssText = `display: block; width: ${px}px`;
    tops.push(new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size);
  }
  return tops;
}"""
"""In how many lines words stand, for widths of their place."""


@pytest.fixture(scope="module")
def weeks(tmp_path_factory):
    """The address of a store with weeks of somebody in it."""
    address = f"sqlite:///{tmp_path_factory.mktemp('weeks') / 'levelhip.sqlite'}"
    with pytest.MonkeyPatch.context() as own:
        own.setenv("LEVELHIP_STORE", address)
        diaries.lived(DAYS)
    return address


@contextmanager
def everybodys(browser, **how):
    """A page as somebody has it who asks for less motion; nothing may be asked for elsewhere."""
    with running_site() as site, opened_page(browser, site, reduced_motion="reduce", **how) as page:
        page.context.add_init_script(AUDIT)
        yield page, site.url
        assert site.outside == []
        assert site.faults == []


def next_title(page, press):
    """Press something that leads to the next screen, and wait for it."""
    title = page.locator("h1").inner_text()
    press.click()
    page.wait_for_function(
        "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=title
    )


def come(page, *waits):
    """Wait for what a page shows once it has asked for it."""
    page.wait_for_selector(", ".join(waits) if waits else "h1")
    page.wait_for_load_state("networkidle")


def result_id():
    with daily.diary() as diary:
        return next(
            each.id for each in diary.results() if each.body["protocol"]["id"] == "equal-weight"
        )


def test_every_address_of_the_page_is_among_those_looked_at():
    app = (ROOT / "ui/src/app.tsx").read_text(encoding="utf-8")
    known = set(re.findall(r'<Route path="([^"]+)"', app))
    known -= {"/session/:protocol", "/learn/:id"}
    assert known <= set(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_with_weeks_behind_it_is_for_everybody(browser, weeks, monkeypatch, path):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    with standing_at(diaries.moment(DAYS - 1, hours=2)), everybodys(browser) as (page, url):
        page.goto(url + path.replace(":id", result_id()))
        come(page, ".home h1", ".before", ".why")
        assert audited(page) == []


def test_the_same_in_german_fits_too(browser, weeks, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    now = standing_at(diaries.moment(DAYS - 1, hours=2))
    with now, everybodys(browser, locale="de-DE") as (page, url):
        found = []
        for path in PATHS:
            if path in ALIKE:
                continue
            page.goto(url + path.replace(":id", result_id()))
            come(page, ".home h1", ".before", ".why")
            assert page.evaluate("() => document.documentElement.lang") == "de"
            found += [f"{path}: {each}" for each in reflowed(page)]
        assert found == []


def test_no_number_is_torn_from_its_unit_and_no_day_is_written_for_machines(
    browser, weeks, monkeypatch
):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    with standing_at(diaries.moment(DAYS - 1, hours=2)), everybodys(browser) as (page, url):
        page.goto(f"{url}/plan")
        come(page, ".weeks")
        told = page.evaluate("() => document.body.textContent")
        assert re.search("\\d\u00a0min", told)
        assert re.findall(r"\d (?:min|kg|s|%)(?!\w)", told) == []
        assert re.findall(r"\d{4}-\d\d-\d\d", told) == []
        assert re.search("(?:January|February)\u00a0\\d", told)
        assert re.findall(r"(?:January|February) \d", told) == []
        # Whoever looks for it types a space.
        walk = re.search("Walk \\d+\\smin", told)[0].replace("\u00a0", " ")
        assert page.evaluate("walk => window.find(walk)", walk)


def test_no_line_ends_in_a_range_and_formulas_are_written_as_people_do(browser, weeks, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    with everybodys(browser) as (page, url):
        page.goto(f"{url}/learn/evidence")
        come(page, ".ledger li")
        told = page.locator(".ledger").inner_text()
        assert "1.96\u00a0×\u00a0√2\u00a0×\u00a01.02" in told
        assert "2\u00a0π\u00a0√(L\u00a0/\u00a0g)" in told
        assert "sqrt" not in told
        # Numbers with which something is looked up are copied as they are.
        assert "s12998-020-00344-3" in told
        for words in ("18-\u206039,", "(0.41-\u20600.74)"):
            place = page.locator("p, span", has_text=words).last
            tops = place.evaluate(NARROWED, words)
            assert len(tops) > 5
            assert [each for each in tops if each > 1] == [], words
        assert page.evaluate("() => window.find('18-39')")


def test_a_word_is_found_where_words_begin_in_german_by_its_stem_and_within_nouns(
    browser, weeks, monkeypatch
):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    with everybodys(browser, locale="de-DE") as (page, url):
        page.goto(f"{url}/learn/evidence")
        come(page, ".ledger li")
        known = {"gehen": ("walking-program", "flag-inflammation"), "Muskel": ("hip-and-back", "")}
        for sought, (there, gone) in known.items():
            # "Gehprogramm", "einhergehen"; "Hüftmuskel".
            page.locator(".seek input").fill(sought)
            expect(page.locator(f"#{there}")).to_have_count(1)
            assert not gone or page.locator(f"#{gone}").count() == 0


def test_the_first_visit_is_for_everybody_and_needs_no_pointer(browser, own_store):
    found = []
    with everybodys(browser) as (page, url):
        page.goto(url)
        come(page)
        found += audited(page)
        next_title(page, page.get_by_role("button", name="Start"))
        found += audited(page)
        page.evaluate(BEGIN)
        # As if all had been answered by hand: the tab would go on with its question.
        page.evaluate("() => sessionStorage.clear()")
        page.reload()
        come(page, ".body-map")
        found += audited(page)
        page.evaluate("() => document.querySelector('.body-map').focus()")
        page.keyboard.press("ArrowUp")
        next_title(page, page.get_by_role("button", name="Next"))
        found += audited(page, wide=False)
        page.locator(".scale input").first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".scale input").nth(1)).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Usual')")
        found += audited(page, wide=False)
        page.keyboard.press("Tab")
        page.locator(".unsure").focus()
        page.keyboard.press("Space")
        page.wait_for_selector("h1:has-text('again')")
        page.locator(".field input").fill("lift a crate off the floor")
        found += audited(page)
    assert found == []


def test_what_shuts_the_page_is_for_everybody(browser, own_store):
    diaries.begin()
    diaries.answered_yes("emergency")
    with everybodys(browser) as (page, url):
        page.goto(f"{url}/session/equal-weight")
        come(page, "[role=alert]")
        assert audited(page) == []
        assert page.get_by_role("button", name="Start", exact=True).count() == 0


def test_a_red_day_is_told_by_shape_and_word_and_for_everybody(
    browser, weeks, monkeypatch, tmp_path
):
    copy = tmp_path / "red.sqlite"
    copy.write_bytes(Path(weeks.removeprefix("sqlite:///")).read_bytes())
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{copy}")
    diaries.red_light(DAYS)
    with standing_at(diaries.moment(DAYS, hours=2)), everybodys(browser) as (page, url):
        page.goto(url)
        come(page, ".status")
        assert page.locator(".light.red svg rect").count() == 1
        assert "stop" in page.locator(".light.red").inner_text()
        walk = page.locator(".thing", has_text="Walk").inner_text()
        assert len(re.findall(r"\bmin\b", walk)) == 1, "the walk is told once"
        later = "You can answer the safety questions from tomorrow on"
        assert later in page.locator(".status").inner_text()
        assert audited(page) == []


def test_pages_without_anything_measured_are_for_everybody(browser, own_store):
    diaries.begin()
    diaries.say_all(3)
    found = []
    with everybodys(browser) as (page, url):
        for path in ("/", "/test", "/progress", "/results"):
            page.goto(url + path)
            come(page, ".home h1")
            found += [f"{path}: {each}" for each in audited(page, keyboard=False, wide=False)]
            if page.get_by_role("link", name="All results so far").count():
                found.append(f"{path}: offers results that are not there")
    assert found == []


@pytest.mark.parametrize("protocol", ["side-lying-abduction", "equal-weight"])
def test_at_a_desk_both_halves_of_the_page_before_a_session_are_used(
    browser, weeks, monkeypatch, protocol
):
    monkeypatch.setenv("LEVELHIP_STORE", weeks)
    with everybodys(browser) as (page, url):
        for size, is_open in ((DESKTOP, True), (PHONE, False)):
            page.set_viewport_size(size)
            page.goto(f"{url}/session/{protocol}")
            come(page, ".before")
            steps = page.locator("details", has_text="How it is done")
            assert steps.evaluate("each => each.open") is is_open
            if is_open:
                ends = page.evaluate(
                    """() => [...document.querySelectorAll(".before > div")].map(
                      (half) => half.lastElementChild.getBoundingClientRect().bottom)"""
                )
                assert len(ends) == 2
                assert min(ends) > 0.75 * max(ends)


def test_a_session_is_for_everybody_before_during_and_after(browser, own_store):
    diaries.begin()
    diaries.say_all(3)
    with everybodys(browser) as (page, url):
        page.goto(f"{url}/session/active-hip-abduction")
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_selector(".session .pair", timeout=60_000)
        found = audited(page)
        page.get_by_role("button", name="Stop", exact=True).click()
        page.wait_for_selector(".session .pause")
        found += audited(page, wide=False)
        page.get_by_role("button", name="End here, keep what was done").click()
        page.wait_for_selector(".screen", timeout=60_000)
        found += audited(page)
    assert found == []


def test_the_page_without_its_server_is_for_everybody(browser, own_store):
    diaries.begin()
    diaries.say_all(3)
    with contextlib.ExitStack() as server:
        site = server.enter_context(running_site())
        with opened_page(browser, site, service_workers="allow", reduced_motion="reduce") as page:
            page.context.add_init_script(AUDIT)
            page.goto(site.url)
            page.wait_for_function("() => navigator.serviceWorker.controller !== null")
            page.goto(f"{site.url}/learn")
            come(page, ".cards .card")
            server.close()
            page.goto(site.url)
            come(page, "code")
            assert audited(page) == []
