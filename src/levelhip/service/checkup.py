"""What is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from levelhip import __version__

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


def doctor() -> tuple[Check, ...]:
    """Everything levelhip depends on, looked at without opening the network or any camera.

    Returns
    -------
    tuple of Check
        Program, packages, pose models, system libraries, PDFs, cameras, voice, data folder, store.
    """
    from levelhip.service.store_check import pdf_check, store_checks

    return (
        Check("levelhip", "ok", __version__),
        _python(),
        *(_package(name) for name in PACKAGES),
        *_models(),
        *(_library(name, package) for name, package in SYSTEM_LIBRARIES.items()),
        pdf_check(),
        cameras(),
        _voice(),
        _data_folder(),
        *store_checks(),
    )


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Check("Python", "ok", f"{found}, {cores} cores")


def _package(name: str) -> Check:
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        return Check(name, "missing", "not installed", "run `make setup`")


def _models() -> tuple[Check, ...]:
    from levelhip.core import LevelhipError
    from levelhip.io.models import VARIANTS, bundle, checked

    checks = []
    for variant in VARIANTS:
        name = f"pose model {variant}"
        try:
            path = bundle(variant)
            right = checked(variant)
        except (LevelhipError, OSError, KeyError) as fault:
            checks.append(Check(name, "missing", str(fault), "run `make setup`"))
            continue
        size = f"{path.stat().st_size / 1e6:.1f} MB"
        if right:
            checks.append(Check(name, "ok", f"{size}, SHA-256 as expected"))
        else:
            checks.append(
                Check(
                    name,
                    "missing",
                    f"{path}: SHA-256 is not the expected one",
                    f"remove {path} and run `make setup`",
                )
            )
    return tuple(checks)


def _library(name: str, package: str) -> Check:
    found = ctypes.util.find_library(name)
    if found:
        return Check(f"system library {name}", "ok", found)
    return Check(
        f"system library {name}",
        "missing",
        "not found; video cannot be measured without it",
        f"sudo apt-get install -y {package}",
    )


def cameras(
    devices: Path = Path("/dev"), described: Path = Path("/sys/class/video4linux")
) -> Check:
    """Cameras that the system lists; none of them is opened.

    Parameters
    ----------
    devices : Path
        Folder of the device files.
    described : Path
        Folder in which the kernel keeps their names.

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
            "cameras",
            "note",
            "none; recordings can be analysed all the same, and `levelhip coach` takes a phone, a "
            "file or nothing",
        )
    return Check("cameras", "ok", ", ".join(found))


def _voice() -> Check:
    """The program that would speak in a session; the sound device is not opened."""
    for program in ("espeak-ng", "espeak", "spd-say", "say", "powershell"):
        found = shutil.which(program)
        if found:
            return Check("voice", "ok", found)
    remedy = "sudo apt-get install -y espeak-ng" if sys.platform == "linux" else ""
    return Check("voice", "note", "none; sessions have tones and captions", remedy)


def _data_folder() -> Check:
    from platformdirs import user_data_path

    folder = user_data_path("levelhip", appauthor=False)
    if folder.exists():
        used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return Check("data folder", "ok", f"{folder}, {used / 1e6:.1f} MB")
    nearest = next(parent for parent in folder.parents if parent.exists())
    if os.access(nearest, os.W_OK):
        return Check("data folder", "note", f"{folder}, not made yet")
    return Check(
        "data folder",
        "missing",
        f"{folder} cannot be made",
        "set XDG_DATA_HOME to a folder that you may write to",
    )
