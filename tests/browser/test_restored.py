"""A file that the page gave away is put back in the page; one that is none changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import BEGIN, Site, opened_page

TOLD = """async () => {
  const post = (path, body) => fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  await post("/api/spots", { kind: "hip", view: "back", x_m: 0.1, y_m: -0.02 });
  await post("/api/aims", { text: "carry the shopping", value: 4 });
  const asked = await (await fetch("/api/checkin")).json();
  const { name, on, about } = asked.find((each) => each.name === "usual");
  await post("/api/checkin", { name, on, about, value: 3 });
  await post("/api/walks", { minutes: 12 });
}"""

HISTORY = """async () => {
  const told = async (path) => (await fetch(path)).json();
  const { trends, spots } = await told("/api/progress");
  return { known: await told("/api/known"), aims: await told("/api/aims"), trends, spots };
}"""


def title(page: Page):
    return page.get_by_role("heading", level=1)


def taken(page: Page, site: Site, folder: Path) -> Path:
    """Everything, as the page gives it away."""
    page.goto(f"{site.url}/share")
    with page.expect_download() as given:
        page.get_by_role("link", name="Download everything (ZIP)").click()
    file = folder / given.value.suggested_filename
    given.value.save_as(file)
    return file


def put_back(page: Page, file: Path) -> int:
    """Choose a file; the status of what is answered."""
    with page.expect_response("**/api/restore?*") as answer:
        page.get_by_label("Choose the file").set_input_files(file)
    return answer.value.status


@pytest.fixture
def lived(page: Page, site: Site) -> Page:
    """Somebody who has told a little."""
    page.goto(site.url)
    page.evaluate(BEGIN)
    page.evaluate(TOLD)
    return page


def test_a_history_that_was_taken_away_is_back_after_everything_was_deleted(lived, site, tmp_path):
    page = lived
    file = taken(page, site, tmp_path)
    before = page.evaluate(HISTORY)
    assert before["known"] == {
        **dict.fromkeys(("begun", "spot", "usual", "aim"), True),
        "tested": False,
    }
    page.goto(f"{site.url}/settings")
    page.get_by_text("Delete everything", exact=True).click()
    page.get_by_label("Type “delete” to go on").fill("delete")
    page.get_by_role("button", name="Delete everything for good").click()
    page.get_by_role("button", name="Begin anew").click()
    page.get_by_text("I have a file from before").click()
    for name, content in (("holiday.zip", b"PK\x03\x04 and no more"), ("notes.json", b"{}")):
        (tmp_path / name).write_bytes(content)
        assert put_back(page, tmp_path / name) == 400
        expect(page.get_by_role("alert")).to_contain_text(f"{name}: no backup of levelhip")
        assert not page.evaluate(HISTORY)["known"]["begun"]
    assert put_back(page, file) == 200
    expect(page.get_by_text("I have a file from before")).to_have_count(0)
    expect(title(page)).to_be_visible()
    assert page.evaluate(HISTORY) == before
    # What it says of safety opens nothing: all questions come first.
    assert page.evaluate("async () => (await (await fetch('/api/safety')).json()).ask") == "full"
    page.goto(f"{site.url}/progress")
    expect(page.get_by_role("heading", name="What you want to do again")).to_be_visible()
    expect(page.get_by_role("heading", name="Where it hurt")).to_be_visible()


def test_a_page_that_was_opened_before_writes_over_nobody(browser, page, site, tmp_path):
    page.goto(site.url)
    page.get_by_text("I have a file from before").click()
    with opened_page(browser, site) as other:
        other.goto(site.url)
        other.evaluate(BEGIN)
        other.evaluate(TOLD)
        file = taken(other, site, tmp_path)
        before = other.evaluate(HISTORY)
        assert put_back(page, file) == 400
        expect(page.get_by_role("alert")).to_contain_text("Something is kept here already")
        assert other.evaluate(HISTORY) == before
