"""The voice never waits, can be cut short, knows when it speaks, and says why it does not."""

import shutil
import threading
import time

import numpy as np
import pytest

from levelhip.io.sound import RATE_HZ, Mixer
from levelhip.io.speech import SilentVoice, SpokenVoice, reading_s
from levelhip.io.voices import Command, Espeak, system_voice, wav_sound

ESPEAK = shutil.which("espeak-ng")


class Program:
    """A program that speaks until it may end or is stopped; a fake voice."""

    words = "fake"

    def __init__(self, *, may_end=True, works=True):
        self.may_end = threading.Event()
        self.works = works
        self.lines = []
        if may_end:
            self.may_end.set()

    def speak(self, text, stopped):
        self.lines.append(text)
        while not (self.may_end.is_set() or stopped.wait(0.002)):
            pass
        return self.works


def until(holds, within_s=60.0):
    over = time.monotonic() + within_s
    while not holds() and time.monotonic() < over:
        time.sleep(0.002)
    return holds()


def test_saying_returns_at_once_and_lines_follow_each_other():
    program = Program(may_end=False)
    voice = SpokenVoice(program)
    voice.say("Right side.", 0.0)
    voice.say("Top leg back.", 0.0)
    # Neither call has waited: the first line is not over, and the second not begun.
    assert until(lambda: program.lines)
    assert program.lines == ["Right side."]
    assert voice.speaking(0.0)
    program.may_end.set()
    assert until(lambda: not voice.speaking(0.0))
    assert program.lines == ["Right side.", "Top leg back."]
    voice.close()


def test_a_voice_is_cut_short_and_forgets_what_was_to_come():
    program = Program(may_end=False)
    voice = SpokenVoice(program)
    voice.say("A line without an end.", 0.0)
    voice.say("Another.", 0.0)
    assert until(lambda: program.lines)
    voice.stop(0.0)
    assert until(lambda: not voice.speaking(0.0))
    assert program.lines == ["A line without an end."]
    voice.say("Stop.", 0.0)
    assert until(lambda: program.lines[-1] == "Stop.")
    voice.close()


def test_a_voice_that_fails_says_so_and_keeps_the_pace_of_reading():
    voice = SpokenVoice(Program(works=False))
    voice.say("One.", 0.0)
    assert until(lambda: not voice.speaking(0.0))
    assert "could not speak" in voice.words
    voice.say("Two.", 10.0)
    assert voice.speaking(10.0 + 0.9 * reading_s("Two."))
    until(lambda: not voice.speaking(1e9))
    assert not voice.speaking(10.0 + 1.1 * reading_s("Two."))
    voice.close()


def test_a_silent_voice_takes_the_time_that_reading_takes():
    voice = SilentVoice()
    voice.say("Drop the hip.", 5.0)
    # 13 letters at 6 a word and 150 words a minute, and a breath of 0.4 s.
    assert reading_s("Drop the hip.") == pytest.approx(0.4 + 13 / 6 * 60 / 150)
    assert voice.speaking(5.0 + reading_s("Drop the hip.") - 0.01)
    assert not voice.speaking(5.0 + reading_s("Drop the hip.") + 0.01)
    voice.say("Again.", 20.0)
    voice.stop(20.1)
    assert not voice.speaking(20.1)


def test_without_a_sound_device_the_reason_is_said_in_words():
    voice = system_voice("sound: no device to play on", "en")
    assert isinstance(voice, SilentVoice)
    assert "no device" in voice.words
    assert "text only" in voice.words


def test_without_any_voice_the_way_out_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.platform", "linux")
    voice = system_voice(_Speaker(), "en")
    assert "apt-get install -y espeak-ng" in voice.words
    assert "tones and text only" in voice.words


class _Speaker:
    """A loudspeaker that plays only when the test takes from it."""

    def __init__(self):
        self.mixer = Mixer()


def test_a_program_that_hangs_is_ended_when_it_is_told_to():
    hung = Command("hung", ("sleep", "600"))
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()
    begun = time.monotonic()
    assert hung.speak("A line.", stopped)
    assert time.monotonic() - begun < 60.0


def test_a_program_that_is_not_there_or_fails_has_not_spoken():
    assert not Command("absent", ("no-such-voice",)).speak("A line.", threading.Event())
    assert not Command("failing", ("false",)).speak("A line.", threading.Event())
    assert Command("fine", ("cat",)).speak("A line.", threading.Event())
    assert Command("fine", ("true", "--")).speak("A line.", threading.Event())


def test_a_wav_of_another_rate_keeps_its_length_and_pitch():
    rate = 16000
    tone = (8000 * np.sin(2 * np.pi * 500 * np.arange(rate) / rate)).astype("<i2")
    head = b"RIFF\xff\xff\xff\x7fWAVEfmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") * 2 + rate.to_bytes(4, "little") + bytes(8)
    head += b"data\xff\xff\xff\x7f"
    pcm = wav_sound(head + tone.tobytes())
    assert pcm.size == RATE_HZ
    spectrum = np.abs(np.fft.rfft(pcm))
    assert int(np.argmax(spectrum)) == 500  # one second: a line a hertz


@pytest.mark.parametrize("data", [b"", b"RIFF", b"no sound at all", b"RIFF1234WAVEdata"])
def test_what_is_no_wav_is_no_sound(data):
    assert wav_sound(data).size == 0


@pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is missing; `make test` installs it")
@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Right side. Top leg back."), ("de", "Rechte Seite. Langsam senken.")],
)
def test_espeak_speaks_a_line_in_a_plausible_time(language, text):
    slow = Espeak(ESPEAK, _Speaker(), language, 120).sound(text)
    fast = Espeak(ESPEAK, _Speaker(), language, 220).sound(text)
    assert np.abs(slow).max() > 3000
    assert 0.8 < slow.size / RATE_HZ < 4.0
    assert fast.size < 0.8 * slow.size


@pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is missing; `make test` installs it")
def test_espeak_stops_within_a_moment():
    speaker = _Speaker()
    voice = SpokenVoice(Espeak(ESPEAK, speaker, "en", 120))
    voice.say("Stand still on both feet and look ahead.", 0.0)
    assert until(lambda: speaker.mixer.take(100).any() or False)
    voice.stop(0.0)
    assert until(lambda: not voice.speaking(0.0))
    assert not speaker.mixer.take(1000).any()
    voice.close()
