"""The voices of each system: espeak-ng, speech-dispatcher, macOS say, Windows SAPI; all offline."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import numpy as np

from levelhip.io.sound import RATE_HZ, Loudspeaker, Pcm
from levelhip.io.speech import (
    HUNG_S,
    POLL_S,
    WORDS_PER_MINUTE,
    Program,
    SilentVoice,
    SpokenVoice,
    Voice,
    reading_s,
)


class Espeak:
    """espeak-ng makes the sound, the loudspeaker plays it: it stops within a buffer's length.

    Parameters
    ----------
    path : str
        The program.
    speaker : Loudspeaker
    language : "en" or "de"
    words_per_minute : words/min
    """

    def __init__(
        self, path: str, speaker: Loudspeaker, language: str, words_per_minute: int
    ) -> None:
        self.words = f"espeak-ng, {language}, {words_per_minute} words a minute"
        self._command = (path, "-v", language, "-s", str(words_per_minute), "--stdin", "--stdout")
        self._speaker = speaker

    def sound(self, text: str) -> Pcm:
        """The line as sound; empty when the program fails."""
        try:
            done = subprocess.run(
                self._command, input=text.encode(), capture_output=True, check=True, timeout=HUNG_S
            )
        except (OSError, subprocess.SubprocessError):
            return np.zeros(0, dtype=np.int16)
        return wav_sound(done.stdout)

    def speak(self, text: str, stopped: threading.Event) -> bool:
        """Speak a line to its end, or until `stopped` is set; whether it could be spoken."""
        pcm = self.sound(text)
        if not pcm.size or stopped.is_set():
            return bool(pcm.size)
        mixer = self._speaker.mixer
        number = mixer.add(pcm)
        over_s = time.monotonic() + pcm.size / RATE_HZ + HUNG_S
        while mixer.plays(number) and time.monotonic() < over_s:
            if stopped.wait(POLL_S):
                break
        mixer.drop(number)
        return True


class Command:
    """A program that speaks by itself and ends when it has spoken.

    Parameters
    ----------
    words : str
        What it is.
    command : tuple of str
        The program with its options; the line goes to its standard input, or behind a last "--".
    hush : tuple of str
        A command that silences a voice which goes on after its program was ended; empty for none.
    words_per_minute : words/min
    """

    def __init__(
        self,
        words: str,
        command: tuple[str, ...],
        hush: tuple[str, ...] = (),
        words_per_minute: int = WORDS_PER_MINUTE,
    ) -> None:
        self.words = words
        self._command = command
        self._hush = hush
        self._rate = words_per_minute

    def speak(self, text: str, stopped: threading.Event) -> bool:
        """Speak a line to its end, or until `stopped` is set; whether it could be spoken."""
        argument = (text,) if self._command[-1] == "--" else ()
        try:
            running = subprocess.Popen(
                (*self._command, *argument),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return False
        assert running.stdin is not None  # noqa: S101 -- asked for above
        try:
            running.stdin.write(text.encode() + b"\n")
            running.stdin.close()
        except OSError:
            running.kill()
        over_s = time.monotonic() + 2 * reading_s(text, self._rate) + HUNG_S
        while running.poll() is None:
            if stopped.wait(POLL_S) or time.monotonic() > over_s:
                running.kill()
                running.wait()
                if self._hush:
                    subprocess.run(self._hush, check=False, capture_output=True, timeout=HUNG_S)
                return stopped.is_set()
        return running.returncode == 0


def wav_sound(data: bytes) -> Pcm:
    """The samples of a WAV file of one channel and 16 bits; empty for anything else.

    Parameters
    ----------
    data : bytes
        The file; lengths in its head are not believed, since a pipe's are not known beforehand.
    """
    start = data.find(b"data", 12)
    if data[:4] != b"RIFF" or start < 0:
        return np.zeros(0, dtype=np.int16)
    rate_hz = int.from_bytes(data[24:28], "little")
    body = data[start + 8 :]
    pcm = np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2").astype(np.int16)
    if rate_hz in (RATE_HZ, 0) or not pcm.size:
        return pcm
    count = round(pcm.size * RATE_HZ / rate_hz)
    places = np.arange(count) * rate_hz / RATE_HZ
    return np.interp(places, np.arange(pcm.size), pcm).astype(np.int16)


def _espeak(speaker: Loudspeaker, language: str, rate: int) -> Program | None:
    path = shutil.which("espeak-ng") or shutil.which("espeak")
    return Espeak(path, speaker, language, rate) if path else None


def _dispatcher(_: Loudspeaker, language: str, rate: int) -> Program | None:
    path = shutil.which("spd-say")
    if path is None:
        return None
    # Its scale is -100 to 100 about a voice's own rate, near 170 words a minute.
    relative = str(max(-100, min(100, round((rate - 170) * 0.7))))
    command = (path, "-w", "-N", "levelhip", "-l", language, "-r", relative, "--")
    return Command(f"speech-dispatcher, {language}", command, (path, "-C"), rate)


def _say(_: Loudspeaker, language: str, rate: int) -> Program | None:
    path = shutil.which("say")
    if path is None:
        return None
    voice: tuple[str, ...] = ()
    try:
        listed = subprocess.run((path, "-v", "?"), capture_output=True, text=True, check=False)
    except OSError:
        return None
    for line in listed.stdout.splitlines():
        name, _between, rest = line.partition(f" {language}_")
        if rest:
            voice = ("-v", name.strip())
            break
    return Command(f"say, {language}", (path, *voice, "-r", str(rate), "-f", "-"), (), rate)


_SAPI = """
$v = New-Object -ComObject SAPI.SpVoice
$found = $v.GetVoices('Language={language}')
if ($found.Count -gt 0) {{ $v.Voice = $found.Item(0) }}
$v.Rate = {rate}
[Console]::InputEncoding = [Text.Encoding]::UTF8
$v.Speak([Console]::In.ReadToEnd()) | Out-Null
"""


def _sapi(_: Loudspeaker, language: str, rate: int) -> Program | None:
    path = shutil.which("powershell") or shutil.which("pwsh")
    if path is None:
        return None
    # SAPI counts -10 to 10, a third as fast to three times, about 180 words a minute.
    relative = max(-10, min(10, round(10 * float(np.log(rate / 180) / np.log(3)))))
    script = _SAPI.format(language={"de": "407"}.get(language, "409"), rate=relative)
    command = (path, "-NoProfile", "-NonInteractive", "-Command", script)
    return Command(f"SAPI, {language}", command, (), rate)


_MAKERS: dict[str, tuple[Callable[[Loudspeaker, str, int], Program | None], ...]] = {
    "darwin": (_say, _espeak),
    "win32": (_sapi, _espeak),
    "linux": (_espeak, _dispatcher),
}

MISSING = {
    "linux": "no voice found; sudo apt-get install -y espeak-ng",
    "darwin": "no voice found; `say` is missing from this system",
    "win32": "no voice found; PowerShell is missing from this system",
}


def system_voice(
    device: Loudspeaker | str, language: str, words_per_minute: int = WORDS_PER_MINUTE
) -> Voice:
    """The voice of this system; a silent one that says why when there is none.

    Parameters
    ----------
    device : Loudspeaker or str
        The sound device, or why there is none.
    language : "en" or "de"
    words_per_minute : words/min
    """
    if isinstance(device, str):
        return SilentVoice(f"{device}; text only", words_per_minute)
    for maker in _MAKERS.get(sys.platform, (_espeak, _dispatcher)):
        program = maker(device, language, words_per_minute)
        if program is not None:
            return SpokenVoice(program)
    missing = MISSING.get(sys.platform, "no voice found; install espeak-ng")
    return SilentVoice(f"{missing}; tones and text only", words_per_minute)
