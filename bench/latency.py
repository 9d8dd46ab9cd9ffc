"""From a landmark to its cue: how long after the frame that made it certain a cue is in the page.

The whole page runs in Chromium before a server of its own; only the camera and the voice are
replaced: a simulated person's landmarks go out on the page's own socket, thirty frames a second.
Afterwards each session's folder is measured once more, frame by frame, which tells the frame that
made each event certain; from the moment that one was sent the time runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

from accuracy.table import Table
from levelhip.core import Event, Samples
from levelhip.engine import Engine
from levelhip.io.session_reader import read_journal
from levelhip.io.wire import POINTS
from levelhip.protocols import protocol
from levelhip.service import daily
from levelhip.service.cut_off import cut_off, event_of, same_event
from levelhip.simulator import simulate

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("LEVELHIP_CHROMIUM", "/usr/bin/chromium")
RATE_HZ = 30.0
RUN_S = 90.0
"""How long the pages run, side by side: their rests and questions too."""

WORK: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("squat-check", {"reps": 24}, {"reps": 24}),
    ("equal-weight", {"reps": 5, "hold_s": 5.0}, {"reps": 5, "hold_s": 5.0}),
    ("side-lying-abduction", {"reps": 5}, {"reps": 5}),
    ("wall-hip-drop", {"reps": 5}, {"reps": 5}),
)
"""What is done, how it is simulated, and what the session is asked to be: within the plan of
somebody's first day, which has no loaded walk yet."""

SERVER = """
import sys
from levelhip.web import serving
serving.serve(port=0, ready=lambda address: print(address, flush=True))
"""

IN_THE_PAGE = """
(() => {
  const spoken = { lang: "en-GB", name: "own", voiceURI: "own", localService: true, default: true };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [spoken],
    speak: (said) => setTimeout(() => said.onend && said.onend(), 20),
    cancel() {}, resume() {}, pause() {}, addEventListener() {},
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };

  const log = window.log = { sent: [], got: [], drawn: [] };
  const film = window.film = { from: 0, until: 1, at: 0 };
  let asked = "", said = 0, count = null, rows;
  const Own = window.WebSocket;
  const afterDrawing = (what) => requestAnimationFrame(() => {
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => what(performance.now());
    drawn.port2.postMessage(0);
  });
  const run = async (socket, last) => {
    rows ??= new Float32Array(await (await fetch("/frames")).arrayBuffer());
    const begun = performance.now();
    let sequence = last;
    const send = () => {
      while (begun + (sequence - last) * 1000 / RATE <= performance.now()) {
        sequence += 1;
        const message = new ArrayBuffer(16 + ROW * 4), head = new DataView(message);
        head.setUint8(0, 1);
        head.setUint8(1, 1);
        head.setUint16(2, 1, true);
        head.setUint32(4, sequence, true);
        head.setBigInt64(8, BigInt(Math.round(1e6 * sequence / RATE)), true);
        new Float32Array(message, 16).set(rows.subarray(film.at * ROW, (film.at + 1) * ROW));
        film.at += 1;
        if (film.at >= film.until) film.at = film.from;
        log.sent.push([sequence, performance.now()]);
        socket.send(message);
      }
      if (socket.readyState === Own.OPEN) setTimeout(send, 4);
    };
    send();
  };
  const seen = (socket, told, at) => {
    if (told.n) log.got.push([told.n, at]);
    if (told.kind === "welcome") void run(socket, told.sequence);
    if (told.kind !== "screen") return;
    if (told.count !== count) {
      count = told.count;
      afterDrawing((drawn) => log.drawn.push([at, drawn]));
    }
    const word = { asking: told.answers === "number" ? "2" : "no", paused: "go" }[told.state];
    const key = told.step + told.state;
    if (word && key !== asked) socket.send(JSON.stringify({ kind: "said", id: ++said, word }));
    asked = key;
  };
  window.WebSocket = class extends Own {
    set onmessage(heard) {
      super.onmessage = (message) => {
        const at = performance.now();
        heard(message);
        if (typeof message.data === "string") seen(this, JSON.parse(message.data), at);
      };
    }
  };
})();
""".replace("RATE", f"{RATE_HZ:g}").replace("ROW", str(POINTS * 7))


@dataclass
class Film:
    """A simulated person before the camera.

    Attributes
    ----------
    rows : (T, 231), as a page sends them
    size : (width, height), px
    marks : time, s, and name of what the person was told
    """

    rows: np.ndarray[Any, np.dtype[np.float32]]
    size: tuple[int, int]
    marks: list[tuple[float, str]]

    def part(self, name: str, nth: int) -> tuple[int, int]:
        """The frames from a mark to the next one; the last such mark when there are fewer."""
        found = [i for i, (_, each) in enumerate(self.marks) if each == name]
        if not found:
            return 0, len(self.rows)
        i = found[min(nth, len(found) - 1)]
        after_s = self.marks[i + 1][0] if i + 1 < len(self.marks) else np.inf
        until = min(len(self.rows), int(min(after_s * RATE_HZ, len(self.rows))))
        begin = min(int(self.marks[i][0] * RATE_HZ), len(self.rows) - 1)
        return begin, max(until, begin + 1)


@dataclass
class Filmed:
    """A page and the session that it runs."""

    page: Page
    film: Film
    name: str
    id: str = ""
    folder: Path | None = None
    read: int = 0
    marks: dict[str, int] = field(default_factory=dict)


def filmed(protocol_id: str, asked: dict[str, Any]) -> Film:
    made = simulate(protocol_id, sensors=("camera",), seed=1, **asked)
    given = made.recordings["camera"]
    track, world, size = given.samples.track, given.samples.world, given.image_size
    assert track is not None and world is not None and size is not None  # noqa: PT018
    scale = np.array([size[0], size[1], size[0]])
    image = np.concatenate(
        [track.xyz[:, :POINTS] / scale, track.confidence[:, :POINTS, None]], axis=2
    )
    rows = np.concatenate(
        [image.reshape(len(track), -1), world.xyz[:, :POINTS].reshape(len(track), -1)], axis=1
    )
    marks = sorted((mark.time_s, mark.name) for mark in given.samples.marks)
    return Film(rows.astype(np.float32), size, marks)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server of its own, with the diary of somebody who begins today; its address."""
    store = f"sqlite:///{folder / 'levelhip.sqlite'}"
    with daily.diary(store) as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in daily.questions(full=True)})
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        env={**os.environ, "LEVELHIP_STORE": store},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=30)


def opened(browser: Browser, url: str, name: str, film: Film, wish: dict[str, Any]) -> Filmed:
    """The page of a session that has just begun; it asks for a camera and is given landmarks."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    made = Filmed(page, film, name)
    page.add_init_script(IN_THE_PAGE)
    page.route("**/frames", lambda route: route.fulfill(body=film.rows.tobytes()))

    def begin(route: Route, request: Request) -> None:
        if request.method != "POST":
            route.continue_()
            return
        asked = {**json.loads(request.post_data or "{}"), "source": "camera", "size": film.size}
        answer = route.fetch(post_data=json.dumps({**asked, **wish}))
        assert answer.ok, answer.text()
        made.id = answer.json()["id"]
        route.fulfill(response=answer)

    page.route("**/api/sessions", begin)
    page.goto(f"{url}/session/{name}")
    page.get_by_role("radio", name="No sensor").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".session")
    return made


def follow(one: Filmed, sessions: Path) -> None:
    """Let the person do what the session has asked for since the last look."""
    if one.folder is None:
        found = [
            each for each in sessions.glob(f"{one.name}-*") if (each / "session.jsonl").exists()
        ]
        if not found:
            return
        one.folder = found[0]
    lines = (one.folder / "session.jsonl").read_bytes().split(b"\n")[:-1]
    for text in lines[one.read :]:
        line = json.loads(text)
        if line["kind"] != "mark":
            continue
        name = line["name"]
        begin, until = one.film.part(name, one.marks.get(name, 0))
        one.marks[name] = one.marks.get(name, 0) + 1
        one.page.evaluate(
            "([from, until]) => Object.assign(window.film, { from, until, at: from })",
            [begin, until],
        )
    one.read = len(lines)


def certain(folder: Path) -> list[tuple[float, Event]]:
    """Each event with the time of the frame that made it certain, s of the session."""
    journal = read_journal(folder)
    kept = cut_off(folder, journal)
    if kept.info is None:
        return []
    asked = journal.head["protocol"]
    exercise = protocol(asked["id"]).chosen(
        variant=asked["variant"] or None, hold_s=asked["hold_s"]
    )
    engine = Engine(exercise, kept.info, journal.person)
    found = []
    for part in kept.samples:
        track, world, people = part.track, part.world, part.people
        assert track is not None and world is not None and people is not None  # noqa: PT018
        marks, answers = list(part.marks), list(part.answers)
        for i, time_s in enumerate(track.time_s):
            now = tuple(mark for mark in marks if mark.time_s <= time_s)
            said = tuple(answer for answer in answers if answer.time_s <= time_s)
            del marks[: len(now)], answers[: len(said)]
            one = Samples(
                track=track.cut(i, i + 1),
                world=world.cut(i, i + 1),
                people=people[i : i + 1],
                marks=now,
                answers=said,
            )
            found += [(float(time_s), event) for event in engine.push(one)]
    return found


@dataclass(frozen=True, slots=True)
class Lags:
    """Times from the frame, ms: until an event and a cue are with the page, until it is drawn."""

    events: list[float]
    cues: list[float]
    drawn: list[float]


def lags(one: Filmed, log: dict[str, list[list[float]]]) -> Lags:
    told = Lags([], [], [])
    if one.folder is None:
        return told
    journal = read_journal(one.folder)
    sent, got = dict(log["sent"]), dict(log["got"])
    shifts = journal.of("received")
    if not shifts:
        return told
    shift_s = float(shifts[-1]["shift_s"])
    waiting = certain(one.folder)
    lines = list(zip(journal.numbers, journal.lines, strict=True))
    for at, (n, line) in enumerate(lines):
        if line["kind"] != "event" or n not in got:
            continue
        event = event_of(line)
        frame_s = next((s for s, each in waiting if same_event(each, event)), None)
        if frame_s is None:
            continue
        begun = sent.get(round((frame_s - shift_s) * RATE_HZ))
        if begun is None:
            continue
        told.events.append(got[n] - begun)
        cues = (
            m
            for m, more in lines[at + 1 :]
            if more["kind"] in ("say", "tone") and more["t"] == line["t"]
        )
        cue = next((m for m in cues if m in got), None)
        if cue is not None:
            told.cues.append(got[cue] - begun)
        drawn = [d for seen, d in log["drawn"] if got[n] <= seen < got[n] + 300.0]
        if drawn and event.kind in ("rep", "hold", "step"):
            told.drawn.append(drawn[0] - begun)
    return told


def measured() -> list[tuple[str, Lags]]:
    films = [(name, filmed(name, simulated), wish) for name, simulated, wish in WORK]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as made:
        sessions = Path(place) / "levelhip.sessions"
        with served(Path(place)) as url:
            browser = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            ones = [opened(browser, url, name, film, wish) for name, film, wish in films]
            over_s = time.monotonic() + RUN_S
            while time.monotonic() < over_s:
                for one in ones:
                    follow(one, sessions)
                ones[0].page.wait_for_timeout(50)
            logs = [one.page.evaluate("window.log") for one in ones]
            found = [(one.name, lags(one, log)) for one, log in zip(ones, logs, strict=True)]
            browser.close()
    return found


def tables() -> list[Table]:
    """Milliseconds from a frame to the cue that it made certain, by protocol."""
    found = measured()
    whole = Lags(
        *([v for _, each in found for v in getattr(each, name)] for name in Lags.__slots__)
    )
    rows: list[list[object]] = []
    for name, each in (*found, ("all", whole)):
        row: list[object] = [name]
        for values in (each.events, each.cues, each.drawn):
            if not values:
                row += ["0", "-", "-"]
                continue
            row += [str(len(values)), *(f"{np.percentile(values, q):.0f}" for q in (50, 99))]
        rows.append(row)
    note = (
        f"{len(WORK)} pages side by side in one Chromium, each in a session of its own before one "
        f"server on the same machine, {RATE_HZ:g} frames a second, {RUN_S:g} s. From the moment "
        "the page sent the frame that made an event certain, to the event's order at the page's "
        "handler; to the tone or sentence given at the same moment, if one was; and until the "
        "count was drawn, ms. The server measures ten times a second, which is up to 100 ms of it; "
        "how long a movement takes to become certain is not in it (docs/accuracy.md)"
    )
    headings = [
        "protocol", "events", "50 %", "99 %", "cues", "50 %", "99 %", "drawn", "50 %", "99 %",
    ]  # fmt: skip
    p99 = float(np.percentile(whole.cues, 99)) if whole.cues else float("nan")
    goals = [f"landmark to cue, 99th percentile of all protocols: {p99:.0f} ms"]
    return [Table("From a landmark to its cue, in the page", headings, rows, note, goals)]
