"""The four tones are what their names say, and playing never waits."""

import io
import wave

import numpy as np
import pytest

from levelhip.io.sound import RATE_HZ, Loudspeaker, Mixer
from levelhip.io.tones import PARTS, Tones, tone_sound

miniaudio = pytest.importorskip("miniaudio")


def pitch_hz(pcm):
    """Frequency of the strongest line, Hz."""
    window = pcm * np.hanning(pcm.size)
    spectrum = np.abs(np.fft.rfft(window, n=1 << 16))
    return float(np.argmax(spectrum) * RATE_HZ / (1 << 16))


def test_ready_rises_an_octave_and_end_falls_one():
    for tone, first, last in (("ready", 440.0, 880.0), ("end", 880.0, 440.0)):
        pcm = tone_sound(tone).astype(float)
        tenth = pcm.size // 10
        # In octaves the pitch goes evenly: a tenth of the way is a tenth of an octave.
        assert pitch_hz(pcm[:tenth]) == pytest.approx(first * (last / first) ** 0.05, rel=0.03)
        assert pitch_hz(pcm[-tenth:]) == pytest.approx(first * (last / first) ** 0.95, rel=0.03)


def test_a_fault_is_low_and_double_and_a_repetition_is_short():
    fault = tone_sound("fault").astype(float)
    lengths = [round(part[2] * RATE_HZ) for part in PARTS["fault"]]
    first, gap, second = np.split(fault, np.cumsum(lengths)[:-1])
    assert pitch_hz(first) == pytest.approx(220.0, rel=0.03)
    assert pitch_hz(second) == pytest.approx(220.0, rel=0.03)
    assert not gap.any()
    assert (
        tone_sound("rep").size
        < 0.1 * RATE_HZ
        < min(tone_sound(t).size for t in PARTS if t != "rep")
    )


@pytest.mark.parametrize("tone", PARTS)
def test_no_tone_clicks(tone):
    pcm = tone_sound(tone).astype(float)
    assert abs(pcm[0]) < 100
    assert abs(pcm[-1]) < 100
    # A sine of amplitude A and pitch f steps by 2 pi f A / rate at the most.
    assert np.abs(np.diff(pcm)).max() <= 2 * np.pi * 880 * 0.35 * 32767 / RATE_HZ * 1.05


def test_the_mixer_adds_what_plays_at_once_and_ends_each_by_itself():
    mixer = Mixer()
    long = mixer.add(np.full(5, 1000, np.int16))
    short = mixer.add(np.full(2, 30000, np.int16))
    other = mixer.add(np.full(2, 30000, np.int16))
    np.testing.assert_array_equal(mixer.take(3), [32767, 32767, 1000])
    assert mixer.plays(long)
    assert not mixer.plays(short)
    assert not mixer.plays(other)
    mixer.drop(long)
    np.testing.assert_array_equal(mixer.take(3), [0, 0, 0])


def test_a_loudspeaker_plays_a_tone_to_its_end():
    speaker = Loudspeaker([miniaudio.Backend.NULL])
    try:
        Tones(speaker).play("rep")
        number = speaker.mixer.add(tone_sound("rep"))
        for _ in range(300):
            if not speaker.mixer.plays(number):
                break
            miniaudio.threading.Event().wait(0.01)
        assert not speaker.mixer.plays(number)
    finally:
        speaker.close()


def test_without_a_loudspeaker_the_terminal_rings_and_without_a_terminal_nothing_does():
    bell = io.StringIO()
    tones = Tones(None, bell)
    tones.play("rep")
    tones.play("fault")
    assert bell.getvalue() == "\a" + "\a\a"
    Tones(None, None).play("end")


def test_a_tone_can_be_written_as_a_wav(tmp_path):
    with wave.open(str(tmp_path / "ready.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(tone_sound("ready").tobytes())
    assert (tmp_path / "ready.wav").stat().st_size == 44 + 2 * round(0.35 * RATE_HZ)
