"""What is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from levelhip import __version__

Translated = Callable[[str], str]
"""From an English text to the reader's language; leaves what it does not know."""

CheckState = Literal["ok", "missing", "note"]

PACKAGES = (
    "numpy",
    "scipy",
    "polars",
    "pydantic",
    "matplotlib",
    "jinja2",
    "av",
    "mediapipe",
    "opencv-python-headless",
    "ezc3d",
    "miniaudio",
    "vqf",
    "sqlalchemy",
    "alembic",
    "weasyprint",
)
"""Packages whose versions change results or decide what can be read."""

SYSTEM_LIBRARIES = {"EGL": "libegl1", "GLESv2": "libgles2"}
"""Libraries that the pose model's runtime loads, and the Debian package that holds each."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    name : what
    state : "ok", "missing" (something cannot work without it) or "note" (good to know)
    found : version, path or count
    remedy : command or step that mends it; empty when nothing needs mending
    """

    name: str
    state: CheckState
    found: str
    remedy: str = ""


def doctor(translated: Translated = str) -> tuple[Check, ...]:
    """Everything levelhip depends on, looked at without opening the network or any camera.

    Parameters
    ----------
    translated : callable
        From an English text to the reader's language. Commands, file names and what other programs
        say stay as they are.

    Returns
    -------
    tuple of Check
        Program, packages, pose models, system libraries, PDFs, cameras, voice, data folder, store.
    """
    from levelhip.service.store_check import pdf_check, store_checks

    return (
        Check("levelhip", "ok", __version__),
        _python(translated),
        *(_package(name, translated) for name in PACKAGES),
        *_models(translated),
        *(_library(name, package, translated) for name, package in SYSTEM_LIBRARIES.items()),
        pdf_check(translated=translated),
        cameras(translated=translated),
        _voice(translated),
        _data_folder(translated),
        *store_checks(translated),
    )


def _python(translated: Translated) -> Check:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = translated("{version} on {system}, {cores} cores").format(
        version=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=cores,
    )
    return Check("Python", "ok", found)


def _package(name: str, translated: Translated) -> Check:
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        return Check(name, "missing", translated("not installed"), translated("run `make setup`"))


def _models(translated: Translated) -> tuple[Check, ...]:
    from levelhip.core import LevelhipError
    from levelhip.io.models import VARIANTS, bundle, checked

    checks = []
    for variant in VARIANTS:
        name = translated("pose model {variant}").format(variant=variant)
        try:
            path = bundle(variant)
            right = checked(variant)
        except (LevelhipError, OSError, KeyError) as fault:
            why = fault.in_words(translated) if isinstance(fault, LevelhipError) else str(fault)
            checks.append(Check(name, "missing", why, translated("run `make setup`")))
            continue
        size = f"{path.stat().st_size / 1e6:.1f} MB"
        if right:
            told = translated("{size}, SHA-256 as expected").format(size=size)
            checks.append(Check(name, "ok", told))
        else:
            told = translated("{path}: SHA-256 is not the expected one").format(path=path)
            remedy = translated("remove {path} and run `make setup`").format(path=path)
            checks.append(Check(name, "missing", told, remedy))
    return tuple(checks)


def _library(name: str, package: str, translated: Translated) -> Check:
    found = ctypes.util.find_library(name)
    what = translated("system library {name}").format(name=name)
    if found:
        return Check(what, "ok", found)
    return Check(
        what,
        "missing",
        translated("not found; video cannot be measured without it"),
        f"sudo apt-get install -y {package}",
    )


def cameras(
    devices: Path = Path("/dev"),
    described: Path = Path("/sys/class/video4linux"),
    translated: Translated = str,
) -> Check:
    """Cameras that the system lists; none of them is opened.

    Parameters
    ----------
    devices : Path
        Folder of the device files.
    described : Path
        Folder in which the kernel keeps their names.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Check
        Names and device files.
    """
    found = []
    for device in sorted(devices.glob("video*")):
        try:
            name = (described / device.name / "name").read_text(encoding="utf-8").strip()
        except OSError:
            name = ""
        found.append(f"{device} ({name})" if name else str(device))
    if not found:
        return Check(
            translated("cameras"),
            "note",
            translated(
                "none; recordings can be analysed all the same, and `levelhip coach` takes a "
                "phone, a file or nothing"
            ),
        )
    return Check(translated("cameras"), "ok", ", ".join(found))


def _voice(translated: Translated) -> Check:
    """The program that would speak in a session; the sound device is not opened."""
    for program in ("espeak-ng", "espeak", "spd-say", "say", "powershell"):
        found = shutil.which(program)
        if found:
            return Check(translated("voice"), "ok", found)
    remedy = "sudo apt-get install -y espeak-ng" if sys.platform == "linux" else ""
    told = translated("none; sessions have tones and captions")
    return Check(translated("voice"), "note", told, remedy)


def _data_folder(translated: Translated) -> Check:
    from platformdirs import user_data_path

    folder, name = user_data_path("levelhip", appauthor=False), translated("data folder")
    if folder.exists():
        used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return Check(name, "ok", f"{folder}, {used / 1e6:.1f} MB")
    nearest = next(parent for parent in folder.parents if parent.exists())
    if os.access(nearest, os.W_OK):
        return Check(name, "note", translated("{folder}, not made yet").format(folder=folder))
    return Check(
        name,
        "missing",
        translated("{folder} cannot be made").format(folder=folder),
        translated("set XDG_DATA_HOME to a folder that you may write to"),
    )
