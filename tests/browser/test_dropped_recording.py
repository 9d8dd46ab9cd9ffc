"""A recorded file that is dropped on the page, or chosen, is measured; what cannot be is told."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.by_ear import quick_site

BEGIN = """async () => {
  const asked = await (await fetch("/api/safety/questions?full=true")).json();
  const said = Object.fromEntries(asked.map((each) => [each.id, "no"]));
  await fetch("/api/safety/answers", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ said }),
  });
}"""

DROP = """([name, bytes]) => {
  const data = new DataTransfer();
  const whole = Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0));
  data.items.add(new File([whole], name));
  const place = document.querySelector(".drop");
  for (const kind of ["dragover", "drop"]) {
    const how = { bubbles: true, cancelable: true, dataTransfer: data };
    place.dispatchEvent(new DragEvent(kind, how));
  }
}"""


@pytest.fixture(scope="module")
def quick():
    with quick_site() as made:
        yield made


@pytest.fixture
def page(quick, browser):
    with quick.person(browser, viewport={"width": 1280, "height": 800}, is_mobile=False) as opened:
        opened.goto(quick.url)
        opened.evaluate(BEGIN)
        opened.goto(f"{quick.url}/test")
        opened.wait_for_selector(".drop")
        yield opened


def stood(folder: Path, name: str, *, seed: int) -> Path:
    """Forces under the feet of somebody who lifts each foot three times for three seconds."""
    time_s = np.arange(0.0, 40.0, 0.02)
    share = np.full(time_s.size, 0.5)
    for i in range(6):
        up_s, goal = 4.0 + 6.0 * i, (0.0, 1.0)[i % 2]
        rise = np.clip((time_s - up_s) / 0.6, 0, 1) * np.clip((up_s + 4.2 - time_s) / 0.6, 0, 1)
        share += (goal - 0.5) * rise
    noise = np.random.default_rng(seed).normal(0.0, 1.0, (time_s.size, 2))
    left, right = 700 * share + noise[:, 0], 700 * (1 - share) + noise[:, 1]
    rows = [f"{t:.2f},{a:.2f},{b:.2f}" for t, a, b in zip(time_s, left, right, strict=True)]
    file = folder / name
    file.write_text("\n".join(["time (s),left (N),right (N)", *rows]) + "\n")
    return file


def choose(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(files)


def drop(page: Page, file: Path) -> None:
    page.evaluate(DROP, [file.name, base64.b64encode(file.read_bytes()).decode()])


def card(page: Page, name: str):
    return page.locator(".measuring", has=page.get_by_role("heading", name=name))


def test_a_file_that_is_dropped_is_measured_and_its_result_opens(page, tmp_path):
    drop(page, stood(tmp_path, "equal-weight-monday.csv", seed=1))
    # What it shows is taken from its name.
    expect(page.get_by_label("What does it show?")).to_have_value("equal-weight")
    seen = []
    page.on(
        "request", lambda told: seen.append(told.url) if "/api/recordings" in told.url else None
    )
    page.get_by_role("button", name="Measure it").click()
    page.wait_for_selector(".verdict")
    assert "/result/" in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Equal weight distribution test")
    assert len(seen) >= 2, "how far it is was never asked"
    (kept,) = page.evaluate("async () => (await fetch('/api/results')).json()")
    assert kept["protocol"] == "equal-weight"
    assert page.url.endswith(kept["id"])


def test_two_at_once_are_measured_one_after_the_other_and_both_are_kept(page, tmp_path):
    choose(page, stood(tmp_path, "monday.csv", seed=2), stood(tmp_path, "tuesday.csv", seed=3))
    for name in ("monday.csv", "tuesday.csv"):
        card(page, name).get_by_label("What does it show?").select_option("one-leg-stand")
        card(page, name).get_by_role("button", name="Measure it").click()
    for name in ("monday.csv", "tuesday.csv"):
        expect(card(page, name).get_by_role("link", name="See the result")).to_be_visible()
    assert len(page.evaluate("async () => (await fetch('/api/results')).json()")) == 2
    card(page, "tuesday.csv").get_by_role("link", name="See the result").click()
    page.wait_for_selector(".verdict")


def test_a_broken_film_is_told_and_another_can_be_chosen(page, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no film" * 100)
    choose(page, broken)
    page.get_by_label("What does it show?").select_option("equal-weight")
    page.get_by_role("button", name="Measure it").click()
    words = page.locator(".measuring .fault")
    # The file's name stands above it already.
    expect(words).to_have_text("Holds text, not a video; give the video file itself.")
    assert "Error" not in words.inner_text()
    assert "Traceback" not in words.inner_text()
    page.get_by_role("button", name="Not this one").click()
    expect(page.get_by_text("Choose a file")).to_be_visible()


def test_an_empty_file_and_one_that_is_too_large_are_told_in_words(page, tmp_path):
    empty, large = tmp_path / "empty.csv", tmp_path / "large.mp4"
    empty.touch()
    with large.open("wb") as file:
        file.truncate((4 << 30) + 1)
    for chosen, words in ((empty, "is empty"), (large, "larger than 4 GB")):
        choose(page, chosen)
        page.get_by_label("What does it show?").select_option("equal-weight")
        page.get_by_role("button", name="Measure it").click()
        expect(page.locator(".measuring .fault")).to_contain_text(words, ignore_case=True)
        page.get_by_role("button", name="Not this one").click()
    large.unlink()
